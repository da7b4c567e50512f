"""Tests: choose one, sit it, end it. Feedback comes when it is over, and not before."""

import secrets
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import ValidationError

from studyapp import clock
from studyapp.course import course
from studyapp.learners import current_learner, ensure_learner
from studyapp.models import Attempt, AttemptItem
from studyapp.questions.items import Item
from studyapp.study import timing
from studyapp.study.blueprint import BY_ID
from studyapp.study.drafts import Save, response_of, save_of
from studyapp.study.saving import Kept, KeyReused, save_draft
from studyapp.study.sheets import index_sheet, palette, place_sheet, said
from studyapp.study.sitting import NothingToAsk, again_of, begin, finish, pause, resume, settle
from studyapp.web.limits import limited
from studyapp.web.private import private

SAVES_A_MINUTE = 240
STARTS_A_MINUTE = 10
LARGEST_SEED = 10**9


def own_or_404(request: HttpRequest, key: uuid.UUID) -> Attempt:
    """A test of whoever asks, as it stands now."""
    learner = current_learner(request)
    found = Attempt.objects.filter(pk=key, learner=learner).first() if learner else None
    if found is None:
        raise Http404
    found.learner = learner  # type: ignore[assignment]  # the row that is known already
    return settle(found)


@require_safe
@private
def index(request: HttpRequest) -> HttpResponse:
    """The tests there are, the one under way, and the reports of earlier ones."""
    return render(request, "study/assess.html", index_sheet(current_learner(request)))


@require_POST
@limited("tests", STARTS_A_MINUTE)
@private
def start(request: HttpRequest) -> HttpResponse:
    """Begin a test. The page's own key makes a second press find the first test."""
    form = BY_ID.get(request.POST.get("form", ""))
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    if form is None:
        return render(request, "study/assess.html", index_sheet(current_learner(request)), status=422)
    learner = ensure_learner(request)
    drawn = again_of(learner, course()) if form.id == "posttest" else ()
    seed = secrets.randbelow(LARGEST_SEED)
    try:
        attempt = begin(learner=learner, key=key, form=form, seed=seed, catalog=course(), drawn=drawn)
    except (NothingToAsk, Attempt.DoesNotExist):
        sheet = {**index_sheet(learner), "said": "This test could not be begun. Choose it once more."}
        return render(request, "study/assess.html", sheet, status=409)
    return redirect("assess:place", attempt.pk, 1)


@require_safe
@private
def sit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """On to where one stopped, on whatever device: the first place that is not answered, or the report."""
    attempt = own_or_404(request, key)
    if attempt.ended_at is not None:
        return redirect("assess:report", key)
    stops = palette(list(attempt.items.order_by("place")))
    here = next((one.place for one in stops if one.state != "answered"), len(stops))
    return redirect("assess:place", key, here)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("drafts", SAVES_A_MINUTE)
@private
def place(request: HttpRequest, key: uuid.UUID, place: int) -> HttpResponse:
    """One question of a test; a POST keeps the draft and goes where the button says."""
    attempt = own_or_404(request, key)
    if request.method == "POST":
        return _keep(request, attempt, place)
    items = list(attempt.items.order_by("place"))
    if not 1 <= place <= len(items):
        raise Http404
    if attempt.ended_at is not None:
        return redirect("assess:report", key)
    return _show(request, attempt, place, items=items)


def _show(
    request: HttpRequest,
    attempt: Attempt,
    here: int,
    status: int = 200,
    items: list[AttemptItem] | None = None,
    **more: Any,
) -> HttpResponse:
    sheet = place_sheet(attempt, items or list(attempt.items.order_by("place")), here, attempt.learner)
    template = "study/paused.html" if attempt.paused_at else "study/place.html"
    return render(request, template, {**sheet, **more}, status=status)


def _keep(request: HttpRequest, attempt: Attempt, here: int) -> HttpResponse:
    try:
        save = save_of(request.POST)
    except ValidationError:
        if not attempt.items.filter(place=here).exists():
            raise Http404 from None
        words = "This answer could not be read. Give it once more; what was saved before is still here."
        return _show(request, attempt, here, 422, said=words)
    try:
        kept = save_draft(attempt=attempt, place=here, save=save)
    except AttemptItem.DoesNotExist:
        raise Http404 from None
    except KeyReused:
        kept = None
    if kept is not None and kept.status == "over":
        return redirect("assess:report", attempt.pk)
    if kept is None or kept.status == "stale":
        row = attempt.items.get(place=here)
        older = said(Item.from_json(row.issued), save.fields)
        return _show(request, attempt, here, 409, older=older, older_fields=save.fields, older_save=save)
    return _go(request, attempt, here)


def _go(request: HttpRequest, attempt: Attempt, here: int) -> HttpResponse:
    """Where the button says: "next", "previous", "end", "pause", or the number of a place."""
    where = request.POST.get("go", "")
    count = attempt.items.count()
    if where == "end":
        return redirect("assess:end", attempt.pk)
    if where == "pause":
        pause(attempt=attempt)
        return redirect("assess:place", attempt.pk, here)
    there = {"next": here + 1, "previous": here - 1}.get(where, int(where) if where.isdecimal() else here)
    if there > count:
        return redirect("assess:end", attempt.pk)
    return redirect("assess:place", attempt.pk, max(1, there))


@require_POST
@limited("drafts", SAVES_A_MINUTE)
@private
def draft(request: HttpRequest, key: uuid.UUID, place: int) -> JsonResponse:
    """Keep a draft: 200 saved, 409 with the newer state, 422 with what is wrong."""
    attempt = own_or_404(request, key)
    try:
        kept = save_draft(attempt=attempt, place=place, save=Save.model_validate_json(request.body))
    except ValidationError as error:
        found = {".".join(map(str, one["loc"])): [one["msg"]] for one in error.errors(include_input=False)}
        return JsonResponse({"errors": found}, status=422)
    except AttemptItem.DoesNotExist:
        raise Http404 from None
    except KeyReused:
        return JsonResponse({"errors": {"key": ["This key was used for another answer."]}}, status=409)
    return JsonResponse(_as_json(attempt, kept), status=200 if kept.status == "saved" else 409)


def _as_json(attempt: Attempt, kept: Kept) -> dict[str, Any]:
    row = kept.item
    response, lacks = response_of(Item.from_json(row.issued), row.fields)
    return {
        "status": kept.status,
        "rev": row.rev,
        "fields": row.fields,
        "confidence": row.confidence,
        "flagged": row.flagged,
        "saved_at": row.saved_at,
        "complete": response is not None,
        "lacks": lacks,
        "left": timing.left(attempt.deadline, attempt.paused_at, clock.now()),
    }


@require_POST
@limited("drafts", SAVES_A_MINUTE)
@private
def pause_or_resume(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Go on after a pause."""
    attempt = own_or_404(request, key)
    resume(attempt=attempt)
    return redirect("assess:sit", key)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("drafts", SAVES_A_MINUTE)
@private
def end(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask whether to hand it in, with what is still open; a POST does it, once."""
    attempt = own_or_404(request, key)
    if request.method == "POST":
        finish(attempt=attempt)
        attempt.refresh_from_db()
        settle(attempt)
    if attempt.ended_at is not None:
        return redirect("assess:report", key)
    stops = palette(list(attempt.items.order_by("place")))
    open_ = [one for one in stops if one.state != "answered"]
    flagged = [one for one in stops if one.flagged]
    sheet = {"attempt": attempt, "form": BY_ID[attempt.form], "stops": stops, "open": open_, "flagged": flagged}
    return render(
        request, "study/end.html", {**sheet, "left": timing.left(attempt.deadline, attempt.paused_at, clock.now())}
    )
