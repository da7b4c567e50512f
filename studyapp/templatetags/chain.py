"""The roll of providers, a world to look at, and the way from one to the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from studyapp.engines.credentials import Resolution
from studyapp.engines.worlds import World
from studyapp.labs.chain.roll import roll
from studyapp.labs.panel import link
from studyapp.labs.registry import BY_SLUG

register = template.Library()
STATEMENT = ("Effect", "Action", "NotAction", "Resource", "NotResource")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One artefact of a world, as text."""

    title: str
    aside: str
    text: str


@register.inclusion_tag("chain/_roll.html")
def chain(resolution: Resolution) -> dict[str, Any]:
    """The roll of one run."""
    return {"roll": roll(resolution)}


@register.inclusion_tag("chain/_world.html")
def world(world: World) -> dict[str, Any]:
    """A world as read-only sheets, one an artefact."""
    return {"sheets": _sheets(world)}


@register.simple_tag
def lab_link(world: World, flavour: str = "botocore") -> str:
    """The address that opens this world in the lab."""
    fields = {"flavour": flavour, "world": world.model_dump(mode="json", by_alias=True, exclude_unset=True)}
    text = link(BY_SLUG["credential-chain"], fields)
    return reverse("labs:lab", args=["credential-chain"]) + (f"?w={text}" if text else "")


def _sheets(world: World) -> list[Sheet]:
    sheets = []
    if world.profile is not None:
        sheets.append(Sheet(title="Command line", aside="", text=f"--profile {world.profile}"))
    if world.env:
        text = "\n".join(f"{name}={value}" for name, value in world.env.items())
        sheets.append(Sheet(title="Environment", aside=f"{len(world.env)} set", text=text))
    sheets += [Sheet(title=path, aside="", text=text.strip()) for path, text in world.files.items()]
    if world.imds is not None:
        sheets.append(_instance(world))
    sheets += [Sheet(title="Container endpoint", aside="", text=url) for url in world.http]
    sheets += [Sheet(title="A program it may run", aside="", text=command) for command in world.processes]
    return sheets + [_owner(key, identity.arn, identity.policies) for key, identity in world.identities.items()]


def _instance(world: World) -> Sheet:
    imds = world.imds
    assert imds is not None
    lines = [f"HttpTokens: {imds.http_tokens}"]
    if imds.http_endpoint == "disabled":
        lines.append("HttpEndpoint: disabled")
    if imds.hop_limit_exceeded:
        lines.append("The hop limit is too small for this place.")
    creds = imds.creds or {}
    if creds.get("AccessKeyId"):
        lines.append(f"Keys of the role: {creds['AccessKeyId']}")
    elif creds.get("Code"):
        lines.append(f"The role’s document says: {creds['Code']}")
    return Sheet(title="Instance", aside=f"role {imds.role}" if imds.role else "no role", text="\n".join(lines))


def _owner(key: str, arn: str, policies: list[Any]) -> Sheet:
    lines = [line for policy in policies for line in _policy(policy)]
    name = arn.rpartition(":")[2]
    return Sheet(title=name, aside=f"owns {key}", text="\n".join(lines) or "No policies are given.")


def _policy(policy: Mapping[str, Any]) -> list[str]:
    statements = policy.get("Statement", [])
    statements = [statements] if isinstance(statements, Mapping) else statements
    return [
        "  ".join(_words(name, statement[name]) for name in STATEMENT if name in statement)
        for statement in statements
    ]


def _words(name: str, value: Any) -> str:
    text = ", ".join(value) if isinstance(value, list) else str(value)
    before = {"Resource": "on ", "NotResource": "not on ", "NotAction": "all but "}.get(name, "")
    return before + text
