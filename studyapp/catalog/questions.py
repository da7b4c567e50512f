"""One Markdown file to one question. What is right is never written down: options are claims to test."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from studyapp.catalog.frontmatter import Document, read_yaml, split
from studyapp.catalog.model import Option, Question
from studyapp.catalog.problems import Problem
from studyapp.catalog.schema import (
    Filled,
    IsoDate,
    LessonId,
    PassageId,
    QuestionId,
    SourceText,
    Written,
    validate,
)
from studyapp.catalog.worldtext import check_world, expand
from studyapp.engines.credentials import FLAVOURS

KINDS = ("single",)
ASKS = ("signer", "why", "change")


class _OptionText(Written):
    text: Filled
    says: Filled | None = None
    because: Filled | None = None
    misconception: Annotated[str, StringConstraints(pattern=r"^M\d\d(\.[a-z_]+)?$|^slip$")] | None = None
    feedback: Filled | None = None


class _ReviewText(Written):
    until: IsoDate
    subject: Filled | None = None
    editor: Filled | None = None


class QuestionText(Written):
    """The front matter of a question."""

    id: QuestionId
    kind: Literal["single"]
    title: Filled
    objective: Annotated[str, StringConstraints(pattern=r"^L\d\d\.[a-z0-9_]+$")]
    lesson: LessonId | None = None
    passages: tuple[PassageId, ...] = ()
    added: bool = False
    level: Literal["exam", "practice", "deep"] = "practice"
    flavour: Filled | tuple[Filled, ...] = "botocore"
    world: dict[str, Any]
    ask: Literal["signer", "why", "change"]
    expect: Filled | None = None
    options: Annotated[tuple[_OptionText, ...], Field(min_length=3, max_length=5)]
    rule: Filled
    observed: dict[str, Any] = {}
    hints: tuple[Filled, ...] = ()
    contrast: QuestionId | None = None
    sources: tuple[SourceText, ...] = ()
    review: _ReviewText | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionFile:
    """A question with the lines of its front matter."""

    question: Question
    document: Document
    askable: bool
    """False where the engine cannot read the world: such a question is not asked."""

    def line(self, *loc: int | str) -> int:
        return self.document.line(loc)


def read_question(text: str, *, path: str) -> tuple[QuestionFile | None, list[Problem]]:
    """Read one file; `path` is relative to the content folder."""
    cut = split(text)
    if cut.yaml is None or not cut.closed:
        message = "a question needs front matter between two lines `---`"
        remedy = "See CONTRIBUTING.md, “a question”."
        return None, [Problem(path=path, line=1, message=message, remedy=remedy)]
    document, problems = read_yaml(cut.yaml, path=path, first_line=cut.yaml_line, what="question")
    if document is None:
        return None, problems
    written, problems = validate(QuestionText, document, path=path, what="question")
    if written is None:
        return None, problems
    flavours = (written.flavour,) if isinstance(written.flavour, str) else written.flavour
    world = expand(written.world)
    unreadable = check_world(document, world, path=path, what="question", under=("world",))
    problems += unreadable
    problems += _doubtful(written, flavours, document, path)
    stem = cut.body.strip()
    if not stem.endswith(("?", "?**")):
        message = "question: the stem does not end with a question"
        remedy = "Let its last sentence be answerable without the options."
        problems.append(Problem(path=path, line=cut.body_line, message=message, remedy=remedy))
    question = _question(written, flavours, world, stem, path, document)
    return QuestionFile(question=question, document=document, askable=not unreadable), problems


def _question(
    written: QuestionText,
    flavours: tuple[str, ...],
    world: dict[str, Any],
    stem: str,
    path: str,
    document: Document,
) -> Question:
    return Question(
        id=written.id,
        path=path,
        line=document.line(("id",)),
        kind=written.kind,
        title=written.title,
        stem=stem,
        ask=written.ask,
        world=world,
        objective=written.objective,
        passages=written.passages,
        flavours=flavours,
        options=tuple(
            Option(
                text=option.text,
                says=option.says or "",
                because=option.because or "",
                misconception=option.misconception or "",
                feedback=option.feedback or "",
            )
            for option in written.options
        ),
        rule=written.rule,
        lesson=written.lesson or "",
        level=written.level,
        expect=written.expect or "",
        observed=written.observed,
        hints=written.hints,
        contrast=written.contrast or "",
        sources=tuple(source.frozen_source() for source in written.sources),
        review_until=written.review.until if written.review else "",
    )


def _doubtful(
    written: QuestionText, flavours: tuple[str, ...], document: Document, path: str
) -> list[Problem]:
    """Mistakes between fields: no passage, an unknown flavour, options that make no claim or the same one."""

    def problem(message: str, remedy: str, *loc: int | str) -> Problem:
        line = document.line(loc)
        return Problem(path=path, line=line, message=f"question: {message}", remedy=remedy)

    problems = []
    if not written.passages and not written.added:
        problems.append(
            problem("no passage of the notes is named", "Add `passages:` or `added: true`.", "id")
        )
    for name in flavours:
        if name not in FLAVOURS:
            remedy = f"There are: {', '.join(FLAVOURS)}."
            problems.append(problem(f"no flavour is called {name}", remedy, "flavour"))
    claim = "says" if written.ask == "signer" else "because"
    texts: set[str] = set()
    for index, option in enumerate(written.options):
        made = [name for name in ("says", "because") if getattr(option, name)]
        if made != [claim]:
            remedy = f"With `ask: {written.ask}` each option has `{claim}:` and nothing else of the two."
            problems.append(
                problem("this option makes no claim that can be tested", remedy, "options", index)
            )
        if option.text in texts:
            remedy = "Word them differently."
            problems.append(problem("two options have the same text", remedy, "options", index))
        texts.add(option.text)
    return problems
