"""What a lesson's page shows around its parts, and the page put together for one reader."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from studyapp.catalog.model import Catalog, Lesson
from studyapp.course import problems
from studyapp.learners import current_learner
from studyapp.lessons import parts
from studyapp.lessons.journey import leaned_on
from studyapp.lessons.pages import Page, fill, joined, once, pieces


def lesson_context(catalog: Catalog, lesson: Lesson) -> dict[str, Any]:
    """The template's context; the same for every reader."""
    place = catalog.lessons.index(lesson)
    return {
        "lesson": lesson,
        "leans_on": leaned_on(catalog, lesson),
        "passages": [passage for passage in catalog.passages if passage.id in lesson.passages],
        "previous": catalog.lessons[place - 1] if place else None,
        "next": catalog.lessons[place + 1] if place + 1 < len(catalog.lessons) else None,
        "problems": [one for one in problems() if one.path == lesson.path] if settings.DEBUG else [],
    }


def lesson_page(request: HttpRequest, catalog: Catalog, lesson: Lesson) -> bytes:
    """The lesson as this reader has left it. For a stranger all of it is kept, once a shuffle of its questions."""
    shuffle = secrets.randbelow(parts.SHUFFLES)

    def whole() -> Page[parts.Sheet]:
        return _whole(request, catalog, lesson, shuffle)

    if current_learner(request) is None:
        found, sheet = once(request, ("stranger", lesson.slug, str(shuffle)), lesson, whole)
    else:
        found, sheet = whole()
    return fill(request, found, {parts.SEALED.encode(): sheet.seal().encode()})


def _whole(request: HttpRequest, catalog: Catalog, lesson: Lesson, shuffle: int) -> Page[parts.Sheet]:
    """The page with every lab and check in its place, and the questions that wait in it for an answer."""
    page = pieces(request, "lessons/lesson.html", lesson, lambda: lesson_context(catalog, lesson))
    made = {
        str(place).encode(): parts.shows[type(part)](request, part, lesson, shuffle)
        for place, part in enumerate(lesson.parts)
        if type(part) in parts.shows
    }
    sheet = parts.sheet(lesson.slug, {one.asks: one.seed for one in made.values() if one.asks})
    return joined(page, {place: one.pieces for place, one in made.items()}), sheet
