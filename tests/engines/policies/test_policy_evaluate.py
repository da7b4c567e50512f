"""Policy evaluation: the guide's rules as a table, and what must hold for every policy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from studyapp.engines.policies import PolicyQuestion, decide, evaluate
from studyapp.engines.policies.wildcards import matches

BUCKET = "arn:aws:s3:::acme-reports"


def policy(*statements: dict, version: str = "2012-10-17") -> dict:
    return {"Version": version, "Statement": list(statements)}


def allow(action: object = "*", resource: object = "*", **more: object) -> dict:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: object = "*", resource: object = "*", **more: object) -> dict:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def ask(*policies: dict, action: str = "s3:GetObject", resource: str = BUCKET + "/a", **more: object) -> str:
    context = more.pop("context", {})
    principal = more.pop("principal", "arn:aws:iam::111122223333:user/ana")
    request = {"principal": principal, "action": action, "resource": resource, "context": context}
    return evaluate(PolicyQuestion.model_validate({"policies": policies, "request": request, **more})).decision


@pytest.mark.parametrize(
    ("statements", "decision"),
    [
        ([allow()], "allowed"),
        ([allow("s3:Get*", BUCKET + "/*")], "allowed"),
        ([allow("S3:GETOBJECT", BUCKET + "/*")], "allowed"),
        ([allow("s3:GetObject", BUCKET)], "implicitDeny"),
        ([allow("s3:GetObject", "arn:aws:s3:::ACME-reports/*")], "implicitDeny"),
        ([allow("s3:ListBucket", BUCKET)], "implicitDeny"),
        ([allow(), deny("s3:GetObject")], "explicitDeny"),
        ([deny("s3:PutObject"), allow()], "allowed"),
        ([allow(["s3:Put*", "s3:GetObjec?"])], "allowed"),
        ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], "allowed"),
        ([{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}], "implicitDeny"),
        ([{"Effect": "Deny", "Action": "*", "NotResource": BUCKET + "/*"}, allow()], "allowed"),
        ([allow(resource="arn:aws:s3:*:*:acme-reports/*")], "allowed"),
        ([allow(resource="arn:aws:sqs:*:*:acme-reports/*")], "implicitDeny"),
    ],
)
def test_the_three_steps(statements: list[dict], decision: str) -> None:
    assert ask(policy(*statements)) == decision


def test_no_policy_allows_nothing() -> None:
    assert decide([], "s3:GetObject", BUCKET) == "implicitDeny"


@pytest.mark.parametrize(
    ("operator", "value", "context", "holds"),
    [
        ("Bool", "false", {}, False),
        ("BoolIfExists", "false", {}, True),
        ("Bool", "false", {"k": False}, True),
        ("Bool", "false", {"k": "true"}, False),
        ("StringEquals", ["a", "b"], {"k": "b"}, True),
        ("StringNotEquals", ["a", "b"], {"k": "b"}, False),
        ("StringNotEquals", "a", {}, True),
        ("StringLike", "x*z", {"k": "xyz"}, True),
        ("NumericLessThan", "3600", {"k": 60}, True),
        ("NumericLessThan", "3600", {"k": "many"}, False),
        ("DateGreaterThan", "2026-01-01T00:00:00Z", {"k": "2026-02-01T00:00:00Z"}, True),
        ("IpAddress", "203.0.113.0/24", {"k": "203.0.113.9"}, True),
        ("NotIpAddress", "203.0.113.0/24", {"k": "198.51.100.1"}, True),
        ("Null", "true", {}, True),
        ("Null", "true", {"k": "x"}, False),
        ("ForAllValues:StringEquals", ["a", "b"], {"k": ["a", "b"]}, True),
        ("ForAllValues:StringEquals", ["a"], {"k": ["a", "b"]}, False),
        ("ForAllValues:StringEquals", ["a"], {}, True),
        ("ForAnyValue:StringEquals", ["a"], {"k": ["a", "b"]}, True),
        ("ForAnyValue:StringEquals", ["a"], {}, False),
        ("ArnLike", "arn:aws:iam::*:role/app-*", {"k": "arn:aws:iam::111122223333:role/app-1"}, True),
    ],
)
def test_conditions(operator: str, value: object, context: dict, holds: bool) -> None:
    given = ask(policy(allow(Condition={operator: {"k": value}})), context=context)
    assert given == ("allowed" if holds else "implicitDeny")


def test_variables_stand_for_the_caller() -> None:
    home = policy(allow(resource="arn:aws:s3:::acme-reports/${aws:username}/*"))
    assert ask(home, resource=BUCKET + "/ana/x") == "allowed"
    assert ask(home, resource=BUCKET + "/bob/x") == "implicitDeny"
    assert ask(policy(*home["Statement"], version="2008-10-17"), resource=BUCKET + "/ana/x") == "implicitDeny"
    assert ask(home, resource=BUCKET + "/ana/x", principal="") == "implicitDeny"


def test_ceilings_take_away_and_never_give() -> None:
    everything, nothing = policy(allow()), policy(allow("ec2:*"))
    for ceiling in ({"permissions_boundary": nothing}, {"session_policies": [nothing]}, {"scps": [nothing]}):
        assert ask(everything, **ceiling) == "implicitDeny"
    assert ask(permissions_boundary=everything) == "implicitDeny"
    assert ask(everything, permissions_boundary=everything, scps=[everything]) == "allowed"


def test_a_resource_policy_of_the_same_account_is_enough() -> None:
    named = policy(allow(Principal={"AWS": "arn:aws:iam::111122223333:user/ana"}))
    other = policy(allow(Principal={"AWS": "arn:aws:iam::111122223333:user/bob"}))
    assert ask(resource_policy=named) == "allowed"
    assert ask(resource_policy=other) == "implicitDeny"


def test_an_unknown_operator_never_opens_a_door() -> None:
    assert ask(policy(allow(Condition={"StringSounds": {"k": "a"}}))) == "implicitDeny"
    assert ask(policy(allow(), deny(Condition={"StringSounds": {"k": "a"}}))) == "explicitDeny"


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Permit", "Action": "*", "Resource": "*"},
        {"Effect": "Allow", "Resource": "*"},
        {"Effect": "Allow", "Action": "*", "NotAction": "*"},
        {"Effect": "Allow", "Action": "*", "Resource": "*", "NotResource": "*"},
        {"Effect": "Allow", "Action": "*", "Colour": "red"},
    ],
)
def test_what_iam_would_refuse_is_refused(statement: dict) -> None:
    with pytest.raises(ValidationError):
        decide([policy(statement)], "s3:GetObject", "*")


NAMES = st.sampled_from(["s3:*", "s3:Get*", "s3:GetObject", "ec2:*", "*", "s3:Put?bject"])
PLACES = st.sampled_from(["*", BUCKET, BUCKET + "/*", "arn:aws:s3:::*", "arn:aws:s3:::other/*"])
STATEMENTS = st.builds(
    lambda effect, action, resource: {"Effect": effect, "Action": action, "Resource": resource},
    st.sampled_from(["Allow", "Deny"]),
    NAMES,
    PLACES,
)


@settings(max_examples=100)
@given(st.lists(STATEMENTS, min_size=1, max_size=5), STATEMENTS)
def test_more_statements_move_the_decision_one_way_only(statements: list[dict], extra: dict) -> None:
    order = ["implicitDeny", "allowed", "explicitDeny"]
    before, after = ask(policy(*statements)), ask(policy(*statements, extra))
    assert order.index(after) >= order.index(before)
    assert ask(policy(extra, *statements)) == after


@settings(max_examples=100)
@given(st.lists(STATEMENTS, min_size=1, max_size=5))
def test_statements_that_do_not_fit_can_go(statements: list[dict]) -> None:
    question = {"policies": [policy(*statements)], "request": {"action": "s3:GetObject", "resource": BUCKET + "/a"}}
    result = evaluate(PolicyQuestion.model_validate(question))
    fitting = [s for s, step in zip(statements, result.steps, strict=True) if step.matched]
    assert decide([policy(*fitting)] if fitting else [], "s3:GetObject", BUCKET + "/a") == result.decision


@settings(max_examples=100)
@given(st.text("ab*?", max_size=12), st.text("ab", max_size=12))
def test_wildcards_agree_with_a_plain_definition(pattern: str, text: str) -> None:
    def slow(p: str, t: str) -> bool:
        if not p:
            return not t
        if p[0] == "*":
            return slow(p[1:], t) or (bool(t) and slow(p, t[1:]))
        return bool(t) and p[0] in ("?", t[0]) and slow(p[1:], t[1:])

    assert matches(pattern, text) == slow(pattern, text)
