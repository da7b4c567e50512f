"""Pages whose text is the same for every reader are rendered once; what differs is filled in per request.

A page is kept as pieces of bytes with slots between them: the form token, and a lesson's labs and checks. Whatever
else may differ from reader to reader must be part of the key, see `_frame`.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import get_template

from studyapp.learners import account_of
from studyapp.web.look import chosen_look

T = TypeVar("T")
MOST_BYTES = 32 * 2**20
# Control characters, which no text of the site holds, so that nothing else can be taken for a slot.
SLOT = "\x02{}\x03"
FORM = "form"  # the slot of the form token
_SLOTS = re.compile(b"\x02([^\x03]*)\x03")

Pieces = list[bytes]  # text, slot, text, slot, …, text
Page = tuple[Pieces, T]  # and what else is kept with them
_kept: OrderedDict[tuple[str, ...], tuple[object, Any, int]] = OrderedDict()  # the longest unused first
_size = [0]
_lock = threading.Lock()


def pieces(
    request: HttpRequest, template: str, of: object, context: Callable[[], Mapping[str, Any]], name: str = ""
) -> Pieces:
    """The template's text, rendered once for `name` and as long as `of`, what it shows, is the same object."""

    def render() -> Pieces:
        text = get_template(template).render({**context(), "csrf_token": SLOT.format(FORM)}, request)
        return _SLOTS.split(text.encode())

    return once(request, (template, name), of, lambda: (render(), None))[0]


def once(request: HttpRequest, name: tuple[str, ...], of: object, make: Callable[[], Page[T]]) -> Page[T]:
    """What `make` makes for this name in this reader's frame, made anew when `of` is another object."""
    key = (*name, *_frame(request))
    with _lock:
        kept = _kept.get(key)
        if kept and kept[0] is of and not settings.DEBUG:
            _kept.move_to_end(key)
            found: Page[T] = kept[1]
            return found
    made = make()
    if not request.META.get("QUERY_STRING"):  # strangers make these up
        _keep(key, of, made)
    return made


def _keep(key: tuple[str, ...], of: object, made: Page[Any]) -> None:
    with _lock:
        _size[0] -= _kept.pop(key, (None, None, 0))[2]
        _kept[key] = (of, made, size := sum(map(len, made[0])))
        _size[0] += size
        while _size[0] > MOST_BYTES:
            _size[0] -= _kept.popitem(last=False)[1][2]


def forget() -> None:
    """Keep nothing."""
    with _lock:
        _kept.clear()
        _size[0] = 0


def fill(request: HttpRequest, found: Pieces, slots: Mapping[bytes, bytes] | None = None) -> bytes:
    """The page for this request: the form token, and what else `slots` has a text for."""
    texts = {FORM.encode(): get_token(request).encode(), **(slots or {})}
    return b"".join(text if place % 2 == 0 else texts[text] for place, text in enumerate(found))


def joined(found: Pieces, parts: Mapping[bytes, Pieces]) -> Pieces:
    """The pieces with those of each part in its slot; other slots stay."""
    whole: Pieces = [b""]
    for place, text in enumerate(found):
        inner = [text] if place % 2 == 0 else parts.get(text)
        if inner is None:
            whole += [text, b""]
        else:
            whole[-1] += inner[0]
            whole += inner[1:]
    return whole


def _frame(request: HttpRequest) -> tuple[str, ...]:
    """What the frame around every page depends on: its look, who is signed in, and the address it is reached at."""
    if not hasattr(request, "_frame"):
        known = "signed in" if account_of(request) else ""
        place = (request.scheme or "", request.get_host(), request.get_full_path())
        request._frame = (*chosen_look(request), known, *place)  # type: ignore[attr-defined]
    found: tuple[str, ...] = request._frame  # type: ignore[attr-defined]
    return found
