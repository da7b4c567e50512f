"""The page of things to carry away, and the files themselves."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from studyapp import clock
from studyapp.course import course
from studyapp.learners import current_learner
from studyapp.questions.bank import topic_name, topics
from studyapp.study.anki import package
from studyapp.study.blueprint import Form, draw
from studyapp.study.calendar import calendar
from studyapp.study.history import picture_of
from studyapp.study.sitting import pool
from studyapp.study.takeaways import cards, count, sheet, tsv
from studyapp.web.limits import limited
from studyapp.web.private import private
from studyapp.web.qr import qr

MOST, USUAL = 20, 8
LARGEST_SEED = 10**6
FILES_A_MINUTE, WORKSHEETS_A_MINUTE = 6, 20


def site(request: HttpRequest) -> str:
    """The address of the site as others reach it."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


def _file(data: bytes | str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@private
def takeaways(request: HttpRequest) -> HttpResponse:
    """What there is to carry away."""
    names = [(topic, topic_name(topic)) for topic in topics(course())]
    sheet_ = {"topics": names, "cards": count(course()), "seed": secrets.randbelow(LARGEST_SEED)}
    return render(request, "study/takeaways.html", sheet_)


@require_safe
@limited("files", FILES_A_MINUTE, reads=True)
def anki(request: HttpRequest) -> HttpResponse:
    """Every question as an Anki deck."""
    made = package(cards(course()), clock.now().timestamp())
    return _file(made, "rolecall.apkg", "application/octet-stream")


@require_safe
@limited("files", FILES_A_MINUTE, reads=True)
def table(request: HttpRequest) -> HttpResponse:
    """The same cards as a table."""
    return _file(tsv(cards(course())), "rolecall.tsv", "text/tab-separated-values; charset=utf-8")


@require_safe
@private
def reviews(request: HttpRequest) -> HttpResponse:
    """The reviews of whoever asks, as a calendar file."""
    now = clock.now()
    found = picture_of(current_learner(request), course(), now)
    return _file(calendar(found.plan, found.texts, now, site(request)), "reviews.ics", "text/calendar; charset=utf-8")


@require_safe
@limited("worksheets", WORKSHEETS_A_MINUTE, reads=True)
def worksheet(request: HttpRequest) -> HttpResponse:
    """Questions on paper, the key on a page of its own, and a way from each to the live one; by a seed."""
    topic, catalog = request.GET.get("topic", ""), course()
    number, seed = _number(request, "count", USUAL, MOST), _number(request, "seed", 1, LARGEST_SEED)
    entries = [one for one in pool(catalog) if topic in ("", one.topic)]
    form = Form(id="worksheet", title="", line="", count=number, minutes=None)
    sheets = []
    for drawn in draw(entries, form, seed):
        question = catalog.question(drawn.entry.question)
        if question is not None:
            link = f"{site(request)}{reverse('quizzes:question', args=[question.id])}?seed={drawn.seed}"
            sheets.append((sheet(question, drawn.seed), link, qr(link)))
    shown = {"sheets": sheets, "seed": seed, "topic": topic_name(topic) if topic else "", "exam": True}
    return render(request, "study/worksheet.html", shown)


def _number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    text = request.GET.get(name, "")
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 9 else usual
