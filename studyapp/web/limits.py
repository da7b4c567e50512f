"""How often and how much: runs a minute by learner and address, and the size of a body.

Counts live in this process's memory, so they need no service; with several workers each counts its own share.
"""

import hashlib
import ipaddress
import math
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from studyapp.clock import monotonic
from studyapp.web.errors import refuse

View = Callable[..., HttpResponse]
ADDRESS_FACTOR = 60
MOST_KEYS = 20_000
# What a signed learner cookie looks like. Checking the signature would cost more than it saves.
SIGNED = re.compile(r"[\w-]{8,120}:[\w-]{4,12}:[\w-]{20,64}", re.ASCII)


class Buckets:
    """Token buckets, one a key, that refill evenly; the longest unused are forgotten first."""

    def __init__(self, most: int = MOST_KEYS) -> None:
        self._most = most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, per_minute: int, now: float) -> float:
        """Take one token. Returns 0 when there was one, else the seconds until there is."""
        with self._lock:
            level, then = self._levels.pop(key, (float(per_minute), now))
            level = min(float(per_minute), level + (now - then) * per_minute / 60)
            short = level < 1
            self._levels[key] = (level if short else level - 1, now)
            while len(self._levels) > self._most:
                self._levels.popitem(last=False)
            return (1 - level) * 60 / per_minute if short else 0.0

    def clear(self) -> None:
        with self._lock:
            self._levels.clear()


buckets = Buckets()


def address(request: HttpRequest) -> str:
    """Where the request comes from: an IPv4 address or the /64 of an IPv6 one.

    X-Forwarded-For counts only as far as TRUSTED_PROXIES says.
    """
    trusted = settings.TRUSTED_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if trusted else ""
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    place = hops[-trusted] if len(hops) >= trusted > 0 else str(request.META.get("REMOTE_ADDR", ""))
    try:
        known = ipaddress.ip_address(place)
    except ValueError:
        return place[:64]
    return str(known) if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))


def _keys(request: HttpRequest, name: str) -> list[tuple[str, int]]:
    """The buckets a request draws from, each with its share; a made-up cookie still meets the address's limit."""
    keys = [(f"{name}/address/{address(request)}", ADDRESS_FACTOR)]
    cookie = request.COOKIES.get(settings.LEARNER_COOKIE_NAME, "")
    if SIGNED.fullmatch(cookie):
        # The cookie signs whoever holds it in: only its digest stays in memory. The first part is the learner.
        keys.append((f"{name}/learner/{hashlib.sha256(cookie.split(':')[0].encode()).hexdigest()[:32]}", 1))
    return keys


def limited(name: str, per_minute: int | Callable[[], int], *, reads: bool = False) -> Callable[[View], View]:
    """Answer 429 with Retry-After once a learner or an address has used up its runs. 0 turns the limit off.

    Posts count; with `reads`, looking counts as well.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            limit = per_minute() if callable(per_minute) else per_minute
            if limit > 0 and (reads or request.method == "POST"):
                now = monotonic()
                waits = [buckets.take(key, limit * factor, now) for key, factor in _keys(request, name)]
                if max(waits) > 0:
                    return too_many(request, math.ceil(max(waits)))
            return view(request, *args, **kwargs)

        return wrapper

    return decorate


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """The 429, in the shape that was asked for."""
    words = f"That was a lot in one minute. The next one is free in {seconds} s."
    response = refuse(request, 429, words, seconds=seconds)
    response.headers["Retry-After"] = str(seconds)
    return response


def body_size(get_response: View) -> View:
    """Refuse a body by its announced length, before a byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.MAX_JSON_BODY if request.path_info.endswith(".json") else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if not length.isdigit() or int(length) <= most:
            return get_response(request)
        return refuse(request, 413, f"The request is larger than {most // 1024} KiB.")

    return middleware
