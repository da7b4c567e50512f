"""Beliefs about services, sessions, policies, Regions, retries and signatures: where each parts from the engine."""

import pytest

from studyapp.questions.asks import ask_of
from studyapp.questions.claims import own_finding
from studyapp.questions.generators import ALL, GENERATORS
from studyapp.questions.generators.beliefs import answers, key_of
from studyapp.questions.generators.g06_imds import token_line
from studyapp.questions.issue import issue
from studyapp.questions.misconceptions import MISCONCEPTIONS, holding
from tests.questions.generators.scenes import deck

GET = "curl -s -i http://169.254.169.254/latest/meta-data/instance-id"
KEYS = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
SIGNED = {
    **KEYS,
    "method": "POST",
    "url": "https://sqs.eu-west-1.amazonaws.com/?a=b%20c",
    "region": "eu-west-1",
    "service": "sqs",
    "timestamp": "20260301T120000Z",
    "body": "{}",
}
S3 = {**SIGNED, "method": "GET", "url": "https://b.s3.amazonaws.com/in//my%20file", "s3": True, "service": "s3"}
BUCKET = "arn:aws:s3:::acme-maps"


def imds(place="host", command=GET, **instance):
    return {"instance": instance, "lines": [{"command": command, "place": place}], "place": place}


def policy(*statements, resource=f"{BUCKET}/a"):
    rows = [{"Effect": effect, "Action": "s3:GetObject", "Resource": on} for effect, on in statements]
    return {
        "policies": [{"Version": "2012-10-17", "Statement": rows}],
        "request": {"action": "s3:GetObject", "resource": resource},
    }


def plain(**fields):
    return {"serial_number": None, **fields}


def edit(**change):
    return {**SIGNED, "change": change}


EXACT, ALL_OBJECTS = f"{BUCKET}/a", f"{BUCKET}/*"
OLD = [{"command": token_line(60), "place": "host"}, {"command": "sleep 90", "place": "host"}]
USE = {"command": f'{GET} -H "X-aws-ec2-metadata-token: $TOKEN"', "place": "host"}
PROXIED = imds("http-proxy", "curl -sS -f http://169.254.169.254/latest/meta-data/iam/security-credentials/")
TOKEN_IN_BOX = (
    "curl -s -m 2 -X PUT http://169.254.169.254/latest/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 60'"
)
BUCKETS = {"capacity": 50, "refill": 10, "calls_per_second": 30, "callers": 3, "seconds": 4}

# Topic, lab, ask, belief, state, what the engine says, what the belief says.
APART = [
    ("imds", "imds", "imds-status", "M22", imds(http_tokens="required"), "401", "200"),
    ("imds", "imds", "imds-status", "M22.stretch", imds(http_tokens="optional"), "200", "401"),
    ("imds", "imds", "imds-status", "M23", imds("container", TOKEN_IN_BOX, hop_limit=1), "time-out", "200"),
    ("imds", "imds", "imds-status", "M23.never", imds("container", TOKEN_IN_BOX, hop_limit=2), "200", "time-out"),
    ("imds", "imds", "imds-status", "M24", {"instance": {}, "lines": [*OLD, USE], "place": "host"}, "401", "200"),
    ("imds", "imds", "imds-status", "M26", imds(http_endpoint="disabled"), "403", "time-out"),
    ("imds", "imds", "imds-status", "M27", imds(http_tokens="required"), "401", "200"),
    ("imds", "imds", "imds-status", "M58", imds(http_tokens="optional", role=None), "200", "404"),
    ("imds", "imds", "imds-status", "M49", imds(http_tokens="required"), "401", "403"),
    ("imds-search", "imds", "imds-output", "M25", {**PROXIED, "instance": {"http_tokens": "optional"}},
     "proxy-fleet", "reports-reader"),
    ("mfa", "mfa-session", "mfa-call", "M13", plain(exported="no-token"), "rejected", "denied"),
    ("mfa", "mfa-session", "mfa-call", "M14", plain(later=90_000), "expired", "denied"),
    ("mfa", "mfa-session", "mfa-call", "M29", plain(signs="before"), "allowed", "denied"),
    ("mfa", "mfa-session", "mfa-call", "M30", plain(exported="stale-token"), "rejected", "denied"),
    ("mfa", "mfa-session", "mfa-call", "M31", plain(then="iam:ListUsers"), "rejected", "allowed"),
    ("policy", "policy", "decision", "M50", policy(("Deny", ALL_OBJECTS), ("Allow", "*")), "explicitDeny", "allowed"),
    ("policy", "policy", "decision", "M51", policy(("Allow", EXACT), ("Deny", "*")), "explicitDeny", "allowed"),
    ("policy", "policy", "decision", "M52", policy(("Allow", EXACT), ("Deny", "*")), "explicitDeny", "allowed"),
    ("policy", "policy", "decision", "M53", policy(("Allow", BUCKET)), "implicitDeny", "allowed"),
    ("policy", "policy", "decision", "M54", policy(("Allow", BUCKET)), "implicitDeny", "explicitDeny"),
    ("policy", "policy", "decision", "M55", policy(("Allow", EXACT), ("Deny", BUCKET)), "allowed", "explicitDeny"),
    ("region", "region", "region", "M17", {"services": ["ec2"]}, "error:NoRegionError", "eu-west-1"),
    ("region", "region", "region", "M18", {"services": ["ec2"]}, "error:NoRegionError", "us-east-1"),
    ("retry-class", "retry-classifier", "retry-class", "M34", {"code": "ThrottlingException", "status": 400},
     "retry-slow", "fix"),
    ("retry-class", "retry-classifier", "retry-class", "M35", {"code": "AccessDenied", "status": 403},
     "fix", "retry-fast"),
    ("bucket", "token-bucket", "bucket-accepted", "M39", BUCKETS, "80", "200"),
    ("bucket", "token-bucket", "bucket-accepted", "M39.always", BUCKETS, "80", "90"),
    ("sigv4-path", "sigv4", "sigv4-path", "M41", S3, "/in//my%20file", "/in//my%2520file"),
    ("sigv4-path", "sigv4", "sigv4-path", "M56", S3, "/in//my%20file", "/in/my%20file"),
    ("sigv4-path", "sigv4", "sigv4-path", "M57", S3, "/in//my%20file", "/in//my file"),
    ("sigv4-same", "sigv4", "sigv4-same", "M42", edit(url="https://sqs.eu-west-1.amazonaws.com/?a=b+c"),
     "different", "same"),
    ("sigv4-same", "sigv4", "sigv4-same", "M43", edit(headers=[["Accept-Encoding", "gzip"]]), "different", "same"),
    ("sigv4-same", "sigv4", "sigv4-same", "M44", edit(region="us-east-1"), "different", "same"),
    ("sigv4-same", "sigv4", "sigv4-same", "M45", edit(timestamp="20260301T120001Z"), "different", "same"),
    ("sigv4-same", "sigv4", "sigv4-same", "M46", edit(body="{ }"), "different", "same"),
    ("sigv4-same", "sigv4", "sigv4-same", "M47", edit(session_token="EXAMPLETOKEN"), "different", "same"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("topic", "lab", "ask", "belief", "state", "engine", "said"), APART, ids=[f"{row[0]}-{row[3]}" for row in APART]
)
def test_a_belief_parts_from_the_engine_where_its_rule_is_changed(topic, lab, ask, belief, state, engine, said):
    assert ask_of(lab, ask).find(state).key == engine
    assert {one.misconception: one.says for one in answers(topic, lab, ask, state)}[belief] == said


BACKOFF = {"model": "sdk", "clients": 1, "bucket": 0, "rate_per_second": 0, "runs": 1, "max_attempts": 3}
NUMBERS = [
    ("M36", {**BACKOFF, "mode": "std-2026"}, "total-wait-mean", "1.5", "3"),
    ("M37", {**BACKOFF, "mode": "std-2026"}, "calls-made", "3", "4"),
]


@pytest.mark.parametrize(("belief", "state", "ask", "engine", "said"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_a_belief_about_waits_gives_another_number(belief, state, ask, engine, said):
    assert key_of("backoff", ask, state) == engine
    assert key_of("backoff", ask, dict(holding("backoff"))[belief](state)) == said


def test_a_changed_file_is_read_again_by_those_who_forget_the_client():
    question = deck(GENERATORS["G01"], GENERATORS["G01"].scene("running"))
    for seed in range(6):
        item = issue(question, seed, "running")
        right, *_ = [one for one in item.body["options"] if not one["misconception"]]
        again, *_ = [one for one in item.body["options"] if one["misconception"] == "M15"]
        assert right["says"] == own_finding(item).key != again["says"]


def test_layers_are_added_by_those_who_do_not_multiply():
    state = {**BACKOFF, "layers": 3, "mode": "std-2026"}
    assert key_of("backoff", "calls-made", state) == "27"
    assert dict(holding("retry-layers"))["M38"](state) == "9"


def test_retrying_at_once_makes_more_calls():
    crowd = {"clients": 20, "bucket": 5, "rate_per_second": 5, "runs": 5, "strategy": "full", "max_attempts": 10}
    hasty = dict(holding("backoff"))["M33"](crowd)
    assert float(key_of("backoff", "calls-made", hasty)) > float(key_of("backoff", "calls-made", crowd))


def test_the_catalogue_of_beliefs_is_whole_and_every_generator_draws_on_it():
    assert [one.id for one in MISCONCEPTIONS] == [f"M{number:02}" for number in range(1, 59)]
    assert len(ALL) == 12
