"""The outcomes of the labs as words for programs: one ask each, on the lab's own fields."""

import pytest

from studyapp.engines.sts.device import code_at
from studyapp.questions.asks import BY_ID

PUT = 'curl -sS -X PUT http://169.254.169.254/latest/api/token -H "X-aws-ec2-metadata-token-ttl-seconds: 60"'
GET = "curl -sS http://169.254.169.254/latest/meta-data/iam/security-credentials/"


def imds(*commands: str, place: str = "host", **instance: object) -> dict:
    lines = [{"command": command, "place": place} for command in commands]
    return {"instance": instance, "lines": lines, "place": place}


DENY = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
REQUEST = {"action": "s3:GetObject", "resource": "arn:aws:s3:::acme/x"}


@pytest.mark.parametrize(
    ("ask", "fields", "key", "words"),
    [
        ("imds-status", imds(PUT), "200", "it answers 200"),
        ("imds-status", imds(GET), "401", "it answers 401: no valid token"),
        ("imds-status", imds(f"{PUT} -m 1", place="container"), "time-out", "nothing comes back: a time-out"),
        ("imds-status", imds(PUT, place="get-only"), "nothing", "no request is sent"),
        ("imds-status", imds(), "nothing", "no request is sent"),
        ("imds-output", imds(GET, http_tokens="optional", role="app"), "app", "it prints app"),
        ("imds-search", imds(), "v2", "botocore has the role’s keys, through version 2"),
        ("imds-search", imds(place="container"), "none", "botocore finds no keys"),
        ("imds-search", imds(place="get-only"), "nobody", "no botocore runs there"),
        ("decision", {"request": REQUEST}, "implicitDeny", "it is not allowed, so it is denied"),
        (
            "decisive",
            {"request": REQUEST},
            "none",
            "no statement decides: the request is denied because nothing allows it",
        ),
        (
            "decisive",
            {"request": REQUEST, "policies": [DENY]},
            "identity policy/0/0",
            "statement 1 of the identity policy decides",
        ),
        ("mfa-result", {"token_code": code_at(0)}, "session", "STS gives a session"),
        ("mfa-result", {"duration_seconds": 1}, "error:ParamValidationError", "it ends with ParamValidationError"),
        ("mfa-call", {"signs": "before"}, "allowed", "the call is allowed"),
        ("mfa-call", {"duration_seconds": 1}, "no-session", "there is no session to sign with"),
    ],
)
def test_each_ask_names_its_outcome(ask: str, fields: dict, key: str, words: str) -> None:
    found = BY_ID[ask].find(fields)
    assert (found.key, found.words) == (key, words)
