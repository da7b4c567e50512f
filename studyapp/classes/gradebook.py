"""Marks: everybody's standing in a homework, and in a class over all of it; how many have begun.

Whoever gave no name is a random number. Somebody on the roster who has typed no code yet is in the counts alone.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from studyapp.classes.homework import IN_ORDER, Standing, standing
from studyapp.classes.people import Who, everybody
from studyapp.models import (
    Answer,
    Classroom,
    DeckItem,
    Extension,
    Homework,
    Learner,
    LiveSession,
    Member,
    Participant,
)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How a class is with a homework, in counts. `begun` includes those who are done; `of` is everybody known."""

    of: int
    begun: int
    done: int
    used: int
    late: int
    excused: int

    @property
    def waiting(self) -> int:
        """Who has not begun and is not excused."""
        return max(self.of - self.begun - self.excused, 0)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One question of a homework: how many solved it, and how many used their tries up without."""

    item: DeckItem
    solved: int
    stuck: int


@dataclass(frozen=True, kw_only=True)
class Book:
    """One homework's marks: a standing for everybody who has a name or has begun. `hidden`: everybody else."""

    work: Homework
    rows: tuple[Standing, ...]
    hidden: int
    progress: Progress

    @property
    def questions(self) -> list[Counted]:
        return [
            Counted(
                item=same[0].item,
                solved=sum(one.solved for one in same),
                stuck=sum(not one.solved and one.tries > 0 and not one.left for one in same),
            )
            for same in zip(*(row.places for row in self.rows), strict=True)
        ]


def counting(room: Classroom) -> list[uuid.UUID]:
    """The sessions that count: those with real phones; rehearsals only where there is nothing else."""
    sessions = LiveSession.objects.filter(classroom=room)
    real = sessions.filter(rehearsal=False, rounds__votes__isnull=False).distinct()
    return list((real if real.exists() else sessions).values_list("pk", flat=True))


def attended(room: Classroom) -> set[uuid.UUID]:
    """The learners who sat in a session with real phones."""
    seats = Participant.objects.filter(session__classroom=room, session__rehearsal=False, removed=False)
    return set(seats.filter(simulated=False).values_list("learner_id", flat=True))


def book(work: Homework) -> Book:
    """The marks of a homework."""
    by_learner: dict[uuid.UUID, list[Answer]] = {}
    for answer in Answer.objects.filter(homework=work).defer("issued", "response").order_by(*IN_ORDER):
        by_learner.setdefault(answer.learner_id, []).append(answer)
    more = list(Extension.objects.filter(homework=work))
    items = list(work.deck.items.order_by("place"))
    all_rows = []
    for who in everybody(work.classroom, attended(work.classroom) | by_learner.keys()):
        answers = [answer for learner in who.learners for answer in by_learner.get(learner, ())]
        own = [one for one in more if one.learner_id in who.learners or (who.person and one.person_id == who.person)]
        all_rows.append(standing(work, items, who, answers, own))
    rows = [row for row in all_rows if row.tries or (row.who.named and row.who.learners)]
    return Book(work=work, rows=tuple(rows), hidden=len(all_rows) - len(rows), progress=progress(all_rows))


def progress(rows: Iterable[Standing]) -> Progress:
    everyone = list(rows)
    begun = [row for row in everyone if row.tries and not row.excused]
    return Progress(
        of=len(everyone),
        begun=len(begun),
        done=sum(row.state == "done" for row in everyone),
        used=sum(row.state == "used" for row in everyone),
        late=sum(row.state == "late" for row in everyone),
        excused=sum(row.excused for row in everyone),
    )


@dataclass(frozen=True, kw_only=True)
class Due:
    """A homework as a learner is reminded of it."""

    work: Homework
    standing: Standing


def due_for(learner: Learner | None) -> list[Due]:
    """What a learner's classes ask for and is neither done nor excused, the next due first; what waits, last.

    As many queries for ten homeworks as for one, and one where there is none.
    """
    rooms = Classroom.objects.attended_by(learner)
    works = list(Homework.objects.filter(classroom__in=rooms).select_related("classroom")) if learner else []
    if not works or learner is None:
        return []
    persons = dict(learner.memberships.exclude(person=None).values_list("classroom_id", "person_id"))
    browsers = list(Member.objects.filter(person__in=persons.values()).values_list("person_id", "learner_id"))
    everyone = {learner.pk, *(pk for _, pk in browsers)}
    tries = list(
        Answer.objects.filter(homework__in=works, learner__in=everyone)
        .defer("issued", "response")
        .order_by(*IN_ORDER)
    )
    more = list(Extension.objects.filter(homework__in=works))
    items = list(DeckItem.objects.filter(deck__in=[work.deck_id for work in works]).order_by("place"))
    found = []
    for work in works:
        person = persons.get(work.classroom_id)
        own = tuple(pk for of, pk in browsers if of == person) if person else (learner.pk,)
        given = [one for one in more if one.homework_id == work.pk]
        now = standing(
            work,
            [one for one in items if one.deck_id == work.deck_id],
            Who(key="", name="", learners=own, person=person),
            [one for one in tries if one.homework_id == work.pk and one.learner_id in own],
            [one for one in given if one.learner_id in own or (person and one.person_id == person)],
        )
        if now.state in ("open", "late", "waits"):
            found.append(Due(work=work, standing=now))
    return sorted(found, key=_soon)


def _soon(one: Due) -> tuple[bool, bool, float]:
    due = one.standing.due
    return one.standing.waits, due is None, due.timestamp() if due else 0.0
