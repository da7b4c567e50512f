"""The decision: explicit deny, then allow, then the implicit deny that is everybody's beginning.

Source: IAM guide, "Policy evaluation logic" and "Determining whether a request is allowed or denied".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from studyapp.engines.guard import no_io
from studyapp.engines.policies.asked import Goal, PolicyQuestion, Request
from studyapp.engines.policies.conditions import holds, known
from studyapp.engines.policies.documents import Document, Statement, checked_identity
from studyapp.engines.policies.principals import account_of, named, role_of
from studyapp.engines.policies.wildcards import action_matches, any_matches, arn_matches, literal

Verdict = Literal["allowed", "explicitDeny", "implicitDeny"]
NOT_MODELLED = (
    "Requests from another account: both accounts would have to allow them.",
    "Service control policies above the account, unless given here.",
    "Which condition keys and resource types an action knows: whatever is written is compared.",
)
IDENTITY, RESOURCE = "identity policy", "resource policy"
CEILINGS = ("service control policy", "permissions boundary", "session policy")


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
    principal: str = ""

    def to_json(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "principal"}


@dataclass(frozen=True, kw_only=True)
class Met:
    """One goal of an exercise and how it came out; `beside` is what the other policies would say."""

    action: str
    resource: str
    wanted: str
    decision: Verdict
    why: str
    beside: Verdict | None = None

    @property
    def met(self) -> bool:
        return (self.decision == "allowed") == (self.wanted == "allowed")

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "met": self.met}


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The decision, the statements that made it, every statement's part, and what was left out."""

    decision: Verdict
    why: str
    matched: tuple[Finding, ...]
    steps: tuple[Finding, ...]
    not_modelled: tuple[str, ...]
    goals: tuple[Met, ...] = ()

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "engine": {"name": "rolecall-policies", "version": "2"},
            "decision": self.decision,
            "why": self.why,
            "matched": [finding.to_json() for finding in self.matched],
            "steps": [finding.to_json() for finding in self.steps],
            "not_modelled": list(self.not_modelled),
        }
        if self.goals:
            found["goals"] = [goal.to_json() for goal in self.goals]
        return found


@dataclass
class _Reading:
    """A request made comparable once, and what the evaluator met and could not judge."""

    request: Request
    keys: Mapping[str, tuple[str, ...]]
    unknown: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, request: Request) -> "_Reading":
        keys = {name.lower(): _texts(value) for name, value in request.context.items()}
        principal = request.principal
        if principal:
            keys.setdefault("aws:principalarn", (role_of(principal) or principal,))
            if account := account_of(principal):
                keys.setdefault("aws:principalaccount", (account,))
            if ":user/" in principal:
                keys.setdefault("aws:username", (principal.rpartition("/")[2],))
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
            out += before + literal(value)
        return out + rest


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(("true" if one else "false") if isinstance(one, bool) else str(one) for one in values)


def _misfit(statement: Statement, reading: _Reading, *, variables: bool) -> str:
    """Why the statement has nothing to say about the request; empty when it fits."""
    request = reading.request
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


def _principal_misfit(statement: Statement, principal: str) -> tuple[str, str]:
    """Why a resource policy's statement is not about the principal, and how it names it otherwise."""
    if statement.NotPrincipal is not None:
        return ("It leaves this principal out.", "") if named(statement.NotPrincipal, principal) else ("", "anybody")
    how = named(statement.Principal, principal)
    if not how:
        return "It names other principals.", ""
    if how == "account" and statement.Effect == "Allow":
        why = "It names the account: the account's own policies then decide, and by itself it grants nothing."
        return why, how
    return "", how


def _findings(kind: str, documents: Sequence[Document], reading: _Reading) -> Iterator[Finding]:
    for number, document in enumerate(documents):
        for index, statement in enumerate(document.Statement):
            why, how = "", ""
            if kind == RESOURCE:
                why, how = _principal_misfit(statement, reading.request.principal)
            why = why or _misfit(statement, reading, variables=document.Version == "2012-10-17")
            fits = "It fits, and denies." if statement.Effect == "Deny" else "It fits, and allows."
            yield Finding(
                kind=kind,
                document=number,
                statement=index,
                sid=statement.Sid,
                effect=statement.Effect,
                matched=not why,
                why=why or fits,
                principal=how,
            )


def _decision(found: Mapping[str, list[Finding]], principal: str) -> tuple[Verdict, str, tuple[Finding, ...]]:
    denies = tuple(f for findings in found.values() for f in findings if f.matched and f.effect == "Deny")
    if denies:
        return "explicitDeny", f"A statement in the {denies[0].kind} denies it. A deny always wins.", denies
    allows = {kind: tuple(f for f in findings if f.matched) for kind, findings in found.items()}
    # A resource policy that names a user or a role session outright is not limited by the principal's own ceilings.
    outright = tuple(f for f in allows.get(RESOURCE, ()) if f.principal == "outright" and _passes(principal))
    for kind in CEILINGS:
        passed = outright and kind != CEILINGS[0]
        if kind in allows and not allows[kind] and not passed:
            return "implicitDeny", f"The {kind} does not allow it, and without it nothing does.", ()
    if outright:
        why = "The resource policy names this principal itself and allows it."
        return "allowed", why, outright + allows[IDENTITY]
    granting = allows[IDENTITY] + allows.get(RESOURCE, ())
    if granting:
        return "allowed", "A statement allows it and none denies it.", granting
    return "implicitDeny", "No statement allows it. What is not allowed is denied.", ()


def _passes(principal: str) -> bool:
    return ":user/" in principal or bool(role_of(principal))


def _kinds(question: PolicyQuestion, policies: Sequence[Document]) -> dict[str, Sequence[Document]]:
    kinds: dict[str, Sequence[Document]] = {IDENTITY: policies}
    if question.resource_policy is not None:
        kinds[RESOURCE] = (question.resource_policy,)
    if question.permissions_boundary is not None:
        kinds["permissions boundary"] = (question.permissions_boundary,)
    if question.session_policies is not None:
        kinds["session policy"] = question.session_policies
    if question.scps is not None:
        kinds["service control policy"] = question.scps
    return kinds


def _judge(kinds: Mapping[str, Sequence[Document]], request: Request) -> Evaluation:
    reading = _Reading.of(request)
    found = {kind: list(_findings(kind, documents, reading)) for kind, documents in kinds.items()}
    decision, why, matched = _decision(found, request.principal)
    steps = tuple(finding for findings in found.values() for finding in findings)
    unknown = tuple(dict.fromkeys(reading.unknown))
    return Evaluation(decision=decision, why=why, matched=matched, steps=steps, not_modelled=unknown + NOT_MODELLED)


def _goal(goal: Goal, question: PolicyQuestion) -> Met:
    request = Request(
        principal=question.request.principal, action=goal.action, resource=goal.resource, context=goal.context
    )
    here = _judge(_kinds(question, question.policies), request)
    beside = None if question.beside is None else _judge(_kinds(question, question.beside), request).decision
    return Met(
        action=goal.action,
        resource=goal.resource,
        wanted=goal.wanted,
        decision=here.decision,
        why=_named(here),
        beside=beside,
    )


def _named(found: Evaluation) -> str:
    """The decision's reason with the statement that made it."""
    if not found.matched:
        return found.why
    first = found.matched[0]
    return f"Statement {first.statement + 1}{f' ({first.sid})' if first.sid else ''} of the {first.kind} decides."


def evaluate(question: PolicyQuestion) -> Evaluation:
    """Decide one request, with every statement's part in it, and each goal of an exercise."""
    with no_io():
        found = _judge(_kinds(question, question.policies), question.request)
        return replace(found, goals=tuple(_goal(goal, question) for goal in question.goals))


def decide(policies: Sequence[Mapping[str, Any]], action: str, resource: str) -> Verdict:
    """The decision alone, for identity policies. Raises pydantic.ValidationError for a document IAM would refuse."""
    documents = checked_identity(tuple(Document.model_validate(policy) for policy in policies))
    with no_io():
        return _judge({IDENTITY: documents}, Request(action=action, resource=resource)).decision
