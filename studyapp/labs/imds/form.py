"""The instance as a form, and the terminal's history carried from one request to the next."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from studyapp.engines.metadata import Instance, SessionInput
from studyapp.engines.metadata.instance import PLACES
from studyapp.engines.metadata.session import LONGEST_SESSION
from studyapp.labs.carried import carried

LAMBDA = "lambda.amazonaws.com"
ROLE_STATES = (
    ("attached", "trusts EC2"),
    ("untrusted", "trusts Lambda instead"),
    ("none", "none"),
)
WHOLE = re.compile(r"^-?\d{1,6}$")
SENSITIVE = r"[A-Za-z_-]{0,40}(?:secret|password|passwd|token)[A-Za-z_-]{0,40}"
# A value that is a command, a variable or an example stays; anything else under such a name is struck.
ASSIGNED = re.compile(rf"(?i)\b({SENSITIVE})(\s{{0,8}}[=:]\s{{0,8}})(\"|')?(?![\"']?(?:\$|`))([^\s\"']+)")
SECONDS = re.compile(r"^\d{1,5}$")
EXAMPLE = "EXAMPLEPASSWORD"


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _instance(post: QueryDict) -> dict[str, Any]:
    role_state = post.get("role_state", "attached")
    role = post.get("role", "").strip()
    hop = post.get("hop_limit", "1").strip()
    instance: dict[str, Any] = {
        "http_tokens": post.get("http_tokens", "required"),
        "http_endpoint": post.get("http_endpoint", "enabled"),
        "hop_limit": int(hop) if WHOLE.match(hop) else hop,
        "ipv6": bool(post.get("ipv6")),
        "role": None if role_state == "none" else role or None,
        "user_data": post.get("user_data", "").replace("\r\n", "\n") or None,
    }
    return {**instance, "trusts": LAMBDA} if role_state == "untrusted" else instance


def _before(post: QueryDict) -> dict[str, Any]:
    """The state that the terminal's form or the instance's form stands for, without a new command."""
    state = carried(post.get("state", ""), SessionInput)
    if state is not None:
        return state
    lines = _json(post.get("lines", ""))
    return {
        "instance": _instance(post),
        "place": post.get("place", "host"),
        "v1_disabled": bool(post.get("v1_disabled")),
        "lines": lines if isinstance(lines, list) else [],
    }


def read(post: QueryDict) -> dict[str, Any]:
    """The lab's fields, named as in its JSON; a command that was typed is the newest line."""
    state = _before(post)
    lines = state.get("lines") or []
    if post.get("clear"):
        return {**state, "lines": []}
    command = post.get("suggest", "").strip() or post.get("command", "").strip()
    if not command or not isinstance(lines, list):
        return state
    return {**state, "lines": [*lines, {"command": command, "place": state.get("place", "host")}]}


def show(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for these fields, whether they are valid or not."""
    given = data.get("instance")
    instance = {**Instance().model_dump(), **(given if isinstance(given, Mapping) else {})}
    untrusted = instance["trusts"] == LAMBDA
    state = "none" if instance["role"] is None else "untrusted" if untrusted else "attached"
    # What did not fit into the terminal is not carried on: the next run finds it full, and shows it.
    typed = data.get("lines") or []
    lines = json.dumps(typed[:LONGEST_SESSION], ensure_ascii=False, default=str)
    return {
        "instance": instance,
        "role": instance["role"] or "",
        "role_state": state,
        "role_states": ROLE_STATES,
        "places": [(place.id, place.label) for place in PLACES.values()],
        "place": data.get("place", "host"),
        "v1_disabled": bool(data.get("v1_disabled")),
        "state": json.dumps(dict(data), ensure_ascii=False, default=str),
        "carry": {"lines": lines},
    }


def _struck(match: re.Match[str]) -> str:
    name, equals, quote, value = match.groups()
    if "EXAMPLE" in value or SECONDS.match(value):
        return match[0]
    return f"{name}{equals}{quote or ''}{EXAMPLE}"


def clean(text: str) -> str:
    """A text in which whatever stands under the name of a secret is an example."""
    return ASSIGNED.sub(_struck, text)


def scrub(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields fit for an address: no password in the user data, no token typed into a command."""
    found = dict(data)
    instance = data.get("instance")
    if isinstance(instance, Mapping) and isinstance(instance.get("user_data"), str):
        found["instance"] = {**instance, "user_data": clean(instance["user_data"])}
    lines = data.get("lines")
    if isinstance(lines, list | tuple):
        found["lines"] = [_clean_line(line) for line in lines]
    return found


def _clean_line(line: Any) -> Any:
    if isinstance(line, Mapping) and isinstance(line.get("command"), str):
        return {**line, "command": clean(line["command"])}
    return line
