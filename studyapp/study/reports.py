"""What a test came to: for its learner, for whoever has the link, and on one sheet of paper."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from studyapp import clock
from studyapp.course import course
from studyapp.models import Attempt
from studyapp.study.assess import own_or_404
from studyapp.study.history import picture_of
from studyapp.study.report import HEIGHT, LEFT, TOP, WIDTH, grid, report_of
from studyapp.web.private import private

SALT = "rolecall.report"


def _sheet(attempt: Attempt) -> dict[str, Any]:
    plot = {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - 20, "top": TOP, "grid": grid()}
    plot["bottom"] = plot["grid"][0][1]
    return {"report": report_of(attempt, course()), "attempt": attempt, "plot": plot}


def _over_or_404(request: HttpRequest, key: uuid.UUID) -> Attempt:
    attempt = own_or_404(request, key)
    if attempt.graded_at is None:
        raise Http404
    return attempt


@require_safe
@private
def report(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The report, for whoever sat the test."""
    attempt = own_or_404(request, key)
    if attempt.graded_at is None:
        return redirect("assess:sit", key)
    picture = picture_of(attempt.learner, course(), clock.now())
    link = _link(request, attempt) if attempt.share else ""
    template = "study/map.html" if attempt.form == "pretest" else "study/report.html"
    return render(request, template, {**_sheet(attempt), "own": True, "link": link, "picture": picture})


@require_POST
@private
def share(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Make a link that shows the numbers to whoever has it, or take it back for good."""
    attempt = _over_or_404(request, key)
    wanted = secrets.token_urlsafe(18) if request.POST.get("on") else ""
    with transaction.atomic():
        # A link that exists stays the same; one that was taken back never comes again.
        rows = Attempt.objects.filter(pk=attempt.pk)
        (rows.filter(share="") if wanted else rows).update(share=wanted)
    return redirect(reverse("assess:report", args=[key]) + "#share")


def _link(request: HttpRequest, attempt: Attempt) -> str:
    token = signing.Signer(salt=SALT).sign_object([attempt.pk.hex, attempt.share])
    path = reverse("assess:shared", args=[token])
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


@require_safe
@private
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The numbers of a report, for whoever has the link; no answer and no name is among them."""
    try:
        key, share = signing.Signer(salt=SALT).unsign_object(token)
        found = Attempt.objects.filter(pk=uuid.UUID(key), share=share).exclude(share="").first()
    except (signing.BadSignature, ValueError, TypeError):
        found = None
    if found is None or found.graded_at is None:
        raise Http404
    return render(request, "study/report.html", {**_sheet(found), "own": False})


@require_safe
@private
def summary(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One sheet to print, which says what it is and what it is not."""
    return render(request, "study/summary.html", _sheet(_over_or_404(request, key)))
