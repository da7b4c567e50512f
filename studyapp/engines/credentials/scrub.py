"""Keeping secrets out of what is shown: a world's secrets are collected first, then struck from every text."""

import re
from collections.abc import Iterator, Mapping

from studyapp.engines.credentials.recorder import is_secret_name
from studyapp.engines.worlds import World

MASK = "****"
# Shorter values are words like "none" or "test": striking them would garble ordinary sentences.
_SHORTEST = 6
_ASSIGNMENT = re.compile(r"^[^\S\n]*([\w.-]{3,64})[^\S\n]*[=:][^\S\n]*([^\n]+)$", re.MULTILINE)
_JSON_FIELD = re.compile(r'"(\w{3,64})"\s*:\s*"((?:[^"\\]|\\.)*)"')


class Scrubber:
    """Strikes a world's secrets from a text."""

    def __init__(self, world: World) -> None:
        found = {secret for secret in _secrets(world) if len(secret) >= _SHORTEST}
        self._secrets = sorted(found, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            if secret in text:
                text = text.replace(secret, MASK)
        return text


def _secrets(world: World) -> Iterator[str]:
    for name, value in world.env.items():
        if is_secret_name(name):
            yield value
    for path, text in world.files.items():
        yield from _in_file(path, text)
    for process in world.processes.values():
        yield from _in_text(process.stdout)
        yield from _in_text(process.stderr)
    for reply in world.http.values():
        yield from _in_text(reply.body or "")
        yield from _in_data(reply.document)
        if reply.needs_authorization:
            yield reply.needs_authorization
    for document in (world.imds and world.imds.creds, *world.sso_tokens.values(), *world.login_tokens.values()):
        yield from _in_data(document)
    issued = [role.creds for role in world.roles.values()] + [role.creds for role in world.sso_roles]
    for creds in issued:
        yield from (creds.secret_access_key, creds.session_token)
    for role in world.roles.values():
        yield from role.trusts_tokens


def _in_file(path: str, text: str) -> Iterator[str]:
    stripped = text.strip()
    if "\n" not in stripped or "token" in path.lower():
        # A file of one line is a token file; in an ini file it would be half an entry.
        yield stripped
        yield text
    yield from _in_text(text)


def _in_text(text: str) -> Iterator[str]:
    for name, value in _ASSIGNMENT.findall(text):
        if is_secret_name(name):
            yield value.strip()
    for name, value in _JSON_FIELD.findall(text):
        if is_secret_name(name):
            yield value


def _in_data(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            if isinstance(item, str):
                if is_secret_name(str(name)):
                    yield item
            else:
                yield from _in_data(item)
    elif isinstance(value, list):
        for item in value:
            yield from _in_data(item)
