"""Homework: the learner's side, and the teacher's, who gives it, looks on, and gives more time."""

import uuid
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.answers import CONFIDENCE
from studyapp.classes import actions, class_views
from studyapp.classes.doors import origin, teaching
from studyapp.classes.forms import HomeworkForm, MoreTimeForm, TryForm
from studyapp.classes.gradebook import book
from studyapp.classes.homework import NoTries, Place, Standing, answers_of, drawn, hand_in, own_standing
from studyapp.classes.people import Who, everybody
from studyapp.learners import current_learner, ensure_learner
from studyapp.models import Answer, Classroom, Homework
from studyapp.questions.grade import grade
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.trying import asked_to_try, trial_sheet
from studyapp.questions.verdict import Unreadable
from studyapp.web.limits import limited
from studyapp.web.private import private

CHANGES_A_MINUTE = 60


def _work(pk: uuid.UUID) -> Homework:
    found = Homework.objects.filter(pk=pk).select_related("deck", "classroom").first()
    if found is None:
        raise Http404
    return found


@require_safe
@private
def homework(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The questions of a homework, and how far this learner is. Its address is the way in."""
    work = _work(pk)
    standing, _ = own_standing(work, current_learner(request))
    return render(request, "classes/homework.html", {"work": work, "standing": standing})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("answers", CHANGES_A_MINUTE)
@private
def question(request: HttpRequest, pk: uuid.UUID, place: int) -> HttpResponse:
    """One question on this learner's own world: asked, or looked back on."""
    work, learner = _work(pk), current_learner(request)
    if learner is None and request.method == "POST":
        learner = ensure_learner(request)
    standing, answers = own_standing(work, learner)
    found = next((one for one in standing.places if one.item.place == place), None)
    if found is None:
        raise Http404
    if learner is None:
        return render(request, "classes/homework.html", {"work": work, "standing": standing, "begin": place})
    if "begin" in request.POST:
        return redirect("classes:question", pk=pk, place=place)
    last = max((one for one in answers if one.place == place), key=lambda one: one.phase or 0, default=None)
    if request.method != "POST" and last is not None and ("again" not in request.GET or not found.left):
        return render(request, "classes/homework_answer.html", _result(work, standing, found, last))
    if standing.waits:
        return redirect("classes:homework", pk=pk)
    return _tried(request, work, standing, answers, found)


def _tried(
    request: HttpRequest, work: Homework, standing: Standing, answers: list[Answer], place: Place
) -> HttpResponse:
    """A try asked for, or handed in."""
    learner, attempt = ensure_learner(request), _attempt(request, place)
    item = drawn(work, place, learner.pk, attempt)
    if item is None:
        raise Http404
    edits = asked_to_try(request.POST, item)
    if edits is not None:
        return _run(request, _sheet(work, place, item, attempt, None), edits)
    form = TryForm(request.POST, item) if request.method == "POST" else None
    if form is None or not form.is_valid():
        page = _sheet(work, place, item, attempt, form)
        return render(request, "classes/homework_question.html", page, status=200 if form is None else 422)
    said = {name: form.cleaned_data[name] for name in ("response", "confidence", "milliseconds")}
    about = {"homework": work, "standing": standing, "answers": answers, "place": place}
    with suppress(NoTries):  # the page they are sent to shows what stands
        hand_in(**about, learner=learner, attempt=attempt, item=item, **said)
    return redirect("classes:question", pk=work.pk, place=place.item.place)


def _run(request: HttpRequest, page: dict[str, Any], edits: list[str]) -> HttpResponse:
    """A puzzle with some changes made, before it is handed in. It uses up no try."""
    try:
        page |= trial_sheet(page["item"], edits)
    except Unreadable as why:
        page["said"] = str(why)
    return render(request, "classes/homework_question.html", page, status=422 if "said" in page else 200)


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
        "machine": item,
        "kind": kind,
        "shown": kind.shown(item),
        "known": bool(item.sheets or item.lab),
        "ask_template": f"quizzes/kinds/_{item.kind}.html",
        "attempt": attempt,
        "confidence": CONFIDENCE,
        "form": form,
        "given": form.data if form else {},
    }


def _result(work: Homework, standing: Standing, place: Place, answer: Answer) -> dict[str, Any]:
    places = [one.item.place for one in standing.places if one.left and one.item.place != place.item.place]
    after = next((one for one in places if one > place.item.place), places[0] if places else None)
    return {"work": work, "standing": standing, "place": place, "after": after, **_marked(answer)}


def _marked(answer: Answer) -> dict[str, Any]:
    item = Item.from_json(answer.issued)
    result = {"answer": answer, "item": item, "verdict": grade(item, answer.response)}
    return {"result": result, "result_template": f"quizzes/kinds/_{item.kind}_result.html"}


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
@teaching
def assign(request: HttpRequest, room: Classroom) -> HttpResponse:
    """Give a deck as homework."""
    form = HomeworkForm(request.POST, classroom=room)
    if not form.is_valid():
        return class_views.classroom_page(request, room, giving=form, status=422)
    actions.create_homework(deck=form.cleaned_data["deck"], **_dates(form))
    return redirect(reverse("classes:classroom", args=[room.pk]) + "#homework")


def _dates(form: HomeworkForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "title": data["title"],
        "opens_at": data["opens"],
        "due_at": data["due"],
        "rule": data["rule"],
        "attempts": data["attempts"],
    }


def _given(room: Classroom, pk: uuid.UUID) -> Homework:
    found = room.homework.filter(pk=pk).select_related("deck", "classroom").first()
    if found is None:
        raise Http404
    return found


def _marks(request: HttpRequest, room: Classroom, work: Homework, status: int = 200, **more: Any) -> HttpResponse:
    page = {
        "room": room,
        "work": work,
        "items": list(work.deck.items.order_by("place")),
        "book": book(work),
        "everybody": everybody(room, work.answers.values_list("learner_id", flat=True)),
        "way_in": origin(request) + reverse("classes:homework", args=[work.pk]),
        **more,
    }
    return render(request, "classes/marks.html", page, status=status)


@require_safe
@private
@teaching
def marks(request: HttpRequest, room: Classroom, homework: uuid.UUID) -> HttpResponse:
    """How a homework goes, and its marks."""
    return _marks(request, room, _given(room, homework))


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
@teaching
def work_change(request: HttpRequest, room: Classroom, homework: uuid.UUID) -> HttpResponse:
    """Other dates, another rule, or away with a homework."""
    work = _given(room, homework)
    if "delete" in request.POST:
        if not request.POST.get("sure"):
            return _marks(request, room, work, 422, said="Tick the box if you mean it.")
        actions.delete_homework(homework=work)
        return redirect(reverse("classes:classroom", args=[room.pk]) + "#homework")
    form = HomeworkForm({**request.POST.dict(), "deck": str(work.deck_id)}, classroom=room)
    if not form.is_valid():
        return _marks(request, room, work, 422, form=form)
    actions.change_homework(homework=work, **_dates(form))
    return redirect("classes:marks", pk=room.pk, homework=work.pk)


def _who(room: Classroom, work: Homework, key: str) -> Who | None:
    """Somebody of the class by the key their row has."""
    people = everybody(room, work.answers.values_list("learner_id", flat=True))
    return next((one for one in people if one.key == key), None)


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
@teaching
def extend(request: HttpRequest, room: Classroom, homework: uuid.UUID) -> HttpResponse:
    """More time for one learner, or none needed."""
    work = _given(room, homework)
    form = MoreTimeForm(request.POST, classroom=room)
    who = _who(room, work, form.cleaned_data["who"]) if form.is_valid() else None
    if who is None:
        return _marks(request, room, work, 422, more=form)
    data = form.cleaned_data
    actions.extend(homework=work, who=who, due_at=data["due"], excused=data["excused"], undo=data["undo"])
    return redirect("classes:marks", pk=room.pk, homework=work.pk)


@require_safe
@private
@teaching
def tries(request: HttpRequest, room: Classroom, homework: uuid.UUID, key: str, place: int) -> HttpResponse:
    """Every try of one learner at one question, each world replayed as it was."""
    work = _given(room, homework)
    who = _who(room, work, key)
    found = [one for one in answers_of(work, who.learners) if one.place == place] if who else []
    number = request.GET.get("try", "")
    shown = found[int(number) - 1] if number in [str(one + 1) for one in range(len(found))] else (found or [None])[-1]
    if who is None or shown is None:
        raise Http404
    page = {"room": room, "work": work, "who": who, "tries": found, "at": place, "shown": shown}
    return render(request, "classes/tries.html", {**page, **_marked(shown)})
