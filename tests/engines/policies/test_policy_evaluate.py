"""Policy evaluation: the guide's rules as a table, and what must hold for every policy."""

import json
from fnmatch import fnmatchcase

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


ROLE_SESSION = "arn:aws:sts::111122223333:assumed-role/app-role/i-0f3a9c1d2b4e5f607"


@pytest.mark.parametrize(
    ("principal", "named", "decision"),
    [
        (ROLE_SESSION, "arn:aws:iam::111122223333:role/app-role", "allowed"),
        (ROLE_SESSION, "arn:aws:iam::111122223333:role/service/app-role", "allowed"),
        (ROLE_SESSION, "arn:aws:iam::111122223333:role/other-role", "implicitDeny"),
        (ROLE_SESSION, ROLE_SESSION, "allowed"),
        (ROLE_SESSION, "*", "allowed"),
        (ROLE_SESSION, "111122223333", "implicitDeny"),
        (ROLE_SESSION, "arn:aws:iam::111122223333:root", "implicitDeny"),
        (ROLE_SESSION, "arn:aws:iam::444455556666:root", "implicitDeny"),
    ],
)
def test_whom_a_resource_policy_names(principal: str, named: str, decision: str) -> None:
    assert ask(resource_policy=policy(allow(Principal={"AWS": named})), principal=principal) == decision


def test_a_deny_that_names_the_account_counts() -> None:
    everyone = policy(deny(Principal={"AWS": "arn:aws:iam::111122223333:root"}))
    assert ask(policy(allow()), resource_policy=everyone) == "explicitDeny"


def test_not_principal_leaves_some_out() -> None:
    others = policy({**deny(), "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/ana"}})
    assert ask(policy(allow()), resource_policy=others) == "allowed"
    assert (
        ask(policy(allow()), resource_policy=others, principal="arn:aws:iam::111122223333:user/bob") == "explicitDeny"
    )


@pytest.mark.parametrize(
    ("named", "principal", "ceiling", "decision"),
    [
        (
            "arn:aws:iam::111122223333:user/ana",
            "arn:aws:iam::111122223333:user/ana",
            "permissions_boundary",
            "allowed",
        ),
        (ROLE_SESSION, ROLE_SESSION, "session_policies", "allowed"),
        ("arn:aws:iam::111122223333:role/app-role", ROLE_SESSION, "permissions_boundary", "implicitDeny"),
        ("*", "arn:aws:iam::111122223333:user/ana", "permissions_boundary", "implicitDeny"),
        ("arn:aws:iam::111122223333:user/ana", "arn:aws:iam::111122223333:user/ana", "scps", "implicitDeny"),
    ],
)
def test_a_grant_to_the_principal_itself_passes_its_own_ceilings(
    named: str, principal: str, ceiling: str, decision: str
) -> None:
    nothing = policy(allow("ec2:*"))
    limit = {ceiling: nothing if ceiling == "permissions_boundary" else [nothing]}
    granted = policy(allow(Principal={"AWS": named}))
    assert ask(resource_policy=granted, principal=principal, **limit) == decision


def test_a_role_session_is_compared_by_its_role() -> None:
    mine = policy(allow(Condition={"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-role"}}))
    assert ask(mine, principal=ROLE_SESSION) == "allowed"
    assert ask(policy(allow(resource="arn:aws:s3:::${aws:username}/*")), principal=ROLE_SESSION) == "implicitDeny"


def test_what_a_variable_stands_for_is_no_wildcard() -> None:
    tagged = policy(allow(resource="arn:aws:s3:::acme-reports/${aws:PrincipalTag/team}/*"))
    assert ask(tagged, context={"aws:PrincipalTag/team": "*"}, resource=BUCKET + "/web/a") == "implicitDeny"
    assert ask(tagged, context={"aws:PrincipalTag/team": "*"}, resource=BUCKET + "/*/a") == "allowed"
    star = policy(allow(resource="arn:aws:s3:::acme-reports/${*}x"))
    assert [ask(star, resource=BUCKET + end) for end in ("/*x", "/yx")] == ["allowed", "implicitDeny"]


def test_a_default_stands_in_for_an_absent_key() -> None:
    team = policy(allow(resource="arn:aws:s3:::acme-reports/${aws:PrincipalTag/team, 'none'}/*"))
    assert ask(team, resource=BUCKET + "/none/a") == "allowed"
    assert ask(team, resource=BUCKET + "/web/a", context={"aws:principaltag/team": "web"}) == "allowed"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"policies": [{"Statement": [{"Effect": "Allow", "Action": "*"}]}]}, "needs Resource or NotResource"),
        ({"policies": [policy(allow(Principal="*"))]}, "Only a resource policy does"),
        ({"resource_policy": policy(allow())}, "names no principal"),
        ({"policies": [policy(allow("GetObject"))]}, "a service, a colon and a name"),
        ({"policies": [policy(allow(resource="acme-reports"))]}, "or an ARN"),
        ({"policies": "{"}, "not JSON. See line 1"),
        ({"permissions_boundary": '{"Version": "2012-10-17",\n "Statement": }'}, "See line 2"),
        ({"policies": [policy()]}, "at least 1 item"),
    ],
)
def test_a_document_that_iam_would_refuse_says_why(fields: dict, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        PolicyQuestion.model_validate({"request": {"action": "s3:GetObject"}, **fields})


def test_a_document_may_come_as_text() -> None:
    text = json.dumps(policy(allow()))
    request = {"action": "s3:GetObject", "resource": BUCKET}
    for policies in (text, [text], [policy(allow())], policy(allow())):
        question = PolicyQuestion.model_validate({"request": request, "policies": policies})
        assert evaluate(question).decision == "allowed"
    assert PolicyQuestion.model_validate({"request": request, "policies": "  "}).policies == ()


def test_goals_say_which_statement_decided_and_what_others_would_say() -> None:
    goals = [
        {"action": "s3:GetObject", "resource": BUCKET + "/a", "wanted": "allowed"},
        {"action": "s3:ListBucket", "resource": BUCKET, "wanted": "denied"},
        {"action": "s3:PutObject", "resource": BUCKET + "/a", "wanted": "allowed"},
    ]
    question = {
        "request": {"action": "s3:GetObject", "resource": BUCKET + "/a"},
        "policies": [policy(allow("s3:GetObject", BUCKET + "/*", Sid="Read"))],
        "beside": [policy(allow("s3:*"))],
        "goals": goals,
    }
    found = evaluate(PolicyQuestion.model_validate(question)).goals
    assert [(goal.met, goal.decision, goal.beside) for goal in found] == [
        (True, "allowed", "allowed"),
        (True, "implicitDeny", "allowed"),
        (False, "implicitDeny", "allowed"),
    ]
    assert found[0].why == "Statement 1 (Read) of the identity policy decides."


def test_too_much_for_one_run_is_refused() -> None:
    many = {"request": {"action": "s3:GetObject"}, "policies": [policy(*[allow()] * 90)]}
    goals = [{"action": "s3:GetObject", "wanted": "allowed"}] * 12
    with pytest.raises(ValidationError, match="too much for one run"):
        PolicyQuestion.model_validate({**many, "goals": goals})


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


CONDITIONS = st.sampled_from(
    [
        {},
        {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
        {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
        {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}},
        {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
    ]
)
CONTEXTS = st.fixed_dictionaries(
    {},
    optional={
        "aws:MultiFactorAuthPresent": st.booleans(),
        "aws:RequestedRegion": st.sampled_from(["eu-west-1", "us-east-1"]),
        "aws:SourceIp": st.sampled_from(["203.0.113.9", "198.51.100.1"]),
    },
)
RICH = st.builds(lambda statement, condition: {**statement, "Condition": condition}, STATEMENTS, CONDITIONS)


def _plainly(statement: dict, context: dict) -> bool:
    """Whether a statement of the strategies above fits GetObject on BUCKET/a, written a second time and shorter."""
    if not fnmatchcase("s3:getobject", statement["Action"].lower()):
        return False
    if not fnmatchcase(BUCKET + "/a", statement["Resource"]):
        return False
    mfa, region, ip = (context.get(f"aws:{key}") for key in ("MultiFactorAuthPresent", "RequestedRegion", "SourceIp"))
    return {
        "": True,
        "Bool": mfa is True,
        "BoolIfExists": mfa is not True,
        "StringNotEquals": region != "eu-west-1",
        "IpAddress": ip is not None and ip.startswith("203.0.113."),
    }[next(iter(statement["Condition"]), "")]


@settings(max_examples=200)
@given(st.lists(RICH, min_size=1, max_size=6), CONTEXTS)
def test_a_second_evaluator_agrees(statements: list[dict], context: dict) -> None:
    effects = {s["Effect"] for s in statements if _plainly(s, context)}
    expected = "explicitDeny" if "Deny" in effects else "allowed" if "Allow" in effects else "implicitDeny"
    assert ask(policy(*statements), context=context) == expected


@settings(max_examples=100)
@given(st.lists(RICH, max_size=4), CONTEXTS, st.integers(0, 4))
def test_an_explicit_deny_always_wins(statements: list[dict], context: dict, at: int) -> None:
    with_deny = [*statements[:at], deny("s3:GetObject"), *statements[at:]]
    assert ask(policy(*with_deny), context=context) == "explicitDeny"
    everything = policy(allow(Principal="*"))
    for kind in ("permissions_boundary", "session_policies", "scps"):
        one = policy(allow(), deny("s3:GetObject"))
        limit = {kind: one if kind == "permissions_boundary" else [one]}
        assert ask(policy(allow()), resource_policy=everything, context=context, **limit) == "explicitDeny"


@settings(max_examples=100)
@given(st.lists(RICH, min_size=1, max_size=5), RICH, CONTEXTS)
def test_one_more_allow_never_takes_anything_away(statements: list[dict], extra: dict, context: dict) -> None:
    before = ask(policy(*statements), context=context)
    after = ask(policy(*statements, {**extra, "Effect": "Allow"}), context=context)
    assert after == before or (before, after) == ("implicitDeny", "allowed")


@settings(max_examples=100)
@given(st.lists(RICH, min_size=1, max_size=4), st.lists(RICH, min_size=1, max_size=4), CONTEXTS)
def test_a_ceiling_never_gives(statements: list[dict], limit: list[dict], context: dict) -> None:
    without = ask(policy(*statements), context=context)
    for kind in ("permissions_boundary", "session_policies", "scps"):
        given_limit = {kind: policy(*limit) if kind == "permissions_boundary" else [policy(*limit)]}
        limited = ask(policy(*statements), context=context, **given_limit)
        assert limited != "allowed" or without == "allowed"


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and text.strip()[0] not in "[{"))
def test_a_text_that_is_no_document_is_refused_unseen(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PolicyQuestion.model_validate({"request": {"action": "s3:GetObject"}, "policies": text})
    assert [error["loc"][0] for error in caught.value.errors(include_url=False)] == ["policies"]
