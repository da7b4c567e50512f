"""The course on other sheets: its words, what to keep of each lesson, and all of it to print."""

import re
from collections.abc import Iterator
from dataclasses import replace

from studyapp.catalog.model import Catalog, HtmlPart, Lesson, Part, Term

KEEP = "what-to-keep"
_KEPT = re.compile(rf'<h2 id="{KEEP}">.*?</h2>(.*)', re.DOTALL)
_LINKED = re.compile(r'<a class="term"[^>]*>(.*?)</a>')
_NAMED = re.compile(r'\b(id|aria-labelledby|href)="(#?)([^"/]+)"')


def terms_of(catalog: Catalog) -> list[tuple[Term, Lesson | None]]:
    """Each word with the lesson that explains it."""
    by_id = {lesson.id: lesson for lesson in catalog.lessons}
    return [(term, by_id.get(term.lesson)) for term in catalog.glossary]


def keeps_of(catalog: Catalog) -> list[tuple[Lesson, HtmlPart]]:
    """What stands under “What to keep”, lesson by lesson; a lesson without it is left out."""
    found = []
    for lesson in catalog.lessons:
        texts = (_KEPT.search(part.html) for part in lesson.parts if isinstance(part, HtmlPart))
        if kept := next((text for text in texts if text), None):
            found.append((lesson, HtmlPart(html=_LINKED.sub(r"\1", kept[1]).partition("<h2")[0])))
    return found


def whole_course(catalog: Catalog) -> list[Lesson]:
    """Every lesson with anchors of its own, so that they can stand on one page."""
    return [replace(lesson, parts=tuple(_parts(lesson))) for lesson in catalog.lessons]


def _parts(lesson: Lesson) -> Iterator[Part]:
    for part in lesson.parts:
        if not isinstance(part, HtmlPart):
            yield part
            continue
        named = _NAMED.sub(lambda match: _own(match, lesson.slug), part.html)
        yield replace(part, html=named)


def _own(match: re.Match[str], slug: str) -> str:
    name, mark, value = match.groups()
    if name == "href" and not mark:
        return match[0]
    return f'{name}="{mark}{slug}-{value}"'
