"""A lab in the middle of a lesson."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from studyapp.catalog.model import LabPart, Lesson
from studyapp.labs.panel import Place, bet_panel, kept_bet, link, panel, run
from studyapp.labs.registry import BY_SLUG

register = template.Library()


@register.simple_tag(takes_context=True)
def lab_panel(context: dict[str, Any], part: LabPart, lesson: Lesson) -> SafeString:
    """The lab in its starting state: first the bet, then free play."""
    request = context["request"]
    lab = BY_SLUG[part.lab]
    reckoning = kept_bet(request, lesson.slug, part.key)
    # The page's own token: a page that is kept for every guest has a slot in its place.
    frame = {"title": part.title, "csrf_token": context.get("csrf_token")}
    if part.bet is not None and reckoning is None:
        sheet = {**bet_panel(lab, part, lesson.slug), **frame}
        return render_to_string("labs/_bet.html", sheet, request=request)
    sheet = panel(lab, run(lab, part.state), Place(key=part.key, lesson=lesson.slug), reckoning=reckoning)
    return render_to_string("labs/_panel.html", {**sheet, **frame}, request=request)


@register.inclusion_tag("labs/_styles.html")
def lab_styles(*slugs: str) -> dict[str, Any]:
    """The style sheets of these labs; none where there is no lab."""
    pages = [BY_SLUG[slug].page for slug in dict.fromkeys(slugs) if slug in BY_SLUG]
    own = [page.css for page in pages if page is not None and page.css]
    return {"sheets": ["css/labs.css", *own] if pages else []}


@register.inclusion_tag("labs/_styles.html")
def lesson_styles(lesson: Lesson) -> dict[str, Any]:
    """The style sheets of the labs in a lesson."""
    return lab_styles(*(part.lab for part in lesson.parts if isinstance(part, LabPart)))


@register.inclusion_tag("labs/_bet_fields.html")
def bet_fields(part: LabPart, lesson: str) -> dict[str, Any]:
    """The hidden fields of a bet: where it stands, and the world it is about."""
    lab = BY_SLUG[part.lab]
    ask = part.bet.ask if part.bet else ""
    return {"place": Place(key=part.key, lesson=lesson), "w": link(lab, part.state), "ask": ask}
