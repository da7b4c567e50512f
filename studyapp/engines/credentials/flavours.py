"""The flavours of the chain: one entry each; another SDK is one more entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LABELS = {
    "command-line": "Command-line options",
    "env": "Environment variables",
    "assume-role": "Role named in the profile",
    "assume-role-with-web-identity": "Role by web identity",
    "sso": "IAM Identity Center",
    "shared-credentials-file": "Credentials file",
    "login": "aws login session",
    "custom-process": "Credential process",
    "config-file": "Config file",
    "ec2-credentials-file": "Old EC2 tools' file",
    "boto-config": "Boto 2 config",
    "container-role": "Container role",
    "iam-role": "Instance profile",
}
BOTOCORE_ORDER = tuple(LABELS)[1:]
# The JavaScript SDK v3: the same names where it has the same link. It reads web identity twice.
LABELS["web-identity-env"] = "Role by web identity, from variables"
JS3_VERSION = "3.1175.0"
JS3_ORDER = (
    "env",
    "assume-role",
    "shared-credentials-file",
    "config-file",
    "assume-role-with-web-identity",
    "custom-process",
    "sso",
    "login",
    "web-identity-env",
    "container-role",
    "iam-role",
)


@dataclass(frozen=True, kw_only=True)
class Flavour:
    """How a tool differs: which links it has, and its names for the session variables it reads elsewhere."""

    engine: str
    links: tuple[str, ...] = BOTOCORE_ORDER
    command_line: bool = False
    variables: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    empty_profile_counts: bool = True
    not_modelled: tuple[str, ...] = ()


_CLASSROOM = ("env", "shared-credentials-file", "config-file", "container-role", "iam-role")

TABLE: Mapping[str, Flavour] = {
    "botocore": Flavour(engine="botocore"),
    "notes": Flavour(
        engine="botocore",
        links=_CLASSROOM,
        command_line=True,
        not_modelled=tuple(link for link in BOTOCORE_ORDER if link not in _CLASSROOM),
    ),
    "cli-2": Flavour(
        engine="botocore",
        # AWS CLI v2 reads the newer name of each variable first; botocore and CLI v1 only the older region name.
        variables={
            "profile": (None, ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"], None, None),
            "region": ("region", ["AWS_REGION", "AWS_DEFAULT_REGION"], None, None),
        },
        empty_profile_counts=False,
    ),
    "js-3": Flavour(engine="modelled", links=JS3_ORDER),
}
FLAVOURS = tuple(TABLE)
