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
from studyapp.engines.retries.work import LIMIT, affordable_runs

# What is shown beside the simulation that was asked for costs a fifth of that at most.
BESIDE = 0.2 * LIMIT
SIZES = 6
SWEEP_RUNS = 10
# A run that turns out to be more work than was reckoned is ended here; what stands beside it, at thrice its share,
# and one number of clients of the growth at this.
MOST_EFFORT = 1.1 * LIMIT
BESIDE_EFFORT = 3
SWEEP_EFFORT = 0.075 * LIMIT


@dataclass(frozen=True, kw_only=True)
class Played:
    """A simulation and, in the model sdk, the steps of one client."""

    sample: Sample
    steps: tuple[Step, ...] = ()


def play(asked: BackoffInput, *, record: bool = True, effort: float = MOST_EFFORT) -> Played:
    """The simulation alone. Call it inside the guard, with the service's model read."""
    rng = np.random.Generator(np.random.PCG64(asked.seed))
    if asked.model == "sdk":
        sample, steps = sdk.play(
            clients=asked.clients, runs=asked.runs, setting=_setting(asked), rng=rng, effort=effort, record=record
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
    return Played(sample=throttle.play(**common, calls=asked.calls_each, door=_door(asked), effort=effort))


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


def line(asked: BackoffInput, name: str, *, record: bool = False, effort: float = MOST_EFFORT) -> Line:
    """One line of a table; recorded, it knows when the calls of its first run arrive."""
    return Line.of(name, asked.clients, play(asked, record=record, effort=effort).sample)


def beside(asked: BackoffInput, name: str, share: float, effort: float, *, record: bool = False) -> Line:
    """The same with as many runs as its share of the work allows, stopped where even one is more than `effort`."""
    fewer = asked.model_copy(update={"runs": affordable_runs(asked.load(), share)})
    return line(fewer, name, record=record, effort=effort)


def variants(asked: BackoffInput) -> tuple[tuple[str, BackoffInput], ...]:
    """What is compared: every strategy, or in the model sdk every retry profile."""
    if asked.model == "sdk":
        # The default number of attempts belongs to the mode.
        return tuple((mode, asked.model_copy(update={"mode": mode})) for mode in PROFILES)
    return tuple((one, asked.model_copy(update={"strategy": one})) for one in STRATEGIES)


def name_of(asked: BackoffInput) -> str:
    return profile_of(asked.mode) if asked.model == "sdk" else asked.strategy


def compare(asked: BackoffInput, own: Line | None = None, *, shown: bool = False) -> tuple[Line, ...]:
    """All of them on the same seed, with as many runs as can be afforded; `shown` on a page, none holds it up."""
    others = [(name, one) for name, one in variants(asked) if own is None or name != own.name]
    found = {} if own is None else {own.name: own}
    share = BESIDE / len(others)
    effort = BESIDE_EFFORT * share if shown else MOST_EFFORT
    for name, one in others:
        found[name] = beside(one, name, share, effort, record=shown)
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
        found.append(beside(fewer, name_of(asked), BESIDE / 4 / len(sizes), SWEEP_EFFORT))
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
        pairs = zip(sweep(asked), sweep(rival(asked)), strict=True)
        grown = [pair for pair in pairs if not any(one.stopped for one in pair)]
        return BackoffResult(
            asked=asked,
            line=own,
            sample=played.sample,
            steps=steps,
            whose=whose,
            waits=waits(asked),
            compare=compare(asked, own, shown=True),
            sweep=tuple(one for one, _ in grown),
            against=tuple(one for _, one in grown),
        )
