"""Who a principal element names, and how: outright, through its role, or only through its account.

Source: IAM guide, "AWS JSON policy elements: Principal" and "Policy evaluation logic".
"""

from collections.abc import Mapping
from typing import Any, Literal

Named = Literal["", "outright", "role", "anybody", "account"]
_RANK: tuple[Named, ...] = ("", "account", "anybody", "role", "outright")


def role_of(principal: str) -> str:
    """The role's ARN of a role session (without a path, which the session's ARN does not carry); "" for others."""
    parts = principal.split(":", 5)
    if len(parts) == 6 and parts[2] == "sts" and parts[5].startswith("assumed-role/"):
        return f"arn:{parts[1]}:iam::{parts[4]}:role/{parts[5].split('/')[1]}"
    return ""


def account_of(principal: str) -> str:
    """The twelve digits of an ARN, or nothing."""
    parts = principal.split(":", 5)
    return parts[4] if len(parts) == 6 else ""


def _same_role(name: str, role: str) -> bool:
    """Whether an ARN names the role, whatever path stands before the name."""
    head, _, path = name.partition(":role/")
    wanted, _, role_name = role.partition(":role/")
    return bool(path) and head == wanted and path.rpartition("/")[2] == role_name


def _how(name: str, principal: str) -> Named:
    if name == "*":
        return "anybody"
    if not principal:
        return ""
    if name == principal:
        return "outright"
    role, account = role_of(principal), account_of(principal)
    if role and _same_role(name, role):
        return "role"
    head = principal.split(":")[1] if principal.count(":") >= 5 else "aws"
    return "account" if account and name in (account, f"arn:{head}:iam::{account}:root") else ""


def named(element: Any, principal: str) -> Named:
    """The strongest way in which the element names the principal."""
    listed = element.get("AWS", []) if isinstance(element, Mapping) else element
    names = [listed] if isinstance(listed, str) else listed if isinstance(listed, list | tuple) else []
    found = [_how(name, principal) for name in names if isinstance(name, str)]
    return max(found, key=_RANK.index, default="")
