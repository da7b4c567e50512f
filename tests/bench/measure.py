"""How a measurement is taken and shown: the median of several rounds, ours and the baseline in turn."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

ROUNDS = 7
ROUND_SECONDS = 0.15


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line: seconds a call of ours and of the baseline, and the ratio to reach.

    `reach` ("at least", 0.5) compares speeds (baseline time / our time); "at most" compares times (ours / baseline).
    Without a baseline, ours is compared with `target` seconds.
    """

    name: str
    ours: float
    baseline: float | None = None
    against: str = ""
    reach: tuple[Literal["at least", "at most"], float] | None = None
    target: float | None = None

    def line(self) -> str:
        """The row as text."""
        if self.baseline is None:
            goal = f"target {self.target * 1e3:.0f} ms" if self.target else ""
            mark = "" if self.target is None else "ok " if self.ours <= self.target else "MISSED "
            return f"{self.name:<52} {self.ours * 1e6:>12,.0f} µs   {mark}{goal}"
        ratio, wish = self.ours / self.baseline, ""
        if self.reach is not None:
            sense, limit = self.reach
            ratio = self.baseline / self.ours if sense == "at least" else ratio
            met = ratio >= limit if sense == "at least" else ratio <= limit
            wish = f"{'ok' if met else 'MISSED'} ({sense} {limit:g})"
        theirs = f"{self.baseline * 1e6:,.0f} µs {self.against}"
        return f"{self.name:<52} {self.ours * 1e6:>12,.0f} µs   {theirs:<44} ratio {ratio:>7.2f}  {wish}"


def seconds(call: Callable[[], object], *, least: float = ROUND_SECONDS) -> float:
    """Seconds a call, over one round of at least `least` seconds."""
    calls, begun = 0, time.perf_counter()
    while True:
        call()
        calls += 1
        took = time.perf_counter() - begun
        if took >= least:
            return took / calls


def median_seconds(*calls: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, ...]:
    """The median of several rounds for each call; rounds alternate, so that a busy moment hits all alike."""
    for call in calls:
        call()
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for place, call in enumerate(calls):
            taken[place].append(seconds(call))
    return tuple(statistics.median(times) for times in taken)
