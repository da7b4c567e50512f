"""The gradebook of a class: everybody's lessons, homework and votes in one row each. As a page and as CSV."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from studyapp.classes.gradebook import Book, book, counting
from studyapp.classes.heat import ByLesson, answers_for, by_lesson, by_person, heat
from studyapp.classes.homework import Standing
from studyapp.classes.people import Who, everybody
from studyapp.mastery import WORDS, State
from studyapp.models import Answer, Classroom, Homework, Round
from studyapp.web.cells import cell


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """One learner: a state for each lesson, a standing for each homework (or None), votes, the last answer."""

    who: Who
    states: tuple[State, ...]
    work: tuple[Standing | None, ...]
    voted: int
    right: int
    last: datetime | None


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Everybody who has a name and has typed it, or has answered anything. `asked`: questions that were voted on."""

    lessons: tuple[ByLesson, ...]
    books: tuple[Book, ...]
    rows: tuple[LedgerRow, ...]
    asked: int
    hidden: int


def ledger(room: Classroom) -> Ledger:
    """The whole gradebook."""
    found = heat(room)
    lessons = by_lesson(found)
    place = {row.who.key: number for number, row in enumerate(found.rows)}
    books = tuple(book(work) for work in _works(room))
    standings = [{row.who.key: row for row in one.rows} for one in books]
    answers = answers_for(room, None)
    people = everybody(room, {answer.learner_id for answer in answers})
    given = by_person(people, answers)
    shown = [who for who in people if given.get(who.key) or (who.named and who.learners)]
    rows = []
    for who in shown:
        own = given.get(who.key, [])
        first = first_votes(own)
        states: tuple[State, ...] = ("new",) * len(lessons)
        if who.key in place:
            states = tuple(one.states[place[who.key]] for one in lessons)
        rows.append(
            LedgerRow(
                who=who,
                states=states,
                work=tuple(one.get(who.key) for one in standings),
                voted=len(first),
                right=sum(one.correct for one in first),
                last=max((one.answered_at for one in own), default=None),
            )
        )
    asked = Round.objects.filter(session__in=counting(room), votes__isnull=False).distinct().count()
    return Ledger(lessons=lessons, books=books, rows=tuple(rows), asked=asked, hidden=len(people) - len(shown))


def _works(room: Classroom) -> list[Homework]:
    return list(room.homework.order_by("created_at").select_related("deck", "classroom"))


def first_votes(answers: Iterable[Answer]) -> list[Answer]:
    """The first vote on each question somebody voted on."""
    found: dict[int, Answer] = {}
    for one in answers:
        if one.round_id is not None and (one.round_id not in found or one.phase == 1):
            found[one.round_id] = one
    return list(found.values())


def as_csv(room: Classroom) -> str:
    """One row a learner: lessons in words, points and state of each homework, votes. No cell is a formula."""
    found, zone = ledger(room), ZoneInfo(room.time_zone)
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    head = ["learner", *(one.lesson.title for one in found.lessons)]
    for one in found.books:
        head += [f"{one.work.title}: points", f"{one.work.title}: of", f"{one.work.title}: state"]
    writer.writerow([cell(text) for text in (*head, "votes", "votes right", "questions voted on", "last answer")])
    for row in found.rows:
        line: list[object] = [row.who.name, *(WORDS[state] for state in row.states)]
        for work in row.work:
            late = ", late" if work and work.late else ""
            line += [f"{work.total:g}", work.most, work.words + late] if work else ["", "", ""]
        last = row.last.astimezone(zone).isoformat(timespec="minutes") if row.last else ""
        writer.writerow([cell(value) for value in (*line, row.voted, row.right, found.asked, last)])
    return out.getvalue()
