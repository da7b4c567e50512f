"""Homework: each learner on worlds of their own, several tries, a due date that may be later for one."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyapp.answers import record_answer
from studyapp.classes.decks import question_of
from studyapp.models import Answer, DeckItem, Extension, Homework, Learner, Member
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.questions.verdict import Response


class NoTries(Exception):
    """All tries are used, or the question is solved."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One question of a homework, as far as one learner is with it."""

    item: DeckItem
    tries: int
    left: int
    solved: bool
    score: float
    late: bool


def seed_of(homework: Homework, learner: uuid.UUID, place: int, attempt: int) -> int:
    """The seed of a try: the same whenever it is asked for, another for every learner and try."""
    text = f"{homework.pk}/{learner}/{place}/{attempt}"
    return int(hashlib.blake2s(text.encode(), digest_size=6).hexdigest(), 16) % 10**6


def due_of(homework: Homework, learner: uuid.UUID | None) -> datetime | None:
    """When it is due for this learner; None: no date, or excused."""
    more = Extension.objects.filter(homework=homework, learner=learner).first()
    return more.due_at if more is not None else homework.due_at


def places(homework: Homework, answers: Sequence[Answer], due: datetime | None) -> list[Place]:
    """Every question with what was done about it."""
    found = []
    for item in homework.deck.items.order_by("place"):
        own = sorted((one for one in answers if one.place == item.place), key=lambda one: one.phase or 0)
        best = max(own, key=lambda one: one.score, default=None)
        solved = best is not None and best.correct
        found.append(
            Place(
                item=item,
                tries=len(own),
                left=0 if solved else max(homework.attempts - len(own), 0),
                solved=solved,
                score=best.score if best else 0.0,
                late=best is not None and due is not None and best.answered_at > due,
            )
        )
    return found


def answers_of(homework: Homework, learner: Learner | None) -> list[Answer]:
    return list(Answer.objects.of(learner).filter(homework=homework).order_by("place", "phase"))


def drawn(homework: Homework, place: Place, learner: uuid.UUID, attempt: int) -> Item | None:
    """The question as this learner's try has it; None where the course no longer has it."""
    question = question_of(place.item.question)
    return issue(question, seed_of(homework, learner, place.item.place, attempt)) if question is not None else None


def hand_in(
    *,
    homework: Homework,
    place: Place,
    learner: Learner,
    attempt: int,
    item: Item,
    response: Response | None,
    confidence: int | None,
) -> Answer:
    """Keep one try; sent twice, it counts once. What comes late is kept and marked as late. Raises NoTries."""
    if attempt > place.tries and not place.left:
        raise NoTries
    return record_answer(
        learner=learner,
        nonce=uuid.uuid5(homework.pk, f"{learner.pk}/{place.item.place}/{attempt}"),
        item=item,
        response=response,
        confidence=confidence,
        purpose="homework",
        homework=homework,
        place=place.item.place,
        phase=attempt,
    )[0]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One learner in the gradebook."""

    learner: uuid.UUID
    name: str
    places: tuple[Place, ...]
    excused: bool

    @property
    def total(self) -> float:
        return sum(place.score for place in self.places)


def gradebook(homework: Homework) -> list[Row]:
    """Everybody who opted in to a name or handed something in; without a name, a number."""
    names = dict(Member.objects.filter(classroom=homework.classroom_id).values_list("learner_id", "name"))
    extensions = {one.learner_id: one for one in Extension.objects.filter(homework=homework)}
    by_learner: dict[uuid.UUID, list[Answer]] = {learner: [] for learner in names}
    for answer in Answer.objects.filter(homework=homework).defer("issued"):
        by_learner.setdefault(answer.learner_id, []).append(answer)
    rows, nameless = [], 0
    for learner, answers in by_learner.items():
        more = extensions.get(learner)
        nameless += learner not in names
        rows.append(
            Row(
                learner=learner,
                name=names.get(learner, f"No name {nameless}"),
                places=tuple(places(homework, answers, more.due_at if more else homework.due_at)),
                excused=more is not None and more.excused,
            )
        )
    return sorted(rows, key=lambda row: row.name.casefold())
