"""What a learner knows, and what is due."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from studyapp import clock
from studyapp.catalog.model import Catalog
from studyapp.course import course
from studyapp.learners import current_learner
from studyapp.models import Answer
from studyapp.study.history import lesson_named, picture_of
from studyapp.study.plan import Plan
from studyapp.study.refresh import choose
from studyapp.web.private import private

LARGEST_SEED = 10**6


@require_safe
@private
def progress(request: HttpRequest) -> HttpResponse:
    """Objective by objective and idea by idea, in counts."""
    learner, now = current_learner(request), clock.now()
    found = picture_of(learner, course(), now)
    sheet = {"picture": found, "now": now, "learner": learner, "rule": settings.MASTERY}
    return render(request, "study/progress.html", sheet)


@require_safe
@private
def review(request: HttpRequest) -> HttpResponse:
    """What is due today, what may wait, and when the next thing falls due."""
    learner, now = current_learner(request), clock.now()
    found = picture_of(learner, course(), now)
    sheet = {"plan": found.plan, "now": now, "learner": learner, "due": named(course(), found.plan), "picture": found}
    return render(request, "study/review.html", sheet)


def named(catalog: Catalog, plan: Plan) -> list[dict[str, Any]]:
    """What is due, with its lesson and its words."""
    return [{"memory": one, "lesson": lesson_named(catalog, one.objective)} for one in plan.today]


@require_safe
@private
def next_due(request: HttpRequest) -> HttpResponse:
    """On to the most pressing question: an objective that is due, in a world not seen before."""
    learner, catalog = current_learner(request), course()
    found = picture_of(learner, catalog, clock.now()).plan
    due = found.today or (found.waiting if request.GET.get("more") else ())
    if learner is None or not due:
        return redirect("study:review")
    seen = Answer.objects.of(learner).order_by("answered_at").values_list("question", flat=True)
    question = choose(catalog, due[0].objective, list(seen))
    address = reverse("quizzes:question", args=[question])
    return redirect(f"{address}?seed={secrets.randbelow(LARGEST_SEED)}&for=review")
