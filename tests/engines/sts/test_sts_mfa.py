"""MFA sessions: RFC 6238's own vectors, STS's limits, and what the keys can do afterwards."""

import base64
import hashlib
import hmac

import pyotp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from studyapp.engines.sts import MfaLab, run
from studyapp.engines.sts.calls import SERIAL
from studyapp.engines.sts.device import code_at
from studyapp.engines.sts.request import SECRET

NOW = 0


def ask(**fields: object) -> object:
    given = {"token_code": code_at(NOW), **fields}
    return run(MfaLab.model_validate(given))


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_library_agrees_with_rfc_6238(seconds: int, code: str) -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert pyotp.TOTP(secret).at(seconds) == code


def test_a_good_code_gives_three_values_for_twelve_hours() -> None:
    result = ask()
    assert result.refused is None
    assert result.session.expires == "2026-03-02T21:00:00Z"
    assert [line.split("=")[0] for line in result.exports.splitlines()] == [
        "export AWS_ACCESS_KEY_ID",
        "export AWS_SECRET_ACCESS_KEY",
        "export AWS_SESSION_TOKEN",
    ]


@pytest.mark.parametrize(
    ("fields", "code", "part"),
    [
        ({"duration_seconds": 899}, "ParamValidationError", "valid min value: 900"),
        ({"token_code": "123"}, "ParamValidationError", "valid min length: 6"),
        ({"token_code": "1234567"}, "ValidationError", "less than or equal to 6"),
        ({"duration_seconds": 129_601}, "ValidationError", "129600"),
        ({"serial_number": "arn:aws:iam::111122223333:user/ana"}, "AccessDenied", "validate MFA code"),
        ({"serial_number": None}, "AccessDenied", "must provide both"),
        ({"token_code": None}, "AccessDenied", "must provide both"),
        ({"used_codes": (code_at(NOW),)}, "AccessDenied", "invalid MFA one time pass code"),
        ({"token_code": code_at(NOW + 300)}, "AccessDenied", "invalid MFA one time pass code"),
        ({"caller": "session"}, "AccessDenied", "Cannot call GetSessionToken with session credentials"),
        ({"call": "AssumeRole", "duration_seconds": 7_200}, "ValidationError", "MaxSessionDuration"),
        (
            {"call": "AssumeRole", "caller": "role", "duration_seconds": 3_601, "role_max_session": 43_200},
            "ValidationError",
            "role chaining",
        ),
        ({"call": "AssumeRole", "caller": "root"}, "AccessDenied", "root"),
    ],
)
def test_what_sts_refuses(fields: dict, code: str, part: str) -> None:
    refused = ask(**fields).refused
    assert refused.code == code
    assert part in refused.message


def test_a_clock_that_is_off_is_named() -> None:
    assert "5 minutes ahead" in ask(token_code=code_at(NOW + 300)).refused.why


@pytest.mark.parametrize("drift", [-30, 0, 30])
def test_one_step_either_way_is_let_in(drift: int) -> None:
    assert ask(token_code=code_at(NOW + drift)).refused is None


def test_bool_lets_long_term_keys_through_and_bool_if_exists_does_not() -> None:
    def s3(operator: str) -> bool:
        return next(a.allowed for a in ask(operator=operator).before if a.action.startswith("s3:"))

    assert (s3("Bool"), s3("BoolIfExists")) == (True, False)


def test_without_a_code_the_session_cannot_call_iam() -> None:
    result = ask(token_code=None, serial_number=None)
    assert {a.action: a.allowed for a in result.after}["iam:ListUsers"] is False
    assert {a.action: a.allowed for a in ask().after}["iam:ListUsers"] is True


def test_caller_identity_cannot_be_denied() -> None:
    result = ask(token_code=None, serial_number=None, operator="BoolIfExists")
    assert [a.action for a in result.after if a.allowed] == ["sts:GetCallerIdentity"]


def test_the_command_is_what_one_would_type() -> None:
    code = code_at(NOW)
    assert ask().command == f"aws sts get-session-token --serial-number {SERIAL} --token-code {code}"


@settings(max_examples=80)
@given(
    call=st.sampled_from(["GetSessionToken", "AssumeRole"]),
    caller=st.sampled_from(["user", "root", "role", "session"]),
    serial_number=st.none() | st.text(max_size=300),
    token_code=st.none() | st.text(max_size=16),
    duration_seconds=st.none() | st.integers(0, 10_000_000),
)
def test_every_input_ends_in_credentials_or_one_refusal(**fields: object) -> None:
    result = ask(**fields)
    assert (result.refused is None) != (result.session is None)
    assert result.to_json() == ask(**fields).to_json()


@pytest.mark.parametrize(
    ("fields", "result"),
    [
        ({"signs": "before"}, "allowed"),
        ({"signs": "before", "operator": "BoolIfExists"}, "denied"),
        ({}, "allowed"),
        ({"exported": "no-token"}, "rejected"),
        ({"exported": "stale-token", "then": "sts:GetCallerIdentity"}, "rejected"),
        ({"later": 43_199}, "allowed"),
        ({"later": 43_200}, "expired"),
        ({"then": "sts:GetSessionToken"}, "rejected"),
        ({"then": "iam:ListUsers"}, "allowed"),
        ({"then": "iam:ListUsers", "token_code": None, "serial_number": None}, "rejected"),
        ({"then": "s3:ListAllMyBuckets", "token_code": None, "serial_number": None}, "denied"),
        ({"then": "sts:GetCallerIdentity", "token_code": None, "serial_number": None}, "allowed"),
        ({"then": "sts:DecodeAuthorizationMessage"}, "rejected"),
    ],
)
def test_the_call_that_follows(fields: dict, result: str) -> None:
    assert ask(**fields).tried.result == result


@pytest.mark.parametrize(
    ("action", "code"),
    [("s3:ListAllMyBuckets", "InvalidAccessKeyId"), ("iam:ListUsers", "InvalidClientTokenId")],
)
def test_a_missing_token_is_worded_by_the_service(action: str, code: str) -> None:
    assert ask(exported="no-token", then=action).tried.code == code


def test_without_a_session_nothing_signs_the_call_that_follows() -> None:
    assert ask(token_code="000000").tried is None


def test_what_is_exported_is_what_is_set() -> None:
    assert [ask(exported=which).exports.count("export ") for which in ("all", "no-token", "stale-token")] == [3, 2, 2]


def test_the_signature_is_the_one_that_the_specification_gives() -> None:
    signed = ask().signed
    headers = dict(signed.headers)
    names = ["content-type", "host", "x-amz-date"]
    values = {name.lower(): value for name, value in signed.headers}
    lines = [f"{name}:{values[name]}\n" for name in names]
    digest = hashlib.sha256(signed.body.encode()).hexdigest()
    canonical = f"POST\n/\n\n{''.join(lines)}\n{';'.join(names)}\n{digest}"
    scope = "20260302/us-east-1/sts/aws4_request"
    hashed = hashlib.sha256(canonical.encode()).hexdigest()
    key = b"AWS4" + SECRET.encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    text = f"AWS4-HMAC-SHA256\n20260302T090000Z\n{scope}\n{hashed}"
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    assert headers["Authorization"] == (
        f"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/{scope}, "
        f"SignedHeaders={';'.join(names)}, Signature={signature}"
    )


def test_temporary_keys_send_their_token_along() -> None:
    assert "X-Amz-Security-Token" in dict(ask(call="AssumeRole", caller="role", token_code=None).signed.headers)
    assert ask(duration_seconds=1).signed is None


def test_a_real_looking_key_is_refused_unheard() -> None:
    with pytest.raises(ValidationError, match="looks like a real access key"):
        ask(role_arn="AKIA" + "Z" * 16)


@pytest.mark.parametrize("operator", ["Bool", "BoolIfExists"])
def test_no_identity_policy_holds_root(operator: str) -> None:
    made = run(MfaLab(caller="root", operator=operator, serial_number=None, signs="before"))
    before = {one.action: one.result for one in made.before}
    assert before["s3:ListAllMyBuckets"] == before["iam:ListUsers"] == "allowed"
    assert before["sts:AssumeRole"] == "rejected"
    assert made.tried is not None
    assert made.tried.why == "No policy inside the account holds the root user."
    assert {one.action: one.result for one in made.after}["iam:ListUsers"] == "rejected"
