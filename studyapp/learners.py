"""The learner behind a request: an id in a signed cookie, and a row from the first write on."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from studyapp.models import Learner

SALT = "rolecall.learner"
ONE_YEAR = 365 * 24 * 3600
View = Callable[[HttpRequest], HttpResponse]


def _cookie_id(request: HttpRequest) -> uuid.UUID | None:
    text = request.COOKIES.get(settings.LEARNER_COOKIE_NAME, "")
    if not text:
        return None
    try:
        return uuid.UUID(signing.loads(text, salt=SALT, max_age=ONE_YEAR))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        # Tampered with, too old or from another site: the same as none.
        return None


def current_learner(request: HttpRequest) -> Learner | None:
    """Whoever this browser belongs to, or None. Reading creates no row."""
    if not hasattr(request, "_learner"):
        known = _cookie_id(request)
        request._learner = Learner.objects.filter(pk=known).first() if known else None  # type: ignore[attr-defined]
    found: Learner | None = request._learner  # type: ignore[attr-defined]
    return found


def ensure_learner(request: HttpRequest) -> Learner:
    """The same, with a row made for a guest who has none yet. Call it where something is about to be written."""
    learner = current_learner(request)
    if learner is None:
        learner = Learner.objects.create()
        request._learner = learner  # type: ignore[attr-defined]
        request._new_learner = learner  # type: ignore[attr-defined]
    return learner


def LearnerCookieMiddleware(get_response: View) -> View:
    """Hand a new guest the cookie, and an active one a fresh year."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        learner = getattr(request, "_new_learner", None)
        if learner is None and request.method == "POST":
            learner = getattr(request, "_learner", None)
        if learner is not None:
            response.set_cookie(
                settings.LEARNER_COOKIE_NAME,
                signing.dumps(str(learner.pk), salt=SALT),
                max_age=ONE_YEAR,
                httponly=True,
                samesite="Lax",
                secure=settings.HTTPS,
            )
        return response

    return middleware
