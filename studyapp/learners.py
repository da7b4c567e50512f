"""The learner behind a request: of an account, or a guest, who is an id in a signed cookie.

A row is made at the first write.
"""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from studyapp.database.prepared import Prepared
from studyapp.models import Account, Learner

SALT = "rolecall.learner"
# Asked by every page of somebody who has been here before.
_guests = Prepared(
    lambda known: Learner.objects.filter(pk=known, account=None),
    uuid.UUID(int=1),
    fields=tuple(field.attname for field in Learner._meta.concrete_fields),
)
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


def sealed(learner: Learner) -> str:
    """The value of a guest's cookie."""
    return signing.dumps(str(learner.pk), salt=SALT)


def account_of(request: HttpRequest) -> Account | None:
    """The account this browser is signed in to. Without a session cookie nothing is looked up."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not hasattr(request, "_cached_user"):
        return None
    user = request.user
    return user if isinstance(user, Account) or user.is_authenticated else None  # type: ignore[return-value]


def guest_of(request: HttpRequest) -> Learner | None:
    """The guest whose cookie this browser holds. A learner with an account is nobody's guest."""
    known = _cookie_id(request)
    return next(iter(_guests(known)), None) if known else None


def current_learner(request: HttpRequest) -> Learner | None:
    """Whoever this browser belongs to, or None. Reading creates no row."""
    if not hasattr(request, "_learner"):
        account = account_of(request)
        found = Learner.objects.filter(account=account).first() if account else guest_of(request)
        request._learner = found  # type: ignore[attr-defined]
    return request._learner  # type: ignore[attr-defined, no-any-return]


def ensure_learner(request: HttpRequest) -> Learner:
    """The same, with a row made where there is none yet. Call it where something is about to be written."""
    learner = current_learner(request)
    if learner is None:
        account = account_of(request)
        learner = Learner.objects.get_or_create(account=account)[0] if account else Learner.objects.create()
        request._learner = learner  # type: ignore[attr-defined]
        request._new_learner = learner  # type: ignore[attr-defined]
    return learner


def forget_guest(request: HttpRequest) -> None:
    """Take the guest's cookie back with the response: its work has an account now, or is deleted."""
    request._learner = None  # type: ignore[attr-defined]
    request._forget_guest = True  # type: ignore[attr-defined]


def LearnerCookieMiddleware(get_response: View) -> View:
    """Hand a new guest the cookie, and an active one a fresh year."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        learner = getattr(request, "_new_learner", None)
        if learner is None and request.method == "POST":
            learner = getattr(request, "_learner", None)
        if getattr(request, "_forget_guest", False):
            response.delete_cookie(settings.LEARNER_COOKIE_NAME, samesite="Lax")
        elif learner is not None and learner.account_id is None:
            response.set_cookie(
                settings.LEARNER_COOKIE_NAME,
                sealed(learner),
                max_age=ONE_YEAR,
                httponly=True,
                samesite="Lax",
                secure=settings.HTTPS,
            )
        return response

    return middleware
