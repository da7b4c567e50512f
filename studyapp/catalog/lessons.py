"""One Markdown file to one lesson, and what it refers to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Annotated, Literal

from markdown.extensions.toc import slugify
from pydantic import Field

from studyapp.catalog.assemble import Assembly, assemble
from studyapp.catalog.frontmatter import Document, read_yaml, split
from studyapp.catalog.model import Heading, HtmlPart, LabPart, Lesson, Objective, Part, Passage, Teaching
from studyapp.catalog.problems import Problem
from studyapp.catalog.schema import Filled, LessonId, ObjectiveText, PassageId, SourceText, Written, validate

LAST = 9999
_NAME = re.compile(r"^(\d{1,4})-(.+)$")
_SECOND_LEVEL = re.compile(r'<h2 id="([^"]+)"')
_HREF = re.compile(r'href="([^"]+)"')


class _TeachingText(Written):
    ask: Filled
    expect: Filled


class LessonText(Written):
    """The front matter of a lesson."""

    id: LessonId
    title: Filled
    summary: Filled | None = None
    minutes: Annotated[int, Field(ge=1, le=60)] | None = None
    level: Literal["exam", "practice", "deep"] = "practice"
    teaching: _TeachingText | None = None
    objectives: tuple[ObjectiveText, ...] = ()
    passages: tuple[PassageId, ...] = ()
    prerequisites: tuple[LessonId, ...] = ()
    sources: tuple[SourceText, ...] = ()
    next_at_aws: tuple[SourceText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Something a lesson names that lives elsewhere: a question, lesson, passage or address."""

    kind: str
    target: str
    line: int


@dataclass(kw_only=True)
class LessonFile:
    """A lesson with what the cross-checks need to know about its file."""

    lesson: Lesson
    anchors: frozenset[str]
    order: int
    """The number in front of the file's name; files without one come last."""
    references: list[Reference] = field(default_factory=list)
    id_line: int = 1
    readable: bool = True
    """False where the front matter could not be read: what it would say is not known."""


def read_lesson(
    text: str, *, path: str, passages: Mapping[str, Passage], figures: Mapping[str, str]
) -> tuple[LessonFile | None, list[Problem]]:
    """Read one file; `path` is relative to the content folder. A file without front matter needs only a title."""
    cut = split(text)
    document: Document | None = None
    written: LessonText | None = None
    problems: list[Problem] = []
    if not cut.closed:
        message = "the front matter has no end"
        return None, [Problem(path=path, line=1, message=message, remedy="Close it with a line `---`.")]
    if cut.yaml is not None:
        document, problems = read_yaml(cut.yaml, path=path, first_line=cut.yaml_line, what="front matter")
        if document is not None:
            written, found = validate(LessonText, document, path=path, what="front matter")
            problems += found
    body, found = assemble(cut.body, path=path, first_line=cut.body_line, passages=passages, figures=figures)
    problems += found
    if written is not None or cut.yaml is None:
        problems += _shortcomings(written, body, document, path)
    name, order = _name(path)
    lesson = _lesson(written, body, path, name) if written else _bare_lesson(document, body, path, name, order)
    references = [*_front_references(written, document), *body_references(body, text)]
    id_line = document.line(("id",)) if document else 1
    file = LessonFile(
        lesson=lesson,
        anchors=body.anchors,
        order=order,
        references=references,
        id_line=id_line,
        readable=written is not None or cut.yaml is None,
    )
    return file, problems


def _name(path: str) -> tuple[str, int]:
    """The slug and the order that a file's name gives: 050-credential-chain.md, or any name at all."""
    stem = PurePosixPath(path).stem
    named = _NAME.match(stem)
    slug = slugify(named.group(2) if named else stem, "-") or "lesson"
    return slug, int(named.group(1)) if named else LAST


def _bare_lesson(document: Document | None, body: Assembly, path: str, slug: str, order: int) -> Lesson:
    """A lesson without readable front matter: its text is shown all the same."""
    head = document.data if document is not None and isinstance(document.data, dict) else {}
    written_id, title = str(head.get("id", "")), str(head.get("title", ""))
    return Lesson(
        id=written_id if re.fullmatch(r"L\d\d", written_id) else slug,
        slug=slug,
        number=order,
        title=title or body.title or PurePosixPath(path).stem,
        path=path,
        headings=_contents(body.parts, body.headings),
        parts=body.parts,
    )


def _lesson(written: LessonText, body: Assembly, path: str, slug: str) -> Lesson:
    return Lesson(
        id=written.id,
        slug=slug,
        number=int(written.id.removeprefix("L")),
        title=written.title,
        path=path,
        summary=written.summary or "",
        minutes=written.minutes,
        level=written.level,
        objectives=tuple(Objective(id=item.id, text=item.text) for item in written.objectives),
        passages=written.passages,
        prerequisites=written.prerequisites,
        sources=tuple(item.frozen_source() for item in written.sources),
        next_at_aws=tuple(item.frozen_source() for item in written.next_at_aws),
        headings=_contents(body.parts, body.headings),
        parts=body.parts,
        teaching=Teaching(ask=written.teaching.ask, expect=written.teaching.expect) if written.teaching else None,
    )


def _contents(parts: tuple[Part, ...], headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """Second-level headings and labs, in the order of the page. A lab's anchor is its key."""
    by_anchor = {heading.anchor: heading for heading in headings}
    contents = []
    for part in parts:
        if isinstance(part, HtmlPart):
            contents += [by_anchor[anchor] for anchor in _SECOND_LEVEL.findall(part.html) if anchor in by_anchor]
        elif isinstance(part, LabPart):
            contents.append(Heading(anchor=part.key, text=part.title))
    return tuple(contents)


def _shortcomings(written: LessonText | None, body: Assembly, document: Document | None, path: str) -> list[Problem]:
    problems = []
    if written is None and not body.title:
        message = "this lesson has no title"
        problems.append(Problem(path=path, line=1, message=message, remedy="Begin with a line `# Title`."))
    if written is not None and body.title and body.title != written.title:
        message = f"two titles: “{written.title}” in the front matter and “{body.title}” in the text"
        problems.append(Problem(path=path, line=1, message=message, remedy="Leave the one in the text out."))
    if written is not None and document is not None:
        problems += [
            Problem(
                path=path,
                line=document.line(("objectives", index, "id")),
                message=f"objective {objective.id} does not belong to {written.id}",
                remedy=f"Let its id begin with {written.id}.",
            )
            for index, objective in enumerate(written.objectives)
            if not objective.id.startswith(f"{written.id}.")
        ]
    for name, why in (("summary", "one sentence for the course map"), ("minutes", "how long it takes")):
        if getattr(written, name, None) is None:
            message = f"this lesson has no {name}"
            remedy = f"Add `{name}:` to the front matter: {why}."
            problems.append(Problem(path=path, line=1, message=message, remedy=remedy, severity="warning"))
    return problems


def _front_references(written: LessonText | None, document: Document | None) -> list[Reference]:
    if written is None or document is None:
        return []
    lists = (("lesson", "prerequisites"), ("passage", "passages"))
    return [
        Reference(kind=kind, target=target, line=document.line((name, index)))
        for kind, name in lists
        for index, target in enumerate(getattr(written, name))
    ]


def body_references(body: Assembly, text: str) -> list[Reference]:
    """Questions asked, and every address inside the site that the text links to."""
    references = [Reference(kind="question", target=name, line=line) for name, line in body.checks]
    lines = text.split("\n")
    for part in body.parts:
        if not isinstance(part, HtmlPart):
            continue
        for href in dict.fromkeys(_HREF.findall(part.html)):
            if href.startswith(("/", "#")) and not href.startswith("//"):
                line = next((number for number, line in enumerate(lines, start=1) if href in line), 1)
                references.append(Reference(kind="link", target=href, line=line))
    return references
