"""What credentials can call: whether they belong together, the rules of STS and IAM, then the user's policies.

Source: IAM guide, "Compare AWS STS credentials" (GetSessionToken: no IAM without MFA, in STS only AssumeRole and
GetCallerIdentity) and "Configuring MFA-protected API access" (long-term keys carry no aws:MultiFactorAuthPresent).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from studyapp.engines.policies import PolicyQuestion, evaluate

Keys = Literal["long-term", "session", "session-mfa", "assumed", "assumed-mfa"]
Operator = Literal["Bool", "BoolIfExists"]
Exported = Literal["all", "no-token", "stale-token"]
Result = Literal["allowed", "denied", "not-allowed", "rejected", "expired"]

ACTIONS = (
    "s3:ListAllMyBuckets",
    "ec2:DescribeInstances",
    "iam:ListUsers",
    "sts:GetCallerIdentity",
    "sts:AssumeRole",
    "sts:GetSessionToken",
    "sts:GetFederationToken",
)


def guarded_policy(operator: Operator) -> dict[str, Any]:
    """Everything allowed, and denied without MFA, by the operator that the lesson compares."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "AllowEverything", "Effect": "Allow", "Action": "*", "Resource": "*"},
            {
                "Sid": "DenyWithoutMfa",
                "Effect": "Deny",
                "Action": "*",
                "Resource": "*",
                "Condition": {operator: {"aws:MultiFactorAuthPresent": "false"}},
            },
        ],
    }


@dataclass(frozen=True, kw_only=True)
class Ability:
    """One action with these credentials: how it comes out, and the rule that says so."""

    action: str
    result: Result
    why: str
    code: str = ""

    @property
    def allowed(self) -> bool:
        return self.result == "allowed"

    def to_json(self) -> dict[str, Any]:
        return {
            "action": self.action,
            "allowed": self.allowed,
            "result": self.result,
            "code": self.code,
            "why": self.why,
        }


def context(keys: Keys) -> Mapping[str, str]:
    """The condition keys a request carries: long-term keys carry no MFA key at all."""
    return {} if keys == "long-term" else {"aws:MultiFactorAuthPresent": "true" if keys.endswith("mfa") else "false"}


def _rule(action: str, keys: Keys) -> str:
    """The service's own rule against this call, before any policy; empty when there is none."""
    if keys == "long-term":
        return ""
    if action in {"sts:GetSessionToken", "sts:GetFederationToken"}:
        return "Temporary credentials cannot call this."
    if action.startswith("iam:") and keys == "session":
        return "IAM takes GetSessionToken's credentials only if an MFA code was given for them."
    if action.startswith("sts:") and keys.startswith("session") and action not in ALWAYS_IN_STS:
        return "Of STS, GetSessionToken's credentials can call AssumeRole and GetCallerIdentity only."
    return ""


# How a service says that it does not know the key id, or not with this token; the rest say InvalidClientTokenId.
UNKNOWN_KEY = {
    "s3": "InvalidAccessKeyId",
    "ec2": "AuthFailure",
    **dict.fromkeys(("dynamodb", "kms", "lambda", "logs", "ecs", "kinesis"), "UnrecognizedClientException"),
}
ALWAYS_IN_STS = ("sts:AssumeRole", "sts:GetCallerIdentity")


def torn(action: str, exported: Exported) -> Ability | None:
    """What comes of three values that do not belong together; None when they do."""
    if exported == "all":
        return None
    code = UNKNOWN_KEY.get(action.partition(":")[0], "InvalidClientTokenId")
    why = {
        "no-token": "A temporary key id came without its token. Temporary credentials are three values, one set.",
        "stale-token": "The token is yesterday's, of other keys. The three values belong together.",
    }[exported]
    return Ability(action=action, result="rejected", code=code, why=f"{why} No policy is asked.")


def _of_root(action: str) -> Ability:
    """What root's keys can call: identity policies do not hold root."""
    if action.lower() == "sts:assumerole":
        why = "Root is let in by no role. A user or a role can assume one."
        return Ability(action=action, result="rejected", code="AccessDenied", why=why)
    return Ability(action=action, result="allowed", why="No policy inside the account holds the root user.")


def ability(action: str, keys: Keys, policies: tuple[Mapping[str, Any], ...], *, root: bool = False) -> Ability:
    """Whether these keys may make the call. GetCallerIdentity works always, even against an explicit deny."""
    if action.lower() == "sts:getcalleridentity":
        why = "It needs no permission, and no policy can take it away."
        return Ability(action=action, result="allowed", why=why)
    rule = _rule(action, keys)
    if rule:
        return Ability(action=action, result="rejected", code="AccessDenied", why=rule)
    if root:
        return _of_root(action)
    request = {
        "principal": "arn:aws:iam::111122223333:user/ana",
        "action": action,
        "resource": "*",
        "context": dict(context(keys)),
    }
    found = evaluate(PolicyQuestion.model_validate({"policies": [dict(p) for p in policies], "request": request}))
    has = context(keys).get("aws:MultiFactorAuthPresent")
    carries = "The request carries no MFA key" if has is None else f"The request says MFA is {has}"
    if found.decision == "explicitDeny":
        return Ability(action=action, result="denied", code="AccessDenied", why=f"{carries}: the deny matches.")
    if found.decision == "allowed":
        return Ability(action=action, result="allowed", why=f"{carries}: the deny does not match, and * is allowed.")
    return Ability(action=action, result="not-allowed", code="AccessDenied", why="No statement allows it.")
