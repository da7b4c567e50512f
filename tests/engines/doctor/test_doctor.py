"""The doctor's table: real messages to their rules, the narrow before the wide, nothing of the text given back."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from studyapp.engines.credentials import resolve
from studyapp.engines.doctor import DoctorInput, diagnose
from studyapp.engines.policies import PolicyQuestion, evaluate
from studyapp.engines.regions import RegionInput
from studyapp.engines.regions import run as regions
from studyapp.engines.sts import MfaLab
from studyapp.engines.sts import run as mfa
from studyapp.engines.worlds import read_world

CALL = "when calling the GetCallerIdentity operation:"


def rules(text: str) -> list[str]:
    return [one.rule for one in diagnose(DoctorInput(text=text)).found]


MESSAGES = (
    ('Unable to locate credentials. You can configure credentials by running "aws login".', "no-credentials"),
    ("botocore.exceptions.NoCredentialsError: Unable to locate credentials", "no-credentials"),
    ("CredentialsProviderError: Could not load credentials from any providers", "no-credentials"),
    ("Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY", "partial"),
    (
        "Partial credentials found in assume-role, missing: source_profile or credential_source",
        "role-without-source",
    ),
    ("The config profile (ghost) could not be found", "profile-not-found"),
    ("Unable to parse config file: /home/user/.aws/credentials", "config-parse"),
    ("Error when retrieving credentials from custom-process: boom", "process"),
    ("Unsupported host '10.0.0.1'.  Can only retrieve metadata from these hosts: 169.254.170.2", "container"),
    ("Credentials were refreshed, but the refreshed credentials are still expired.", "env-expired"),
    ("Error loading SSO Token: Token for corp does not exist", "sso"),
    ("Cannot refresh credentials: MFA token required.", "mfa-refresh"),
    ('You must specify a region. You can also configure your region by running "aws configure".', "no-region"),
    ('Could not connect to the endpoint URL: "https://ec2.eu-west-9.amazonaws.com/"', "invalid-region"),
    (
        f"An error occurred (InvalidClientTokenId) {CALL} The security token included in the request is invalid.",
        "invalid-client-token",
    ),
    (
        "An error occurred (InvalidAccessKeyId) when calling the ListBuckets operation: The AWS Access Key Id "
        "you "
        "provided does not exist in our records.",
        "invalid-access-key",
    ),
    (f"An error occurred (ExpiredToken) {CALL} The security token included in the request is expired", "expired"),
    (
        "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: sts:AssumeRole on resource: x",
        "assume-role",
    ),
    ("An error occurred (AccessDenied): Not authorized to perform sts:AssumeRoleWithWebIdentity", "web-identity"),
    ("(AccessDenied): MultiFactorAuthentication failed with invalid MFA one time pass code. ", "mfa-code"),
    ("(AccessDenied) MultiFactorAuthentication failed, unable to validate MFA code.", "mfa-serial"),
    ("(AccessDenied) Cannot call GetSessionToken with session credentials", "session-asks"),
    (
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        "duration",
    ),
    (
        "Parameter validation failed: Invalid value for parameter DurationSeconds, value: 899, valid min value: 900",
        "duration",
    ),
    (
        "(SignatureDoesNotMatch) Signature not yet current: 20260302T200000Z is still later than",
        "signature-early",
    ),
    (
        "(RequestTimeTooSkewed) The difference between the request time and the current time is too large.",
        "signature-early",
    ),
    ("(SignatureDoesNotMatch) Credential should be scoped to a valid region, not 'eu-west-9'.", "scope"),
    (
        "(SignatureDoesNotMatch) The request signature we calculated does not match the signature you provided.",
        "signature",
    ),
    ("(AccessDenied) ... because no permissions boundary allows the s3:GetObject action", "boundary"),
    ("(AccessDenied) ... because no session policy allows the s3:GetObject action", "session-policy"),
    ("(AccessDenied) ... because no service control policy allows the s3:GetObject action", "scp"),
    ("(AccessDenied) ... with an explicit deny in a resource-based policy", "explicit-deny"),
    ("An error occurred (UnauthorizedOperation) when calling the RunInstances operation", "access-denied"),
    ('{"Code": "AssumeRoleUnauthorizedAccess", "Message": "EC2 cannot assume the role app."}', "bad-trust"),
    ("Unable to retrieve token for use in IMDSv2 call and IMDSv1 has been disabled", "v1-forbidden"),
    ("<h1>401 - Unauthorized</h1>", "imds-401"),
    ("curl: (28) Operation timed out after 2001 milliseconds with 0 bytes received", "time-out"),
    (
        "An error occurred (ThrottlingException) when calling X (reached max retries: 2): Rate exceeded",
        "throttled",
    ),
    (
        "An error occurred (SlowDown) when calling the GetObject operation: Please reduce your request rate.",
        "throttled-s3",
    ),
    ("An error occurred (VcpuLimitExceeded): You have requested more vCPU capacity than your limit", "quota"),
)


@pytest.mark.parametrize(("text", "rule"), MESSAGES)
def test_a_message_finds_its_rule_first(text: str, rule: str) -> None:
    assert rules(text)[:1] == [rule]


def test_a_limit_that_throttles_is_no_quota() -> None:
    assert rules("An error occurred (RequestLimitExceeded) when calling the DescribeInstances operation") == [
        "throttled-ec2"
    ]


def test_the_clock_is_read_off_the_message() -> None:
    text = "Signature expired: 20260302T195522Z is now earlier than 20260302T195940Z (20260302T200440Z - 5 min.)"
    (found,) = diagnose(DoctorInput(text=text)).found
    assert found.rule == "signature-late"
    assert found.cause.endswith("Here it is 9 min 18 s slow.")


def test_what_no_rule_places_is_not_guessed() -> None:
    assert rules("Segmentation fault (core dumped)") == []
    assert diagnose(DoctorInput(text=" \n")).kind == "nothing"


V2 = "NAME       : VALUE                    : TYPE             : LOCATION\n"
V1 = "      Name                    Value             Type    Location\n      ----  ---  ----  --------\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            V2 + "access_key : ****************ABCD     : iam-role         : \nregion     : eu-west-1   : imds : \n",
            ["list-iam-role", "list-region"],
        ),
        (
            V1 + "   profile                <not set>             None    None\n"
            "access_key     ****************ABCD shared-credentials-file    \n"
            "    region                eu-west-1      config-file    ~/.aws/config\n",
            ["list-shared-credentials-file", "list-region"],
        ),
        (V2 + "access_key : <not set>  : None : None\n", ["list-nobody"]),
        (
            V2 + "profile : dev : env : ['AWS_PROFILE']\naccess_key : ****************ABCD : env : \n",
            ["list-env", "profile-and-env"],
        ),
    ],
)
def test_configure_list_of_both_versions(text: str, found: list[str]) -> None:
    assert rules(text) == found
    assert diagnose(DoctorInput(text=text)).kind == "configure-list"


@pytest.mark.parametrize(
    ("arn", "word"),
    [
        ("arn:aws:iam::111122223333:user/ana", "an IAM user"),
        ("arn:aws:sts::111122223333:assumed-role/app/i-0a", "a role session"),
        ("arn:aws:iam::111122223333:root", "the root user"),
    ],
)
def test_caller_identity(arn: str, word: str) -> None:
    text = json.dumps({"UserId": "AIDAEXAMPLE", "Account": "111122223333", "Arn": arn})
    result = diagnose(DoctorInput(text=text))
    assert (result.kind, result.who.startswith(word)) == ("caller-identity", True)


def test_the_errors_of_our_own_labs_are_placed() -> None:
    """What the other engines print, as tools would."""
    env = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}
    chain = resolve(read_world({"env": env})).outcome.error
    ghost = resolve(read_world({"profile": "ghost"})).outcome.error
    code = mfa(MfaLab(token_code="000000")).refused
    serial = mfa(MfaLab(token_code="000000", serial_number="arn:aws:iam::111122223333:user/ana")).refused
    region = regions(RegionInput(services=("ec2",))).destinations[0]
    texts = [chain.message, ghost.message, code.message, serial.message, region.message]
    assert [rules(text)[0] for text in texts] == [
        "partial",
        "profile-not-found",
        "mfa-code",
        "mfa-serial",
        "no-region",
    ]
    assert evaluate(PolicyQuestion.model_validate({"request": {"action": "s3:GetObject"}})).decision == "implicitDeny"


@settings(max_examples=200)
@given(st.text(st.characters(min_codepoint=0x400, max_codepoint=0x4FF), min_size=4, max_size=80), st.integers(0, 5))
def test_nothing_of_a_text_comes_back(text: str, which: int) -> None:
    known = ["AccessDenied", "Throttling", V2 + "access_key : ", "You must specify a region.", '{"Arn": "', ""][which]
    assert text not in json.dumps(diagnose(DoctorInput(text=known + text)).to_json(), ensure_ascii=False)


def test_a_secret_in_the_text_never_comes_back() -> None:
    secret = "hunter2hunter2"
    for message in ("Unable to locate credentials", V2 + "access_key : ****ABCD : env : ", "The config profile"):
        result = diagnose(DoctorInput(text=f"{message} {secret} arn:aws:iam::111122223333:user/{secret}"))
        assert secret not in json.dumps(result.to_json())


def test_a_real_looking_key_is_refused_unread() -> None:
    key = "AKIA" + "Z" * 16
    with pytest.raises(ValidationError) as caught:
        DoctorInput(text=f"<AWSAccessKeyId>{key}</AWSAccessKeyId>")
    assert key not in str(caught.value)


def test_a_long_text_is_bounded() -> None:
    with pytest.raises(ValidationError):
        DoctorInput(text="x" * 16_385)
    assert rules("(" * 16_384) == []
