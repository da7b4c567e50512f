"""An answer's verdicts as the page shows them."""

import json
from dataclasses import dataclass
from typing import Any

from studyapp.engines.retries import Classified, ClassifierInput
from studyapp.engines.retries.classify import Verdict
from studyapp.engines.retries.profiles import PROFILES, WORDS
from studyapp.labs.plot import seconds
from studyapp.labs.snippets import curl

REMEDIES = {
    "retry-slow": "Retry, and slow down",
    "retry-fast": "Retry after a short wait",
    "refresh": "Get new credentials",
    "fix": "Do not retry: fix the request",
    "none": "Nothing to retry",
}
KNOWN = frozenset({f"{remedy}|{pattern:04b}" for remedy in REMEDIES for pattern in range(16)})


@dataclass(frozen=True, kw_only=True)
class Row:
    """One retry profile."""

    mode: str
    words: str
    this: bool
    retryable: bool
    why: str
    wait: str
    cost: str
    attempts: int
    changed: bool


def _row(one: Verdict, found: Classified, changed: bool) -> Row:
    return Row(
        mode=one.mode,
        words=WORDS[one.mode],
        this=one.mode == found.verdict.mode,
        retryable=one.retryable,
        why=one.why,
        wait="" if one.first_wait_ms is None else f"up to {seconds(one.first_wait_ms)}",
        cost="" if one.cost is None else str(one.cost),
        attempts=one.attempts,
        changed=changed,
    )


def _summary(result: Classified) -> str:
    return f"{result.remedy}|{''.join(str(int(one.retryable)) for one in result.every)}"


def present(asked: ClassifierInput, result: Classified, before: str) -> dict[str, Any]:
    """What the result's template gets."""
    now = _summary(result)
    known = before if before in KNOWN else now
    was, patterns = known.split("|")
    pairs = zip(patterns, now.split("|")[1], strict=True)
    changed = dict(zip(PROFILES, (old != new for old, new in pairs), strict=True))
    return {
        "asked": asked,
        "answer": asked.answer.words or "an answer without a code",
        "result": result,
        "found": result.verdict,
        "engine": result.to_json()["engine"],
        "finding": REMEDIES[result.remedy],
        "was": REMEDIES[was] if was != result.remedy else "",
        "rows": [_row(one, result, changed[one.mode]) for one in result.every],
        "summary": now,
        "good": result.remedy.startswith("retry"),
    }


def start(asked: ClassifierInput) -> dict[str, Any]:
    """The answer as it stands beside a bet."""
    return {"asked": asked, "answer": asked.answer.words}


def shell(asked: ClassifierInput) -> str:
    """The request for curl, and the two things to look at in code."""
    usual = {name: field.default for name, field in ClassifierInput.model_fields.items()}
    given = json.loads(asked.model_dump_json())
    # What is being classified is always said.
    data = {name: value for name, value in given.items() if name in ("code", "status") or value != usual[name]}
    return (
        f"{curl('retry-classifier', data)}\n\n"
        "# In Python, what an error carries:\n"
        "# except botocore.exceptions.ClientError as error:\n"
        "#     error.response['Error']['Code']\n"
        "#     error.response['ResponseMetadata']['HTTPStatusCode']\n"
        "#     error.response['ResponseMetadata']['RetryAttempts']"
    )
