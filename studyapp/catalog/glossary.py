"""content/glossary.yaml: the words of the course, and their first places in a lesson."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import Annotated

from pydantic import Field, StringConstraints

from studyapp.catalog.frontmatter import Document, read_yaml
from studyapp.catalog.model import HtmlPart, Lesson, Part, Term
from studyapp.catalog.problems import Problem
from studyapp.catalog.schema import Filled, LessonId, Written, validate

_TAG = re.compile(r"(<[^>]*>)")
# Inside these a word is a title, a name or already a link.
_CLOSED = frozenset({"a", "code", "pre", "h2", "h3", "h4", "caption", "th", "dt", "figure", "svg", "abbr"})


class _TermText(Written):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    term: Filled
    names: Annotated[tuple[Filled, ...], Field(min_length=1)]
    says: Filled
    lesson: LessonId | None = None


class _GlossaryText(Written):
    terms: Annotated[tuple[_TermText, ...], Field(min_length=1)]


def read_glossary(text: str, *, path: str) -> tuple[tuple[Term, ...], list[Problem]]:
    """The terms by their name in the alphabet."""
    document, problems = read_yaml(text, path=path, first_line=1, what="glossary")
    if document is None:
        return (), problems
    written, problems = validate(_GlossaryText, document, path=path, what="glossary")
    if written is None:
        return (), problems
    terms = [
        Term(id=one.id, term=one.term, names=one.names, says=one.says, lesson=one.lesson or "")
        for one in written.terms
    ]
    return tuple(sorted(terms, key=lambda term: term.term.lower())), list(_twice(written, document, path))


def _twice(written: _GlossaryText, document: Document, path: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, one in enumerate(written.terms):
        for name in (f"#{one.id}", *one.names):
            if name in seen:
                message, line = f"glossary: two terms are called {name}", document.line(("terms", index))
                yield Problem(path=path, line=line, message=message, remedy="Give one another name.")
            seen.add(name)


def explained(lesson: Lesson, terms: Sequence[Term]) -> Lesson:
    """The lesson with a link to the glossary at the first place of each term."""
    by_name = {name: term for term in terms for name in term.names}
    if not by_name:
        return lesson
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?![\w-])")
    seen: set[str] = set()
    parts: list[Part] = [
        replace(part, html=_linked(part.html, pattern, by_name, seen)) if isinstance(part, HtmlPart) else part
        for part in lesson.parts
    ]
    return replace(lesson, parts=tuple(parts))


def _linked(html: str, pattern: re.Pattern[str], by_name: dict[str, Term], seen: set[str]) -> str:
    closed: list[str] = []

    def link(match: re.Match[str]) -> str:
        term = by_name[match[1]]
        if term.id in seen:
            return match[1]
        seen.add(term.id)
        says = escape(term.says)
        return f'<a class="term" href="/glossary/#{term.id}" data-says="{says}">{match[1]}</a>'

    pieces = _TAG.split(html)
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            if not closed:
                pieces[place] = pattern.sub(link, piece)
            continue
        name = piece.strip("</>").split(maxsplit=1)[0].rstrip("/") if piece.strip("</>") else ""
        if name not in _CLOSED:
            continue
        if not piece.startswith("</"):
            closed.append(name)
        elif closed:
            closed.pop()
    return "".join(pieces)
