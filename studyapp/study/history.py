"""A learner's answers as evidence, in one query, and what they amount to; nothing is stored for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from studyapp.catalog.model import Catalog, Lesson, Objective, Question
from studyapp.evidence import Evidence, in_order
from studyapp.mastery import Mastery, Rule, State, mastery, together
from studyapp.models import Answer, Learner
from studyapp.questions.bank import kinds, ready
from studyapp.questions.misconceptions import named, truth
from studyapp.study.plan import Plan, lesson_of, plan
from studyapp.study.schedule import Memory, memory

COLUMNS = ("seed", "kind", "correct", "confidence", "milliseconds", "misconception", "hints")
LET_GO = 2  # right answers since, after which an idea is no longer held against anybody


@dataclass(frozen=True, kw_only=True)
class Known:
    """One objective and how it stands. `asked` is false where the course has no question for it yet."""

    id: str
    text: str
    mastery: Mastery
    memory: Memory | None
    asked: bool


@dataclass(frozen=True, kw_only=True)
class LessonKnown:
    """One lesson and its objectives."""

    lesson: Lesson
    objectives: tuple[Known, ...]

    @property
    def state(self) -> State:
        return together(one.mastery for one in self.objectives if one.asked)


@dataclass(frozen=True, kw_only=True)
class Idea:
    """A misconception that showed: how often, how surely, and how often it was answered rightly since."""

    id: str
    name: str
    truth: str
    times: int
    sure: int
    last: datetime
    right_since: int

    @property
    def held(self) -> bool:
        return self.right_since < LET_GO


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Everything the answers of one learner say."""

    lessons: tuple[LessonKnown, ...]
    ideas: tuple[Idea, ...]
    plan: Plan
    texts: Mapping[str, str]
    answers: int

    def state_of(self, lesson: Lesson) -> State:
        """Where a lesson of the course stands."""
        return next((one.state for one in self.lessons if one.lesson is lesson), "new")


def evidence_of(learner: Learner | None, catalog: Catalog) -> list[Evidence]:
    """Every answer to a question the course still has, in one query."""
    rows = Answer.objects.of(learner).values_list("question", *COLUMNS, "answered_at")
    return [
        Evidence(objective=asked.objective, question=name, at=at, **dict(zip(COLUMNS, more, strict=True)))
        for name, *more, at in rows
        if (asked := catalog.question(name)) is not None
    ]


def picture_of(learner: Learner | None, catalog: Catalog, now: datetime) -> Picture:
    """The whole picture of a learner; of nobody, an empty one."""
    per_day = learner.per_day if learner else Learner._meta.get_field("per_day").default
    return picture(
        catalog, evidence_of(learner, catalog), now, per_day=per_day, exam=learner.exam_on if learner else None
    )


def picture(
    catalog: Catalog, evidence: Iterable[Evidence], now: datetime, *, per_day: int, exam: date | None = None
) -> Picture:
    """Judge the evidence against the course."""
    counted, questions = in_order(evidence), _by_objective(catalog)
    groups: dict[str, list[Evidence]] = defaultdict(list)
    for one in counted:
        groups[one.objective].append(one)
    memories = {name: found for name, group in groups.items() if (found := memory(name, group, now, exam))}
    reviewable = [one for name, one in memories.items() if name in questions]
    lessons = tuple(
        LessonKnown(
            lesson=lesson,
            objectives=tuple(
                _known(one, groups.get(one.id, []), memories.get(one.id), questions.get(one.id, ()), now)
                for one in lesson.objectives
            ),
        )
        for lesson in catalog.lessons
    )
    return Picture(
        lessons=lessons,
        ideas=_ideas(catalog, counted),
        plan=plan(reviewable, now=now, per_day=per_day, done_today=_reviewed(groups.values(), now)),
        texts=texts(catalog),
        answers=len(counted),
    )


def _reviewed(groups: Iterable[list[Evidence]], now: datetime) -> int:
    """How many objectives came back today: answered today, and on an earlier day."""
    today = now.date()
    return sum(group[-1].at.date() == today and group[0].at.date() < today for group in groups)


def _known(
    objective: Objective, evidence: list[Evidence], held: Memory | None, questions: Sequence[Question], now: datetime
) -> Known:
    faded = held is not None and held.due <= now
    rule, there = Rule(**settings.MASTERY), len(kinds(questions))
    return Known(
        id=objective.id,
        text=objective.text,
        mastery=mastery(evidence, rule=rule, kinds_there=there, faded=faded),
        memory=held,
        asked=bool(questions),
    )


def _by_objective(catalog: Catalog) -> dict[str, list[Question]]:
    found: dict[str, list[Question]] = defaultdict(list)
    for one in ready(catalog):
        found[one.objective].append(one)
    return dict(found)


def texts(catalog: Catalog) -> dict[str, str]:
    """What each objective asks for, in words; where no lesson says it, the title of a question of it."""
    found = {one.objective: one.title for one in catalog.questions}
    return found | {one.id: one.text for lesson in catalog.lessons for one in lesson.objectives}


def lesson_named(catalog: Catalog, objective: str) -> Lesson | None:
    """The lesson that teaches an objective."""
    return next((one for one in catalog.lessons if one.id == lesson_of(objective)), None)


def _ideas(catalog: Catalog, counted: list[Evidence]) -> tuple[Idea, ...]:
    shown: dict[str, list[Evidence]] = defaultdict(list)
    for one in counted:
        if one.misconception and not one.correct:
            shown[one.misconception.partition(".")[0]].append(one)
    ideas = [_idea(catalog, name, group, counted) for name, group in shown.items() if named(name)]
    return tuple(sorted(ideas, key=lambda one: (not one.held, -one.sure, -one.last.timestamp(), one.id)))


def _idea(catalog: Catalog, name: str, group: list[Evidence], counted: list[Evidence]) -> Idea:
    last = group[-1].at
    since = [one for one in counted if one.at > last and one.correct]
    able = [one for one in since if (asked := catalog.question(one.question)) and name in asked.misconceptions]
    return Idea(
        id=name,
        name=named(name),
        truth=truth(name),
        times=len(group),
        sure=sum(one.sure_and_wrong for one in group),
        last=last,
        right_since=len(able),
    )
