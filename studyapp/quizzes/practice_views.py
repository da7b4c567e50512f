"""The practice page, and the way to the next question."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from studyapp.course import course
from studyapp.learners import current_learner
from studyapp.models import Answer
from studyapp.questions.misconceptions import BY_ID
from studyapp.quizzes.practice import MIXED, Deck, Met, choose, read_deck, shelf, shelves
from studyapp.quizzes.sheets import fresh_seed
from studyapp.web.private import private

MOST_REMEMBERED = 2_000
NAMES = {name: one.name for name, one in BY_ID.items()}


def _history(request: HttpRequest) -> list[Met]:
    """This learner's answers, from old to new."""
    own = Answer.objects.of(current_learner(request)).open().order_by("-answered_at")
    fields = ("question", "correct", "confidence", "misconception", "answered_at")
    rows = list(own.values_list(*fields)[:MOST_REMEMBERED])
    return [
        Met(question=question, correct=correct, confidence=sure, misconception=idea.partition(".")[0], at=at)
        for question, correct, sure, idea, at in reversed(rows)
    ]


def deck_or_404(text: str) -> Deck:
    """The deck of an address."""
    deck = read_deck(text, course(), NAMES)
    if deck is None:
        raise Http404
    return deck


@require_safe
@private
def index(request: HttpRequest) -> HttpResponse:
    """What there is to practise, with counts."""
    history = _history(request)
    topics, ideas = shelves(course(), history, NAMES)
    mixed = read_deck(MIXED, course(), NAMES)
    newest = {met.question: met for met in history}
    context = {"mixed": shelf(mixed, newest) if mixed else None, "topics": topics, "ideas": ideas}
    return render(request, "quizzes/practice.html", context)


@require_safe
@private
def following(request: HttpRequest) -> HttpResponse:
    """On to the next question of a deck, chosen by what was answered before."""
    deck = deck_or_404(request.GET.get("from", MIXED))
    question = choose(deck.questions, _history(request), secrets.randbelow(10**9))
    address = reverse("quizzes:question", args=[question.id])
    return redirect(f"{address}?seed={fresh_seed()}&from={deck.text}")
