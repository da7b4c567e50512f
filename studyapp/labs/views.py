"""The labs: one view for all of them, as a page, a fragment or JSON."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.labs import jsonapi
from studyapp.labs.carried import fit
from studyapp.labs.openapi import document
from studyapp.labs.panel import Place, panel, run, take_bet
from studyapp.labs.permalink import decode
from studyapp.labs.registry import BY_SLUG, WITH_PAGE, Lab
from studyapp.web.limits import limited
from studyapp.web.private import private


def _rate() -> int:
    return int(settings.LAB_RATE_LIMIT)


def _with_page(slug: str) -> Lab:
    found = BY_SLUG.get(slug)
    if found is None or found.page is None:
        raise Http404
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every lab that has a page."""
    return render(request, "labs/index.html", {"labs": WITH_PAGE})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("labs", _rate)
@private
def lab(request: HttpRequest, slug: str) -> HttpResponse:
    """A lab: GET shows a starting state or a permalink, POST runs what was typed."""
    found = _with_page(slug)
    if request.method == "POST":
        return _run(request, found)
    data, notice = _opened(request, found)
    context = panel(found, run(found, data), Place())
    return render(request, "labs/lab.html", {**context, "notice": notice})


def _opened(request: HttpRequest, found: Lab) -> tuple[Mapping[str, Any], str]:
    """The fields that an address asks for, and a sentence when it asks for something that is not there."""
    states = found.page.states if found.page else ()
    if "w" in request.GET:
        data = decode(request.GET["w"])
        if data is not None and fit(data, found.schema):
            return data, ""
        return states[0].data, "This link is damaged or incomplete. Here is a state to start from."
    wanted = request.GET.get("state")
    named = next((state for state in states if state.slug == wanted), None)
    notice = f"There is no starting state of that name. This is “{states[0].title}”." if wanted and not named else ""
    return (named or states[0]).data, notice


def _posted(request: HttpRequest, found: Lab) -> Mapping[str, Any]:
    """The lab's fields: typed into the form, or carried whole by a bet."""
    carried = decode(request.POST["w"]) if request.POST.get("w") else None
    if carried is not None and fit(carried, found.schema):
        return carried
    return found.page.read(request.POST)  # type: ignore[union-attr]


def _run(request: HttpRequest, found: Lab) -> HttpResponse:
    place = Place.of(request)
    done = run(found, _posted(request, found))
    before = request.POST.get("before", "")
    context = panel(found, done, place, before=before, reckoning=take_bet(request, found, place, done))
    status = 422 if done.errors else 200
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "labs/lab.html", context, status=status)
    # A bet swaps the whole panel, from bet to free play, and so does what changes the form; a run swaps its result.
    whole = bool(request.POST.get("bet") or request.POST.get("whole")) and place.lesson != "home"
    template = "labs/_panel.html" if whole else "labs/_result.html"
    return render(request, template, context, status=status)


@csrf_exempt  # stateless: it reads no cookie and keeps nothing
@require_POST
@limited("labs", _rate)
@private
def run_json(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A lab as JSON, or something more that it answers."""
    found = BY_SLUG.get(slug)
    endpoint = found.endpoints.get(name) if found else None
    if endpoint is None:
        return JsonResponse({"errors": {"": ["There is no lab of this name."]}}, status=404)
    return jsonapi.answer(request, endpoint)


@require_POST
@limited("labs", _rate)
@private
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """The world as a JSON file to keep, for worlds too large for a link; without secrets, like a link."""
    found = _with_page(slug)
    data = found.page.scrub(_posted(request, found))  # type: ignore[union-attr]
    text = json.dumps(data, indent=2, ensure_ascii=False, default=str)
    response = HttpResponse(text, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.json"'
    return response


@require_safe
@cache_control(public=True, max_age=300)
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document of the labs."""
    return JsonResponse(document(), json_dumps_params={"indent": 1})
