"""Beliefs about signatures.

A solver takes the lab's fields and gives them as its holder sees the request: the engine then signs those. One that
changes the text itself gives it. None: the belief is silent here.
"""

import posixpath
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from studyapp.questions.misconceptions.model import Misconception

Fields = Mapping[str, Any]
Seen = Mapping[str, Any] | str | None
PATH = "sigv4-path"
SAME = "sigv4-same"


def _path(fields: Fields) -> str:
    return urlsplit(str(fields["url"])).path


def every_service_encodes_alike(fields: Fields) -> Seen:
    """S3 twice like the others, or the others once like S3; the path's shape is kept."""
    return {**fields, "s3": not fields.get("s3"), "normalize_path": False}


def plus_is_a_blank(fields: Fields) -> Seen:
    path = _path(fields)
    return path.replace("%20", "+") if "%20" in path else None


def every_service_tidies(fields: Fields) -> Seen:
    """Dot segments and double slashes resolved where S3 keeps them, or kept where they are resolved."""
    path = _path(fields)
    tidy = posixpath.normpath(path.replace("//", "/"))
    return (tidy if fields.get("s3") else {**fields, "normalize_path": False}) if tidy != path else None


def the_plain_text_is_signed(fields: Fields) -> Seen:
    path = _path(fields)
    return unquote(path) if "%" in path else None


def _without(fields: Fields, name: str) -> Seen:
    """The change without one of its fields: a change there is thought to matter not."""
    change = fields.get("change") or {}
    if name not in change:
        return None
    return {**fields, "change": {key: value for key, value in change.items() if key != name}}


def headers_arrive_as_sent(fields: Fields) -> Seen:
    return _without(fields, "headers")


def query_is_free(fields: Fields) -> Seen:
    return _without(fields, "url")


def scope_is_free(fields: Fields) -> Seen:
    return _without(fields, "region")


def clock_is_free(fields: Fields) -> Seen:
    return _without(fields, "timestamp")


def body_is_free(fields: Fields) -> Seen:
    return _without(fields, "body")


def token_is_free(fields: Fields) -> Seen:
    return _without(fields, "session_token")


def url_lives_as_long_as_it_says(fields: Fields) -> Seen:
    """The lifetime asked for, whatever keys signed it."""
    return str(fields["expires"]) if fields.get("presign") else None


SIGNATURE_BELIEFS: tuple[Misconception, ...] = (
    Misconception(
        id="M41",
        name="Every path is encoded the same way, and + is a blank",
        belief="Encode it twice to be safe. A plus is a blank.",
        truth="S3 encodes the path once, every other service twice. A blank is %20; a plus is %2B.",
        solvers={PATH: every_service_encodes_alike, f"{PATH}.plus": plus_is_a_blank},
    ),
    Misconception(
        id="M42",
        name="The query is signed as it stands, or not at all",
        belief="The order of the arguments counts, or their text does not.",
        truth="Arguments are sorted by name, then by value. Their order is free, their text is not.",
        solvers={SAME: query_is_free},
    ),
    Misconception(
        id="M43",
        name="Headers arrive as they were sent",
        belief="Nobody on the way touches a header.",
        truth="Proxies rewrite headers. What may be rewritten should not be signed.",
        solvers={SAME: headers_arrive_as_sent},
    ),
    Misconception(
        id="M44",
        name="Region and service in the scope are free text",
        belief="The scope is a label; the key opens every Region.",
        truth="Region and service go into the signing key. The scope must fit the endpoint.",
        solvers={SAME: scope_is_free},
    ),
    Misconception(
        id="M45",
        name="The clock does not matter",
        belief="A few minutes cannot change a signature.",
        truth="The time of signing is signed, and the service takes it within 5 minutes, S3 within 15.",
        solvers={SAME: clock_is_free},
    ),
    Misconception(
        id="M46",
        name="The body may be written anew",
        belief="The same data is the same body.",
        truth="The hash of the body’s bytes is signed. One blank more is another body.",
        solvers={SAME: body_is_free},
    ),
    Misconception(
        id="M47",
        name="Headers and the token may be added after signing",
        belief="Signing comes first, the rest can follow.",
        truth="Every x-amz- header must be signed, the session token among them.",
        solvers={SAME: token_is_free},
    ),
    Misconception(
        id="M48",
        name="A presigned URL lives as long as it says",
        belief="Seven days were asked for, so it works for seven days.",
        truth="A presigned URL dies with the credentials that signed it, if they end first.",
        solvers={"sigv4-presign": url_lives_as_long_as_it_says},
    ),
    Misconception(
        id="M56",
        name="Every service tidies the path",
        belief="Double slashes and dots are cleaned up before signing, everywhere or nowhere.",
        truth="S3 signs the path as it stands. Every other service resolves dots and double slashes first.",
        solvers={PATH: every_service_tidies},
    ),
    Misconception(
        id="M57",
        name="The readable path is signed",
        belief="What is signed is the name of the object, as one reads it.",
        truth="The canonical path is percent-encoded: letters, digits and - . _ ~ / stay, all else is a code.",
        solvers={PATH: the_plain_text_is_signed},
    ),
)
