"""Homework: each learner on worlds of their own, several tries, a due date that may be later for one.

It is done when every question is solved or its tries are used; or, where the teacher chose that, when every objective
of its deck is mastered by the rule the whole course follows. Then there are as many tries as that takes.
"""

import hashlib
import uuid
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings

from studyapp import clock
from studyapp.answers import NotYours, record_answer
from studyapp.classes.decks import question_of
from studyapp.classes.people import Who, one_person
from studyapp.course import course
from studyapp.evidence import Evidence
from studyapp.mastery import Mastery, Rule, mastery
from studyapp.models import Answer, DeckItem, Extension, Homework, Learner
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.questions.verdict import Response

IN_ORDER = ("answered_at", "phase", "pk")
MANY = 100  # tries at a question where mastery counts; nobody needs as many
State = Literal["waits", "excused", "done", "used", "late", "open"]
WORDS: dict[State, str] = {
    "waits": "not open yet",
    "excused": "excused",
    "done": "done",
    "used": "tries used up",
    "late": "late",
    "open": "open",
}


class NoTries(Exception):
    """All tries are used, the question is solved, or the homework is not open."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One question of a homework, as far as one person is with it."""

    item: DeckItem
    tries: int
    left: int
    solved: bool
    score: float
    late: bool


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One objective of a homework that counts by mastery. `late`: it was mastered after the due date."""

    id: str
    text: str
    mastery: Mastery
    late: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far one person is with a homework."""

    who: Who
    due: datetime | None
    extended: bool
    excused: bool
    waits: bool
    past: bool
    places: tuple[Place, ...]
    goals: tuple[Goal, ...] = ()

    @property
    def tries(self) -> int:
        return sum(place.tries for place in self.places)

    @property
    def total(self) -> float:
        """Points: one a question, or one an objective."""
        if self.goals:
            return float(sum(goal.mastery.state == "solid" for goal in self.goals))
        return sum(place.score for place in self.places)

    @property
    def most(self) -> int:
        return len(self.goals or self.places)

    @property
    def done(self) -> bool:
        if self.goals:
            return all(goal.mastery.state == "solid" for goal in self.goals)
        return bool(self.places) and all(place.solved for place in self.places)

    @property
    def late(self) -> bool:
        """Something that counts came after the due date."""
        return any(one.late for one in self.goals or self.places)

    @property
    def state(self) -> State:
        if self.excused:
            return "excused"
        if self.done:
            return "done"
        if self.tries and not any(place.left for place in self.places):
            return "used"
        return "waits" if self.waits else "late" if self.past else "open"

    @property
    def words(self) -> str:
        return WORDS[self.state]


def seed_of(homework: Homework, learner: uuid.UUID, place: int, attempt: int) -> int:
    """The seed of a try: the same whenever it is asked for, another for every learner and try."""
    text = f"{homework.pk}/{learner}/{place}/{attempt}"
    return int(hashlib.blake2s(text.encode(), digest_size=6).hexdigest(), 16) % 10**6


def answers_of(homework: Homework, learners: Iterable[uuid.UUID]) -> list[Answer]:
    """Every try of somebody, whichever browser it came from."""
    return list(
        Answer.objects.filter(homework=homework, learner__in=list(learners)).order_by("answered_at", "phase", "pk")
    )


def own_standing(homework: Homework, learner: Learner | None) -> tuple[Standing, list[Answer]]:
    """Where the learner of a browser stands, with the tries of the person they are; of nobody, a beginning."""
    person, learners = one_person(homework.classroom, learner.pk) if learner else (None, ())
    who = Who(key="", name="", learners=learners, person=person)
    answers = answers_of(homework, learners)
    more = Extension.objects.filter(homework=homework)
    mine = [one for one in more if one.learner_id in learners or (person and one.person_id == person)]
    return standing(homework, list(homework.deck.items.order_by("place")), who, answers, mine), answers


def standing(
    homework: Homework,
    items: Sequence[DeckItem],
    who: Who,
    answers: Sequence[Answer],
    more: Sequence[Extension] = (),
) -> Standing:
    """How far somebody is, from their tries and the extensions they were given."""
    now = clock.now()
    excused = any(one.excused for one in more)
    due = homework.due_at
    if more:
        dates = [one.due_at for one in more]
        due = None if excused or None in dates else max(date for date in dates if date is not None)
    goals = _goals(homework, items, answers, due) if homework.rule == "mastery" else ()
    open_goals = {goal.id for goal in goals if goal.mastery.state != "solid"}
    return Standing(
        who=who,
        due=due,
        extended=bool(more) and not excused,
        excused=excused,
        waits=homework.opens_at is not None and now < homework.opens_at,
        past=due is not None and now > due,
        places=tuple(_place(homework, item, answers, due, open_goals) for item in items),
        goals=goals,
    )


def _place(
    homework: Homework, item: DeckItem, answers: Sequence[Answer], due: datetime | None, open_goals: set[str]
) -> Place:
    own = [one for one in answers if one.place == item.place]
    best = max(own, key=lambda one: one.score, default=None)
    solved = best is not None and best.correct
    if homework.rule == "mastery":
        left = MANY - len(own) if objective_of(item.question) in open_goals else 0
    else:
        left = 0 if solved else homework.attempts - len(own)
    return Place(
        item=item,
        tries=len(own),
        left=max(left, 0),
        solved=solved,
        score=best.score if best else 0.0,
        late=best is not None and due is not None and best.answered_at > due,
    )


def objective_of(question: str) -> str:
    """What a question asks for; "" where the course has lost it."""
    found = course().question(question)
    return found.objective if found is not None else ""


def evidence(answers: Iterable[Answer], zone: str) -> list[Evidence]:
    """Answers as evidence, on the days of the class's own calendar; without those the course asks no more."""
    here = zoneinfo.ZoneInfo(zone)
    return [
        Evidence(
            objective=objective,
            question=one.question,
            seed=one.seed,
            kind=one.kind,
            correct=one.correct,
            at=one.answered_at.astimezone(here),
            confidence=one.confidence,
            milliseconds=one.milliseconds,
            misconception=one.misconception,
        )
        for one in answers
        if (objective := objective_of(one.question))
    ]


def _goals(
    homework: Homework, items: Sequence[DeckItem], answers: Sequence[Answer], due: datetime | None
) -> tuple[Goal, ...]:
    """The objectives of a deck in its order, judged by the tries at this homework alone."""
    rule, found = Rule(**settings.MASTERY), evidence(answers, homework.classroom.time_zone)
    kinds: dict[str, set[str]] = {}
    texts: dict[str, str] = {}
    for item in items:
        question = course().question(item.question)
        if question is not None:
            kinds.setdefault(question.objective, set()).add(question.kind)
            texts.setdefault(question.objective, words_of(question.objective) or question.title)
    goals = []
    for name, there in kinds.items():
        own = [one for one in found if one.objective == name]
        judged = mastery(own, rule=rule, kinds_there=len(there), faded=False)
        timely = [one for one in own if due is None or one.at <= due]
        early = mastery(timely, rule=rule, kinds_there=len(there), faded=False)
        late = judged.state == "solid" != early.state
        goals.append(Goal(id=name, text=texts[name], mastery=judged, late=late))
    return tuple(goals)


def words_of(objective: str) -> str:
    """What an objective says, from the lesson that teaches it; "" where none does."""
    return next((one.text for lesson in course().lessons for one in lesson.objectives if one.id == objective), "")


def drawn(homework: Homework, place: Place, learner: uuid.UUID, attempt: int) -> Item | None:
    """The question as this learner's try has it; None where the course no longer has it."""
    question = question_of(place.item.question)
    return issue(question, seed_of(homework, learner, place.item.place, attempt)) if question is not None else None


def hand_in(
    *,
    homework: Homework,
    standing: Standing,
    answers: Sequence[Answer],
    place: Place,
    learner: Learner,
    attempt: int,
    item: Item,
    response: Response | None,
    confidence: int | None,
    milliseconds: int | None = None,
) -> Answer:
    """Keep one try; sent twice, it counts once. What comes late is kept and marked as late. Raises NoTries."""
    first = next((one for one in answers if (one.place, one.phase) == (place.item.place, attempt)), None)
    if first is not None:
        return first
    if standing.waits or not place.left or attempt != place.tries + 1:
        raise NoTries
    # Of two browsers of one person that hand the same try in, one is first.
    owner = standing.who.person or learner.pk
    try:
        return record_answer(
            learner=learner,
            nonce=uuid.uuid5(homework.pk, f"{owner}/{place.item.place}/{attempt}"),
            item=item,
            response=response,
            confidence=confidence,
            milliseconds=milliseconds,
            purpose="homework",
            homework=homework,
            place=place.item.place,
            phase=attempt,
        )[0]
    except NotYours:
        raise NoTries from None
