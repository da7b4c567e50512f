"""A question in the middle of a lesson, its situation, its trace, and the way into the lab."""

import json
import uuid
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from studyapp.catalog.model import CheckPart, Lesson
from studyapp.course import course
from studyapp.database.prepared import Prepared
from studyapp.labs.chain.roll import roll
from studyapp.labs.panel import Place, link
from studyapp.labs.registry import BY_SLUG
from studyapp.learners import current_learner
from studyapp.lessons.pages import SLOT, pieces
from studyapp.lessons.parts import SEALED, Shown, hand_in, hand_in_sheets
from studyapp.models import Answer
from studyapp.questions.items import Item
from studyapp.questions.puzzle import Trial
from studyapp.questions.verdict import Verdict
from studyapp.quizzes.sheets import lesson_sheet, question_sheet, read_seed, result_sheet

register = template.Library()


_given = Prepared(
    lambda learner, lesson: Answer.objects.filter(learner=learner, lesson=lesson).order_by("answered_at"),
    uuid.UUID(int=1),
    "a lesson",
    fields=("id", "question", "changed_mind", "dispute"),
)


def _answers(request: HttpRequest, lesson: str) -> dict[str, Answer]:
    """This learner's newest answer to each question of a lesson, read once a request; the rest when it is needed."""
    kept: dict[str, Answer] | None = getattr(request, "_lesson_answers", None)
    if kept is None:
        learner = current_learner(request)
        kept = {answer.question: answer for answer in _given(learner.pk, lesson)} if learner is not None else {}
        request._lesson_answers = kept  # type: ignore[attr-defined]
    return kept


def check(request: HttpRequest, part: CheckPart, lesson: Lesson, shuffle: int) -> Shown:
    """The question, or what came of it when this learner has answered it here.

    Both are kept as text: a result never changes but for its notes, and a question only in its token.
    """
    question = course().question(part.question)
    if question is None:
        return Shown([b""])
    again = request.GET.get("again") == question.id
    answered = None if again else _answers(request, lesson.slug).get(question.id)
    if answered is not None:
        name = f"{answered.pk}/{answered.changed_mind}/{bool(answered.dispute)}"

        def result() -> dict[str, Any]:
            return result_sheet(Answer.objects.get(pk=answered.pk))

        return Shown(pieces(request, "quizzes/_answered.html", question, result, name))
    learner = current_learner(request)
    sure = learner is None or learner.ask_confidence
    seed = read_seed(request) if again else shuffle
    sheet = {"lesson": lesson.slug, "token": SLOT.format(SEALED), "sure": sure}
    name = f"{question.id}/{seed}/{sure}"
    found = pieces(request, "quizzes/_check.html", question, lambda: question_sheet(question, seed, **sheet), name)
    return Shown(found, question.id, seed)


hand_in(CheckPart, check)
hand_in_sheets(lesson_sheet)


@register.filter
def field(given: Any, name: str) -> str:
    """What a form said in the field `name`."""
    return given.get(name, "") if given else ""


def _as_text(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False, default=str)


@register.simple_tag(takes_context=True)
def item_start(context: dict[str, Any], item: Item) -> SafeString:
    """What a question is about, to look at: its own sheets, or the lab's starting state."""
    lab = BY_SLUG.get(item.lab)
    if item.sheets:
        return render_to_string("quizzes/_sheets.html", {"sheets": item.sheets})
    if lab is None:
        return SafeString("")
    if lab.page is None:
        return render_to_string(
            "quizzes/_sheets.html", {"sheets": [{"title": lab.title, "text": _as_text(item.state)}]}
        )
    sheet = lab.page.start(lab.schema.model_validate(item.state))
    return render_to_string(f"labs/{lab.slug}/_start.html", {**sheet, "lab": lab}, request=context.get("request"))


@register.simple_tag(takes_context=True)
def item_trace(context: dict[str, Any], item: Item, verdict: Verdict | Trial) -> SafeString:
    """The run that decided, drawn as the lab draws it."""
    lab = BY_SLUG.get(item.lab)
    if lab is None or verdict.finding is None:
        return SafeString("")
    result = verdict.finding.result
    if lab.page is None:
        sheets = [{"title": "The run", "text": _as_text(result.to_json())}]
        return render_to_string("quizzes/_sheets.html", {"sheets": sheets})
    if lab.slug != "credential-chain":
        # An ask may look at a part only; the lab shows its whole run.
        result = lab.run(lab.schema.model_validate(verdict.state or item.state))
    if lab.slug == "credential-chain":
        world = (verdict.state or item.state).get("world", {})
        return render_to_string("chain/_roll.html", {"roll": roll(result, owners=bool(world.get("identities")))})
    sheet = lab.page.present(lab.schema.model_validate(verdict.state or item.state), result, "")
    # A run to read, not to work with: the lab's template leaves its controls out.
    frame = {"lab": lab, "place": Place(key=f"run-{item.question}"), "frozen": True}
    return render_to_string(f"labs/{lab.slug}/_result.html", {**sheet, **frame}, request=context.get("request"))


@register.simple_tag
def item_link(item: Item) -> str:
    """The address that opens the item's state in its lab; "" where there is none."""
    lab = BY_SLUG.get(item.lab)
    text = link(lab, item.state) if lab is not None and lab.page is not None else ""
    return f"{reverse('labs:lab', args=[item.lab])}?w={text}" if text else ""
