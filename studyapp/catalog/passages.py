"""content/notes.yaml: the passages of the study notes, in our words."""

from typing import Annotated

from pydantic import Field

from studyapp.catalog.frontmatter import Document, read_yaml
from studyapp.catalog.model import Passage
from studyapp.catalog.problems import Problem
from studyapp.catalog.schema import Filled, PassageId, SourceText, Written, validate


class _PassageText(Written):
    id: PassageId
    text: Filled
    correction: Filled | None = None
    source: SourceText | None = None


class _NotesText(Written):
    passages: Annotated[tuple[_PassageText, ...], Field(min_length=1)]


def read_passages(text: str, *, path: str) -> tuple[tuple[Passage, ...], list[Problem]]:
    """The passages in their order. A correction needs a source."""
    document, problems = read_yaml(text, path=path, first_line=1, what="notes")
    if document is None:
        return (), problems
    written, problems = validate(_NotesText, document, path=path, what="notes")
    if written is None:
        return (), problems
    return tuple(
        Passage(
            id=item.id,
            text=item.text,
            correction=item.correction or "",
            source=item.source.frozen_source() if item.source else None,
        )
        for item in written.passages
    ), _doubtful(written, document, path)


def _doubtful(written: _NotesText, document: Document, path: str) -> list[Problem]:
    problems = []
    seen: set[str] = set()
    for index, item in enumerate(written.passages):
        line = document.line(("passages", index))
        if item.id in seen:
            message = f"notes: two passages are called {item.id}"
            problems.append(Problem(path=path, line=line, message=message, remedy="Give one another id."))
        seen.add(item.id)
        if item.correction and item.source is None:
            message = f"notes: {item.id} corrects the notes without a source"
            problems.append(Problem(path=path, line=line, message=message, remedy="Add `source:`."))
    return problems
