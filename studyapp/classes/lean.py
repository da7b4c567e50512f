"""The poll of a class, answered before anything else: no cookie, no session, no learner.

The answer is the same for everybody, so any cache may keep it for a second and collapse a thousand polls into one.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound

from studyapp.classes import codes
from studyapp.classes.document import Document, document
from studyapp.web.headers import HEADERS

View = Callable[[HttpRequest], HttpResponse]
STATE = re.compile(r"/c/([A-Z2-9]{6})/state")
NOTHING_NEW, OVER = 204, 286


def live_state(get_response: View) -> View:
    """Answer /c/<code>/state here; pass everything else on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        found = STATE.fullmatch(request.path_info)
        return state(request, found[1]) if found else get_response(request)

    return middleware


def state(request: HttpRequest, code: str) -> HttpResponse:
    """204 when nothing is new, 200 with the document, 286 when the class is over."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    response = _answer(request, code)
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _answer(request: HttpRequest, code: str) -> HttpResponse:
    refused = codes.shut(request)
    now = document(code) if not refused and set(code) <= set(codes.ALPHABET) else None
    if now is None:
        return _unknown(request)
    etag = f'"{now.version}"'
    fresh = request.GET.get("v") == str(now.version) or request.META.get("HTTP_IF_NONE_MATCH") == etag
    response = _whole(now) if now.over or not fresh else HttpResponse(status=NOTHING_NEW)
    response.headers["ETag"] = etag
    response.headers["X-Version"] = str(now.version)
    response.headers["Cache-Control"] = "public, max-age=0, s-maxage=1"
    return response


def _whole(now: Document) -> HttpResponse:
    return HttpResponse(now.html, status=OVER if now.over else 200)


def _unknown(request: HttpRequest) -> HttpResponse:
    """A code that nobody has: a wrong try, counted like one at the door."""
    if not codes.shut(request):
        codes.wrong(request)
    response = HttpResponseNotFound(b"There is no such class.")
    response.headers["Cache-Control"] = "no-store"
    return response
