"""Asking, answering, and looking at what came of it."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.answers import CHANGES, NotYours, answered, record_answer, record_change_of_mind, record_dispute
from studyapp.catalog.model import Question
from studyapp.course import course
from studyapp.learners import current_learner, ensure_learner
from studyapp.models import Answer
from studyapp.questions.issue import content_hash, issue
from studyapp.questions.items import Item
from studyapp.questions.trying import asked_to_try, trial_sheet
from studyapp.questions.verdict import Unreadable
from studyapp.quizzes.forms import AnswerForm, DisputeForm
from studyapp.quizzes.sheets import (
    question_sheet,
    read_from,
    read_purpose,
    read_seed,
    result_sheet,
)
from studyapp.quizzes.token import Issued, unseal
from studyapp.web.limits import limited
from studyapp.web.private import private

ANSWERS_A_MINUTE = 60


def _question_or_404(question_id: str) -> Question:
    found = course().question(question_id)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@limited("answers", ANSWERS_A_MINUTE)
@private
def question(request: HttpRequest, question_id: str) -> HttpResponse:
    """Ask a question, or take the answer to it."""
    asked = _question_or_404(question_id)
    if request.method == "POST":
        return _take(request, asked)
    deck, purpose, sure = read_from(request), read_purpose(request), _asks_how_sure(request)
    sheet = question_sheet(asked, read_seed(request), deck=deck.text if deck else "", purpose=purpose, sure=sure)
    return render(request, "quizzes/question.html", {**sheet, "deck": deck})


def _asks_how_sure(request: HttpRequest) -> bool:
    learner = current_learner(request)
    return learner is None or learner.ask_confidence


def _take(request: HttpRequest, asked: Question) -> HttpResponse:
    issued = unseal(request.POST.get("token", ""), asked.id)
    if issued is None:
        return _again(
            request, asked, read_seed(request), "", "This form has grown too old. Here is the question anew."
        )
    done, learner = answered(issued.nonce), current_learner(request)
    if done is not None and learner is not None and done.learner_id == learner.pk:
        return _show(request, done, issued.deck)
    if issued.content_hash != content_hash(asked):
        said = (
            "This question was improved since you opened it. Here is how it reads now; nothing of yours was marked."
        )
        return _again(request, asked, issued.seed, issued.lesson, said)
    item = issue(asked, issued.seed)
    edits = asked_to_try(request.POST, item)
    if edits is not None:
        return _try(request, asked, issued, item, edits)
    form = AnswerForm(request.POST, item, sure=_asks_how_sure(request))
    if not form.is_valid():
        return _ask_again(request, asked, issued, form)
    try:
        kept, _ = record_answer(
            learner=ensure_learner(request),
            nonce=issued.nonce,
            item=item,
            response=form.cleaned_data["response"],
            confidence=form.cleaned_data["confidence"],
            milliseconds=form.cleaned_data["milliseconds"],
            hints=form.cleaned_data["hints"],
            lesson=issued.lesson,
            purpose=issued.purpose,
        )
    except NotYours:
        return _again(
            request, asked, issued.seed, issued.lesson, "This form was answered already. Here is a fresh one."
        )
    return _show(request, kept, issued.deck)


def _try(request: HttpRequest, asked: Question, issued: Issued, item: Item, edits: list[str]) -> HttpResponse:
    """A puzzle with some changes made, before it is answered. Nothing is written."""
    sure = _asks_how_sure(request)
    where = {"lesson": issued.lesson, "deck": issued.deck, "purpose": issued.purpose}
    sheet = question_sheet(asked, issued.seed, **where, sure=sure)
    try:
        sheet |= trial_sheet(item, edits)
    except Unreadable as why:
        sheet["said"] = str(why)
    sheet |= {"token": request.POST["token"], "taken": request.POST.getlist("hint")}
    return _form(request, sheet, 200)


def _ask_again(request: HttpRequest, asked: Question, issued: Issued, form: AnswerForm) -> HttpResponse:
    """The same form with what is missing said at the field; the nonce stays, so it still counts once."""
    sheet = question_sheet(
        asked, issued.seed, lesson=issued.lesson, deck=issued.deck, purpose=issued.purpose, sure=form.sure, form=form
    )
    sheet["token"] = request.POST["token"]
    return _form(request, sheet, 422)


def _again(request: HttpRequest, asked: Question, seed: int, lesson: str, said: str) -> HttpResponse:
    return _form(
        request, {**question_sheet(asked, seed, lesson=lesson, sure=_asks_how_sure(request)), "said": said}, 409
    )


def _form(request: HttpRequest, sheet: dict[str, object], status: int) -> HttpResponse:
    inline = request.htmx and sheet["lesson_slug"]  # type: ignore[attr-defined]
    template = "quizzes/_check.html" if inline else "quizzes/question.html"
    # htmx shows 422 in place; a conflict is shown the same way.
    return render(request, template, sheet, status=422 if inline and status == 409 else status)


def _show(request: HttpRequest, kept: Answer, deck: str) -> HttpResponse:
    if request.htmx and kept.lesson:  # type: ignore[attr-defined]
        return render(request, "quizzes/_answered.html", result_sheet(kept))
    place = reverse("quizzes:answer", args=[kept.question, kept.pk])
    return redirect(f"{place}?from={deck}" if deck else place)


@require_safe
@private
def answer(request: HttpRequest, question_id: str, key: uuid.UUID) -> HttpResponse:
    """What came of one answer. Only its learner may see it."""
    own = _own(request, question_id, key)
    return render(request, "quizzes/result.html", result_sheet(own, read_from(request)))


@require_POST
@limited("answers", ANSWERS_A_MINUTE)
@private
def mind(request: HttpRequest, question_id: str, key: uuid.UUID) -> HttpResponse:
    """Keep what changed the learner's mind: one click."""
    own = _own(request, question_id, key)
    what = request.POST.get("what", "")
    if what in CHANGES:
        record_change_of_mind(answer=own, what=what)
        own.changed_mind = what
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "quizzes/_mind.html", result_sheet(own))
    return redirect(reverse("quizzes:answer", args=[question_id, key]))


@require_POST
@limited("answers", ANSWERS_A_MINUTE)
@private
def dispute(request: HttpRequest, question_id: str, key: uuid.UUID) -> HttpResponse:
    """Keep a dispute, and show the answer with its run made anew."""
    own = _own(request, question_id, key)
    form = DisputeForm(request.POST)
    if not form.is_valid():
        return render(request, "quizzes/result.html", {**result_sheet(own), "dispute": form}, status=422)
    record_dispute(answer=own, why=form.cleaned_data["why"])
    return redirect(reverse("quizzes:answer", args=[question_id, key]) + "#dispute")


def _own(request: HttpRequest, question_id: str, key: uuid.UUID) -> Answer:
    found = Answer.objects.of(current_learner(request)).open().filter(question=question_id, pk=key).first()
    if found is None:
        raise Http404
    return found
