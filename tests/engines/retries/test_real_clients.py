"""botocore's whole clients, with answers put in before anything is sent, against our timeline of attempts."""

import json
import random
from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from studyapp.engines.retries.answers import BROKEN, URL, Answer
from studyapp.engines.retries.client import Caller, Client, Clock
from studyapp.engines.retries.services import operation, service

KEYS = {
    "region_name": "us-east-1",
    "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
CALLS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "s3": ("ListBuckets", "list_buckets", {}),
    "dynamodb": ("DescribeTable", "describe_table", {"TableName": "t"}),
    "ec2": ("DescribeInstances", "describe_instances", {}),
    "kms": ("DescribeKey", "describe_key", {"KeyId": "k"}),
    "lambda": ("GetFunction", "get_function", {"FunctionName": "f"}),
    "sts": ("GetCallerIdentity", "get_caller_identity", {}),
}
OK = Answer()
SCRIPTS: dict[str, list[Answer]] = {
    "at once": [OK],
    "one 500": [Answer(status=500, code="InternalError"), OK],
    "two 503": [Answer(status=503, code="ServiceUnavailable")] * 2 + [OK],
    "503 for ever": [Answer(status=503, code="ServiceUnavailable")] * 12,
    "throttled for ever": [Answer(status=400, code="ThrottlingException")] * 12,
    "throttled twice": [Answer(status=400, code="Throttling")] * 2 + [OK],
    "SlowDown": [Answer(status=503, code="SlowDown")] * 4 + [OK],
    "429 unknown": [Answer(status=429, code="Whatever")] * 2 + [OK],
    "429 too many": [Answer(status=429, code="TooManyRequestsException")] * 2 + [OK],
    "denied": [Answer(status=403, code="AccessDenied"), OK],
    "404": [Answer(status=404, code="NotFound"), OK],
    "408": [Answer(status=408, code="RequestTimeout"), OK],
    "509": [Answer(status=509, code="BandwidthLimitExceeded"), OK],
    "501": [Answer(status=501, code="NotImplemented"), OK],
    "conflict": [Answer(status=400, code="ReplicatedWriteConflictException"), OK],
    "in progress": [Answer(status=400, code="TransactionInProgressException"), OK],
    "limit": [Answer(status=400, code="LimitExceededException"), OK],
    "hint of 2 s": [Answer(status=503, code="SlowDown", retry_after_ms=2000)] * 2 + [OK],
    "hint of a minute": [Answer(status=500, code="InternalError", retry_after_ms=60_000), OK],
    "time-out": [Answer(broken="read-timeout")] * 2 + [OK],
    "no connection": [Answer(broken="connect-timeout"), Answer(broken="connection-refused"), OK],
    "mixed": [Answer(status=400, code="Throttling"), Answer(status=500, code="X"), Answer(broken="read-timeout"), OK],
}
MODES = {"legacy": "legacy-1.43", "standard": "std-2026", "adaptive": "adaptive-2026"}


def body(name: str, answer: Answer) -> bytes:
    """What a service sends for an error, in its protocol."""
    code, text = answer.code, "refused"
    if answer.status < 300:
        return b"{}" if name in ("dynamodb", "kms", "lambda") else b"<R><GetCallerIdentityResult/></R>"
    if name in ("dynamodb", "kms", "lambda"):
        return json.dumps({"__type": code, "message": text}).encode()
    if name == "s3":
        return f"<Error><Code>{code}</Code><Message>{text}</Message></Error>".encode()
    if name == "ec2":
        return f"<Response><Errors><Error><Code>{code}</Code></Error></Errors></Response>".encode()
    return f"<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>".encode()


class _Raw:
    """The stream under a response."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.content


def response(name: str, answer: Answer) -> AWSResponse:
    headers = {"x-amzn-errortype": answer.code} if name == "lambda" and answer.status >= 300 else {}
    if answer.retry_after_ms is not None:
        headers["x-amz-retry-after"] = str(answer.retry_after_ms)
    return AWSResponse(URL, answer.status, headers, _Raw(body(name, answer)))


def attempts_of(tries: int | None) -> dict[str, int]:
    return {} if tries is None else {"total_max_attempts": tries}


@pytest.fixture(scope="module")
def session() -> botocore.session.Session:
    return botocore.session.Session()


def real(
    session: botocore.session.Session, name: str, mode: str, tries: int | None, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """A client, and the delays that it would have slept."""
    slept: list[float] = []
    monkeypatch.setattr("botocore.endpoint.time.sleep", slept.append)
    config = Config(retries={"mode": mode, **attempts_of(tries)})
    return session.create_client(name, config=config, **KEYS), slept


def play_real(client: Any, slept: list[float], name: str, script: list[Answer]) -> tuple[int, list[float]]:
    slept.clear()
    left, sent = list(script), []

    def answer(request: Any, **_: Any) -> AWSResponse:
        sent.append(request)
        said = left.pop(0)
        if said.broken:
            raise BROKEN[said.broken](endpoint_url=URL, error="no answer")
        return response(name, said)

    client.meta.events.register_first("before-send", answer)
    try:
        getattr(client, CALLS[name][1])(**CALLS[name][2])
    except (BotoCoreError, ClientError):
        pass
    finally:
        client.meta.events.unregister("before-send", answer)
    return len(sent), [round(delay, 9) for delay in slept]


def play_ours(client: Client, script: list[Answer]) -> tuple[int, list[float]]:
    caller = Caller(layers=[client], clock=client.clock, left=1)
    caller.begin()
    delays: list[float] = []
    for number, answer in enumerate(script, start=1):
        if answer.status < 300 and not answer.broken:
            caller.served()
            return number, delays
        said = caller.refused(answer)
        if said.delay is None:
            return number, delays
        delays.append(round(said.delay, 9))
    raise AssertionError("the script is too short")


@pytest.mark.parametrize("tries", [None, 1, 6])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", CALLS)
def test_attempts_and_delays_are_those_of_a_whole_client(
    session: botocore.session.Session, name: str, mode: str, tries: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All scripts one after the other on one client, so that the quota is shared by them."""
    theirs, slept = real(session, name, mode, tries, monkeypatch)
    monkeypatch.setattr("botocore.retries.bucket.TokenBucket.acquire", lambda self, amount=1, block=True: True)
    chance = random.Random(3)
    op = operation(service(name), CALLS[name][0])
    ours = Client(MODES[mode], op, tries, chance.random, Clock())
    for title, script in SCRIPTS.items():
        random.seed(len(title))
        expected = play_real(theirs, slept, name, script)
        chance.seed(len(title))
        assert (title, play_ours(ours, script)) == (title, expected)


def test_the_quota_runs_dry_in_both(session: botocore.session.Session, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs, slept = real(session, "kms", "standard", None, monkeypatch)
    ours = Client("std-2026", operation(service("kms"), "DescribeKey"), None, lambda: 0.5, Clock())
    script = SCRIPTS["503 for ever"]
    counts = [(play_ours(ours, script)[0], play_real(theirs, slept, "kms", script)[0]) for _ in range(20)]
    assert [mine for mine, _ in counts] == [3] * 17 + [2] + [1] * 2
    assert [mine for mine, _ in counts] == [real for _, real in counts]
    assert ours.quota == 10
