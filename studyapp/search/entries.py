"""What of the course can be found: each section of a lesson by itself, labs, questions, words, passages."""

import html
import re
from collections.abc import Iterator, Mapping

from django.urls import reverse

from studyapp.catalog.model import Catalog, HtmlPart, LabPart, Lesson
from studyapp.search.index import Entry

_SECTION = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|td|th|tr|caption|dd|dt|div|pre|aside|figcaption|text|title|h\d)\b[^>]*>")
_TAGS = re.compile(r"<[^>]+>")
_MARKS = re.compile(r"[`*]")
_DRAWN = re.compile(r"\{\w+\}")  # what a generator fills in


def plain(text: str) -> str:
    """HTML as one line of text."""
    return " ".join(html.unescape(_TAGS.sub("", _BLOCK.sub(" ", text))).split())


def entries(catalog: Catalog, labs: Mapping[str, tuple[str, str]]) -> Iterator[Entry]:
    """Everything, in the order of kinds; `labs` gives title and line of each lab by its slug."""
    for lesson in catalog.lessons:
        yield from _lesson(lesson)
    for slug, (title, line) in labs.items():
        yield Entry(kind="Lab", title=title, text=line, url=reverse("labs:lab", args=[slug]))
    for term in catalog.glossary:
        address = f"{reverse('lessons:glossary')}#{term.id}"
        text = f"{term.says} {', '.join(term.names)}."
        yield Entry(kind="Word", title=term.term, text=text, url=address)
    for question in catalog.questions:
        stem = _DRAWN.sub("…", _MARKS.sub("", question.stem))
        address = reverse("quizzes:question", args=[question.id])
        yield Entry(kind="Question", title=question.title, text=stem, url=address)
    for passage in catalog.passages:
        text = _MARKS.sub("", f"{passage.text} {passage.correction}")
        address = f"{reverse('lessons:notes')}#{passage.id}"
        yield Entry(kind="Note", title=f"Passage {passage.id}", text=text, url=address)


def _lesson(lesson: Lesson) -> Iterator[Entry]:
    address = reverse("lessons:lesson", args=[lesson.slug])
    opening = [_MARKS.sub("", lesson.summary)]
    anchor, title = "", lesson.title
    sections: list[tuple[str, str, list[str]]] = [(anchor, title, opening)]
    for part in lesson.parts:
        if isinstance(part, LabPart):
            sections[-1][2].append(part.title)
        elif isinstance(part, HtmlPart):
            pieces = _SECTION.split(part.html)
            sections[-1][2].append(plain(pieces[0]))
            for at in range(1, len(pieces), 3):
                sections.append((pieces[at], plain(pieces[at + 1]), [plain(pieces[at + 2])]))
    for anchor, heading, texts in sections:
        title = f"{lesson.title} · {heading}" if anchor else lesson.title
        url = f"{address}#{anchor}" if anchor else address
        yield Entry(kind="Lesson", title=title, text=" ".join(texts).strip(), url=url)
