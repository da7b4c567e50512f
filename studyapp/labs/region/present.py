"""A search for a Region as the page shows it: the roll of places, the addresses, what changed."""

import re
import shlex
from dataclasses import dataclass
from typing import Any

from studyapp.engines.regions import Destination, RegionInput, RegionResult, Source
from studyapp.labs.region.form import TOOLS

STATES = {"found": "found", "not-found": "absent", "never-asked": "never", "ignored": "skipped"}
WORDS = {"found": "found", "not-found": "absent", "never-asked": "not reached", "ignored": "not read"}
SUMMARY = re.compile(r"^[a-z0-9]{1,20}=[A-Za-z0-9:-]{0,80}(,[a-z0-9]{1,20}=[A-Za-z0-9:-]{0,80}){0,20}$")
# What other SDKs do, from their sources; not run here.
CITED = (
    (
        "JavaScript v3",
        "AWS_REGION, then region of the profile in the config file. Nothing else: without one, the client stops.",
        "@smithy/config-resolver and @aws-sdk/region-config-resolver",
    ),
    (
        "C++",
        "AWS_DEFAULT_REGION, AWS_REGION, the config file, the instance, and at last us-east-1.",
        "aws-sdk-cpp, ClientConfiguration.cpp",
    ),
    ("Java, Go", "No default either: without a Region the client stops.", "the SDKs’ guides"),
)
COMMANDS = {
    "s3": "s3api list-buckets",
    "ec2": "ec2 describe-instances",
    "sts": "sts get-caller-identity",
    "dynamodb": "dynamodb list-tables",
    "iam": "iam list-users",
}


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    """One place on the roll."""

    source: Source
    s: str
    word: str


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """One service's call."""

    call: Destination
    ok: bool
    outcome: str
    changed: str


def _outcome(key: str) -> str:
    return "a global address" if key == "global" else key.removeprefix("error:")


def present(asked: RegionInput, result: RegionResult, before: str) -> dict[str, Any]:
    """What the result's template gets."""
    pairs = before.split(",") if SUMMARY.match(before) else []
    known = dict(pair.split("=", 1) for pair in pairs)
    calls = []
    for call in result.destinations:
        was = known.get(call.service, call.key)
        changed = "" if was == call.key else _outcome(was)
        calls.append(CallRow(call=call, ok=call.error is None, outcome=_outcome(call.key), changed=changed))
    tool = dict(TOOLS)[asked.tool]
    failed = sum(not row.ok for row in calls)
    return {
        "result": result,
        "tool": tool,
        "places": [SourceRow(source=one, s=STATES[one.status], word=WORDS[one.status]) for one in result.sources],
        "calls": calls,
        "failed": failed,
        "summary": ",".join(f"{one.service}={one.key}" for one in result.destinations),
        "engine": "botocore " + result.to_json()["engine"]["version"],
        "cited": CITED,
    }


def start(asked: RegionInput) -> dict[str, Any]:
    """Everything the tool may look at, and what is about to be called."""
    return {"asked": asked, "tool": dict(TOOLS)[asked.tool], "env": list(asked.env.items())}


def shell(asked: RegionInput) -> str:
    """The same as commands, or as code for boto3."""
    lines = [f"export {name}={shlex.quote(value)}" for name, value in asked.env.items()]
    if asked.config.strip():
        lines += ["cat > ~/.aws/config <<'EOF'", *asked.config.strip().splitlines(), "EOF"]
    if asked.instance_region:
        lines.append(f"# on an EC2 instance in {asked.instance_region}")
    if asked.tool == "boto3":
        profile = "" if asked.profile is None else f"profile_name={asked.profile!r}"
        given = "" if asked.region is None else f", region_name={asked.region!r}"
        lines += ["python3 - <<'PY'", "import boto3", f"session = boto3.Session({profile})"]
        lines += [f"print(session.client({name!r}{given}).meta.endpoint_url)" for name in asked.services]
        return "\n".join([*lines, "PY"])
    options = "" if asked.region is None else f" --region {shlex.quote(asked.region)}"
    options += "" if asked.profile is None else f" --profile {shlex.quote(asked.profile)}"
    lines.append("aws configure list")
    return "\n".join([*lines, *(f"aws {COMMANDS.get(name, name + ' help')}{options}" for name in asked.services)])
