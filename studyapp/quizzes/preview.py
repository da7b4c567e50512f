"""What an author sees of a question: every seed, its key, its problems. In development only."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studyapp.course import course, problems
from studyapp.questions.bank import unlimited
from studyapp.questions.grade import BrokenItem, grade
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.verdict import Verdict
from studyapp.quizzes.sheets import SITUATIONS, has_start, read_seed
from studyapp.web.private import private

LAST_SEED = 49


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An item with its key: what the result's templates need."""

    item: Item
    verdict: Verdict
    several: bool = False


@require_safe
@private
def preview(request: HttpRequest, question_id: str) -> HttpResponse:
    """A question as it will be asked, its key beside it. Not found outside development."""
    question = course().question(question_id)
    if not settings.DEBUG or question is None:
        raise Http404
    seed = read_seed(request) if request.GET.get("seed") else 0
    context = {
        "question": question,
        "seed": seed,
        "last_seed": max(LAST_SEED, seed),
        "unlimited": unlimited(question),
        "problems": [one for one in problems() if one.path == question.path],
    }
    try:
        item = issue(question, seed)
        context["result"] = Draft(item=item, verdict=grade(item, None))
    except (BrokenItem, ValueError, LookupError) as broken:
        return render(request, "quizzes/preview.html", {**context, "broken": str(broken)})
    more = {"item": item, "machine": item, "known": has_start(item), "kind": KINDS[item.kind]}
    names = {"result_template": f"quizzes/kinds/_{item.kind}_result.html", "situation": SITUATIONS.get(item.lab, "")}
    return render(request, "quizzes/preview.html", {**context, **more, **names})
