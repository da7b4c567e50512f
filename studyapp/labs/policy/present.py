"""A decision as the page shows it: each document with its statements marked, goals as lamps, what changed."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studyapp.engines.policies import Document, Evaluation, Finding, Met, PolicyQuestion
from studyapp.labs.policy.form import lines

SUMMARY = re.compile(r"^(allowed|explicitDeny|implicitDeny)\.[01]{0,12}$")
HEADLINES = {
    "allowed": "Allowed.",
    "explicitDeny": "Denied by a statement.",
    "implicitDeny": "Denied: nothing allows it.",
}
SHORT = {"allowed": "allowed", "explicitDeny": "denied", "implicitDeny": "denied"}


@dataclass(frozen=True, kw_only=True)
class StatementRow:
    """One statement: its JSON, its part in the decision, and whether it decided."""

    number: int
    text: str
    why: str
    s: str
    word: str
    decisive: bool


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """One document with its statements."""

    title: str
    version: str
    statements: tuple[StatementRow, ...]


@dataclass(frozen=True, kw_only=True)
class GoalRow:
    """One goal of an exercise."""

    goal: Met
    decision: str
    beside: str
    changed: str


def _plain(value: Any) -> Any:
    """Tuples of one as the one, so that a statement reads as people write it."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return _plain(value[0]) if len(value) == 1 else [_plain(item) for item in value]
    return value


def _json(statement: Any) -> str:
    return json.dumps(_plain(statement.model_dump(exclude_unset=True)), indent=2, ensure_ascii=False)


def _row(finding: Finding, document: Document, deciders: set[tuple[str, int, int]]) -> StatementRow:
    fits = "stop" if finding.effect == "Deny" else "found"
    word = ("denies" if finding.effect == "Deny" else "allows") if finding.matched else "does not fit"
    return StatementRow(
        number=finding.statement + 1,
        text=_json(document.Statement[finding.statement]),
        why=finding.why,
        s=fits if finding.matched else "absent",
        word=word,
        decisive=(finding.kind, finding.document, finding.statement) in deciders,
    )


def _documents(question: PolicyQuestion) -> dict[str, Sequence[Document]]:
    one = {"resource policy": question.resource_policy, "permissions boundary": question.permissions_boundary}
    many = {
        "identity policy": question.policies,
        "session policy": question.session_policies,
        "service control policy": question.scps,
    }
    found: dict[str, Sequence[Document]] = {kind: (doc,) for kind, doc in one.items() if doc is not None}
    return {**{kind: docs for kind, docs in many.items() if docs is not None}, **found}


def _blocks(question: PolicyQuestion, found: Evaluation) -> list[DocumentRow]:
    deciders = {(f.kind, f.document, f.statement) for f in found.matched}
    documents = _documents(question)
    blocks = []
    for kind in dict.fromkeys(finding.kind for finding in found.steps):
        for number, document in enumerate(documents[kind]):
            steps = [f for f in found.steps if f.kind == kind and f.document == number]
            title = kind[0].upper() + kind[1:] + (f" {number + 1}" if len(documents[kind]) > 1 else "")
            rows = tuple(_row(step, document, deciders) for step in steps)
            blocks.append(DocumentRow(title=title, version=document.Version, statements=rows))
    return blocks


def present(question: PolicyQuestion, found: Evaluation, before: str) -> dict[str, Any]:
    """What the result's template gets."""
    was, _, lamps = before.partition(".") if SUMMARY.match(before) else ("", "", "")
    goals = []
    for index, goal in enumerate(found.goals):
        known = index < len(lamps) and lamps[index] == "1"
        changed = "" if index >= len(lamps) or known == goal.met else ("as listed" if known else "not as listed")
        beside = SHORT[goal.beside] if goal.beside else ""
        goals.append(GoalRow(goal=goal, decision=SHORT[goal.decision], beside=beside, changed=changed))
    return {
        "found": found,
        "asked": question.request,
        "keys": [line.split(" = ", 1) for line in lines(question.request.context).splitlines()],
        "headline": HEADLINES[found.decision],
        "yes": found.decision == "allowed",
        "was": HEADLINES[was] if was and was != found.decision else "",
        "blocks": _blocks(question, found),
        "none": not question.policies,
        "goals": goals,
        "with_beside": question.beside is not None,
        "goals_met": sum(row.goal.met for row in goals),
        "first_missed": next((row for row in goals if not row.goal.met), None),
        "summary": f"{found.decision}." + "".join("1" if row.goal.met else "0" for row in goals),
    }


def start(question: PolicyQuestion) -> dict[str, Any]:
    """The documents and the request, without a decision."""
    sheets = []
    for kind, documents in _documents(question).items():
        for document in documents:
            text = json.dumps(_plain(document.model_dump(exclude_unset=True)), indent=2, ensure_ascii=False)
            sheets.append({"title": kind[0].upper() + kind[1:], "text": text})
    return {"asked": question.request, "sheets": sheets, "goals": question.goals}


def _file(document: Document) -> str:
    return shlex.quote(json.dumps(_plain(document.model_dump(exclude_unset=True)), ensure_ascii=False))


def shell(question: PolicyQuestion) -> str:
    """The same request for IAM's own simulator."""
    request = question.request
    words = ["aws iam simulate-custom-policy", f"--action-names {shlex.quote(request.action)}"]
    words.append(f"--resource-arns {shlex.quote(request.resource)}")
    if question.policies:
        words.append("--policy-input-list " + " ".join(_file(document) for document in question.policies))
    if question.permissions_boundary:
        words.append(f"--permissions-boundary-policy-input-list {_file(question.permissions_boundary)}")
    if question.resource_policy:
        words.append(f"--resource-policy {_file(question.resource_policy)}")
        words.append(f"--caller-arn {shlex.quote(request.principal)}")
    for name, value in request.context.items():
        values = value if isinstance(value, list) else [str(value).lower() if isinstance(value, bool) else str(value)]
        kind = "stringList" if isinstance(value, list) else "string"
        entry = f"ContextKeyName={name},ContextKeyValues={','.join(values)},ContextKeyType={kind}"
        words.append(f"--context-entries {shlex.quote(entry)}")
    text = " \\\n  ".join(words)
    if question.session_policies is not None or question.scps is not None:
        text += "\n# the simulator takes no session policy and no service control policy"
    return text
