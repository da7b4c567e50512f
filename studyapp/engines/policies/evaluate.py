"""The decision: explicit deny, then allow, then the implicit deny that is everybody's beginning.

Source: IAM guide, "Policy evaluation logic" and "Determining whether a request is allowed or denied".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from studyapp.engines.policies.conditions import holds, known
from studyapp.engines.policies.documents import Document, Statement
from studyapp.engines.policies.wildcards import action_matches, any_matches, arn_matches

Verdict = Literal["allowed", "explicitDeny", "implicitDeny"]
NOT_MODELLED = ("Requests from another account", "service control policies above the account unless given here")
STRICT = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Request(BaseModel):
    """What is asked: by whom, which action, on which resource, with which condition keys."""

    model_config = STRICT

    principal: str = Field("", max_length=2_048)
    action: str = Field(max_length=256)
    resource: str = Field("*", max_length=2_048)
    context: dict[str, str | bool | int | float | list[str]] = Field(default_factory=dict, max_length=100)


class PolicyQuestion(BaseModel):
    """A request and every policy with a say in it. A kind that is None has no say; an empty list allows nothing."""

    model_config = STRICT

    policies: tuple[Document, ...] = Field((), max_length=20, description="Identity policies.")
    request: Request
    resource_policy: Document | None = None
    permissions_boundary: Document | None = None
    session_policies: tuple[Document, ...] | None = Field(None, max_length=10)
    scps: tuple[Document, ...] | None = Field(None, max_length=10)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One statement against one request: which part of it fits, and what it says if all does."""

    kind: str
    document: int
    statement: int
    sid: str
    effect: str
    matched: bool
    why: str

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The decision, the statements that made it, every statement's part, and what was left out."""

    decision: Verdict
    why: str
    matched: tuple[Finding, ...]
    steps: tuple[Finding, ...]
    not_modelled: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "decision": self.decision,
            "why": self.why,
            "matched": [finding.to_json() for finding in self.matched],
            "steps": [finding.to_json() for finding in self.steps],
            "not_modelled": list(self.not_modelled),
        }


@dataclass
class _Reading:
    """A request made comparable once, and what the evaluator met and could not judge."""

    request: Request
    keys: Mapping[str, tuple[str, ...]]
    unknown: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, request: Request) -> "_Reading":
        keys = {name.lower(): _texts(value) for name, value in request.context.items()}
        if request.principal:
            keys.setdefault("aws:principalarn", (request.principal,))
            if ":user/" in request.principal:
                keys.setdefault("aws:username", (request.principal.rpartition("/")[2],))
        return cls(request=request, keys=keys)

    def expand(self, text: str, *, variables: bool) -> str:
        """${key} replaced by the request's value; a text whose key is absent matches nothing."""
        if not variables or "${" not in text:
            return text
        out, rest = "", text
        while "${" in rest:
            before, _, tail = rest.partition("${")
            name, _, rest = tail.partition("}")
            name, _, default = name.partition(",")
            if name in ("*", "?", "$"):
                value: str | None = name
            else:
                found = self.keys.get(name.strip().lower())
                value = found[0] if found else default.strip().strip("'") or None
            if value is None:
                return "\0"
            out += before + value
        return out + rest


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(("true" if one else "false") if isinstance(one, bool) else str(one) for one in values)


def _misfit(statement: Statement, reading: _Reading, *, variables: bool, principal: bool) -> str:
    """Why the statement has nothing to say about the request; empty when it fits."""
    request = reading.request
    if principal and not _principal_fits(statement, request.principal):
        return "It names other principals."
    if statement.Action is not None and any_matches(statement.Action, request.action, action_matches) is None:
        return f"No Action in it covers {request.action}."
    if statement.NotAction is not None and any_matches(statement.NotAction, request.action, action_matches):
        return f"NotAction leaves {request.action} out."

    def fits(patterns: tuple[str, ...]) -> bool:
        expanded = tuple(reading.expand(pattern, variables=variables) for pattern in patterns)
        return any_matches(expanded, request.resource, arn_matches) is not None

    if statement.Resource is not None and not fits(statement.Resource):
        return f"No Resource in it covers {request.resource}."
    if statement.NotResource is not None and fits(statement.NotResource):
        return f"NotResource leaves {request.resource} out."
    return _condition_misfit(statement, reading, variables=variables)


def _condition_misfit(statement: Statement, reading: _Reading, *, variables: bool) -> str:
    for name, tests in statement.Condition.items():
        if not known(name):
            reading.unknown.append(f"The condition operator {name}")
            # What cannot be judged must never open a door: an allow falls away, a deny stands.
            if statement.Effect == "Allow":
                return f"This lab does not know the operator {name}, so the statement allows nothing."
            continue
        for key, values in tests.items():
            wanted = tuple(reading.expand(value, variables=variables) for value in values)
            given = reading.keys.get(key.lower())
            if not holds(name, wanted, given):
                has = "the request carries no such key" if given is None else "the request's value does not fit"
                return f"Its condition {name} on {key} does not hold: {has}."
    return ""


def _principal_fits(statement: Statement, principal: str) -> bool:
    named = statement.NotPrincipal if statement.NotPrincipal is not None else statement.Principal
    if named is None:
        return True
    listed = named.get("AWS", []) if isinstance(named, Mapping) else named
    names = [listed] if isinstance(listed, str) else list(listed)
    account = principal.split(":")[4] if principal.count(":") >= 5 else ""
    fits = any(n == "*" or n == principal or n in (account, f"arn:aws:iam::{account}:root") for n in names if n)
    return fits != (statement.NotPrincipal is not None)


def _findings(kind: str, documents: Sequence[Document], reading: _Reading) -> Iterator[Finding]:
    for number, document in enumerate(documents):
        for index, statement in enumerate(document.Statement):
            variables = document.Version == "2012-10-17"
            why = _misfit(statement, reading, variables=variables, principal=kind == "resource policy")
            yield Finding(
                kind=kind,
                document=number,
                statement=index,
                sid=statement.Sid,
                effect=statement.Effect,
                matched=not why,
                why=why or ("It fits, and denies." if statement.Effect == "Deny" else "It fits, and allows."),
            )


def _decision(found: Mapping[str, list[Finding]]) -> tuple[Verdict, str, tuple[Finding, ...]]:
    denies = tuple(f for findings in found.values() for f in findings if f.matched and f.effect == "Deny")
    if denies:
        return "explicitDeny", f"A statement in the {denies[0].kind} denies it. A deny always wins.", denies
    allows = {kind: tuple(f for f in findings if f.matched) for kind, findings in found.items()}
    for kind in ("service control policy", "permissions boundary", "session policy"):
        if kind in allows and not allows[kind]:
            return "implicitDeny", f"The {kind} does not allow it, and without it nothing does.", ()
    granting = allows["identity policy"] + allows.get("resource policy", ())
    if granting:
        return "allowed", "A statement allows it and none denies it.", granting
    return "implicitDeny", "No statement allows it. What is not allowed is denied.", ()


def evaluate(question: PolicyQuestion) -> Evaluation:
    """Decide one request, with every statement's part in it."""
    reading = _Reading.of(question.request)
    kinds: dict[str, Sequence[Document]] = {"identity policy": question.policies}
    if question.resource_policy is not None:
        kinds["resource policy"] = (question.resource_policy,)
    if question.permissions_boundary is not None:
        kinds["permissions boundary"] = (question.permissions_boundary,)
    if question.session_policies is not None:
        kinds["session policy"] = question.session_policies
    if question.scps is not None:
        kinds["service control policy"] = question.scps
    found = {kind: list(_findings(kind, documents, reading)) for kind, documents in kinds.items()}
    decision, why, matched = _decision(found)
    steps = tuple(finding for findings in found.values() for finding in findings)
    unknown = tuple(dict.fromkeys(reading.unknown))
    return Evaluation(decision=decision, why=why, matched=matched, steps=steps, not_modelled=unknown + NOT_MODELLED)


def decide(policies: Sequence[Mapping[str, Any]], action: str, resource: str) -> Verdict:
    """The decision alone, for identity policies. Raises pydantic.ValidationError for a document IAM would refuse."""
    documents = tuple(Document.model_validate(policy) for policy in policies)
    request = Request(action=action, resource=resource)
    return evaluate(PolicyQuestion(policies=documents, request=request)).decision
