"""Who stands where: learners by objectives, and by lessons. By the rule of mastery the whole course follows.

What counts is what was answered for the class: homework and votes in class, and no practice at home. Of two
votes on one question the first counts, as of any question whose answer has been told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from studyapp.catalog.model import Lesson
from studyapp.classes.gradebook import attended, counting
from studyapp.classes.homework import evidence, words_of
from studyapp.classes.people import Who, everybody
from studyapp.course import course
from studyapp.evidence import Evidence
from studyapp.mastery import Mastery, Rule, State, mastery, together
from studyapp.models import Answer, Classroom, Homework
from studyapp.questions import bank

LEAST = 30  # below this many learners there are counts and no shares
NOTHING = Mastery(state="new")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One objective: its number on the page, its id and words, the lesson that teaches it, and how many hold it."""

    number: int
    id: str
    text: str
    lesson: Lesson | None
    solid: int
    begun: int
    of: int

    @property
    def share(self) -> str:
        """In a hundred, from thirty learners on."""
        return f"{round(100 * self.solid / self.of)} %" if self.of >= LEAST else ""


@dataclass(frozen=True, kw_only=True)
class HeatRow:
    """One learner, with a cell for each column."""

    who: Who
    cells: tuple[Mastery, ...]
    last: datetime

    @property
    def solid(self) -> int:
        return sum(cell.state == "solid" for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class Heat:
    """Learners by objectives. `hidden`: people of the class who have answered nothing and gave no name."""

    columns: tuple[Column, ...]
    rows: tuple[HeatRow, ...]
    hidden: int


def answers_for(room: Classroom, work: Homework | None) -> list[Answer]:
    """What was answered for a class, or for one homework of it."""
    if work is not None:
        found = Answer.objects.filter(homework=work)
    else:
        homework = Answer.objects.filter(homework__classroom=room)
        found = homework | Answer.objects.filter(round__session__in=counting(room))
    return list(found.defer("issued", "response").order_by("answered_at", "phase", "pk"))


def by_person(people: Iterable[Who], answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    """The answers of everybody who gave any, by the key of their row; theirs from every browser, by time."""
    owner = {learner: who.key for who in people for learner in who.learners}
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(owner[answer.learner_id], []).append(answer)
    return found


def heat(room: Classroom, work: Homework | None = None) -> Heat:
    """The map of a class, or of one homework."""
    answers = answers_for(room, work)
    people = everybody(room, attended(room) | {answer.learner_id for answer in answers})
    given = {key: evidence(own, room.time_zone) for key, own in by_person(people, answers).items()}
    names = _objectives(given.values(), work)
    kinds = _kinds(work)
    rows = [
        HeatRow(
            who=who,
            cells=tuple(_cell(given[who.key], name, kinds.get(name, 1)) for name in names),
            last=max(one.at for one in given[who.key]),
        )
        for who in people
        if given.get(who.key)
    ]
    return Heat(columns=_columns(names, rows), rows=tuple(rows), hidden=len(people) - len(rows))


def _cell(own: Sequence[Evidence], objective: str, kinds_there: int) -> Mastery:
    mine = [one for one in own if one.objective == objective]
    return mastery(mine, rule=Rule(**settings.MASTERY), kinds_there=kinds_there, faded=False) if mine else NOTHING


def _kinds(work: Homework | None) -> Mapping[str, int]:
    """In how many kinds each objective can be asked: by the course, or by the deck of a homework."""
    questions = bank.ready(course())
    if work is not None:
        asked = set(work.deck.items.values_list("question", flat=True))
        questions = [one for one in questions if one.id in asked]
    found: dict[str, set[str]] = {}
    for one in questions:
        found.setdefault(one.objective, set()).add(one.kind)
    return {name: len(kinds) for name, kinds in found.items()}


def _objectives(given: Iterable[Sequence[Evidence]], work: Homework | None) -> list[str]:
    """The objectives that were asked for, in the course's order; those no lesson teaches come last."""
    asked = {one.objective for own in given for one in own}
    if work is not None:
        asked |= set(_kinds(work))
    taught = [one.id for lesson in course().lessons for one in lesson.objectives]
    return [name for name in taught if name in asked] + sorted(asked - set(taught))


def _columns(names: Sequence[str], rows: Sequence[HeatRow]) -> tuple[Column, ...]:
    lessons = {one.id: lesson for lesson in course().lessons for one in lesson.objectives}
    titles = {one.objective: one.title for one in course().questions}
    return tuple(
        Column(
            number=place + 1,
            id=name,
            text=words_of(name) or titles.get(name, name),
            lesson=lessons.get(name),
            solid=sum(row.cells[place].state == "solid" for row in rows),
            begun=sum(row.cells[place].state != "new" for row in rows),
            of=len(rows),
        )
        for place, name in enumerate(names)
    )


@dataclass(frozen=True, kw_only=True)
class ByLesson:
    """A lesson's part of a heat map: its columns, and one state a row."""

    lesson: Lesson
    states: tuple[State, ...]

    @property
    def solid(self) -> int:
        return sum(state == "solid" for state in self.states)


def by_lesson(found: Heat) -> tuple[ByLesson, ...]:
    """The map folded to lessons: solid where every objective that was asked for is, as on a learner's own page."""
    places: dict[str, list[int]] = {}
    lessons = {}
    for place, column in enumerate(found.columns):
        if column.lesson is not None:
            places.setdefault(column.lesson.slug, []).append(place)
            lessons[column.lesson.slug] = column.lesson
    return tuple(
        ByLesson(lesson=lessons[slug], states=tuple(together(row.cells[place] for place in at) for row in found.rows))
        for slug, at in places.items()
    )
