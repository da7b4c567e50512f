"""Causes that a service tells outright: its error code and message, read by named rules."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from studyapp.engines.signing.causes import Cause
from studyapp.engines.signing.request import moment
from studyapp.engines.signing.service import minutes, slow_or_fast

_STAMP = r"([0-9]{8}T[0-9]{6}Z)"
_EXPIRED = re.compile(rf"Signature expired: {_STAMP} is now earlier than {_STAMP} \({_STAMP} - ([0-9]{{1,3}}) min")
_EARLY = re.compile(
    rf"Signature not yet current: {_STAMP} is still later than {_STAMP} \({_STAMP} \+ ([0-9]{{1,3}}) min"
)
_SKEWED = re.compile(r"<RequestTime>([^<]{10,30})</RequestTime>.{0,200}?<ServerTime>([^<]{10,30})</ServerTime>", re.S)
_REGION = re.compile(r"scoped to a valid [Rr]egion, not '?([A-Za-z0-9-]{1,64})")
_SERVICE = re.compile(r"scoped to correct service: '?([A-Za-z0-9-]{1,64})")
_MALFORMED = re.compile(r"region '([A-Za-z0-9-]{1,64})' is wrong; expecting '([A-Za-z0-9-]{1,64})'")
_DATE = re.compile(r"Date in Credential scope does not match")
_LOOSE = re.compile(r"headers present in the request which were not signed")
_UNKNOWN_KEY = frozenset({"InvalidClientTokenId", "InvalidAccessKeyId", "UnrecognizedClientException"})
_EXPIRED_TOKEN = frozenset({"ExpiredToken", "ExpiredTokenException"})
_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
Rule = Callable[[str, str], Cause | None]


def _clock(code: str, text: str) -> Cause | None:
    found = _EXPIRED.search(text) or _EARLY.search(text)
    if found is None:
        return None
    try:
        sent, _, now = (moment(stamp) for stamp in found.groups()[:3])
    except ValueError:
        return None
    window, off = int(found.group(4)), abs(now - sent)
    return Cause(
        id="clock",
        title=f"The client’s clock is {slow_or_fast(sent, now)}",
        why=f"The bracket holds the service’s own time, {now:%H:%M:%S}. The request says {sent:%H:%M:%S}. "
        f"The difference is {minutes(off)}. The service allows {window} min, so its message compares with a time "
        f"that is {window} min {'earlier' if sent < now else 'later'}.",
        repair="Set the clock by a time server, in containers and virtual machines too.",
        misconception="M45",
    )


def _skew(code: str, text: str) -> Cause | None:
    if code != "RequestTimeTooSkewed":
        return None
    times = _SKEWED.search(text)
    both = tuple(_time(stamp) for stamp in times.groups()) if times else (None, None)
    off = ""
    if both[0] and both[1]:
        off = f" The two are {minutes(abs(both[1] - both[0]))} apart: the client is {slow_or_fast(both[0], both[1])}."
    return Cause(
        id="clock",
        title="The client’s clock is more than 15 minutes off",
        why=f"S3 compares the time of the request with its own and allows 15 minutes.{off}",
        repair="Set the clock by a time server.",
        misconception="M45",
    )


def _time(text: str) -> datetime | None:
    try:
        return moment(text) if "-" not in text else datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None


def _region(code: str, text: str) -> Cause | None:
    found, exact = _REGION.search(text), _MALFORMED.search(text)
    if exact:
        why, repair = f"The scope says {exact[1]}; this endpoint belongs to {exact[2]}.", f"Sign for {exact[2]}."
    elif found:
        why = f"The scope says {found[1]}, which is not this endpoint’s Region."
        repair = "Sign for the Region that the endpoint belongs to."
    else:
        return None
    return Cause(id="region", title="Two Regions", why=why, repair=repair, lesson="L15", misconception="M44")


def _service(code: str, text: str) -> Cause | None:
    found = _SERVICE.search(text)
    if found is None:
        return None
    return Cause(
        id="service",
        title="Two services",
        why=f"This endpoint belongs to {found[1]}, and the scope names another service.",
        repair=f"Sign for {found[1]}. The signing name is not always the one in the host name.",
        lesson="L15",
        misconception="M44",
    )


def _scope_date(code: str, text: str) -> Cause | None:
    if not _DATE.search(text):
        return None
    return Cause(
        id="scope-date",
        title="The scope has another day than the timestamp",
        why="The first eight digits of the timestamp and the date in the scope are the same day, "
        "in UTC. Here they are two.",
        repair="Take both from one timestamp, in UTC.",
        misconception="M45",
    )


def _unsigned(code: str, text: str) -> Cause | None:
    if not _LOOSE.search(text):
        return None
    return Cause(
        id="header-added",
        title="An x-amz header arrived and was not signed",
        why="Host and every x-amz header must be signed. One was added after signing.",
        repair="Add headers before signing.",
        misconception="M47",
    )


def _unknown_key(code: str, text: str) -> Cause | None:
    if code not in _UNKNOWN_KEY:
        return None
    return Cause(
        id="key-unknown",
        title="The service does not know this key",
        why="The key id is mistyped, deactivated or deleted, or it is temporary (ASIA…) "
        "and its session token is missing. "
        "The signature was not even compared.",
        repair="Send all three values of temporary keys: id, secret, token.",
        lesson="L01",
        misconception="M30",
    )


def _expired_token(code: str, text: str) -> Cause | None:
    if code not in _EXPIRED_TOKEN:
        return None
    return Cause(
        id="token-expired",
        title="The session is over",
        why="The token was right and its time is up. A presigned URL dies with the session that signed it.",
        repair="Fetch new temporary keys and sign again.",
        misconception="M48",
    )


def _expired_url(code: str, text: str) -> Cause | None:
    if "Request has expired" not in text:
        return None
    return Cause(
        id="url-expired",
        title="The presigned URL is too old",
        why="X-Amz-Expires counts seconds from X-Amz-Date. They are over.",
        repair="Make a new URL when it is needed; a longer life ends with the session all the same.",
        misconception="M48",
    )


def _other_body(code: str, text: str) -> Cause | None:
    if code != "XAmzContentSHA256Mismatch":
        return None
    return Cause(
        id="body-changed",
        title="The body is not the one that was hashed",
        why="The signature covers the x-amz-content-sha256 header, and the header is right. "
        "The body changed after that.",
        repair="Serialise once, hash those bytes, send those bytes.",
        misconception="M46",
    )


def _denied(code: str, text: str) -> Cause | None:
    if code not in _DENIED:
        return None
    return Cause(
        id="denied",
        title="This is no signature error",
        why="The service knows who called. "
        "It decided that the caller may not do this: authorization, not authentication.",
        repair="Look at the policies.",
        misconception="M49",
    )


RULES: tuple[Rule, ...] = (
    _clock,
    _skew,
    _region,
    _service,
    _scope_date,
    _unsigned,
    _expired_url,
    _expired_token,
    _unknown_key,
    _other_body,
    _denied,
)


def told(code: str, text: str) -> Cause | None:
    """The cause that a service’s words name; None when they only say that two signatures differ."""
    return next((cause for rule in RULES if (cause := rule(code, text)) is not None), None)
