"""How things stand, in words and marks; what is due, for the pages that are not about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from studyapp import clock
from studyapp.catalog.model import Lesson
from studyapp.course import course
from studyapp.learners import current_learner
from studyapp.mastery import WORDS, State
from studyapp.models import Attempt
from studyapp.questions.misconceptions import named
from studyapp.study.history import Picture, lesson_named, picture_of
from studyapp.study.sheets import left_words

register = template.Library()
MARKS: dict[str, str] = {"solid": "found", "fading": "partial", "half": "now", "new": "never"}


@register.simple_tag
def state_mark(state: str) -> SafeString:
    """The mark of a state of mastery; the word stands beside it."""
    shown = {"solid": "yes", "fading": "part"}.get(state, "")
    return format_html('<svg class="m {}" aria-hidden="true"><use href="#m-{}"/></svg>', shown, MARKS[state])


@register.filter
def state_word(state: State) -> str:
    """The word of a state of mastery."""
    return WORDS[state]


@register.filter
def item(things: Mapping[str, Any], key: str) -> Any:
    """One value of a mapping; "" where there is none."""
    return things.get(key, "")


@register.filter
def when(moment: datetime, now: datetime) -> str:
    """A moment to come, as one says it."""
    days = (moment.date() - now.date()).days
    if days == 0:
        minutes = max(1, round((moment - now).total_seconds() / 60))
        return f"in {minutes} minute{'' if minutes == 1 else 's'}" if minutes < 60 else "later today"
    if days == 1:
        return "tomorrow"
    return f"in {days} days, on {moment.day} {moment:%B}"


@register.filter
def ago(moment: datetime, now: datetime) -> str:
    """A moment gone by, in days."""
    days = (now.date() - moment.date()).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


@register.filter
def percent(share: float) -> str:
    """A share in whole per cent."""
    return f"{round(100 * share)} %"


@register.filter
def seconds(spent: float) -> str:
    """A time span, as one says it."""
    whole = max(1, round(spent))
    return f"{whole} s" if whole < 100 else f"{whole // 60} min {whole % 60} s"


@register.filter
def idea(misconception: str) -> str:
    """The name of a misconception."""
    return named(misconception)


@register.simple_tag
def lately(picture: Picture, text: str) -> str:
    """How an objective stands over all answers, found by its words."""
    return next(
        (one.mastery.words for lesson in picture.lessons for one in lesson.objectives if one.text == text), "–"
    )


def _picture(request: HttpRequest) -> Picture:
    """The picture of whoever reads, put together once a request."""
    if not hasattr(request, "_picture"):
        request._picture = picture_of(current_learner(request), course(), clock.now())  # type: ignore[attr-defined]
    found: Picture = request._picture  # type: ignore[attr-defined]
    return found


@register.simple_tag(takes_context=True)
def lesson_state(context: dict[str, Any], lesson: Lesson) -> str:
    """Where a lesson stands; "" as long as it is not begun."""
    state = _picture(context["request"]).state_of(lesson)
    return "" if state == "new" else state


@register.inclusion_tag("study/_due.html", takes_context=True)
def due_list(context: dict[str, Any], most: int = 3) -> dict[str, Any]:
    """What is due, for the front page: how many, the first of them, and what comes after."""
    now = clock.now()
    found = _picture(context["request"])
    learner = current_learner(context["request"])
    test = Attempt.objects.filter(learner=learner, ended_at=None).order_by("-started_at").first() if learner else None
    first = [
        {"memory": one, "lesson": lesson_named(course(), one.objective), "text": found.texts.get(one.objective, "")}
        for one in found.plan.today[:most]
    ]
    return {
        "plan": found.plan,
        "first": first,
        "now": now,
        "under_way": test,
        "left": left_words(test).capitalize() if test else "",
    }
