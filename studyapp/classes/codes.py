"""Join codes: how they look, how one is drawn, and how often a wrong one may be tried.

Tries are counted in the database, where every worker sees them. A class sits behind one address: an address from
which people have joined keeps its way in while somebody elsewhere is guessing.
"""

import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.http import HttpRequest

from studyapp import clock
from studyapp.models import JoinTry, LiveSession
from studyapp.web.limits import SIGNED, address

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # 31: without 0, O, 1, I and L
LENGTH, OWN_LENGTH = 6, 8  # of a session's code, and of a person's on a roster
SITE, ADDRESS, BROWSER = 100, 60, 10  # wrong tries a minute
GOOD_MINUTES = 12 * 60  # how long an address is known for a class
FORGET_MINUTES = 24 * 60


def draw() -> str:
    """A fresh code that no live session has."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not LiveSession.objects.filter(code=code).exists():
            return code


def draw_own(known: set[str]) -> str:
    """A fresh code for a person of a roster, which is none of the known ones; it is added to them."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(OWN_LENGTH))
        if code not in known:
            known.add(code)
            return code


def clean(text: str, length: int = LENGTH) -> str:
    """A code as somebody typed it: case, blanks and dashes do not matter. "" if it cannot be one."""
    code = "".join(text.upper().replace("-", "").split())
    return code if len(code) == length and set(code) <= set(ALPHABET) else ""


def spaced(code: str) -> str:
    """In two halves, to be read out."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), key=settings.SECRET_KEY.encode()[:32], digest_size=12).hexdigest()


def _keys(request: HttpRequest) -> tuple[str, str]:
    """The address, and the browser behind it: its signed cookie, or what it calls itself."""
    place = address(request)
    cookie = request.COOKIES.get(settings.LEARNER_COOKIE_NAME, "")
    own = cookie.split(":")[0] if SIGNED.fullmatch(cookie) else f"{place}/{request.META.get('HTTP_USER_AGENT', '')}"
    return f"a/{_digest(place)}", f"b/{_digest(own)}"


def _minute() -> int:
    return int(clock.now().timestamp() // 60)


def _count(key: str) -> int:
    return JoinTry.objects.filter(key=key, minute=_minute()).aggregate(all=Sum("count"))["all"] or 0


def _add(key: str) -> None:
    row, _ = JoinTry.objects.get_or_create(key=key, minute=_minute())
    JoinTry.objects.filter(pk=row.pk).update(count=F("count") + 1)


def may_try(request: HttpRequest) -> bool:
    """Whether this browser may try a code now."""
    place, own = _keys(request)
    known = _good(place)
    if _count(place) >= ADDRESS or (_count(own) >= BROWSER and not known):
        return False
    return known or _count("site") < SITE


def _good(place: str) -> bool:
    return JoinTry.objects.filter(key=f"g{place[1:]}", minute__gt=_minute() - GOOD_MINUTES).exists()


# Whom this process need not ask the database about any more in the minute: the whole site, or an address.
_shut: dict[str, int] = {}


def shut(request: HttpRequest) -> bool:
    """Whether even a right code is refused here and now, so that a poll is no way to guess. Mostly costs nothing."""
    minute = _minute() if _shut else 0
    if not minute or max(_shut.values()) != minute:
        return False
    place = _keys(request)[0]
    return minute in (_shut.get("site"), _shut.get(place)) and not _good(place)


def wrong(request: HttpRequest) -> None:
    """Count a wrong try."""
    _record(request)
    if not may_try(request):
        place = _keys(request)[0]
        _shut["site" if _count("site") >= SITE else place] = _minute()
        for key in [key for key, minute in _shut.items() if minute < _minute()]:
            del _shut[key]


@transaction.atomic
def _record(request: HttpRequest) -> None:
    JoinTry.objects.filter(minute__lt=_minute() - FORGET_MINUTES).delete()
    for key in ("site", *_keys(request)):
        _add(key)


@transaction.atomic
def joined(request: HttpRequest) -> None:
    """Remember that a class sits behind this address."""
    _add(f"g{_keys(request)[0][1:]}")
