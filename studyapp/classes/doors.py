"""Where a class gets in: the address phones can reach, its QR code, and who teaches."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from studyapp.learners import current_learner
from studyapp.models import Classroom, Learner, LiveSession
from studyapp.network import ANYWHERE, is_loopback, lan_address

View = Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class Qr:
    """A QR code as one SVG path."""

    size: int
    path: str


@lru_cache(maxsize=64)
def qr(text: str) -> Qr:
    """Row by row, one step for every run of dark modules; with the quiet zone of four that readers ask for."""
    made = segno.make(text, error="m", micro=False)
    path = io.StringIO()
    for y, line in enumerate(made.matrix_iter(border=4)):
        x = 0
        while x < len(line):
            run = next((end for end in range(x, len(line)) if not line[end]), len(line)) - x
            if run:
                path.write(f"M{x} {y}h{run}v1h-{run}z")
            x += run + 1
    return Qr(size=made.symbol_size(border=4)[0], path=path.getvalue())


def origin(request: HttpRequest) -> str:
    """Scheme, host and port under which phones reach this site: PUBLIC_URL, or the address on the local network."""
    if settings.PUBLIC_URL:
        return str(settings.PUBLIC_URL)
    asked = urlsplit(f"//{request.get_host()}")
    if is_loopback(asked.hostname or "") and settings.HOST in ANYWHERE and lan_address():
        return f"{request.scheme}://{lan_address()}{f':{asked.port}' if asked.port else ''}"
    return f"{request.scheme}://{request.get_host()}"


def join_url(request: HttpRequest, session: LiveSession) -> str:
    return origin(request) + reverse("classes:join_code", args=[session.code])


def from_this_machine(request: HttpRequest) -> bool:
    """Whoever sits at the machine itself, with nothing in between."""
    direct = not settings.PUBLIC_URL and not settings.TRUSTED_PROXIES and "HTTP_X_FORWARDED_FOR" not in request.META
    return direct and is_loopback(str(request.META.get("REMOTE_ADDR", "")))


def instructor_of(request: HttpRequest) -> Learner | None:
    """The learner of this browser, if it is one who may teach."""
    learner = current_learner(request)
    return learner if learner is not None and hasattr(learner, "instructor") else None


def teaching(view: View) -> View:
    """The view gets the class (`pk`) or the session (`code`) of its teacher; to everybody else it is not there."""

    @wraps(view)
    def wrapper(request: HttpRequest, **named: Any) -> HttpResponse:
        teacher = instructor_of(request)
        if "code" in named:
            own = LiveSession.objects.filter(classroom__in=Classroom.objects.taught_by(teacher))
            found: Any = own.filter(code=named.pop("code")).select_related("current").order_by("-started_at").first()
        else:
            found = Classroom.objects.taught_by(teacher).filter(pk=named.pop("pk")).first()
        if found is None:
            raise Http404
        return view(request, found, **named)

    return wrapper
