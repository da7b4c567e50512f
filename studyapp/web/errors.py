"""What went wrong, in our voice: a page for people, an object for programs."""

import secrets
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

LONGEST_RETRY_SECONDS = 10  # at random up to it: those who wait do not come back all at once


def refuse(request: HttpRequest, status: int, words: str, *, plain: bool = False, **context: object) -> HttpResponse:
    """Answer with `<status>.html`, or with the words as JSON where JSON was asked for.

    `plain` pages are rendered without the request, because it may be what is bad.
    """
    if request.path_info.endswith(".json"):
        return JsonResponse({"errors": {"": [words]}}, status=status)
    page = render_to_string(f"{status}.html", {"words": words, **context}, None if plain else request)
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Among others for a Host header that is not ours."""
    return refuse(request, 400, "The request is malformed.", plain=True)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, 403, "That is not yours to see.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, 404, "There is nothing at this address.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's view has its own page; this one is ours, and keeps the reason to itself."""
    page = render_to_string("403_csrf.html", {}, request)
    return HttpResponse(page, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with Retry-After when the database is what failed. Touches no database itself."""
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return refuse(request, 500, "Something broke here. What you had saved is safe.", plain=True)
    words = "The database is not answering. This was not saved; please send it again in a moment."
    response = refuse(request, 503, words, plain=True)
    response.headers["Retry-After"] = str(1 + secrets.randbelow(LONGEST_RETRY_SECONDS))
    return response
