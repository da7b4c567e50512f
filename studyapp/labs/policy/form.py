"""Documents as JSON text, a request as plain fields, goals one a line."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

# (field, title, what it is); the first is always open
SHEETS = (
    ("policies", "Identity policies", "One document, or a list of them. Empty: none."),
    ("resource_policy", "Resource policy", "Hangs on the bucket, queue or key, and says who. Empty: there is none."),
    ("permissions_boundary", "Permissions boundary", "The most that the identity may ever do. Empty: no boundary."),
    ("session_policies", "Session policy", "Given when the role was assumed. Empty: none."),
    ("scps", "Service control policy", "The most that the account may ever do. Empty: none is given."),
)
LISTS = ("policies", "session_policies", "scps", "beside")


def _context(text: str) -> dict[str, Any] | str:
    """The keys by name; the text itself, for the schema to refuse, where a line is no key and value."""
    found: dict[str, Any] = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        name, value = name.strip(), value.strip()
        if not line.strip():
            continue
        if not equals or not name:
            return text.replace("\r\n", "\n")
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _goals(text: str) -> list[dict[str, str]]:
    goals = []
    for line in text.splitlines():
        words = line.split(maxsplit=2)
        if words:
            wanted, action, resource = (*words, "", "*")[:3] if len(words) < 3 else words
            goals.append({"wanted": wanted, "action": action, "resource": resource or "*"})
    return goals


def read(post: QueryDict) -> dict[str, Any]:
    """The lab's fields, named as in its JSON, from what was posted."""
    data: dict[str, Any] = {
        "request": {
            "principal": post.get("principal", "").strip(),
            "action": post.get("action", "").strip(),
            "resource": post.get("resource", "").strip() or "*",
            "context": _context(post.get("context", "")),
        },
        "policies": post.get("policies", "").replace("\r\n", "\n"),
    }
    for name in ("resource_policy", "permissions_boundary", "session_policies", "scps", "beside"):
        text = post.get(name, "").replace("\r\n", "\n")
        if text.strip():
            data[name] = text
    goals = _goals(post.get("goals", ""))
    return {**data, "goals": goals} if goals else data


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and len(value) == 1:
        value = value[0]
        return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
    return json.dumps(value, indent=2, ensure_ascii=False) if value else ""


def lines(context: Any) -> str:
    """Condition keys as they are typed, one a line; a text that is none comes back as it is."""
    if isinstance(context, str):
        return context
    if not isinstance(context, Mapping):
        return ""
    found = []
    for name, value in context.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            shown = str(one).lower() if isinstance(one, bool) else one
            found.append(f"{name} = {shown}")
    return "\n".join(found)


def _goal_lines(goals: Any) -> str:
    return "\n".join(
        f"{goal.get('wanted', '')} {goal.get('action', '')} {goal.get('resource', '*')}".strip()
        for goal in goals or ()
        if isinstance(goal, Mapping)
    )


def show(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for these fields, whether they are valid or not."""
    given = data.get("request")
    request = given if isinstance(given, Mapping) else {}
    sheets = [
        {"name": name, "title": title, "help": help_text, "text": _text(data.get(name))}
        for name, title, help_text in SHEETS
    ]
    return {
        "principal": request.get("principal", ""),
        "action": request.get("action", ""),
        "resource": request.get("resource", "*"),
        "context": lines(request.get("context")),
        "sheets": sheets,
        "goals": _goal_lines(data.get("goals")),
        "beside": _text(data.get("beside")),
    }


def scrub(data: Mapping[str, Any]) -> dict[str, Any]:
    """A policy holds no secret: the fields as they are."""
    return dict(data)
