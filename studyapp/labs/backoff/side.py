"""The small drawings of the comparison: when each strategy's calls arrive, all on one axis, and their table."""

from dataclasses import dataclass
from math import sqrt

from studyapp.engines.retries import BackoffResult
from studyapp.labs.backoff.words import SHORT
from studyapp.labs.plot import at, seconds

WIDE, HIGH = 100.0, 28.0
LEAST = 2.0  # a stroke of a single call is still to be seen


@dataclass(frozen=True, kw_only=True)
class SideTable:
    """The numbers behind the small drawings; `until` is the time at which they end."""

    until: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def strokes(result: BackoffResult) -> tuple[str, ...]:
    """Path data for each compared line: a stroke for each step of time, as high as the square root of its calls."""
    side = result.side
    if side is None:
        return ()
    step = WIDE / len(side.counts[0])
    most = sqrt(max(max(counts) for counts in side.counts) or 1)
    return tuple(
        "".join(
            f"M{at((number + 0.5) * step)} {at(HIGH)}v-{at(max(LEAST, (HIGH - 1) * sqrt(count) / most))}"
            for number, count in enumerate(counts)
            if count
        )
        for counts in side.counts
    )


def side_table(result: BackoffResult) -> SideTable | None:
    """The same as numbers, a row for each step of time."""
    side = result.side
    if side is None:
        return None
    steps = range(len(side.counts[0]))
    return SideTable(
        until=seconds(side.step_ms * len(steps)),
        head=("From", *(SHORT[line.name] for line in result.compare)),
        rows=tuple(
            (seconds(number * side.step_ms), *(f"{counts[number]:,}" for counts in side.counts)) for number in steps
        ),
    )
