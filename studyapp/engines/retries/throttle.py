"""A shared token bucket: a call is served while there is a token, and refused otherwise.

While answering "no" costs nothing, refusals leave no trace in the bucket. So the next success is the first call
after the moment at which the bucket holds a whole token again, and all calls before it are refused: one round for
each success, for many runs at once. Where a refusal costs part of a token, calls are taken one by one.
"""

from dataclasses import dataclass

import numpy as np

from studyapp.engines.retries.network import one_way, two_ways
from studyapp.engines.retries.sample import Events, Sample
from studyapp.engines.retries.strategies import Floats, Ints, Strategy, drawer
from studyapp.engines.retries.work import refusal_costs, single_costs, success_costs

NEVER = 1e300


@dataclass(frozen=True, kw_only=True)
class Door:
    """The bucket: how many tokens it holds, how many come back each second, what a refusal uses up."""

    bucket: float
    rate: float
    refusal_cost: float = 0.0


class _Crowd:
    """The clients of all runs: when each one's next call arrives, and what is left for it to do."""

    def __init__(
        self,
        shape: tuple[int, int],
        calls: int,
        attempts: int | None,
        strategy: Strategy,
        times: tuple[float, float],
        rng: np.random.Generator,
        record: bool,
    ) -> None:
        runs, clients = shape
        self.rng, self.attempts, self.calls = rng, attempts, calls
        self.base = float(times[0])
        self.draw = drawer(strategy, *times, rng)
        self.remembers = strategy == "decorrelated"
        self.next = one_way(rng, shape)
        self.arrives = self.next.ravel()
        self.failed = np.zeros(runs * clients, dtype=np.int64)
        self.before = np.full(runs * clients, self.base)
        self.left = np.full(runs * clients, calls, dtype=np.int64)
        self.starts = np.arange(runs) * clients
        self.clients = clients
        self.refused = np.zeros(runs, dtype=np.int64)
        self.gave_up = np.zeros(runs, dtype=np.int64)
        self.done = np.full((runs, clients * calls), np.inf)
        self.end = np.zeros(runs)
        self.events = Events() if record else None

    def serve(self, first: Ints, runs: Ints, times: Floats, number: Ints | int) -> None:
        """The calls at these places succeed; `number` is how many did before in each run."""
        told = times + one_way(self.rng, times.shape)
        self.done[runs, number] = told
        self.end[runs] = np.maximum(self.end[runs], told)
        if self.events is not None and runs.size and runs[0] == 0:
            self.events.add(times[0], first[0], served=True)
        self._onward(first, told)

    def _onward(self, where: Ints, told: Floats) -> None:
        """The client's next call, if it has one; it starts at once."""
        if self.calls == 1:
            self.arrives[where] = np.inf
            return
        self.left[where] -= 1
        self.failed[where] = 0
        self.before[where] = self.base
        self.arrives[where] = np.where(self.left[where] > 0, told + one_way(self.rng, told.shape), np.inf)

    def refuse(self, where: Ints) -> None:
        """The calls at these places get "no": they wait, or give up."""
        runs = where // self.clients
        self.refused += np.bincount(runs, minlength=len(self.refused))
        if self.events is not None:
            self.events.add_many(self.arrives, np.arange(self.clients), where[: np.searchsorted(where, self.clients)])
        times = self.failed[where] + 1
        self.failed[where] = times
        if self.attempts is not None:
            gone = times >= self.attempts
            self._leave(where[gone], runs[gone])
            where, times = where[~gone], times[~gone]
        waits = self.draw(times - 1, self.before[where])
        if self.remembers:
            self.before[where] = waits
        self.arrives[where] += waits + two_ways(self.rng, where.shape)

    def _leave(self, where: Ints, runs: Ints) -> None:
        told = self.arrives[where] + one_way(self.rng, where.shape)
        np.add.at(self.gave_up, runs, 1)
        np.maximum.at(self.end, runs, told)
        self._onward(where, told)


def _by_rounds(crowd: _Crowd, door: Door, effort: float) -> bool:
    """One round for each success. Returns whether it was stopped after so many microseconds' work."""
    runs = len(crowd.refused)
    tokens, since = np.full(runs, float(door.bucket)), np.zeros(runs)
    number = np.zeros(runs, dtype=np.int64)
    # Milliseconds for one token; where none ever comes, longer than anything lasts.
    pace = 1000 / door.rate if door.rate else NEVER
    while True:
        ready = since + np.maximum(1 - tokens, 0) * pace
        if door.bucket < 1:
            ready = np.full(runs, NEVER)
        while (early := np.flatnonzero(crowd.next < ready[:, None])).size:
            effort -= refusal_costs(runs, crowd.clients, early.size)
            if effort < 0:
                return True
            crowd.refuse(early)
        effort -= success_costs(runs, crowd.clients)
        if effort < 0:
            return True
        first = crowd.next.argmin(axis=1) + crowd.starts
        times = crowd.arrives[first]
        going = np.flatnonzero(times < np.inf)
        if not going.size:
            return False
        times = times[going]
        held = np.minimum(door.bucket, tokens[going] + (times - since[going]) * door.rate / 1000)
        tokens[going], since[going] = np.maximum(held - 1, 0.0), times
        crowd.serve(first[going], going, times, number[going])
        number[going] += 1


def _one_by_one(crowd: _Crowd, door: Door, effort: float) -> bool:
    """One call of each run at a time. Returns whether it was stopped after so many microseconds' work."""
    runs = len(crowd.refused)
    tokens, since = np.full(runs, float(door.bucket)), np.zeros(runs)
    number = np.zeros(runs, dtype=np.int64)
    for _ in range(int(effort / single_costs(runs, crowd.clients))):
        first = crowd.next.argmin(axis=1) + crowd.starts
        times = crowd.arrives[first]
        going = np.flatnonzero(times < np.inf)
        if not going.size:
            return False
        first, times = first[going], times[going]
        held = np.minimum(door.bucket, tokens[going] + (times - since[going]) * door.rate / 1000)
        # A hair less than a whole token is a whole one: the sums above are rounded.
        yes = held >= 1 - 1e-9
        tokens[going] = np.maximum(held - np.where(yes, 1.0, door.refusal_cost), 0.0)
        since[going] = times
        served = going[yes]
        crowd.serve(first[yes], served, times[yes], number[served])
        number[served] += 1
        crowd.refuse(first[~yes])
    return True


def play(
    *,
    clients: int,
    runs: int,
    calls: int,
    strategy: Strategy,
    base: float,
    cap: float,
    attempts: int | None,
    door: Door,
    rng: np.random.Generator,
    effort: float,
    record: bool = True,
) -> Sample:
    """Play the crowd at the door `runs` times; each client wants `calls` calls, one after the other.

    `effort` is the work that it may take, in microseconds as `work.py` counts them: then it stops, and the sample
    says so.
    """
    crowd = _Crowd((runs, clients), calls, attempts, strategy, (base, cap), rng, record)
    stopped = (_one_by_one if door.refusal_cost else _by_rounds)(crowd, door, effort)
    return Sample(
        refused=crowd.refused,
        gave_up=crowd.gave_up,
        done=crowd.done,
        end=crowd.end,
        events=crowd.events,
        stopped=stopped,
    )
