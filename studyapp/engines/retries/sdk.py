"""Clients of an SDK at a shared token bucket: botocore's own retry classes decide, a virtual clock passes."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from studyapp.engines.retries.answers import Answer
from studyapp.engines.retries.client import Caller, Client, Clock, Judgement
from studyapp.engines.retries.network import SPREAD, WAY
from studyapp.engines.retries.profiles import Chance, Mode, profile_of
from studyapp.engines.retries.sample import Events, Sample, Step
from studyapp.engines.retries.services import Operation
from studyapp.engines.retries.throttle import Door
from studyapp.engines.retries.work import SDK_CLIENT, sdk_call_costs

BLOCK = 1024


def _stream(draw: Callable[[int], np.ndarray]) -> Chance:
    """Numbers one by one from draws of many."""

    def numbers() -> Iterator[float]:
        while True:
            yield from draw(BLOCK).tolist()

    found: Chance = numbers().__next__
    return found


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What all clients have in common."""

    mode: Mode
    operation: Operation
    attempts: int | None
    jitter: bool
    layers: int
    calls: int
    refusal: Answer
    door: Door


class _Run:
    """One run: a heap of arrivals at the door."""

    def __init__(self, setting: Setting, clients: int, rng: np.random.Generator, record: bool) -> None:
        self.setting = setting
        chance = _stream(rng.random) if setting.jitter else lambda: 1.0
        self.way = _stream(lambda count: np.abs(rng.normal(WAY, SPREAD, count)))
        self.callers = [self._caller(chance) for _ in range(clients)]
        self.heap: list[tuple[float, int]] = []
        self.tokens, self.since = setting.door.bucket, 0.0
        self.done: list[float] = []
        self.refused = self.gave_up = 0
        self.end = 0.0
        self.events = Events() if record else None
        self.steps: list[Step] = []
        self.record = record
        for number, caller in enumerate(self.callers):
            self._begin(number, caller, 0.0)
        heapq.heapify(self.heap)

    def _caller(self, chance: Chance) -> Caller:
        clock, setting = Clock(), self.setting
        layers = [
            Client(setting.mode, setting.operation, setting.attempts, chance, clock) for _ in range(setting.layers)
        ]
        return Caller(layers=layers, clock=clock, left=setting.calls)

    def _begin(self, number: int, caller: Caller, now: float) -> None:
        caller.begin()
        self._send(number, caller, now)

    def _send(self, number: int, caller: Caller, now: float) -> None:
        """A call leaves as soon as the client lets it."""
        caller.clock.now = now / 1000
        while wait := caller.layers[0].hold():
            caller.clock.now += wait
        heapq.heappush(self.heap, (caller.clock.now * 1000 + self.way(), number))

    def _open(self, now: float) -> bool:
        door = self.setting.door
        held = min(door.bucket, self.tokens + (now - self.since) * door.rate / 1000)
        self.since = now
        # A hair less than a whole token is a whole one: the sums above are rounded.
        served = held >= 1 - 1e-9
        self.tokens = max(0.0, held - (1.0 if served else door.refusal_cost))
        return served

    def play(self, effort: float) -> float:
        """Play it to its end, or until so many microseconds' work is done. Returns what is left of them."""
        each = sdk_call_costs(profile_of(self.setting.mode) == "adaptive-2026")
        effort -= SDK_CLIENT * len(self.callers) * self.setting.layers
        while self.heap and effort >= 0:
            effort -= each
            now, number = heapq.heappop(self.heap)
            caller = self.callers[number]
            caller.tries += 1
            served = self._open(now)
            if self.events is not None:
                self.events.add(now, number, served=served)
            told = now + self.way()
            caller.clock.now = told / 1000
            if served:
                self._served(number, caller, now, told)
            else:
                self._refused(number, caller, now, told)
        return effort

    def _served(self, number: int, caller: Caller, now: float, told: float) -> None:
        caller.served()
        self.done.append(told)
        self._note(number, caller, now, Judgement(delay=None, reason="served"))
        self._next(number, caller, told)

    def _refused(self, number: int, caller: Caller, now: float, told: float) -> None:
        self.refused += 1
        said = caller.refused(self.setting.refusal)
        self._note(number, caller, now, said)
        if said.delay is not None:
            self._send(number, caller, told + said.delay * 1000)
            return
        self.gave_up += 1
        self._next(number, caller, told)

    def _next(self, number: int, caller: Caller, told: float) -> None:
        self.end = max(self.end, told)
        caller.left -= 1
        if caller.left:
            self._begin(number, caller, told)

    def _note(self, number: int, caller: Caller, now: float, said: Judgement) -> None:
        if not self.record or number:
            return
        layer = caller.layers[0]
        step = Step(
            call=self.setting.calls - caller.left + 1,
            attempt=caller.tries,
            at_ms=now,
            reason=said.reason,
            wait_ms=None if said.delay is None else said.delay * 1000,
            quota=layer.quota,
            rate=layer.rate,
        )
        self.steps.append(step)


def play(
    *, clients: int, runs: int, setting: Setting, rng: np.random.Generator, effort: float, record: bool = True
) -> tuple[Sample, tuple[Step, ...]]:
    """Play `runs` times; with the first run's steps of the first client. `effort` as in the shared bucket's model."""
    every = [_Run(setting, clients, rng, record and number == 0) for number in range(runs)]
    done = np.full((runs, clients * setting.calls), np.inf)
    for number, run in enumerate(every):
        effort = run.play(effort)
        done[number, : len(run.done)] = run.done
    sample = Sample(
        refused=np.array([run.refused for run in every]),
        gave_up=np.array([run.gave_up for run in every]),
        done=done,
        end=np.array([run.end for run in every]),
        events=every[0].events,
        stopped=any(run.heap for run in every),
    )
    return sample, tuple(every[0].steps)
