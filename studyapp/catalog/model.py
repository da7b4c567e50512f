"""The course as frozen data: lessons cut into parts, questions, passages of the notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a statement can be checked, and when somebody last did (ISO date)."""

    title: str
    url: str
    checked: str


@dataclass(frozen=True, kw_only=True)
class Objective:
    """Something a learner can do after the lesson; `id` such as "L05.order"."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Heading:
    """An entry of a lesson's table of contents."""

    anchor: str
    text: str


@dataclass(frozen=True, kw_only=True)
class HtmlPart:
    """Prose, already rendered and sanitised."""

    html: str


@dataclass(frozen=True, kw_only=True)
class BetOption:
    """One prediction; `says` is an outcome as `questions.outcomes` names it, such as "env"."""

    says: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Bet:
    """What a lesson's lab asks before its first run; `ask` is one of `questions.asks`, "" the lab's first."""

    prompt: str
    options: tuple[BetOption, ...]
    ask: str = ""


@dataclass(frozen=True, kw_only=True)
class LabPart:
    """A lab in a lesson: `key` is its anchor, `state` holds the lab's own fields (JSON names)."""

    key: str
    lab: str
    title: str
    state: Mapping[str, Any]
    bet: Bet | None = None
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class CheckPart:
    """A question asked in the middle of a lesson, by its id."""

    question: str


Part = HtmlPart | LabPart | CheckPart


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One lesson. A bare file gives one with a title and nothing else filled in."""

    id: str
    slug: str
    number: int
    title: str
    path: str
    summary: str = ""
    minutes: int | None = None
    level: str = "practice"  # exam, practice or deep
    objectives: tuple[Objective, ...] = ()
    passages: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    next_at_aws: tuple[Source, ...] = ()
    headings: tuple[Heading, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One passage of the study notes, in our words; `correction` where notes on it commonly err."""

    id: str
    text: str
    correction: str = ""
    source: Source | None = None


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer as its author wrote it: `says` or `because` is a claim to test, never a mark."""

    text: str
    says: str = ""
    because: str = ""
    misconception: str = ""
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A hand-made question. Nothing in it says which option is right: the engine does.

    Its sentences may hold `code`, **bold** and *italics*; `catalog.render.inline_html` makes HTML of them.
    """

    id: str
    path: str
    line: int
    kind: str
    title: str
    stem: str
    ask: str
    world: Mapping[str, Any]
    objective: str
    passages: tuple[str, ...]
    flavours: tuple[str, ...]
    options: tuple[Option, ...]
    rule: str
    lesson: str = ""
    level: str = "practice"
    expect: str = ""
    observed: Mapping[str, Any] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    contrast: str = ""
    sources: tuple[Source, ...] = ()
    review_until: str = ""


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """Everything the course holds, in the course's order."""

    lessons: tuple[Lesson, ...] = ()
    questions: tuple[Question, ...] = ()
    passages: tuple[Passage, ...] = ()

    @cached_property
    def _by_slug(self) -> dict[str, Lesson]:
        return {lesson.slug: lesson for lesson in self.lessons}

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def untaught(self) -> tuple[str, ...]:
        """Ids of the passages that no lesson names."""
        taught = {passage for lesson in self.lessons for passage in lesson.passages}
        return tuple(passage.id for passage in self.passages if passage.id not in taught)

    def lesson(self, slug: str) -> Lesson | None:
        return self._by_slug.get(slug)

    def question(self, question_id: str) -> Question | None:
        return self._by_id.get(question_id)
