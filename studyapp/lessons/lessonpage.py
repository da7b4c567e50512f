"""What a lesson's page shows around its parts, and the text of the parts that are made per request."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template

from studyapp.catalog.model import Catalog, Lesson
from studyapp.course import problems
from studyapp.lessons.journey import leaned_on


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


def part_text(request: HttpRequest, lesson: Lesson, place: int) -> str:
    """A lab or a check, as this reader has left it."""
    # The tags bring their own contexts: without context processors this costs a tenth.
    context = Context({"part": lesson.parts[place], "lesson": lesson, "request": request})
    return str(get_template("lessons/_part.html").template.render(context))
