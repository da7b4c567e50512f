"""Homework and marks: the learner's side, the gradebook, the analysis, and what is taken along."""

import uuid
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp import clock
from studyapp.answers import CONFIDENCE
from studyapp.classes import actions
from studyapp.classes.analysis import Answered, analyse
from studyapp.classes.doors import teaching
from studyapp.classes.export import as_csv, as_gift, as_moodle, as_xlsx
from studyapp.classes.figures import options_of, votes_of
from studyapp.classes.forms import HomeworkForm, TryForm
from studyapp.classes.homework import NoTries, Place, answers_of, drawn, due_of, gradebook, hand_in, places
from studyapp.learners import current_learner, ensure_learner
from studyapp.models import Answer, Classroom, Deck, Homework, Round
from studyapp.questions.grade import grade
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.web.limits import limited
from studyapp.web.private import private

CHANGES_A_MINUTE, EXPORTS_A_MINUTE = 60, 12
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _work(pk: uuid.UUID) -> Homework:
    found = Homework.objects.filter(pk=pk).select_related("deck", "classroom").first()
    if found is None:
        raise Http404
    return found


@require_safe
@private
def homework(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The questions of a homework, and how far this learner is. Its address is the way in."""
    work, learner = _work(pk), current_learner(request)
    due = due_of(work, learner.pk if learner else None)
    told = {"work": work, "due": due, "late": due is not None and clock.now() > due}
    return render(request, "classes/homework.html", {**told, "places": places(work, answers_of(work, learner), due)})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("answers", CHANGES_A_MINUTE)
@private
def question(request: HttpRequest, pk: uuid.UUID, place: int) -> HttpResponse:
    """One question on this learner's own world: asked, or looked back on."""
    work, learner = _work(pk), current_learner(request)
    if learner is None:
        if request.method != "POST":
            return render(request, "classes/homework.html", {"work": work, "begin": place})
        learner = ensure_learner(request)
    if "begin" in request.POST:
        return redirect("classes:question", pk=pk, place=place)
    answers = answers_of(work, learner)
    found = next((one for one in places(work, answers, None) if one.item.place == place), None)
    if found is None:
        raise Http404
    last = max((one for one in answers if one.place == place), key=lambda one: one.phase or 0, default=None)
    if request.method != "POST" and last is not None and "again" not in request.GET:
        return render(request, "classes/homework_answer.html", _result(work, found, last))
    attempt = _attempt(request, found)
    item = drawn(work, found, learner.pk, attempt)
    if item is None:
        raise Http404
    form = TryForm(request.POST, item) if request.method == "POST" else None
    if form is None or not form.is_valid():
        if not found.left:
            return redirect("classes:question", pk=pk, place=place)
        page = _sheet(work, found, item, attempt, form)
        return render(request, "classes/homework_question.html", page, status=200 if form is None else 422)
    said = {name: form.cleaned_data[name] for name in ("response", "confidence")}
    with suppress(NoTries):  # the page they are sent to shows what stands
        hand_in(homework=work, place=found, learner=learner, attempt=attempt, item=item, **said)
    return redirect("classes:question", pk=pk, place=place)


def _attempt(request: HttpRequest, place: Place) -> int:
    """Which try a form belongs to: an older form finds the older answer."""
    text = request.POST.get("attempt", "")
    return int(text) if text in [str(number) for number in range(1, place.tries + 2)] else place.tries + 1


def _sheet(work: Homework, place: Place, item: Item, attempt: int, form: TryForm | None) -> dict[str, Any]:
    kind = KINDS[item.kind]
    return {
        "work": work,
        "place": place,
        "item": item,
        "kind": kind,
        "shown": kind.shown(item),
        "known": bool(item.sheets or item.lab),
        "ask_template": f"quizzes/kinds/_{item.kind}.html",
        "attempt": attempt,
        "confidence": CONFIDENCE,
        "form": form,
        "given": form.data if form else {},
    }


def _result(work: Homework, place: Place, answer: Answer) -> dict[str, Any]:
    item = Item.from_json(answer.issued)
    result = {"answer": answer, "item": item, "verdict": grade(item, answer.response)}
    template = f"quizzes/kinds/_{item.kind}_result.html"
    return {"work": work, "place": place, "result": result, "result_template": template}


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
@teaching
def assign(request: HttpRequest, room: Classroom) -> HttpResponse:
    """Give a deck as homework."""
    form = HomeworkForm(request.POST, classroom=room)
    deck = room.decks.filter(pk=form.cleaned_data["deck"]).first() if form.is_valid() else None
    if deck is None:
        return redirect(reverse("classes:classroom", args=[room.pk]) + "#homework")
    data = form.cleaned_data
    actions.create_homework(deck=deck, title=data["title"], due_at=data["due"], attempts=data["attempts"])
    return redirect(reverse("classes:classroom", args=[room.pk]) + "#homework")


@require_safe
@private
@teaching
def marks(request: HttpRequest, room: Classroom, homework: uuid.UUID) -> HttpResponse:
    """The gradebook of one homework."""
    work = room.homework.filter(pk=homework).select_related("deck").first()
    if work is None:
        raise Http404
    items = list(work.deck.items.order_by("place"))
    return render(
        request, "classes/marks.html", {"room": room, "work": work, "items": items, "rows": gradebook(work)}
    )


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
@teaching
def extend(request: HttpRequest, room: Classroom, homework: uuid.UUID) -> HttpResponse:
    """More time for one learner, or none needed."""
    work = room.homework.filter(pk=homework).first()
    if work is None:
        raise Http404
    form = HomeworkForm(
        {**request.POST.dict(), "deck": str(work.deck_id), "title": work.title, "attempts": 1}, classroom=room
    )
    known = {str(row.learner): row.learner for row in gradebook(work)}
    learner = known.get(request.POST.get("learner", ""))
    if form.is_valid() and learner is not None:
        actions.extend(
            homework=work, learner=learner, due_at=form.cleaned_data["due"], excused="excused" in request.POST
        )
    return redirect("classes:marks", pk=room.pk, homework=work.pk)


@require_safe
@private
@teaching
def items(request: HttpRequest, room: Classroom) -> HttpResponse:
    """How the questions of the class's sessions did their work, by everybody's first vote."""
    rounds = list(Round.objects.filter(session__classroom=room).order_by("session__started_at", "place"))
    votes = votes_of(rounds)
    first = {one.pk: [vote for vote in votes[one.pk] if vote.phase == 1] for one in rounds}
    right: dict[str, list[bool]] = {}
    for cast in first.values():
        for vote in cast:
            right.setdefault(vote.voter, []).append(vote.correct)
    rows = []
    for one in rounds:
        answered = [
            Answered(choice=vote.choice, correct=vote.correct, rest=_rest(right[vote.voter], vote.correct))
            for vote in first[one.pk]
        ]
        if answered:
            rows.append({"round": one, "found": analyse(answered, [good for _, good, _ in options_of(one)])})
    return render(request, "classes/items.html", {"room": room, "rows": rows})


def _rest(all_right: list[bool], this: bool) -> float:
    """The share of a voter's other answers that are right."""
    return (sum(all_right) - this) / (len(all_right) - 1) if len(all_right) > 1 else 0.0


@require_safe
@private
@teaching
def export(request: HttpRequest, room: Classroom, kind: str) -> HttpResponse:
    """Every response of the class, one a row."""
    if kind == "csv":
        return _file(as_csv(room), "text/csv; charset=utf-8", "class.csv")
    return _file(as_xlsx(room), XLSX, "class.xlsx")


@require_safe
@private
@teaching
def snapshot(request: HttpRequest, room: Classroom, deck: uuid.UUID, kind: str) -> HttpResponse:
    """A deck for another system, as one world has it."""
    found = Deck.objects.filter(classroom=room, pk=deck).first()
    if found is None:
        raise Http404
    if kind == "gift":
        return _file(as_gift(found), "text/plain; charset=utf-8", "deck.gift")
    return _file(as_moodle(found), "application/xml", "deck.xml")


def _file(data: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
