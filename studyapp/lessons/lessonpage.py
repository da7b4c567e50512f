"""What a lesson's page shows around its parts, and the text of the parts that are made per request."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template

from studyapp.catalog.model import Catalog, LabPart, Lesson
from studyapp.course import problems
from studyapp.lessons.journey import leaned_on
from studyapp.lessons.pages import fill, pieces


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


def part_text(request: HttpRequest, lesson: Lesson, place: int, *, guest: bool) -> str:
    """A lab or a check. A lab nobody has run is the same for every guest; a check carries its own issue."""
    part = lesson.parts[place]
    context = {"part": part, "lesson": lesson}
    if guest and isinstance(part, LabPart):
        name = f"{lesson.slug}/{part.key}"
        return fill(request, pieces(request, "lessons/_part.html", part, lambda: context, name))
    return get_template("lessons/_part.html").render(context, request)
