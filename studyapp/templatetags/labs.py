"""A lab in the middle of a lesson."""

from typing import Any

from django import template
from django.http import HttpRequest

from studyapp.catalog.model import CheckPart, LabPart, Lesson
from studyapp.course import course
from studyapp.labs.panel import Place, Reckoning, bet_panel, kept_bet, link, panel, run
from studyapp.labs.registry import BY_SLUG, Lab
from studyapp.lessons.pages import pieces
from studyapp.lessons.parts import Shown, hand_in
from studyapp.questions.bank import lab_of

register = template.Library()


def lab_panel(request: HttpRequest, part: LabPart, lesson: Lesson, shuffle: int) -> Shown:
    """The lab in its starting state: first the bet, then free play."""
    lab = BY_SLUG[part.lab]
    reckoning = kept_bet(request, lesson.slug, part.key)
    name = f"{lesson.slug}/{part.key}/{reckoning}"
    if part.bet is not None and reckoning is None:
        return Shown(pieces(request, "labs/_bet.html", part, lambda: _bet_sheet(lab, part, lesson), name))
    return Shown(pieces(request, "labs/_panel.html", part, lambda: _sheet(lab, part, lesson, reckoning), name))


hand_in(LabPart, lab_panel)


def _bet_sheet(lab: Lab, part: LabPart, lesson: Lesson) -> dict[str, Any]:
    return {**bet_panel(lab, part, lesson.slug), "title": part.title}


def _sheet(lab: Lab, part: LabPart, lesson: Lesson, reckoning: Reckoning | None) -> dict[str, Any]:
    place = Place(key=part.key, lesson=lesson.slug)
    return {**panel(lab, run(lab, part.state), place, reckoning=reckoning), "title": part.title}


@register.inclusion_tag("labs/_styles.html")
def lab_styles(*slugs: str) -> dict[str, Any]:
    """The style sheets of these labs; none where there is no lab."""
    pages = [BY_SLUG[slug].page for slug in dict.fromkeys(slugs) if slug in BY_SLUG]
    own = [page.css for page in pages if page is not None and page.css]
    return {"sheets": ["css/labs.css", *own] if pages else []}


@register.inclusion_tag("labs/_styles.html")
def lesson_styles(lesson: Lesson) -> dict[str, Any]:
    """The style sheets of the labs in a lesson, and of its checks with the labs they ask about."""
    labs = [part.lab for part in lesson.parts if isinstance(part, LabPart)]
    checks = [course().question(part.question) for part in lesson.parts if isinstance(part, CheckPart)]
    labs += [lab_of(question) for question in checks if question is not None]
    sheets = lab_styles(*labs)["sheets"]
    return {"sheets": [*sheets, "css/quizzes.css"] if checks else sheets}


@register.inclusion_tag("labs/_scripts.html")
def lesson_scripts(lesson: Lesson) -> dict[str, Any]:
    """What the labs of a lesson run in the browser; nothing in a lesson without one."""
    return {"labs": any(isinstance(part, LabPart) for part in lesson.parts)}


@register.inclusion_tag("labs/_bet_fields.html")
def bet_fields(part: LabPart, lesson: str) -> dict[str, Any]:
    """The hidden fields of a bet: where it stands, and the world it is about."""
    lab = BY_SLUG[part.lab]
    ask = part.bet.ask if part.bet else ""
    return {"place": Place(key=part.key, lesson=lesson), "w": link(lab, part.state), "ask": ask}


@register.inclusion_tag("labs/_at_field.html", takes_context=True)
def at_field(context: dict[str, Any], *paths: str) -> dict[str, Any]:
    """The sentences about a field, to stand beside it; `paths` are its names in the lab's JSON."""
    found = context.get("errors") or {}
    about = [sentence for path, said in found.items() if _about(path, paths) for sentence in said]
    return {"sentences": about}


def _about(path: str, wanted: tuple[str, ...]) -> bool:
    return any(path == name or path.startswith(f"{name}.") for name in wanted)
