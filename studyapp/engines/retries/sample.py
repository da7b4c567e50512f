"""What many runs of one model came to: counts and times by run, and the first run call by call."""

from dataclasses import dataclass
from functools import cached_property
from math import fsum, isfinite
from typing import Any

import numpy as np

from studyapp.engines.retries.strategies import Floats, Ints


class Events:
    """Every call of the first run: when it arrives, whose it is, whether it is served. Read it when all are in."""

    def __init__(self) -> None:
        self._times: list[Floats] = []
        self._clients: list[Ints] = []
        self._one_by_one: list[tuple[float, int, bool]] = []

    def add(self, time: float, client: int, *, served: bool) -> None:
        self._one_by_one.append((float(time), int(client), served))

    def add_many(self, times: Floats, clients: Ints, where: np.ndarray) -> None:
        """Calls that are turned away."""
        self._times.append(times[where])
        self._clients.append(clients[where])

    @cached_property
    def arrays(self) -> tuple[Floats, Ints, np.ndarray]:
        """Times, clients, and which calls are served, in the order in which they arrive."""
        single = np.array(self._one_by_one, dtype=np.float64).reshape(-1, 3)
        times = np.concatenate([*self._times, single[:, 0]])
        clients = np.concatenate([*self._clients, single[:, 1].astype(np.int64)])
        served = np.zeros(times.size, dtype=bool)
        served[times.size - len(single) :] = single[:, 2] > 0
        order = np.lexsort((served, clients, times))
        return times[order], clients[order], served[order]

    def ordered(self) -> list[tuple[float, int, bool]]:
        times, clients, served = self.arrays
        return list(zip(times.tolist(), clients.tolist(), served.tolist(), strict=True))


WHY = {
    "served": "It is served.",
    "retry": "The answer is one to retry, and attempts and quota are left.",
    "again": "It is refused, and the client tries again.",
    "attempts": "It was the last attempt.",
    "quota": "A retry costs more than the quota still holds.",
    "not-retryable": "An answer like this is not retried.",
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One attempt of a client: when it arrives, what comes of it, and what the client then has left."""

    call: int
    attempt: int
    at_ms: float
    reason: str
    wait_ms: float | None
    quota: int | None = None
    rate: float | None = None

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "why": WHY[self.reason]}


def story(events: Events, most: int | None) -> tuple[int, tuple[Step, ...]]:
    """The client who calls last, and its attempts; `most` is how many one call gets, None for no end."""
    times, clients, yes = events.arrays
    who, number, attempt = int(clients[-1]), 1, 0
    own = clients == who
    found = []
    for time, served in zip(times[own].tolist(), yes[own].tolist(), strict=True):
        attempt += 1
        reason = "served" if served else "attempts" if attempt == most else "again"
        found.append(Step(call=number, attempt=attempt, at_ms=round(time, 3), reason=reason, wait_ms=None))
        if reason != "again":
            number, attempt = number + 1, 0
    return who, tuple(found)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One model played many times.

    `done` has a row for each run: when each call's success was known to its client, infinite for a call that was
    given up. `end` is when the last client of each run knew how its call ended; `stopped` says that it was cut short.
    """

    refused: Ints
    gave_up: Ints
    done: Floats
    end: Floats
    events: Events | None = None
    stopped: bool = False

    @property
    def served(self) -> Ints:
        found: Ints = np.isfinite(self.done).sum(axis=1)
        return found

    @property
    def calls(self) -> Ints:
        return self.served + self.refused


def spread(values: Any) -> dict[str, float]:
    """Mean, median and 99th percentile; rounded, so that no processor's last bit shows."""
    numbers = [float(value) for value in values if isfinite(value)]
    if not numbers:
        return {"mean": 0.0, "p50": 0.0, "p99": 0.0}
    ordered = sorted(numbers)
    return {
        "mean": round(fsum(numbers) / len(numbers), 3),
        "p50": round(_quantile(ordered, 0.5), 3),
        "p99": round(_quantile(ordered, 0.99), 3),
    }


def _quantile(ordered: list[float], part: float) -> float:
    """Between the two nearest of the ordered values, as numpy's default does."""
    place = part * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
