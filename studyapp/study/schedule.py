"""When an objective comes back: FSRS over its answers, replayed each time, so that nothing is stored for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fsrs import Card, Rating, Scheduler

from studyapp.evidence import Evidence, in_order

RETENTION = 0.90
# Without fuzz the same answers give the same dates, on every page and in every test.
SCHEDULER = Scheduler(desired_retention=RETENTION, enable_fuzzing=False)
FINAL_DAYS = (2, 1)  # before an exam: half of the objectives come two days before it, the other half one day


@dataclass(frozen=True, kw_only=True)
class Memory:
    """One objective in somebody's memory: when it falls due, and how likely it would be recalled now."""

    objective: str
    due: datetime
    last: datetime
    recall: float
    reviews: int
    sure_error: bool


def rating(one: Evidence) -> Rating:
    """Wrong, or told: again. Right: as sure as it was, as fast as it was, and with as little help."""
    if not one.earned:
        return Rating.Again
    if one.hints or one.confidence == 1:
        return Rating.Hard
    return Rating.Easy if one.confidence == 3 and one.in_time else Rating.Good


def memory(objective: str, evidence: Iterable[Evidence], now: datetime, exam: date | None = None) -> Memory | None:
    """Replay the answers to one objective; None if there is none."""
    card, counted = Card(card_id=1), in_order(evidence)
    for one in counted:
        card, _ = SCHEDULER.review_card(card, rating(one), one.at.astimezone(UTC))
    if not counted:
        return None
    last = counted[-1]
    return Memory(
        objective=objective,
        due=before_exam(objective, card.due, last.at, now, exam),
        last=last.at,
        recall=SCHEDULER.get_card_retrievability(card, max(now, last.at).astimezone(UTC)),
        reviews=len(counted),
        sure_error=last.sure_and_wrong,
    )


def before_exam(objective: str, due: datetime, last: datetime, now: datetime, exam: date | None) -> datetime:
    """With an exam ahead: no later than one or two days before it, and after that only when it is over."""
    if exam is None or now.date() >= exam:
        return due
    days = FINAL_DAYS[sum(objective.encode()) % len(FINAL_DAYS)]
    final = datetime.combine(exam - timedelta(days=days), time(), UTC)
    if last >= final:
        return max(due, datetime.combine(exam, time(), UTC))
    return min(due, final)
