"""From rows to the analysis of questions: first votes in class, and first tries at homework."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studyapp.classes.analysis import Analysis, Answered, analyse
from studyapp.classes.figures import options_of
from studyapp.classes.gradebook import counting
from studyapp.classes.homework import IN_ORDER
from studyapp.classes.people import everybody
from studyapp.classes.tally import choice_of
from studyapp.course import course
from studyapp.evidence import PLANNED, PLANNED_OTHERWISE
from studyapp.models import Answer, Classroom, Round

COLUMNS = ("learner_id", "response", "correct", "confidence", "milliseconds", "misconception")


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One question looked at: where it was asked, its id and title, and what came of it."""

    where: str
    question: str
    title: str
    found: Analysis


def _looked(where: str, question: str, kind: str, answers: Sequence[Answered], key: Sequence[bool]) -> Looked:
    known = course().question(question)
    return Looked(
        where=where,
        question=question,
        title=known.title if known is not None else question,
        found=analyse(answers, key, PLANNED.get(kind, PLANNED_OTHERWISE)),
    )


def _rest(of: Iterable[bool], this: bool) -> float:
    """The share of somebody's other answers that are right; of nothing else, 0."""
    everything = list(of)
    return (sum(everything) - this) / (len(everything) - 1) if len(everything) > 1 else 0.0


def voted(room: Classroom) -> list[Looked]:
    """The questions of a class's sessions, by everybody's first vote on each."""
    rounds = list(Round.objects.filter(session__in=counting(room)).select_related("session"))
    rows = Answer.objects.filter(round__in=rounds, phase=1)
    right: dict[object, list[bool]] = {}
    of_round: dict[int, list[Answer]] = {}
    for row in rows.only("round_id", *COLUMNS).order_by("pk"):
        right.setdefault(row.learner_id, []).append(row.correct)
        of_round.setdefault(row.round_id or 0, []).append(row)
    found = []
    for one in sorted(rounds, key=lambda one: (one.session.started_at, one.place)):
        if votes := of_round.get(one.pk):
            options = options_of(one)
            answers = [
                Answered(
                    choice=choice_of(row.response) if options else None,
                    correct=row.correct,
                    rest=_rest(right[row.learner_id], row.correct),
                    confidence=row.confidence,
                    milliseconds=row.milliseconds,
                    misconception=row.misconception,
                )
                for row in votes
            ]
            where = f"{one.session.title}, {one.place}"
            found.append(_looked(where, one.question, one.issued["kind"], answers, [good for _, good, _ in options]))
    return _worst_first(found)


def tried(room: Classroom) -> list[Looked]:
    """The questions of a class's homework, by everybody's first try, each in a world of its own: without letters."""
    rows = list(Answer.objects.filter(homework__classroom=room).defer("issued", "response").order_by(*IN_ORDER))
    owner = {
        learner: who.key for who in everybody(room, {one.learner_id for one in rows}) for learner in who.learners
    }
    titles = {work.pk: work.title for work in room.homework.all()}
    first: dict[tuple[object, int | None], dict[str, Answer]] = {}
    for row in rows:
        first.setdefault((row.homework_id, row.place), {}).setdefault(owner[row.learner_id], row)
    right: dict[str, list[bool]] = {}
    for tries in first.values():
        for key, row in tries.items():
            right.setdefault(key, []).append(row.correct)
    found = []
    for (work, place), tries in first.items():
        answers = [
            Answered(
                choice=None,
                correct=row.correct,
                rest=_rest(right[key], row.correct),
                confidence=row.confidence,
                milliseconds=row.milliseconds,
                misconception=row.misconception,
            )
            for key, row in tries.items()
        ]
        some = next(iter(tries.values()))
        found.append(_looked(f"{titles[work]}, {place}", some.question, some.kind, answers, ()))
    return _worst_first(found)


def _worst_first(found: Iterable[Looked]) -> list[Looked]:
    """By how much a question wants attention, as it was asked otherwise."""
    return sorted(found, key=lambda one: -one.found.need)
