"""The backoff lab: one simulation, its neighbours on the same seed, and how it grows with the number of clients."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from studyapp.engines.guard import no_io
from studyapp.engines.retries import occ, sdk, throttle
from studyapp.engines.retries.asked import BackoffInput
from studyapp.engines.retries.profiles import PROFILES, profile_of
from studyapp.engines.retries.results import BackoffResult, Line
from studyapp.engines.retries.sample import Sample, Step, story
from studyapp.engines.retries.services import service
from studyapp.engines.retries.strategies import STRATEGIES
from studyapp.engines.retries.waits import MOST, operation_of, refusal, waits
from studyapp.engines.retries.work import LIMIT, affordable_runs, calls_of

# What is shown beside the simulation that was asked for costs a fifth of that at most.
BESIDE = 0.2 * LIMIT
SIZES = 6
SWEEP_RUNS = 10
# A run is ended after so many times the calls that were reckoned with.
PATIENCE = 4


@dataclass(frozen=True, kw_only=True)
class Played:
    """A simulation and, in the model sdk, the steps of one client."""

    sample: Sample
    steps: tuple[Step, ...] = ()


def play(asked: BackoffInput, *, record: bool = True) -> Played:
    """The simulation alone. Call it inside the guard, with the service's model read."""
    rng = np.random.Generator(np.random.PCG64(asked.seed))
    if asked.model == "sdk":
        sample, steps = sdk.play(
            clients=asked.clients, runs=asked.runs, setting=_setting(asked), rng=rng, record=record
        )
        return Played(sample=sample, steps=steps)
    common: dict[str, Any] = {
        "clients": asked.clients,
        "runs": asked.runs,
        "strategy": asked.strategy,
        "base": asked.base_ms,
        "cap": asked.cap_ms,
        "attempts": asked.attempts,
        "rng": rng,
        "record": record,
    }
    if asked.model == "occ":
        return Played(sample=occ.play(**common))
    most = int(PATIENCE * calls_of(asked.load()) * asked.runs) + 1
    return Played(sample=throttle.play(**common, calls=asked.calls_each, door=_door(asked), most=most))


def _door(asked: BackoffInput) -> throttle.Door:
    return throttle.Door(bucket=asked.bucket, rate=asked.rate_per_second, refusal_cost=asked.refusal_cost)


def _setting(asked: BackoffInput) -> sdk.Setting:
    return sdk.Setting(
        mode=asked.mode,
        operation=operation_of(asked),
        attempts=asked.attempts,
        jitter=asked.jitter,
        layers=asked.layers,
        calls=asked.calls_each,
        refusal=refusal(asked),
        door=_door(asked),
    )


def _read_model(asked: BackoffInput) -> None:
    """Inside the guard no file may be opened."""
    if asked.model == "sdk":
        service(asked.service)


def alone(asked: BackoffInput) -> BackoffResult:
    """The simulation and its waits, without its neighbours: what a question needs."""
    _read_model(asked)
    with no_io():
        played = play(asked)
        own = Line.of(name_of(asked), asked.clients, played.sample)
        return BackoffResult(
            asked=asked, line=own, sample=played.sample, steps=played.steps, waits=waits(asked, MOST)
        )


def with_rival(asked: BackoffInput) -> BackoffResult:
    """The simulation, and the same with the jitter the other way, on the same seed."""
    found = alone(asked)
    with no_io():
        other = rival(asked)
        name = name_of(other) if asked.model != "sdk" else "jitter" if other.jitter else "no-jitter"
        return replace(found, against=(line(other, name),))


def all_strategies(asked: BackoffInput) -> BackoffResult:
    """The simulation, and every other strategy or profile on the same seed."""
    found = alone(asked)
    with no_io():
        return replace(found, compare=compare(asked, found.line))


def line(asked: BackoffInput, name: str, *, record: bool = False) -> Line:
    """One line of a table; recorded, it knows when the calls of its first run arrive."""
    return Line.of(name, asked.clients, play(asked, record=record).sample)


def variants(asked: BackoffInput) -> tuple[tuple[str, BackoffInput], ...]:
    """What is compared: every strategy, or in the model sdk every retry profile."""
    if asked.model == "sdk":
        # The default number of attempts belongs to the mode.
        return tuple((mode, asked.model_copy(update={"mode": mode})) for mode in PROFILES)
    return tuple((one, asked.model_copy(update={"strategy": one})) for one in STRATEGIES)


def name_of(asked: BackoffInput) -> str:
    return profile_of(asked.mode) if asked.model == "sdk" else asked.strategy


def compare(asked: BackoffInput, own: Line | None = None, *, record: bool = False) -> tuple[Line, ...]:
    """All of them on the same seed, with as many runs as can be afforded."""
    others = [(name, one) for name, one in variants(asked) if own is None or name != own.name]
    found = {} if own is None else {own.name: own}
    for name, one in others:
        runs = affordable_runs(one.load(), BESIDE / len(others))
        found[name] = line(one.model_copy(update={"runs": runs}), name, record=record)
    return tuple(found[name] for name, _ in variants(asked))


def rival(asked: BackoffInput) -> BackoffInput:
    """What the growth is drawn against: full jitter, or, for full jitter itself, the same without jitter."""
    if asked.model == "sdk":
        return asked.model_copy(update={"jitter": not asked.jitter})
    return asked.model_copy(update={"strategy": "exponential" if asked.strategy == "full" else "full"})


def sweep(asked: BackoffInput) -> tuple[Line, ...]:
    """The same with fewer clients, up to the number that was asked for."""
    sizes = sorted({max(1, round(asked.clients * part / SIZES)) for part in range(1, SIZES + 1)})
    found = []
    for size in sizes:
        fewer = asked.model_copy(update={"clients": size, "runs": min(SWEEP_RUNS, asked.runs)})
        runs = affordable_runs(fewer.load(), BESIDE / 4 / len(sizes))
        found.append(line(fewer.model_copy(update={"runs": runs}), name_of(asked)))
    return tuple(found)


def run(asked: BackoffInput) -> BackoffResult:
    """Play it, with everything that is shown beside it. The same input gives the same bytes."""
    _read_model(asked)
    with no_io():
        played = play(asked)
        own = Line.of(name_of(asked), asked.clients, played.sample)
        events = played.sample.events
        # The SDK's clients keep a story of their own, with quota and rate.
        whose, steps = story(events, asked.attempts) if events and asked.model != "sdk" else (0, played.steps)
        return BackoffResult(
            asked=asked,
            line=own,
            sample=played.sample,
            steps=steps,
            whose=whose,
            waits=waits(asked),
            compare=compare(asked, own, record=True),
            sweep=sweep(asked),
            against=sweep(rival(asked)),
        )
