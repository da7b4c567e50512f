"""The request as a form: plain fields, headers one a line, and one thing to hold the request against."""

import json
import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.http import QueryDict

from studyapp.engines.signing.journeys import JOURNEYS
from studyapp.labs.sigv4.spans import PIECES
from studyapp.labs.sigv4.states import TABLE_OF_STATES

METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH")
TEXTS = ("method", "url", "access_key_id", "secret_access_key", "region", "service", "timestamp")
SWITCHES = ("presign", "s3", "unsigned_payload")
WHOLE = re.compile(r"^-?\d{1,9}$")
DEFAULTS = TABLE_OF_STATES[0][3]
CHOICES = tuple((group, tuple(members)) for group, members in groupby(JOURNEYS, key=lambda one: one.group))


def _headers(text: str) -> list[list[str]]:
    """Name: value, one a line; a line that begins with a blank continues the value above it."""
    rows: list[list[str]] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line[:1] in (" ", "\t") and rows and line.strip():
            rows[-1][1] += f"\n{line}"
        elif line.strip():
            name, _, value = line.partition(":")
            rows.append([name.strip(), value])
    return rows


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        # Kept as it is, so that the schema can refuse it at its field.
        return text


def _against(post: QueryDict) -> dict[str, Any]:
    """The one thing to compare with: what was pasted first, then a journey, then a second version."""
    if post.get("answer", "").strip():
        return {"answer": post["answer"].replace("\r\n", "\n")}
    if post.get("journey"):
        return {"journey": post["journey"]}
    change = post.get("change", "").strip()
    return {"change": _json(change)} if change else {}


def read(post: QueryDict) -> dict[str, Any]:
    """The lab's fields, named as in its JSON, from what was posted."""
    expires = post.get("expires", "3600").strip()
    data: dict[str, Any] = {name: post.get(name, "") for name in TEXTS}
    data |= {name: bool(post.get(name)) for name in SWITCHES}
    data["headers"] = _headers(post.get("headers", ""))
    data["body"] = post.get("body", "").replace("\r\n", "\n")
    data["expires"] = int(expires) if WHOLE.match(expires) else expires
    data["normalize_path"] = not post.get("keep_path")
    if post.get("session_token"):
        data["session_token"] = post["session_token"]
    return data | _against(post)


def _lines(headers: Any) -> str:
    rows = headers if isinstance(headers, list | tuple) else ()
    pairs = (row for row in rows if isinstance(row, list | tuple) and len(row) == 2)
    return "\n".join(f"{name}:{value}" if str(value)[:1] in " \n" else f"{name}: {value}" for name, value in pairs)


def show(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for these fields, whether they are valid or not."""
    fields = {**DEFAULTS, "body": "", "expires": 3600, "normalize_path": True, **data}
    method = str(fields["method"])
    change = fields.get("change")
    return {
        **{name: fields.get(name) for name in (*TEXTS, *SWITCHES, "body", "expires", "normalize_path")},
        "methods": METHODS if method in METHODS else (method, *METHODS),
        "headers": _lines(fields.get("headers")),
        "session_token": fields.get("session_token") or "",
        "change": change if isinstance(change, str) else json.dumps(change, ensure_ascii=False) if change else "",
        "journey": fields.get("journey") or "",
        "choices": CHOICES,
        "pieces": PIECES,
        # Controls below the result post with this form; where nothing was run they are carried along.
        "carry": {"journey": fields.get("journey") or ""},
    }
