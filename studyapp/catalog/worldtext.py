"""Write a world briefly: shorthands that expand to the world the labs and the engine take.

Shorthands, each optional; anything in the full form is left as it is:
`files: {credentials: {default: full}}` (full, temporary, id, secret, or a table of options),
`imds: {role: reports-reader}` (credentials are filled in), `container: batch-task` (pointer and endpoint),
`policies: [{allow: "s3:*", on: "*"}]`, `requests: ["s3:GetObject arn:aws:s3:::x/y"]`.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from studyapp.catalog.frontmatter import Document
from studyapp.catalog.problems import Problem
from studyapp.catalog.schema import report
from studyapp.engines.worlds import read_world

NOW = "2026-11-24T09:00:00Z"
_ISSUED, _EXPIRES = "2026-11-24T08:55:00Z", "2026-11-24T15:00:00Z"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 (AWS's documented example)
FILE_SECRET = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"  # noqa: S105
TOKEN = "EXAMPLETOKEN"  # noqa: S105
ENV_KEY = "AKIAIOSFODNN7EXAMPLE"
FILE_KEY = "AKIAI44QH8DHBEXAMPLE"
FILE_SESSION_KEY = "ASIAFILE00001EXAMPLE"
INSTANCE_KEY = "ASIAIOSFODNN7EXAMPLE"
CONTAINER_KEY = "ASIAI44QH8DHBEXAMPLE"
CONTAINER_PATH = "/v2/credentials/example"
CONTAINER_URL = f"http://169.254.170.2{CONTAINER_PATH}"
_FILES = {"credentials": "~/.aws/credentials", "config": "~/.aws/config"}
_KEYS: Mapping[str, Mapping[str, str]] = {
    "full": {"aws_access_key_id": FILE_KEY, "aws_secret_access_key": FILE_SECRET},
    "temporary": {
        "aws_access_key_id": FILE_SESSION_KEY,
        "aws_secret_access_key": FILE_SECRET,
        "aws_session_token": TOKEN,
    },
    "id": {"aws_access_key_id": FILE_KEY},
    "secret": {"aws_secret_access_key": FILE_SECRET},
}


def expand(world: Mapping[str, Any]) -> dict[str, Any]:
    """The full form of a world as an author wrote it; unknown forms stay, so that `read_world` names them."""
    full = dict(world)
    full.setdefault("now", NOW)
    if isinstance(files := full.get("files"), Mapping):
        full["files"] = {_FILES.get(name, name): _file(name, text) for name, text in files.items()}
    if isinstance(imds := full.get("imds"), Mapping) and imds.get("role") and "creds" not in imds:
        full["imds"] = {**imds, "creds": _instance_credentials()}
    if "container" in full:
        _container(full, full.pop("container"))
    if isinstance(identities := full.get("identities"), Mapping):
        full["identities"] = {key: _identity(value) for key, value in identities.items()}
    if isinstance(requests := full.get("requests"), list):
        full["requests"] = [_request(item) for item in requests]
    return full


def check_world(
    document: Document, world: Mapping[str, Any], *, path: str, what: str, under: tuple[str, ...]
) -> list[Problem]:
    """What the engine's own reader finds wrong with an expanded world that stands at `under` in a document."""
    try:
        read_world(world)
    except ValidationError as error:
        return report(error, document, path=path, what=what, under=under)
    return []


def _file(name: str, text: Any) -> Any:
    if not isinstance(text, Mapping):
        return text
    sections = []
    for profile, options in text.items():
        known = _KEYS.get(options) if isinstance(options, str) else options
        if not isinstance(known, Mapping):
            return text
        header = f"profile {profile}" if name == "config" and profile != "default" else profile
        sections.append("\n".join([f"[{header}]", *(f"{key} = {value}" for key, value in known.items())]))
    return "\n\n".join(sections) + "\n"


def _instance_credentials() -> dict[str, str]:
    return {
        "Code": "Success",
        "LastUpdated": _ISSUED,
        "Type": "AWS-HMAC",
        "AccessKeyId": INSTANCE_KEY,
        "SecretAccessKey": SECRET,
        "Token": TOKEN,
        "Expiration": _EXPIRES,
    }


def _container(full: dict[str, Any], role: Any) -> None:
    """An ECS task role: the variable that points to it and the endpoint that answers."""
    document = {
        "RoleArn": f"arn:aws:iam::111122223333:role/{role}",
        "AccessKeyId": CONTAINER_KEY,
        "SecretAccessKey": SECRET,
        "Token": TOKEN,
        "Expiration": _EXPIRES,
    }
    full["env"] = {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": CONTAINER_PATH, **full.get("env", {})}
    full["http"] = {CONTAINER_URL: {"status": 200, "json": document}, **full.get("http", {})}


def _identity(value: Any) -> Any:
    if not isinstance(value, Mapping) or not isinstance(policies := value.get("policies"), list):
        return value
    return {**value, "policies": [_policy(item) for item in policies]}


def _policy(item: Any) -> Any:
    if not isinstance(item, Mapping) or "Statement" in item:
        return item
    effects = {"allow": "Allow", "deny": "Deny"}
    statements = [
        {"Effect": effect, "Action": item[word], "Resource": item["on"]}
        for word, effect in effects.items()
        if word in item and "on" in item
    ]
    return {"Version": "2012-10-17", "Statement": statements} if statements else item


def _request(item: Any) -> Any:
    if not isinstance(item, str):
        return item
    action, _, resource = item.partition(" ")
    return {"action": action, "resource": resource.strip() or "*"}
