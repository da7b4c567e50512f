"""The world as a form: sheets with plain fields where there are plain words, JSON where there are none."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

FLAVOUR_WORDS = {
    "botocore": "botocore: boto3 and AWS CLI v1",
    "notes": "the six steps of the notes",
    "cli-2": "AWS CLI v2",
    "js-3": "JavaScript SDK v3 (modelled)",
}
CREDENTIALS, CONFIG = "~/.aws/credentials", "~/.aws/config"
VARIABLES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_EC2_METADATA_DISABLED",
)
SHOWN_FIRST = 4
EXAMPLES = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "EXAMPLETOKEN",
    "AWS_PROFILE": "dev",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/token",
    "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/app-role",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/app",
    "AWS_EC2_METADATA_DISABLED": "true",
}
# (field of the world, title of its sheet, what it holds)
JSON_PARTS = (
    ("http", "Container endpoints", "What a container’s credential address answers, by URL."),
    ("processes", "Credential process", "What a credential_process would print, by command line. It is never run."),
    ("roles", "Roles in IAM", "Who may assume each role, by ARN, and the keys that come out."),
    ("sso_tokens", "Identity Center: sign-ins", "Cached sign-ins, by session name or start URL."),
    ("sso_roles", "Identity Center: roles", "The roles it hands out, as a list."),
    ("login_tokens", "Console logins", "Cached sessions of aws login, by session name."),
    ("identities", "Whose keys are they?", "Who each access key id belongs to, and that identity’s policies."),
)


class Unreadable(str):
    """A text that should be JSON and is not; it is kept, so that the schema can refuse it at its field."""


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return Unreadable(text)


def _environment(post: QueryDict) -> dict[str, str]:
    """The variables; lines that set none stand under an empty name, which the schema refuses at this field."""
    env = {name: post.get(f"env.{name}", "") for name in VARIABLES if post.get(f"set.{name}")}
    others = []
    for line in post.get("env_more", "").splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if name.strip() and equals:
            env[name.strip()] = value.strip().strip("\"'")
        elif line.strip():
            others.append(line.strip())
    return {**env, "": "\n".join(others)} if others else env


def _files(post: QueryDict) -> Any:
    files = {CREDENTIALS: post.get("credentials", ""), CONFIG: post.get("config", "")}
    kept = {path: text.replace("\r\n", "\n") for path, text in files.items() if text.strip()}
    more = post.get("files_more", "").strip()
    if not more:
        return kept
    others = _json(more)
    return {**kept, **others} if isinstance(others, dict) else others


def _imds(post: QueryDict) -> Any:
    if post.get("imds") != "on":
        return None
    imds: dict[str, Any] = {
        "role": post.get("role", "").strip() or None,
        "http_tokens": post.get("http_tokens", "optional"),
        "http_endpoint": post.get("http_endpoint", "enabled"),
        "hop_limit_exceeded": bool(post.get("hop_limit_exceeded")),
    }
    creds = post.get("creds", "").strip()
    return {**imds, "creds": _json(creds)} if creds else imds


def _requests(post: QueryDict) -> list[dict[str, str]]:
    lines = [line.split(maxsplit=1) for line in post.get("requests", "").splitlines() if line.strip()]
    return [{"action": words[0], "resource": words[1] if len(words) > 1 else "*"} for words in lines]


def read(post: QueryDict) -> dict[str, Any]:
    """The lab's fields, named as in its JSON, from what was posted."""
    world: dict[str, Any] = {
        "env": _environment(post),
        "files": _files(post),
        "imds": _imds(post),
        "requests": _requests(post),
    }
    if post.get("profile_given"):
        world["profile"] = post.get("profile", "")
    for name in ("home", "now", "mfa_code"):
        if post.get(name, "").strip():
            world[name] = post[name].strip()
    for name, _, _ in JSON_PARTS:
        if post.get(name, "").strip():
            world[name] = _json(post[name])
    return {"flavour": post.get("flavour", "botocore"), "world": world}


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One row of the environment's sheet."""

    name: str
    on: bool
    value: str


@dataclass(frozen=True, kw_only=True)
class JsonSheet:
    """One part of the world that is written as JSON."""

    name: str
    title: str
    help: str
    text: str

    @property
    def path(self) -> str:
        """Its name in the lab's JSON."""
        return f"world.{self.name}"


def _text(value: Any) -> str:
    if not value:
        return ""
    return str(value) if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False)


def show(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for these fields, whether they are valid or not."""
    world = data.get("world") or {}
    env = world.get("env") or {}
    files = world.get("files") or {}
    files = files if isinstance(files, Mapping) else {"": files}
    imds = world.get("imds")
    rows = [Variable(name=name, on=name in env, value=env.get(name, EXAMPLES[name])) for name in VARIABLES]
    rows.sort(key=lambda row: not row.on)
    at_hand = max(SHOWN_FIRST, sum(row.on for row in rows))
    others = {path: text for path, text in files.items() if path not in (CREDENTIALS, CONFIG)}
    asked = world.get("requests") or []
    return {
        "flavour": data.get("flavour", "botocore"),
        "flavours": FLAVOUR_WORDS.items(),
        "profile": world.get("profile"),
        "variables": rows[:at_hand],
        "more_variables": rows[at_hand:],
        "env_more": "\n".join(
            f"{name}={value}" if name else value for name, value in env.items() if name not in VARIABLES
        ),
        "env_count": len(env),
        "credentials": files.get(CREDENTIALS, ""),
        "credentials_profiles": str(files.get(CREDENTIALS, "")).count("["),
        "config": files.get(CONFIG, ""),
        "config_profiles": str(files.get(CONFIG, "")).count("["),
        "files_more": _text(others.get("", others)),
        "imds": imds,
        "creds": _text(imds.get("creds")) if isinstance(imds, Mapping) else "",
        "requests": "\n".join(f"{one.get('action', '')} {one.get('resource', '')}" for one in asked),
        "home": world.get("home", ""),
        "now": world.get("now") or "",
        "mfa_code": world.get("mfa_code") or "",
        "json_sheets": [
            JsonSheet(name=name, title=title, help=words, text=_text(world.get(name)))
            for name, title, words in JSON_PARTS
        ],
    }
