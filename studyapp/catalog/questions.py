"""One Markdown file to one question. What is right is never written down: options are claims to test."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from studyapp.catalog.blocks import CHAIN, read_state
from studyapp.catalog.bodies import BODIES, MisconceptionId
from studyapp.catalog.frontmatter import Document, read_yaml, split
from studyapp.catalog.model import Question
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

# Words of an author for an ask of the chain, and what an option then claims.
CLAIMS = {"why": "why", "change": "change"}


class _ReviewText(Written):
    until: IsoDate
    subject: Filled | None = None
    editor: Filled | None = None


class _SheetText(Written):
    title: Filled
    aside: Filled | None = None
    text: Annotated[str, StringConstraints(min_length=1)]


class _GeneratorText(Written):
    id: Annotated[str, StringConstraints(pattern=r"^G\d\d$")]
    params: dict[str, Any] = {}


class QuestionText(Written):
    """The front matter that every question has."""

    id: QuestionId
    kind: Literal["single", "multiple", "order", "numeric", "match", "spot", "trace", "hotspot", "fix"]
    title: Filled
    objective: Annotated[str, StringConstraints(pattern=r"^L\d\d\.[a-z0-9_]+$")]
    lesson: LessonId | None = None
    passages: tuple[PassageId, ...] = ()
    added: bool = False
    level: Literal["exam", "practice", "deep"] = "practice"
    flavour: Filled | tuple[Filled, ...] = "botocore"
    world: dict[str, Any] | None = None
    lab: Filled | None = None
    state: dict[str, Any] | None = None
    sheets: Annotated[tuple[_SheetText, ...], Field(max_length=8)] = ()
    ask: Filled | None = None
    cite: SourceText | None = None
    generator: _GeneratorText | None = None
    targets: tuple[MisconceptionId, ...] = ()
    expect: Filled | None = None
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
    """False where the engine cannot read the state: such a question is not asked."""

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
    written, body, found = _validate(document, path)
    problems += found
    if written is None:
        return None, problems
    flavours = (written.flavour,) if isinstance(written.flavour, str) else written.flavour
    lab, state, unreadable = _state(written, flavours, document, path)
    problems += unreadable
    problems += _doubtful(written, body, flavours, document, path)
    stem = cut.body.strip()
    if not stem.endswith(("?", "?**")) and written.kind != "fix":
        message = "question: the stem does not end with a question"
        remedy = "Let its last sentence be answerable without the options."
        problems.append(Problem(path=path, line=cut.body_line, message=message, remedy=remedy))
    question = _question(written, body, path=path, document=document, stem=stem, lab=lab, state=state, of=flavours)
    return QuestionFile(question=question, document=document, askable=not unreadable), problems


def _validate(document: Document, path: str) -> tuple[QuestionText | None, dict[str, Any], list[Problem]]:
    """The fields every question has, and those of its kind as plain data."""
    data = document.data
    if not isinstance(data, dict) or data.get("kind") not in BODIES:
        written, problems = validate(QuestionText, document, path=path, what="question")
        return written, {}, problems
    names = QuestionText.model_fields
    common = Document(
        data={name: value for name, value in data.items() if name in names},
        node=document.node,
        first_line=document.first_line,
    )
    written, problems = validate(QuestionText, common, path=path, what="question")
    own = {name: value for name, value in data.items() if name not in names}
    if "generator" in data and not own:
        return written, {}, problems
    rest = Document(data=own, node=document.node, first_line=document.first_line)
    body, found = validate(BODIES[data["kind"]], rest, path=path, what="question")
    problems += found
    if written is None or body is None:
        return None, {}, problems
    return written, _plain(body.model_dump(mode="json", exclude_none=True)), problems


def _plain(value: Any) -> Any:
    """The body with every shorthand of a world in a `where` written out."""
    if isinstance(value, Mapping):
        return {name: _where(part) if name == "where" else _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def _where(change: Mapping[str, Any]) -> dict[str, Any]:
    world = change.get("world")
    if not isinstance(world, Mapping):
        return dict(change)
    full = expand(world)
    return {**change, "world": {name: full[name] for name in full if name in world or name != "now"}}


def _state(
    written: QuestionText, flavours: tuple[str, ...], document: Document, path: str
) -> tuple[str, dict[str, Any], list[Problem]]:
    """The lab a question is about and its fields; for the chain, a `world` is enough."""
    if written.world is not None:
        world = expand(written.world)
        problems = check_world(document, world, path=path, what="question", under=("world",))
        return CHAIN, {"flavour": flavours[0], "world": world}, problems
    if written.lab is None:
        return "", {}, []
    state, problems = read_state(written.lab, written.state or {}, document, path=path, what="question")
    return written.lab, state, problems


def _question(
    written: QuestionText,
    body: dict[str, Any],
    *,
    path: str,
    document: Document,
    stem: str,
    lab: str,
    state: dict[str, Any],
    of: tuple[str, ...],
) -> Question:
    claim = CLAIMS.get(written.ask or "", "")
    if claim:
        goal = written.observed.get("signer") or written.expect or ""
        body = {**body, "claim": claim, "goal": str(goal) if claim == "change" else ""}
    return Question(
        id=written.id,
        path=path,
        line=document.line(("id",)),
        kind=written.kind,
        title=written.title,
        stem=stem,
        lab=lab,
        ask="signer" if claim else written.ask or "",
        state=state,
        body=body,
        objective=written.objective,
        passages=written.passages,
        flavours=of if lab == CHAIN else (),
        rule=written.rule,
        sheets=tuple(sheet.model_dump(exclude_none=True) for sheet in written.sheets),
        cite=written.cite.frozen_source() if written.cite else None,
        generator=written.generator.id if written.generator else "",
        params=written.generator.params if written.generator else {},
        targets=written.targets,
        lesson=written.lesson or "",
        level=written.level,
        added=written.added,
        expect=written.expect or "",
        observed=written.observed,
        hints=written.hints,
        contrast=written.contrast or "",
        sources=tuple(source.frozen_source() for source in written.sources),
        review_until=written.review.until if written.review else "",
        places=dict(_places(document)),
    )


def _places(document: Document) -> Iterator[tuple[str, int]]:
    """The line of every value, by its dotted place."""

    def walk(value: Any, loc: tuple[int | str, ...]) -> Iterator[tuple[str, int]]:
        children: list[tuple[int | str, Any]] = []
        if isinstance(value, dict):
            children = list(value.items())
        elif isinstance(value, list):
            children = list(enumerate(value))
        for step, child in children:
            place = (*loc, step)
            yield ".".join(str(one) for one in place), document.line(place)
            if len(place) < 4:
                yield from walk(child, place)

    return walk(document.data, ())


def _doubtful(
    written: QuestionText, body: Mapping[str, Any], flavours: tuple[str, ...], document: Document, path: str
) -> list[Problem]:
    """Mistakes between fields: no passage, an unknown flavour, no key, options that claim nothing or the same."""

    def problem(message: str, remedy: str, *loc: int | str) -> Problem:
        line = document.line(loc)
        return Problem(path=path, line=line, message=f"question: {message}", remedy=remedy)

    problems = []
    if not written.passages and not written.added:
        problems.append(problem("no passage of the notes is named", "Add `passages:` or `added: true`.", "id"))
    for name in flavours:
        if name not in FLAVOURS:
            remedy = f"There are: {', '.join(FLAVOURS)}."
            problems.append(problem(f"no flavour is called {name}", remedy, "flavour"))
    if sum(map(bool, (written.ask, written.cite, written.generator))) != 1:
        message = "the key comes from one place: an engine (`ask`), a page (`cite`) or a generator"
        problems.append(problem(message, "Give exactly one of the three.", "ask" if written.ask else "id"))
    if written.ask and written.world is None and written.lab is None:
        problems.append(problem("nothing is given to ask about", "Add `world:`, or `lab:` and `state:`.", "ask"))
    texts: set[str] = set()
    for index, option in enumerate(body.get("options", ())):
        if not _one_claim(written, option):
            problems.append(
                problem("this option makes no claim that can be tested", _remedy(written), "options", index)
            )
        if option["text"] in texts:
            problems.append(problem("two options have the same text", "Word them differently.", "options", index))
        texts.add(option["text"])
    return problems


def _one_claim(written: QuestionText, option: Mapping[str, Any]) -> bool:
    if written.cite is not None:
        return not {"says", "because", "where"} & option.keys()
    if written.ask in CLAIMS:
        return "because" in option and not {"says", "where", "right"} & option.keys()
    if "because" in option or "right" in option:
        return False
    # Of the lines to spot, those that cannot be repaired are simply not at fault.
    return "says" not in option if written.kind == "spot" else "says" in option


def _remedy(written: QuestionText) -> str:
    if written.cite is not None:
        return "In a cited question an option has `right: true` or nothing."
    if written.ask in CLAIMS:
        return f"With `ask: {written.ask}` each option has `because:` and no other claim."
    if written.kind == "spot":
        return "A line has `where:`, the state with that line repaired, or nothing."
    return f"With `ask: {written.ask}` each option has `says:`, and `where:` if it is about another state."
