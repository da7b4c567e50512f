"""A call to STS as the page shows it: request, answer, what to paste, and what the keys can do before and after."""

import json
import re
from dataclasses import dataclass
from typing import Any

from studyapp.engines.sts import MfaLab, MfaRun
from studyapp.engines.sts.abilities import Ability, guarded_policy
from studyapp.engines.sts.device import SECRET, code_at
from studyapp.engines.sts.session import command, dumps

SUMMARY = re.compile(r"^(session|error:\w{1,40})\.[a-z-]{1,20}$")
WORDS = {
    "allowed": "allowed",
    "denied": "denied",
    "not-allowed": "not allowed",
    "rejected": "rejected",
    "expired": "expired",
    "none": "nothing to sign with",
}
LASTS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True, kw_only=True)
class AbilityRow:
    """One action with the keys from before and with the session's."""

    action: str
    before: Ability
    after: Ability | None


def _key(result: MfaRun) -> str:
    outcome = f"error:{result.refused.code}" if result.refused else "session"
    return f"{outcome}.{result.tried.result if result.tried else 'none'}"


def lasts(seconds: int) -> str:
    """A duration in words: 12 hours, 1 hour 30 minutes."""
    words = []
    for size, name in LASTS:
        count, seconds = divmod(seconds, size)
        if count:
            words.append(f"{count} {name}" + ("s" if count > 1 else ""))
    return " ".join(words[:2])


def present(asked: MfaLab, result: MfaRun, before: str) -> dict[str, Any]:
    """What the result's template gets."""
    was_call, _, was_tried = before.partition(".") if SUMMARY.match(before) else ("", "", "")
    key = _key(result)
    now_call, _, now_tried = key.partition(".")
    after = {ability.action: ability for ability in result.after}
    return {
        "asked": asked,
        "result": result,
        "secret": SECRET,
        "response": dumps(result.response()),
        "lasts": lasts(result.session.lasts) if result.session else "",
        "rows": [AbilityRow(action=one.action, before=one, after=after.get(one.action)) for one in result.before],
        "tried_words": WORDS[result.tried.result] if result.tried else WORDS["none"],
        "was_call": was_call.removeprefix("error:") if was_call and was_call != now_call else "",
        "was_tried": WORDS.get(was_tried, was_tried) if was_tried and was_tried != now_tried else "",
        "policy": _policy(asked),
        "summary": key,
        "engine": result.to_json()["engine"],
        "not_modelled": result.to_json()["not_modelled"],
    }


def _policy(asked: MfaLab) -> str:
    return json.dumps(guarded_policy(asked.operator), indent=2)


def start(asked: MfaLab) -> dict[str, Any]:
    """The call that is about to be made, and the policy its keys meet."""
    return {
        "asked": asked,
        "command": command(asked),
        "shows": code_at(asked.seconds + asked.device_skew),
        "policy": _policy(asked),
    }


def shell(asked: MfaLab) -> str:
    """The call, the three values, one call with them, and tidying up."""
    service, _, name = asked.then.partition(":")
    verb = re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
    call = {"s3:ListAllMyBuckets": "s3api list-buckets"}.get(asked.then, f"{service} {verb}")
    if asked.signs == "before":
        return f"aws {call}"
    query = "--query Credentials.[AccessKeyId,SecretAccessKey,SessionToken] --output text"
    lines = [
        f"read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN < <(\n  {command(asked)} \\\n  {query})"
    ]
    names = "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY" + (" AWS_SESSION_TOKEN" if asked.exported == "all" else "")
    lines += [f"export {names}", f"aws {call}", "# when it has expired:"]
    return "\n".join([*lines, "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"])
