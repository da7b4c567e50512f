"""A world fit for an address: every secret and token in it replaced by AWS's documented example.

Which texts are secrets is decided by their names; ids, ARNs and paths stay.
"""

import re
from collections.abc import Mapping
from typing import Any

from studyapp.engines.signing.examples import SECRETS

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 -- AWS's published example
TOKEN = "EXAMPLETOKEN"  # noqa: S105
SECRET_NAME = re.compile(r"secret", re.IGNORECASE)
TOKEN_NAME = re.compile(r"token|password|authorization|private_?key", re.IGNORECASE)
# Names that speak of tokens and hold none.
PLAIN_NAMES = frozenset({"http_tokens", "trusts_tokens", "sso_tokens", "login_tokens"})
INI_LINE = re.compile(r"^(\s*)([^\s=:\[#;]+)(\s*[=:]\s*)(\S[^\n]*)$", re.MULTILINE)
BARE_NAME = re.compile(r"^(?:export )?[A-Z][A-Z_]{0,60}$")
PATH_NAMES = re.compile(r"(_file|_uri|_serial|expires?at|expiration)$", re.IGNORECASE)


def replacement(name: str, value: str) -> str:
    """The value of a named text once its secret is gone."""
    if not value or name in PLAIN_NAMES or PATH_NAMES.search(name):
        return value
    if SECRET_NAME.search(name):
        return value if value in SECRETS else SECRET
    return TOKEN if TOKEN_NAME.search(name) else value


def _line(match: re.Match[str]) -> str:
    indent, name, equals, value = match.groups()
    return f"{indent}{name}{equals}{replacement(name, value)}"


def _is_token(text: str) -> bool:
    """Whether a file is a bare token and no list of names and values."""
    return bool(text.strip()) and "=" not in text and "[" not in text


def _tokens(world: Mapping[str, Any]) -> dict[str, str]:
    """An example for each web identity token; those that differ still do, since a role trusts one and not another."""
    files, roles = world.get("files"), world.get("roles")
    texts = [str(text) for text in files.values() if _is_token(str(text))] if isinstance(files, Mapping) else []
    for role in roles.values() if isinstance(roles, Mapping) else ():
        trusted = role.get("trusts_tokens") if isinstance(role, Mapping) else None
        texts += [str(one) for one in trusted] if isinstance(trusted, list | tuple) else []
    distinct = dict.fromkeys(text.strip() for text in texts)
    return {text: f"{TOKEN}{number or ''}" for number, text in enumerate(distinct)}


def _file(text: str, tokens: Mapping[str, str]) -> str:
    return tokens[text.strip()] if _is_token(text) else INI_LINE.sub(_line, text)


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
    tokens = _tokens(world)
    for part, value in world.items():
        if part == "files" and isinstance(value, Mapping):
            clean[part] = {str(path): _file(str(text), tokens) for path, text in value.items()}
        elif part == "processes" and isinstance(value, Mapping):
            clean[part] = {command: _process(output) for command, output in value.items()}
        elif part == "roles" and isinstance(value, Mapping):
            clean[part] = {arn: _role(role, tokens) for arn, role in value.items()}
        else:
            clean[part] = _walk(value, "")
    env = clean.get("env")
    if isinstance(env, dict) and isinstance(env.get(""), str):
        # A line that set no variable may be a secret that lost its name.
        env[""] = "\n".join(line for line in env[""].splitlines() if BARE_NAME.match(line))
    return clean


def _process(output: Any) -> Any:
    if not isinstance(output, Mapping):
        return output
    text = str(output.get("stdout", ""))
    for name, example in (("SecretAccessKey", SECRET), ("SessionToken", TOKEN)):
        text = re.sub(rf'("{name}"\s*:\s*")[^"]*', rf"\g<1>{example}", text)
    return {**output, "stdout": text} if "stdout" in output else dict(output)


def _role(role: Any, tokens: Mapping[str, str]) -> Any:
    if not isinstance(role, Mapping):
        return role
    clean = {key: _walk(item, str(key)) for key, item in role.items()}
    trusted = role.get("trusts_tokens")
    if isinstance(trusted, list | tuple):
        clean["trusts_tokens"] = [tokens[str(one).strip()] for one in trusted]
    return clean


def scrub(data: Mapping[str, Any]) -> dict[str, Any]:
    """The lab's fields without a single secret or token of the learner's."""
    world = data.get("world")
    return {**data, "world": _world(world)} if isinstance(world, Mapping) else dict(data)
