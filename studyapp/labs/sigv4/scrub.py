"""A request fit for an address: the documented example in place of every secret and token, and nothing pasted."""

import re
from collections.abc import Mapping
from typing import Any

from studyapp.engines.signing.examples import SECRET, SECRETS, TOKEN

SHORTEST = 8
_SECRET_NAME = re.compile(r"secret|password|passwd|authorization|cookie|api-?key|token|private_?key", re.IGNORECASE)
_IN_QUERY = re.compile(r"((?:X-Amz-Security-Token|X-Amz-Signature)=)[^&#\s]+", re.IGNORECASE)
# It begins at the telling word, not before it: a long text is then read once.
_IN_BODY = re.compile(
    r"((?:secret|password|passwd|token)[\w-]{0,20}\"?\s{0,4}[:=]\s{0,4}\"?)([^\s\"&,}]{4,})", re.IGNORECASE
)


def _secret(value: Any) -> Any:
    return value if not value or (isinstance(value, str) and value in SECRETS) else SECRET


def _token(value: Any) -> Any:
    return value if not value or (isinstance(value, str) and "EXAMPLE" in value) else TOKEN


def _header(row: Any) -> Any:
    if not isinstance(row, list | tuple) or len(row) != 2:
        return row
    name, value = row
    hidden = _SECRET_NAME.search(str(name)) and "EXAMPLE" not in str(value)
    return [name, TOKEN if hidden else value]


def _body(text: str) -> str:
    return _IN_BODY.sub(lambda found: found[0] if "EXAMPLE" in found[2] else f"{found[1]}{TOKEN}", text)


def _without(value: Any, secret: str) -> Any:
    if isinstance(value, str):
        return value.replace(secret, SECRET)
    if isinstance(value, list | tuple):
        return [_without(item, secret) for item in value]
    return value


def scrub(data: Mapping[str, Any]) -> dict[str, Any]:
    """The lab's fields without a single secret or token of the learner's."""
    clean = {name: value for name, value in data.items() if name != "answer"}
    secret = clean.get("secret_access_key")
    if isinstance(secret, str) and len(secret) >= SHORTEST and secret not in SECRETS:
        clean = {name: _without(value, secret) for name, value in clean.items()}
    for name, tidy in (("secret_access_key", _secret), ("session_token", _token)):
        if name in clean:
            clean[name] = tidy(clean[name])
    if isinstance(clean.get("headers"), list | tuple):
        clean["headers"] = [_header(row) for row in clean["headers"]]
    if isinstance(clean.get("url"), str):
        clean["url"] = _IN_QUERY.sub(rf"\g<1>{TOKEN}", clean["url"])
    if isinstance(clean.get("body"), str):
        clean["body"] = _body(clean["body"])
    if isinstance(clean.get("change"), Mapping):
        clean["change"] = scrub(clean["change"])
    elif isinstance(clean.get("change"), str):
        clean["change"] = _body(clean["change"])
    return clean
