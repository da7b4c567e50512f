"""A world fit for an address: every secret and token in it replaced by AWS's documented example.

Which texts are secrets is decided by their names; ids, ARNs and paths stay.
"""

import re
from collections.abc import Mapping
from typing import Any

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 -- AWS's published example
TOKEN = "EXAMPLETOKEN"  # noqa: S105
SECRET_NAME = re.compile(r"secret", re.IGNORECASE)
TOKEN_NAME = re.compile(r"token|password|authorization|private_?key", re.IGNORECASE)
# Names that speak of tokens and hold none.
PLAIN_NAMES = frozenset({"http_tokens", "trusts_tokens", "sso_tokens", "login_tokens"})
INI_LINE = re.compile(r"^(\s*)([^\s=:\[#;]+)(\s*[=:]\s*)(\S[^\n]*)$", re.MULTILINE)
PATH_NAMES = re.compile(r"(_file|_uri|_serial|expires?at|expiration)$", re.IGNORECASE)


def replacement(name: str, value: str) -> str:
    """The value of a named text once its secret is gone."""
    if not value or name in PLAIN_NAMES or PATH_NAMES.search(name):
        return value
    if SECRET_NAME.search(name):
        return SECRET
    return TOKEN if TOKEN_NAME.search(name) else value


def _line(match: re.Match[str]) -> str:
    indent, name, equals, value = match.groups()
    return f"{indent}{name}{equals}{replacement(name, value)}"


def _file(path: str, text: str) -> str:
    if "=" not in text and "[" not in text and text.strip():
        return TOKEN  # a bare token file
    return INI_LINE.sub(_line, text)


def _walk(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return replacement(name, value)
    if isinstance(value, Mapping):
        return {key: _walk(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(item, name) for item in value]
    return value


def _world(world: Mapping[str, Any]) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    for part, value in world.items():
        if part == "files" and isinstance(value, Mapping):
            clean[part] = {str(path): _file(str(path), str(text)) for path, text in value.items()}
        elif part == "processes" and isinstance(value, Mapping):
            clean[part] = {command: _process(output) for command, output in value.items()}
        elif part == "roles" and isinstance(value, Mapping):
            clean[part] = {arn: _role(role) for arn, role in value.items()}
        else:
            clean[part] = _walk(value, "")
    return clean


def _process(output: Any) -> Any:
    if not isinstance(output, Mapping):
        return output
    text = str(output.get("stdout", ""))
    for name, example in (("SecretAccessKey", SECRET), ("SessionToken", TOKEN)):
        text = re.sub(rf'("{name}"\s*:\s*")[^"]*', rf"\g<1>{example}", text)
    return {**output, "stdout": text} if "stdout" in output else dict(output)


def _role(role: Any) -> Any:
    if not isinstance(role, Mapping):
        return role
    clean = {key: _walk(item, str(key)) for key, item in role.items()}
    if clean.get("trusts_tokens"):
        clean["trusts_tokens"] = [TOKEN for _ in clean["trusts_tokens"]]
    return clean


def scrub(data: Mapping[str, Any]) -> dict[str, Any]:
    """The lab's fields without a single secret or token of the learner's."""
    world = data.get("world")
    return {**data, "world": _world(world)} if isinstance(world, Mapping) else dict(data)
