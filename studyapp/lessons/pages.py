"""Pages whose text is the same for every reader are rendered once; what differs is filled in per request.

A page is kept as pieces of text with slots between them: the form token, and a lesson's labs and checks. Whatever
else may differ from reader to reader must be part of the key, see `_frame`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import get_template

from studyapp.learners import account_of
from studyapp.web.look import chosen_look

T = TypeVar("T")
MOST_PAGES = 512
# Control characters, which no text of the site holds, so that nothing else can be taken for a slot.
SLOT = "\x02{}\x03"
FORM = "form"  # the slot of the form token
_SLOTS = re.compile("\x02([^\x03]*)\x03")

Pieces = list[str]  # text, slot, text, slot, …, text
_kept: dict[tuple[str, ...], tuple[object, Pieces]] = {}


def pieces(
    request: HttpRequest, template: str, of: object, context: Callable[[], Mapping[str, Any]], name: str = ""
) -> Pieces:
    """The template's text, rendered once for `name` and as long as `of`, what it shows, is the same object."""
    key = (template, name, *_frame(request))
    kept = _kept.get(key)
    if kept and kept[0] is of and not settings.DEBUG:
        return kept[1]
    text = get_template(template).render({**context(), "csrf_token": SLOT.format(FORM)}, request)
    found = _SLOTS.split(text)
    if not request.META.get("QUERY_STRING"):  # strangers make these up
        if len(_kept) >= MOST_PAGES:
            _kept.clear()
        _kept[key] = (of, found)
    return found


def fill(request: HttpRequest, found: Pieces, slot: Callable[[str], str] = str) -> str:
    """The page for this request; `slot` gives the text of each slot but the token's."""
    token = _once(request, "_form_token", lambda: get_token(request))
    return "".join(
        text if place % 2 == 0 else token if text == FORM else slot(text) for place, text in enumerate(found)
    )


def _frame(request: HttpRequest) -> tuple[str, ...]:
    """What the frame around every page depends on: its look, who is signed in, and the address it is reached at."""
    return _once(request, "_frame", lambda: _look(request))


def _look(request: HttpRequest) -> tuple[str, ...]:
    known = "signed in" if account_of(request) else ""
    return *chosen_look(request), known, request.scheme or "", request.get_host(), request.get_full_path()


def _once(request: HttpRequest, name: str, make: Callable[[], T]) -> T:
    """What is the same for a whole request, made at its first use: a lesson asks for it with every part."""
    if not hasattr(request, name):
        setattr(request, name, make())
    found: T = getattr(request, name)
    return found
