"""What a run of the backoff lab comes to, as JSON and for the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from botocore import __version__

from studyapp.engines.retries.asked import BackoffInput
from studyapp.engines.retries.profiles import WORDS, profile_of
from studyapp.engines.retries.sample import Sample, Step, spread
from studyapp.engines.retries.strategies import Floats
from studyapp.engines.retries.waits import Planned

ENGINE = "rolecall-backoff"
VERSION = "1"
MOST_EVENTS = 2_000
BINS = 40
SIDE_BINS = 40
# Beside a line that takes very long, the others are still to be seen.
FRAME = 4
NOT_MODELLED = {
    "occ": ("Requests get lost or time out.", "A client that starts later than the others."),
    "throttle": (
        "More than one bucket: AWS keeps one for each account, Region and kind of call.",
        "Requests that get lost or time out.",
        "A service that slows down before it refuses.",
    ),
    "sdk": (
        "Requests that get lost on the way, and connection pools.",
        "The time a client needs for its own work.",
        "Other SDKs: their numbers differ.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One strategy, or one SDK mode, or one number of clients, over the runs."""

    name: str
    clients: int
    runs: int
    calls: dict[str, float]
    refused: float
    completion_ms: dict[str, float]
    client_ms: dict[str, float]
    gave_up: float
    stopped: bool
    # When each call of the first run arrives, for the drawing; not part of the JSON.
    times: Floats = field(default_factory=lambda: np.zeros(0), compare=False)

    @classmethod
    def of(cls, name: str, clients: int, sample: Sample) -> "Line":
        done = sample.done[np.isfinite(sample.done)]
        return cls(
            name=name,
            clients=clients,
            runs=len(sample.refused),
            calls=spread(sample.calls),
            refused=spread(sample.refused)["mean"],
            completion_ms=spread(sample.end),
            client_ms=spread(done),
            gave_up=spread(sample.gave_up)["mean"],
            stopped=sample.stopped,
            times=sample.events.arrays[0] if sample.events else np.zeros(0),
        )

    def to_json(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "times"}


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Counts side by side: equal steps of time, from 0."""

    step_ms: float
    served: tuple[int, ...]
    refused: tuple[int, ...]


def bars(sample: Sample, bins: int = BINS) -> Bars:
    """The first run's calls over time."""
    if sample.events is None:
        return Bars(step_ms=1.0, served=(0,), refused=(0,))
    times, _, yes = sample.events.arrays
    step = _round_up(float(times[-1]) / bins)
    served, refused = (_counts(times[which], step, int(times[-1] / step) + 1) for which in (yes, ~yes))
    return Bars(step_ms=step, served=served, refused=refused)


def _counts(times: Floats, step: float, number: int) -> tuple[int, ...]:
    """How many of the times are in each of so many steps, from 0; what comes later is left out."""
    places = (times / step).astype(np.int64)
    return tuple(np.bincount(places[places < number], minlength=number).tolist())


@dataclass(frozen=True, kw_only=True)
class Side:
    """Calls over time of several lines, served or not: equal steps of time, from 0."""

    step_ms: float
    counts: tuple[tuple[int, ...], ...]

    def to_json(self) -> dict[str, Any]:
        return {"step_ms": self.step_ms, "calls": [list(one) for one in self.counts]}


def side_by_side(lines: Sequence[Line], own: str, bins: int = SIDE_BINS) -> Side:
    """The first run of each line on one axis of time: as long as the longest, but at most some times the own."""
    last = {one.name: float(one.times.max(initial=1.0)) for one in lines}
    end = min(max(last.values()), FRAME * last[own])
    step = _round_up(end / bins)
    counts = [_counts(one.times, step, int(end / step) + 1) for one in lines]
    return Side(step_ms=step, counts=tuple(counts))


def _round_up(step: float) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(step))
    return float(next(power * part for part in (1, 2, 2.5, 5, 10) if power * part >= step * (1 - 1e-9)))


def histogram(values: Floats, bins: int = 30) -> tuple[float, tuple[int, ...]]:
    """Step and counts, from 0, of those that are finite."""
    found = values[np.isfinite(values)]
    if not found.size:
        return 1.0, ()
    last = float(found.max())
    step = _round_up(max(last, 1.0) / bins)
    return step, _counts(found, step, int(last / step) + 1)


@dataclass(frozen=True, kw_only=True)
class BackoffResult:
    """Everything that one run shows. `steps` are the attempts of one client, `whose` is its number."""

    asked: BackoffInput
    line: Line
    sample: Sample
    steps: tuple[Step, ...] = ()
    whose: int = 0
    waits: tuple[Planned, ...] = ()
    compare: tuple[Line, ...] = ()
    sweep: tuple[Line, ...] = ()
    against: tuple[Line, ...] = ()

    @property
    def side(self) -> Side | None:
        """The compared lines over time, where they are compared."""
        return side_by_side(self.compare, self.line.name) if self.compare else None

    @property
    def engine(self) -> dict[str, str]:
        if self.asked.model == "sdk":
            return {"name": "botocore", "version": __version__}
        return {"name": ENGINE, "version": VERSION}

    @property
    def not_modelled(self) -> tuple[str, ...]:
        return NOT_MODELLED[self.asked.model]

    def to_json(self) -> dict[str, Any]:
        events = self.sample.events.ordered()[:MOST_EVENTS] if self.sample.events else []
        shown = bars(self.sample)
        step, counts = histogram(self.sample.done.ravel())
        side = self.side
        return {
            "engine": self.engine,
            "seed": self.asked.seed,
            "calls": self.line.calls,
            "refused": self.line.refused,
            "completion_ms": self.line.completion_ms,
            "client_ms": self.line.client_ms,
            "gave_up": self.line.gave_up,
            "stopped": self.line.stopped,
            "waits": [dict(vars(wait)) for wait in self.waits],
            "timeline": [one.to_json() for one in self.steps],
            "timeline_client": self.whose,
            "series": {
                "attempts": [[round(time, 3), client, served] for time, client, served in events],
                "arrivals": {
                    "step_ms": shown.step_ms,
                    "served": list(shown.served),
                    "refused": list(shown.refused),
                },
                "completion": {"step_ms": step, "counts": list(counts)},
                "clients": [line.to_json() for line in self.sweep],
                "against": [line.to_json() for line in self.against],
                "compare": [line.to_json() for line in self.compare],
                "compare_arrivals": {"step_ms": side.step_ms, "calls": list(map(list, side.counts))}
                if side
                else None,
            },
            "profile": WORDS[profile_of(self.asked.mode)] if self.asked.model == "sdk" else None,
            "not_modelled": list(self.not_modelled),
        }
