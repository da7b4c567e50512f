"""One answer, as far as it says what somebody knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from studyapp.hints import left_of

# Seconds an answer of each kind may take and still count as known off-hand.
PLANNED = {"single": 60, "multiple": 90, "order": 90, "numeric": 90, "match": 120, "spot": 60, "hotspot": 60}
PLANNED_OTHERWISE = 150
SURE = 3


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """`confidence` is 1, 2, 3 or None (not asked, or "I don't know yet"); `hints` counts those that were opened."""

    objective: str
    question: str
    seed: int
    kind: str
    correct: bool
    at: datetime
    confidence: int | None = None
    milliseconds: int | None = None
    misconception: str = ""
    hints: int = 0

    @property
    def sure_and_wrong(self) -> bool:
        return not self.correct and self.confidence == SURE

    @property
    def earned(self) -> bool:
        """Right, and not told by the hints: with all of them nothing of the marks is left."""
        return self.correct and left_of(1.0, self.hints) > 0

    @property
    def in_time(self) -> bool:
        """Within the planned time; an answer that was not timed was not slow."""
        planned = PLANNED.get(self.kind, PLANNED_OTHERWISE)
        return self.milliseconds is None or self.milliseconds <= planned * 1000


def in_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    """By time. The very same item counts once, the first time: the second time its answer was known."""
    seen: set[tuple[str, int]] = set()
    kept = []
    for one in sorted(evidence, key=lambda one: one.at):
        if (one.question, one.seed) not in seen:
            seen.add((one.question, one.seed))
            kept.append(one)
    return kept
