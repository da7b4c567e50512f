"""`aws configure list`, as both versions of the CLI print it: who signs, and where the Region comes from.

Source: awscli/customizations/configure/list.py of both versions. Keys are masked in it to their last four characters.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

ROW = re.compile(r"^\s*(profile|access_key|secret_key|region)\s*:?\s+(\S.*)$", re.IGNORECASE)
HEADER = re.compile(r"^\s*NAME\s*:?\s+VALUE\s*:?\s+TYPE\s*:?\s+LOCATION\s*$", re.IGNORECASE)
NOT_SET = "<not set>"
# Type of the key's row: (who signs, lesson, lab, state)
SOURCES: Mapping[str, tuple[str, str, str, str]] = {
    "env": ("the variables in the environment", "L07", "credential-chain", "puzzle"),
    "shared-credentials-file": ("the credentials file", "L05", "credential-chain", "laptop"),
    "config-file": ("the config file", "L05", "credential-chain", "laptop"),
    "assume-role": ("the role that the profile names", "L11", "credential-chain", "role-with-mfa"),
    "assume-role-with-web-identity": ("the web identity role", "L09", "credential-chain", "pod"),
    "sso": ("IAM Identity Center", "L09", "credential-chain", "identity-center"),
    "custom-process": ("the credential process", "L06", "credential-chain", "process"),
    "container-role": ("the container’s role", "L09", "credential-chain", "ecs"),
    "iam-role": ("the instance’s role", "L05", "credential-chain", "ec2"),
    "login": ("the session of aws login", "L09", "credential-chain", "aws-login"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line: whether it has a value, its type, and where that comes from."""

    given: bool
    type: str
    location: str


def read(text: str) -> dict[str, Row]:
    """The rows by name; empty when the text is no such list."""
    lines = text.splitlines()
    if not any(HEADER.match(line) for line in lines):
        return {}
    found = {}
    for line in lines:
        if match := ROW.match(line):
            found[match[1].lower()] = _row(match[2])
    return found


def _row(rest: str) -> Row:
    given = not rest.startswith(NOT_SET)
    words = [word for word in rest.removeprefix(NOT_SET).split() if word != ":"]
    words = words[1:] if given else words
    kind = words[0] if words else "None"
    return Row(given=given, type=kind, location=" ".join(words[1:]))
