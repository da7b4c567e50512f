"""The course as frozen data: lessons cut into parts, questions, passages of the notes."""

from collections.abc import Iterator, Mapping
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
class Teaching:
    """For whoever teaches a lesson: what to ask a class, and how its vote is likely to fall."""

    ask: str
    expect: str


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
    teaching: Teaching | None = None


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One passage of the study notes, in our words; `correction` where notes on it commonly err."""

    id: str
    text: str
    correction: str = ""
    source: Source | None = None


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word of the glossary: `names` are its forms in texts, `lesson` the id of the lesson that explains it."""

    id: str
    term: str
    names: tuple[str, ...]
    says: str
    lesson: str = ""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer as its author wrote it: a claim to test, never a mark.

    `says` is an outcome, `because` an intervention, `where` a change of the state under which the outcome is asked;
    `right` stands in cited questions only, whose key is a fact of a named source and no run of an engine.
    """

    text: str
    says: str = ""
    because: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    right: bool = False
    misconception: str = ""
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question, hand-made or drawn by a generator. No mark in it says what is right: the engine or a source does.

    `state` holds the fields of the lab `lab` (JSON names), `body` what its kind needs, as plain data; `sheets` are
    texts to look at (title, aside, text), shown in the place of the lab's own starting state. Its sentences
    may hold `code`, **bold** and *italics*; `catalog.render.inline_html` makes HTML of them.
    """

    id: str
    path: str
    line: int
    kind: str
    title: str
    stem: str
    objective: str
    passages: tuple[str, ...]
    rule: str
    lab: str = ""
    ask: str = ""
    state: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    flavours: tuple[str, ...] = ()
    sheets: tuple[Mapping[str, str], ...] = ()
    cite: Source | None = None
    generator: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    lesson: str = ""
    level: str = "practice"
    added: bool = False
    expect: str = ""
    observed: Mapping[str, Any] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    contrast: str = ""
    sources: tuple[Source, ...] = ()
    review_until: str = ""
    places: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def topic(self) -> str:
        """The folder its file lies in, such as "chain"."""
        steps = self.path.split("/")
        return steps[1] if len(steps) > 2 else ""

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of a kind that has options."""
        return tuple(Option(**option) for option in self.body.get("options", ()))

    @property
    def misconceptions(self) -> frozenset[str]:
        """The misconceptions its wrong answers stand for ("M05.merge" counts as M05), and those it is meant for."""
        named = (*self.targets, *_misconceptions(self.body))
        found = {one.partition(".")[0] for several in named for one in several.split("+")}
        return frozenset(found - {"slip"})

    def line_of(self, *loc: int | str) -> int:
        """The line of a value of its front matter, or of the nearest one around it."""
        for length in range(len(loc), 0, -1):
            line = self.places.get(".".join(str(step) for step in loc[:length]))
            if line is not None:
                return line
        return self.line


def _misconceptions(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name == "misconception" and value:
                yield value
            else:
                yield from _misconceptions(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _misconceptions(value)


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """Everything the course holds, in the course's order."""

    lessons: tuple[Lesson, ...] = ()
    questions: tuple[Question, ...] = ()
    passages: tuple[Passage, ...] = ()
    glossary: tuple[Term, ...] = ()

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
