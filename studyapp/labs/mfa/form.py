"""The call to STS as a form; the clock and the device stand beside it."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from studyapp.engines.sts import MfaLab
from studyapp.engines.sts.abilities import ACTIONS
from studyapp.engines.sts.device import code_at
from studyapp.labs.carried import carried

WHOLE = re.compile(r"^-?\d{1,9}$")
CHOICES = {
    "call": (("GetSessionToken", "GetSessionToken"), ("AssumeRole", "AssumeRole")),
    "caller": (
        ("user", "a user’s long-term keys"),
        ("root", "the root user’s keys"),
        ("role", "a role’s session"),
        ("session", "a session of GetSessionToken"),
    ),
    "operator": (("Bool", "Bool"), ("BoolIfExists", "BoolIfExists")),
    "signs": (("session", "the new session"), ("before", "the keys from before")),
    "exported": (
        ("all", "all three values"),
        ("no-token", "id and secret, no token"),
        ("stale-token", "id and secret, yesterday’s token"),
    ),
}
TEXTS = ("serial_number", "token_code", "role_arn", "role_session_name", "then")
NUMBERS = ("duration_seconds", "role_max_session", "seconds", "device_skew", "later")
OPTIONAL = frozenset({"serial_number", "token_code", "duration_seconds"})
DEFAULTS = {name: field.default for name, field in MfaLab.model_fields.items()}


def _number(text: str) -> Any:
    return int(text) if WHOLE.match(text) else text


def _device_code(data: Mapping[str, Any]) -> str:
    """What the device shows at the time and with the skew of these fields; nothing where they are no numbers."""
    seconds, skew = data.get("seconds", 0), data.get("device_skew", 0)
    fine = all(isinstance(value, int) and abs(value) <= 1_000_000 for value in (seconds, skew))
    return code_at(seconds + skew) if fine else ""


def _from_form(post: QueryDict) -> dict[str, Any]:
    data: dict[str, Any] = {name: post.get(name, DEFAULTS[name]) for name in CHOICES}
    for name in TEXTS:
        text = post.get(name, "").strip()
        if text or name in OPTIONAL:
            data[name] = text or None
    for name in NUMBERS:
        text = post.get(name, "").strip()
        if text:
            data[name] = _number(text)
    if post.get("used") and data.get("token_code"):
        data["used_codes"] = [data["token_code"]]
    return data


def read(post: QueryDict) -> dict[str, Any]:
    """The lab's fields, named as in its JSON: from the form, or from the device with its clock moved on."""
    state = carried(post.get("state", ""), MfaLab)
    if state is None:
        return _from_form(post)
    advance, seconds = post.get("advance", ""), state.get("seconds", 0)
    if WHOLE.match(advance) and isinstance(seconds, int):
        state["seconds"] = seconds + int(advance)
    if post.get("fill"):
        state["token_code"] = _device_code(state)
        state.pop("used_codes", None)
    return state


def show(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for these fields, whether they are valid or not."""
    values = {**DEFAULTS, **data}
    shown = {name: "" if values[name] is None else values[name] for name in (*TEXTS, *NUMBERS)}
    choices = [
        (name, [(value, label, value == values[name]) for value, label in options])
        for name, options in CHOICES.items()
    ]
    used = values.get("used_codes") or ()
    return {
        **shown,
        "choices": dict(choices),
        "actions": ACTIONS,
        "used": bool(used) and values.get("token_code") in used,
        "state": json.dumps(dict(data), ensure_ascii=False, default=str),
    }


def scrub(data: Mapping[str, Any]) -> dict[str, Any]:
    """The secret and the codes of this lab are examples already: the fields as they are."""
    return dict(data)
