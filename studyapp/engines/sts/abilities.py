"""What temporary credentials can call: the rules STS and IAM state, then the user's policies.

Source: IAM guide, "Compare AWS STS credentials" (GetSessionToken: no IAM without MFA, in STS only AssumeRole and
GetCallerIdentity) and "Configuring MFA-protected API access" (long-term keys carry no aws:MultiFactorAuthPresent).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from studyapp.engines.policies import PolicyQuestion, evaluate

Keys = Literal["long-term", "session", "session-mfa", "assumed", "assumed-mfa"]
Operator = Literal["Bool", "BoolIfExists"]

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
    """One action with these credentials: allowed or not, and the rule that says so."""

    action: str
    allowed: bool
    why: str


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
    return ""


def ability(action: str, keys: Keys, policies: tuple[Mapping[str, Any], ...]) -> Ability:
    """Whether these keys may make the call. GetCallerIdentity works always, even against an explicit deny."""
    if action == "sts:GetCallerIdentity":
        return Ability(action=action, allowed=True, why="It needs no permission, and no policy can take it away.")
    rule = _rule(action, keys)
    if rule:
        return Ability(action=action, allowed=False, why=rule)
    request = {
        "principal": "arn:aws:iam::111122223333:user/ana",
        "action": action,
        "resource": "*",
        "context": dict(context(keys)),
    }
    found = evaluate(PolicyQuestion.model_validate({"policies": [dict(p) for p in policies], "request": request}))
    words = {
        "allowed": "A statement allows it and none denies it.",
        "explicitDeny": "The deny statement matches this request.",
        "implicitDeny": "No statement allows it.",
    }
    return Ability(action=action, allowed=found.decision == "allowed", why=words[found.decision])
