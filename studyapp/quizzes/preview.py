"""What an author sees of a question: every seed, its key, its problems. In development only."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studyapp.course import course, problems
from studyapp.models import Answer
from studyapp.questions.bank import unlimited
from studyapp.questions.grade import BrokenItem, grade
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.misconceptions import named
from studyapp.questions.verdict import Verdict
from studyapp.quizzes.sheets import SITUATIONS, has_start, read_seed
from studyapp.web.private import private

LAST_SEED = 49
ENOUGH = 30


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An item with its key: what the result's templates need."""

    item: Item
    verdict: Verdict
    several: bool = False


@dataclass(frozen=True, kw_only=True)
class Use:
    """What became of a question so far: counts, and shares once there are enough to mean something."""

    answers: int
    right: int
    disputes: int
    ideas: tuple[tuple[str, int], ...]

    @property
    def share(self) -> int | None:
        """How many in a hundred were right; None below thirty answers."""
        return round(100 * self.right / self.answers) if self.answers >= ENOUGH else None


def in_use(question_id: str) -> Use:
    """The counts of one question over everybody's answers."""
    answers = Answer.objects.filter(question=question_id, response__isnull=False)
    held = answers.exclude(misconception="").values_list("misconception").annotate(n=Count("pk")).order_by("-n")
    return Use(
        answers=answers.count(),
        right=answers.filter(correct=True).count(),
        disputes=answers.exclude(dispute="").count(),
        ideas=tuple((named(name) or "a slip", count) for name, count in held[:6]),
    )


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
        "use": in_use(question_id),
    }
    try:
        item = issue(question, seed)
        context["result"] = Draft(item=item, verdict=grade(item, None))
    except (BrokenItem, ValueError, LookupError) as broken:
        return render(request, "quizzes/preview.html", {**context, "broken": str(broken)})
    more = {"item": item, "machine": item, "known": has_start(item), "kind": KINDS[item.kind]}
    names = {"result_template": f"quizzes/kinds/_{item.kind}_result.html", "situation": SITUATIONS.get(item.lab, "")}
    return render(request, "quizzes/preview.html", {**context, **more, **names})
