"""A question in the middle of a lesson."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from studyapp.catalog.model import CheckPart, Lesson
from studyapp.course import course
from studyapp.learners import current_learner
from studyapp.models import Answer
from studyapp.quizzes.sheets import question_sheet, read_seed, result_sheet

register = template.Library()


def _answers(request: HttpRequest, lesson: str) -> dict[str, Answer]:
    """This learner's newest answer to each question of a lesson, read once a request."""
    kept: dict[str, Answer] | None = getattr(request, "_lesson_answers", None)
    if kept is None:
        own = Answer.objects.of(current_learner(request)).filter(lesson=lesson).order_by("answered_at")
        kept = {answer.question: answer for answer in own}
        request._lesson_answers = kept  # type: ignore[attr-defined]
    return kept


@register.simple_tag(takes_context=True)
def check(context: dict[str, Any], part: CheckPart, lesson: Lesson) -> SafeString:
    """The question, or what came of it when this learner has answered it here."""
    request = context["request"]
    question = course().question(part.question)
    if question is None:
        return SafeString("")
    again = request.GET.get("again") == question.id
    answered = None if again else _answers(request, lesson.slug).get(question.id)
    if answered is not None:
        return render_to_string("quizzes/_answered.html", result_sheet(answered), request=request)
    sheet = question_sheet(question, read_seed(request), lesson=lesson.slug)
    return render_to_string("quizzes/_check.html", sheet, request=request)
