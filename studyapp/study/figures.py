"""Every number of a report, from plain rows: nothing here knows where they come from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

Z95 = 1.959963984540054
# What the three levels of confidence are taken to state.
STATED = {1: 0.50, 2: 0.73, 3: 0.90}
FEW = 5


@dataclass(frozen=True, kw_only=True)
class Row:
    """One item of a test. `milliseconds` is the time spent with it; `given` false: left open, or "I don't know"."""

    place: int
    objective: str
    lesson: str
    topic: str
    correct: bool
    given: bool
    score: float = 0.0
    confidence: int | None = None
    misconception: str = ""
    milliseconds: int = 0


@dataclass(frozen=True, kw_only=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson's score."""

    right: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.right, self.of)

    @property
    def words(self) -> str:
        return f"{self.right} of {self.of}"

    @property
    def between(self) -> tuple[int, int]:
        """The interval in whole per cent, rounded outwards by at most one half."""
        low, high = self.interval
        return round(100 * low), round(100 * high)


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of confidence: what it states, and how often it was right."""

    confidence: int
    stated: float
    right: int
    of: int

    @property
    def actual(self) -> float | None:
        return self.right / self.of if self.of else None

    @property
    def few(self) -> bool:
        """Too few answers to judge by."""
        return self.of < FEW


@dataclass(frozen=True, kw_only=True)
class TimeUse:
    """Seconds: all, the middle one, and the places that took longest."""

    total: float
    middle: float
    longest: tuple[tuple[int, float], ...]


def wilson(right: int, of: int, z: float = Z95) -> tuple[float, float]:
    """The interval in which the true share lies, 19 times of 20; (0, 1) when nothing was asked."""
    if not of:
        return 0.0, 1.0
    share, square = right / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def score(rows: Sequence[Row]) -> Share:
    """Right answers of all items; what was left open counts as not right."""
    return Share(right=sum(row.correct for row in rows), of=len(rows))


def by(rows: Iterable[Row], name: str) -> dict[str, Share]:
    """The score for each value of a field such as "objective", in the order of first appearance."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, name)].append(row)
    return {value: score(group) for value, group in groups.items()}


def calibration(rows: Iterable[Row]) -> tuple[Level, ...]:
    """Stated against actual, for the answers that were given with a confidence."""
    told = [row for row in rows if row.given and row.confidence in STATED]
    return tuple(
        Level(
            confidence=level,
            stated=stated,
            right=sum(row.correct for row in told if row.confidence == level),
            of=sum(row.confidence == level for row in told),
        )
        for level, stated in STATED.items()
    )


def leaning(levels: Sequence[Level]) -> float | None:
    """How much surer than right, on average: above 0 too sure, below 0 too modest; None without an answer."""
    answers = sum(level.of for level in levels)
    if not answers:
        return None
    return sum(level.stated * level.of - level.right for level in levels) / answers


def sure_errors(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Wrong and sure: these first, because they are the easiest to put right once seen."""
    return tuple(row for row in rows if row.given and not row.correct and row.confidence == 3)


def ideas(rows: Iterable[Row]) -> tuple[tuple[str, int, int], ...]:
    """(misconception, how often, how often when sure), the surest first, then the most frequent."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.misconception and not row.correct:
            groups[row.misconception].append(row)
    found = [(name, len(group), sum(row.confidence == 3 for row in group)) for name, group in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one[2], -one[1], one[0])))


def time_use(rows: Sequence[Row], longest: int = 3) -> TimeUse:
    """Where the time went; places with no time noted are left out."""
    spent = [(row.place, row.milliseconds / 1000) for row in rows if row.milliseconds]
    return TimeUse(
        total=sum(seconds for _, seconds in spent),
        middle=median(seconds for _, seconds in spent) if spent else 0.0,
        longest=tuple(sorted(spent, key=lambda one: (-one[1], one[0]))[:longest]),
    )


def gain(before: Share, after: Share) -> float | None:
    """Of what was missing, the part that was made up: (post − pre) / (100 − pre). None where nothing was missing."""
    if not before.of or not after.of or before.right == before.of:
        return None
    pre, post = before.right / before.of, after.right / after.of
    return (post - pre) / (1 - pre)
