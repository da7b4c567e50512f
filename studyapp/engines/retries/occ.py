"""Optimistic concurrency: many clients read one row and write it back, and a write counts only if nobody was faster.

The model is that of the published backoff simulator (aws-samples/aws-arch-backoff-simulator), played for many runs
at once. A write is lost as soon as somebody else has written since its read, whenever it arrives. So one round is
enough for each success: the earliest of the fresh writes wins, and all who had read before it start again.
"""

import numpy as np

from studyapp.engines.retries.network import one_way, two_ways
from studyapp.engines.retries.sample import Events, Sample
from studyapp.engines.retries.strategies import Floats, Ints, Strategy, drawer

# Below this share of clients still at it, the finished ones are taken out of the arrays.
DENSE = 0.75


class _Race:
    """The state of all runs: when each client's read arrives, when its write does, how often it has failed."""

    def __init__(
        self, clients: int, runs: int, strategy: Strategy, base: float, cap: float, rng: np.random.Generator
    ) -> None:
        self.rng = rng
        self.draw = drawer(strategy, base, cap, rng)
        self.remembers = strategy == "decorrelated"
        self.read = one_way(rng, (runs, clients))
        self.write = self.read + two_ways(rng, (runs, clients))
        self.failed = np.zeros((runs, clients), dtype=np.int64)
        self.before = np.full((runs, clients), float(base))
        self.who = np.arange(clients)
        # Failures of those who were taken out.
        self.counted = np.zeros(runs, dtype=np.int64)
        self._flatten()

    def _flatten(self) -> None:
        self.wide = self.write.shape[1]
        self.starts = np.arange(len(self.write)) * self.wide
        self.reads, self.writes = self.read.ravel(), self.write.ravel()
        self.failures, self.befores = self.failed.ravel(), self.before.ravel()

    @property
    def refused(self) -> Ints:
        found: Ints = self.counted + self.failed.sum(axis=1)
        return found

    def compact(self, left: int) -> None:
        """Take out those who have finished: in every run the same number, while nobody gives up."""
        keep = np.isfinite(self.write)
        runs = len(self.write)
        self.counted = self.refused
        self.who = self.who[keep[0]]
        for name in ("read", "write", "failed", "before"):
            setattr(self, name, getattr(self, name)[keep].reshape(runs, left))
        self._flatten()
        self.counted -= self.failed.sum(axis=1)

    def win(self) -> Floats:
        """The earliest write of each run, which succeeds; infinite where nobody is left."""
        first = self.write.argmin(axis=1)
        first += self.starts
        won: Floats = self.writes[first]
        self.reads[first] = self.writes[first] = np.inf
        self.winners = first
        return won

    def again(self, stale: Ints, most: int | None) -> Ints:
        """Send the stale clients (flat indices) into their next try. Those who give up instead are returned."""
        times = self.failures[stale]
        times += 1
        self.failures[stale] = times
        gone = stale[:0]
        if most is not None:
            gone, stale, times = stale[times >= most], stale[times < most], times[times < most]
        waits = self.draw(times, self.befores[stale] if self.remembers else self.befores)
        if self.remembers:
            self.befores[stale] = waits
        ways = two_ways(self.rng, (2, stale.size))
        arrives = ways[0]
        arrives += waits
        arrives += self.writes[stale]
        self.reads[stale] = arrives
        arrives += ways[1]
        self.writes[stale] = arrives
        return gone


def play(
    *,
    clients: int,
    runs: int,
    strategy: Strategy,
    base: float,
    cap: float,
    attempts: int | None,
    rng: np.random.Generator,
    record: bool = True,
) -> Sample:
    """Play the race `runs` times. `attempts` is the most that a client tries, None for as often as it takes."""
    race = _Race(clients, runs, strategy, base, cap, rng)
    won = np.full((clients, runs), np.inf)
    lost = np.full((clients, runs), -np.inf)
    gave_up = np.zeros(runs, dtype=np.int64)
    events = Events() if record else None
    for number in range(clients):
        won[number] = race.win()
        if events is not None and np.isfinite(won[number, 0]):
            events.add(won[number, 0], race.who[race.winners[0]], served=True)
        left = clients - number - 1
        if attempts is None and 0 < left < DENSE * race.wide:
            race.compact(left)
        # Nobody is left where nobody won: an infinite time makes nobody stale.
        limit = won[number][:, None] if attempts is None else np.where(won[number] < np.inf, won[number], -1)[:, None]
        stale = np.flatnonzero(race.read <= limit)
        if events is not None:
            events.add_many(race.write[0], race.who, stale[: np.searchsorted(stale, race.wide)])
        gone = race.again(stale, attempts)
        if gone.size:
            np.add.at(gave_up, gone // race.wide, 1)
            np.maximum.at(lost[number], gone // race.wide, race.writes[gone])
            race.reads[gone] = race.writes[gone] = np.inf
    done = (won + one_way(rng, (clients, runs))).T
    told = lost.max(axis=0) + one_way(rng, (runs,))
    end = np.maximum(np.where(np.isfinite(done), done, -np.inf).max(axis=1), told)
    return Sample(refused=race.refused, gave_up=gave_up, done=done, end=end, events=events)
