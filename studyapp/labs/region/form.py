"""The places in which a tool looks for a Region, as a form."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from studyapp.engines.regions import SERVICES
from studyapp.engines.regions.asked import NOTES_FOUR

TOOLS = (("boto3", "boto3, botocore"), ("cli-1", "AWS CLI v1"), ("cli-2", "AWS CLI v2"))
VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_EC2_METADATA_DISABLED")
EXAMPLES = {
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-2",
    "AWS_PROFILE": "dev",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def _environment(post: QueryDict) -> dict[str, str]:
    env = {name: post.get(f"env.{name}", "") for name in VARIABLES if post.get(f"set.{name}")}
    for line in post.get("env_more", "").splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if name and equals:
            env[name.strip()] = value.strip().strip("\"'")
    return env


def read(post: QueryDict) -> dict[str, Any]:
    """The lab's fields, named as in its JSON, from what was posted."""
    data: dict[str, Any] = {
        "tool": post.get("tool", "boto3"),
        "services": post.getlist("services"),
        "env": _environment(post),
        "config": post.get("config", "").replace("\r\n", "\n"),
    }
    if post.get("region_given"):
        data["region"] = post.get("region", "")
    if post.get("profile_given"):
        data["profile"] = post.get("profile", "")
    if post.get("instance_region", "").strip():
        data["instance_region"] = post["instance_region"].strip()
    return data


def show(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for these fields, whether they are valid or not."""
    env = data.get("env") or {}
    chosen = data.get("services", NOTES_FOUR)
    return {
        "tool": data.get("tool", "boto3"),
        "tools": TOOLS,
        "region": data.get("region"),
        "profile": data.get("profile"),
        "variables": [
            {"name": name, "on": name in env, "value": env.get(name, EXAMPLES[name])} for name in VARIABLES
        ],
        "env_count": len(env),
        "env_more": "\n".join(f"{name}={value}" for name, value in env.items() if name not in VARIABLES),
        "config": data.get("config", ""),
        "instance_region": data.get("instance_region") or "",
        "services": [(name, name in chosen) for name in SERVICES],
    }


def scrub(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields fit for an address: a config file may hold keys, and only these lines matter here."""
    kept = ("region", "[", "output", "s3", "use_", "us_east_1", "source_profile", "role_arn", "sts_regional")
    text = data.get("config")
    if not isinstance(text, str):
        return dict(data)
    lines = [line if line.strip().startswith(kept) or not line.strip() else "# left out" for line in text.split("\n")]
    return {**data, "config": "\n".join(lines)}
