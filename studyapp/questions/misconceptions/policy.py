"""Beliefs about what policies decide.

A solver takes the lab's fields and an ask, and gives the fields as its holder sees them: the engine then runs on
those. One that changes the rule of evaluation itself gives the outcome key. None: the belief is silent here.
"""

from collections.abc import Mapping
from typing import Any

from studyapp.engines.policies import Evaluation, PolicyQuestion, evaluate
from studyapp.questions.misconceptions.model import Misconception

Fields = Mapping[str, Any]
Seen = Mapping[str, Any] | str | None
POLICY = "policy"
DECISIVE = "policy-decisive"


def _run(fields: Fields) -> Evaluation:
    return evaluate(PolicyQuestion.model_validate(fields))


def _fitting(fields: Fields) -> list[tuple[str, str, int]]:
    """The statements that fit: where each stands, its effect, the length of its longest resource."""
    out = []
    for step in _run(fields).steps:
        if step.matched:
            statement = fields["policies"][step.document]["Statement"][step.statement]
            named = statement.get("Resource", "*")
            longest = max(len(one) for one in ([named] if isinstance(named, str) else named))
            out.append((f"{step.kind}/{step.document}/{step.statement}", step.effect, longest))
    return out


def _decision(effect: str) -> str:
    return "allowed" if effect == "Allow" else "explicitDeny"


def last_wins(fields: Fields) -> Seen:
    fits = _fitting(fields)
    return _decision(fits[-1][1]) if len(fits) > 1 else None


def last_decides(fields: Fields) -> Seen:
    fits = _fitting(fields)
    return fits[-1][0] if len(fits) > 1 else None


def most_specific_wins(fields: Fields) -> Seen:
    fits = _fitting(fields)
    return _decision(max(fits, key=lambda fit: fit[2])[1]) if len(fits) > 1 else None


def most_specific_decides(fields: Fields) -> Seen:
    fits = _fitting(fields)
    return max(fits, key=lambda fit: fit[2])[0] if len(fits) > 1 else None


def allow_beats_deny(fields: Fields) -> Seen:
    effects = [effect for _, effect, _ in _fitting(fields)]
    return "allowed" if {"Allow", "Deny"} <= set(effects) else None


def allow_decides(fields: Fields) -> Seen:
    fits = _fitting(fields)
    allows = [place for place, effect, _ in fits if effect == "Allow"]
    return allows[0] if allows and len(allows) < len(fits) else None


def bucket_is_its_objects(fields: Fields) -> Seen:
    """One ARN stands for the bucket and for everything in it."""
    resource = str(fields["request"]["resource"])
    bucket, slash, _ = resource.partition("/")
    other = bucket if slash else f"{bucket}/any"
    return {**fields, "request": {**fields["request"], "resource": other}} if ":s3:" in resource else None


def silence_is_a_deny(fields: Fields) -> Seen:
    """What no statement names is denied by one, and the other way round."""
    swapped = {"implicitDeny": "explicitDeny", "explicitDeny": "implicitDeny"}
    return swapped.get(_run(fields).decision)


def silence_has_a_statement(fields: Fields) -> Seen:
    """Where nothing fits, some statement must still have decided: the first that names the action's service."""
    return "identity policy/0/0" if not _fitting(fields) else None


def any_deny_denies(fields: Fields) -> Seen:
    """A deny that only names something near the request."""
    named = [one["Effect"] for policy in fields["policies"] for one in policy["Statement"]]
    return "explicitDeny" if "Deny" in named else None


def any_deny_decides(fields: Fields) -> Seen:
    effects = [one["Effect"] for one in fields["policies"][0]["Statement"]]
    return f"identity policy/0/{effects.index('Deny')}" if "Deny" in effects else None


POLICY_BELIEFS: tuple[Misconception, ...] = (
    Misconception(
        id="M50",
        name="The last statement wins",
        belief="Statements are read in order, and the last word counts.",
        truth="The order of statements decides nothing. A deny that fits wins, wherever it stands.",
        solvers={POLICY: last_wins, DECISIVE: last_decides},
    ),
    Misconception(
        id="M51",
        name="The most specific statement wins",
        belief="What names the resource exactly outranks a wildcard.",
        truth="How narrow a statement is decides nothing. A deny that fits wins over every allow.",
        solvers={POLICY: most_specific_wins, DECISIVE: most_specific_decides},
    ),
    Misconception(
        id="M52",
        name="An allow beats a deny",
        belief="If something allows it, it is allowed.",
        truth="An explicit deny wins over any number of allows.",
        solvers={POLICY: allow_beats_deny, DECISIVE: allow_decides},
    ),
    Misconception(
        id="M53",
        name="A bucket and its objects are one resource",
        belief="The bucket’s ARN covers what is in it.",
        truth="ListBucket takes the bucket’s ARN, GetObject an object’s: bucket/*. Neither covers the other.",
        solvers={POLICY: bucket_is_its_objects, DECISIVE: bucket_is_its_objects},
    ),
    Misconception(
        id="M54",
        name="What is not allowed is denied by a statement",
        belief="Somewhere it says no.",
        truth="A request that no statement allows is denied without one. An explicit deny is a statement that fits.",
        solvers={POLICY: silence_is_a_deny, DECISIVE: silence_has_a_statement},
        modelled=True,
    ),
    Misconception(
        id="M55",
        name="A deny denies, whether it fits or not",
        belief="There is a deny on this, so the answer is no.",
        truth="A deny counts only where its action, its resource and its condition all fit the request.",
        solvers={POLICY: any_deny_denies, DECISIVE: any_deny_decides},
    ),
)
