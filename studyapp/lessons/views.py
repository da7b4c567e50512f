"""The reading pages: the course, a lesson, the notes, and the theme they are read in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from studyapp.catalog.model import Catalog
from studyapp.course import course
from studyapp.engines.credentials.flavours import BOTOCORE_ORDER, LABELS
from studyapp.learners import current_learner
from studyapp.lessons import coursemap, first_run
from studyapp.lessons.history import journey_of
from studyapp.lessons.journey import Journey, journey
from studyapp.lessons.lessonpage import lesson_page
from studyapp.lessons.pages import fill, pieces
from studyapp.lessons.passages import entries
from studyapp.lessons.sheets import keeps_of, numbers_of, terms_of, whole_course
from studyapp.web.look import THEMES, keep_theme
from studyapp.web.private import private

RECENT = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The course: for a stranger it opens with a bet, for a learner with the place to go on."""
    catalog = course()
    learner = current_learner(request)
    if learner and (so_far := journey_of(learner, catalog)).started:
        return render(request, "lessons/returning.html", _map(so_far) | _latest(so_far, catalog))
    page = pieces(request, "lessons/home.html", catalog, lambda: _map(journey(catalog)) | _first_run(catalog))
    return HttpResponse(fill(request, page))


@require_safe
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """One lesson, rendered when it was loaded; reading it writes nothing."""
    catalog = course()
    found = catalog.lesson(slug)
    if found is None:
        raise Http404
    return HttpResponse(lesson_page(request, catalog, found))


@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """Every passage of the notes in our words, and where it is taught and asked."""
    catalog = course()
    page = pieces(request, "lessons/notes.html", catalog, lambda: {"entries": entries(catalog)})
    return HttpResponse(fill(request, page))


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the course."""
    catalog = course()
    page = pieces(request, "lessons/glossary.html", catalog, lambda: {"terms": terms_of(catalog)})
    return HttpResponse(fill(request, page))


@require_safe
def cheat_sheet(request: HttpRequest) -> HttpResponse:
    """What to keep of every lesson."""
    catalog = course()
    sheet = {"chain": [LABELS[link] for link in BOTOCORE_ORDER]}
    page = pieces(
        request,
        "lessons/cheat_sheet.html",
        catalog,
        lambda: {**sheet, "numbers": numbers_of(catalog), "keeps": keeps_of(catalog)},
    )
    return HttpResponse(fill(request, page))


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """Every lesson on one page, to print."""
    catalog = course()
    page = pieces(request, "lessons/whole.html", catalog, lambda: {"lessons": whole_course(catalog)})
    return HttpResponse(fill(request, page))


@require_safe
@private
def teaching(request: HttpRequest) -> HttpResponse:
    """For instructors: each lesson's time, a question for the class, the vote to expect. Nobody else has it."""
    learner = current_learner(request)
    if learner is None or not hasattr(learner, "instructor"):
        raise Http404
    return render(request, "lessons/teaching.html", {"lessons": [one for one in course().lessons if one.teaching]})


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's theme and go back to the page it was chosen on."""
    wanted = request.POST.get("theme", "")
    if wanted and wanted not in THEMES:
        return HttpResponseBadRequest("The theme is light, dark or nothing.", content_type="text/plain")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = redirect(target)
    keep_theme(request, response, wanted)
    return response


def _map(so_far: Journey) -> dict[str, Any]:
    needs = {one.lesson.slug: [other.slug for other in one.leans_on] for one in so_far.standings}
    slices = coursemap.draw(needs, so_far.done)
    stops = list(zip(so_far.standings, slices, strict=True))
    return {"journey": so_far, "begin": so_far.beginning, "stops": stops}


def _first_run(catalog: Catalog) -> dict[str, Any]:
    explained = next((one for one in catalog.lessons if one.id == first_run.EXPLAINED_IN), None)
    return {"part": first_run.FIRST_RUN, "world": first_run.first_world(), "why": explained}


def _latest(so_far: Journey, catalog: Catalog) -> dict[str, Any]:
    bet = so_far.last_bet
    told = [answer for answer in so_far.answers if not answer.test][:RECENT]
    return {
        "recent": [(answer, catalog.question(answer.question)) for answer in told],
        "bet_lesson": catalog.lesson(bet.lesson) if bet else None,
        "said": bet.said if bet else "",
        "outcome": bet.outcome if bet else "",
    }
