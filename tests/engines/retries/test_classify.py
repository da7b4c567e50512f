"""Which answers are retried: the facts of the course, botocore's models, and the botocore of before."""

import pytest
from awscli.botocore.retries import standard as before
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.retries import standard
from pydantic import ValidationError

from studyapp.engines.retries import ClassifierInput, classify
from studyapp.engines.retries.answers import Answer
from studyapp.engines.retries.profiles import standard_client
from studyapp.engines.retries.services import NAMES, operation, service

EVERY = {"legacy-1.43", "standard-1.43", "std-2026", "adaptive-2026"}
CODES = (
    *standard.ThrottledRetryableChecker._THROTTLED_ERROR_CODES,
    *standard.TransientRetryableChecker._TRANSIENT_ERROR_CODES,
    *("", "AccessDenied", "ExpiredToken", "ValidationException", "InternalError", "IDPCommunicationError"),
    *(
        "ReplicatedWriteConflictException",
        "ConflictException",
        "InternalServerException",
        "ResourceNotFoundException",
    ),
)
STATUSES = (400, 403, 404, 408, 409, 429, 500, 501, 502, 503, 504, 505, 509)


def retried_by(**fields: object) -> set[str]:
    found = classify(ClassifierInput.model_validate(fields)).to_json()["profiles"]
    return {mode for mode, said in found.items() if said["retryable"]}


@pytest.mark.parametrize(
    ("fields", "modes"),
    [
        ({"code": "Throttling", "status": 400}, EVERY),
        ({"code": "SlowDown", "status": 503}, EVERY),
        ({"code": "SlowDown", "status": 400}, EVERY - {"legacy-1.43"}),
        ({"code": "", "status": 429}, EVERY - {"standard-1.43"}),
        ({"code": "", "status": 509}, {"legacy-1.43"}),
        ({"code": "RequestTimeout", "status": 400}, EVERY - {"legacy-1.43"}),
        ({"code": "RequestTimeout", "status": 400, "service": "s3"}, EVERY),
        ({"code": "AccessDenied", "status": 403}, set()),
        ({"code": "ExpiredToken", "status": 400}, set()),
        ({"code": "RequestTimeTooSkewed", "status": 403}, set()),
        ({"code": "LimitExceeded", "status": 409, "service": "iam"}, set()),
        ({"code": "LimitExceededException", "status": 400}, EVERY - {"legacy-1.43"}),
        ({"code": "IDPCommunicationError", "status": 400, "service": "sts"}, EVERY),
        ({"code": "IDPCommunicationError", "status": 400, "service": "iam"}, set()),
        ({"code": "ReplicatedWriteConflictException", "status": 400, "service": "dynamodb"}, EVERY - {"legacy-1.43"}),
        ({"broken": "read-timeout"}, EVERY),
        ({"broken": "connect-timeout"}, EVERY),
        ({"broken": "connection-refused"}, EVERY),
        *(({"code": "", "status": status}, set()) for status in (404, 408, 409, 501, 505)),
        *(({"code": "", "status": status}, EVERY) for status in (500, 502, 503, 504)),
    ],
)
def test_who_retries(fields: dict, modes: set) -> None:
    assert retried_by(**fields) == modes


@pytest.mark.parametrize(
    ("fields", "remedy", "wait", "cost"),
    [
        ({"code": "Throttling", "status": 400}, "retry-slow", 1000, 5),
        ({"code": "", "status": 429}, "retry-slow", 1000, 5),
        ({"code": "SlowDown", "status": 503}, "retry-slow", 1000, 5),
        ({"code": "InternalError", "status": 500}, "retry-fast", 50, 14),
        ({"code": "InternalServerError", "status": 500, "service": "dynamodb"}, "retry-fast", 25, 14),
        ({"code": "ExpiredToken", "status": 400}, "refresh", None, None),
        ({"code": "AccessDenied", "status": 403}, "fix", None, None),
        ({"code": "ValidationException", "status": 400}, "fix", None, None),
        ({"code": "", "status": 200}, "none", None, None),
    ],
)
def test_what_to_do(fields: dict, remedy: str, wait: float | None, cost: int | None) -> None:
    found = classify(ClassifierInput.model_validate(fields)).to_json()
    assert (found["remedy"], found["first_wait_ms"], found["quota_cost"]) == (remedy, wait, cost)


def test_the_code_is_asked_before_the_status() -> None:
    found = classify(ClassifierInput(code="ThrottlingException", status=400)).to_json()
    assert (found["retryable"], found["throttling"]) == (True, True)
    assert found["why"] == "The code ThrottlingException is on the list of throttling codes."


def test_a_modelled_error_with_429_is_judged_by_its_model() -> None:
    """dynamodb:GetItem models RequestLimitExceeded; a made-up operation error of KMS is no throttling at 429."""
    modelled = {"code": "NotFoundException", "status": 429, "service": "kms", "operation": "DescribeKey"}
    assert retried_by(**modelled) == {"legacy-1.43"}
    assert retried_by(**{**modelled, "code": "SomethingElse"}) == EVERY - {"standard-1.43"}


@pytest.mark.parametrize(
    "fields",
    [
        {"service": "mars"},
        {"operation": "GetItem"},
        {"service": "dynamodb", "operation": "Nothing"},
        {"status": 99},
        {"status": 600},
        {"mode": "hopeful"},
        {"code": "x" * 101},
    ],
)
def test_what_is_not_known_is_named(fields: dict) -> None:
    with pytest.raises(ValidationError) as caught:
        ClassifierInput.model_validate(fields)
    places = {error["loc"][0] for error in caught.value.errors()}
    assert places <= set(fields)
    assert len(places) == 1


def test_a_key_that_looks_real_is_refused() -> None:
    with pytest.raises(ValidationError, match="looks like a real access key"):
        ClassifierInput(code="AKIA" + "Z" * 16)


@pytest.mark.parametrize("name", ["ec2", "dynamodb", "lambda", "kms", "kinesis", "cognito-idp", "lex-runtime"])
def test_the_errors_of_an_operation_are_those_of_botocores_model(name: str) -> None:
    loader = Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)
    model = ServiceModel(loader.load_service_model(name, "service-2"), service_name=name)
    ours = service(name)
    assert (ours.event_name, ours.prefix) == (model.service_id.hyphenize(), model.endpoint_prefix)
    assert set(ours.operations) == set(model.operation_names)
    for key in model.operation_names:
        theirs = [
            (shape.name, shape.metadata.get("error", {}).get("code"), shape.metadata.get("retryable"))
            for shape in model.operation_model(key).error_shapes
        ]
        mine = [
            (shape.name, shape.metadata.get("error", {}).get("code"), shape.metadata.get("retryable"))
            for shape in ours.operations[key]
        ]
        assert mine == theirs


def test_every_service_of_botocore_can_be_named() -> None:
    assert {"ec2", "s3", "sts", "dynamodb"} < set(NAMES)


def _before(answer: Answer, name: str, key: str) -> tuple[bool, float | None, int]:
    """The botocore that the AWS CLI v1 carries, which still has the rules of 1.43."""
    adapter = before.RetryEventAdapter()
    budget = before.quota.RetryQuota()
    handler = before.RetryHandler(
        retry_policy=before.RetryPolicy(
            before.StandardRetryConditions(max_attempts=9), before.ExponentialBackoff(random=lambda: 0.75)
        ),
        retry_event_adapter=adapter,
        retry_quota=before.RetryQuotaChecker(budget),
    )
    delay = handler.needs_retry(**answer.for_botocore(2, operation(service(name), key), {}))
    return delay is not None, delay, budget.available_capacity


@pytest.mark.parametrize(
    ("name", "key"), [("dynamodb", "GetItem"), ("ec2", "DescribeInstances"), ("sts", "AssumeRole")]
)
def test_standard_1_43_is_the_botocore_of_then(name: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(before, "NEW_RETRIES_ENABLED", False)
    for code in CODES:
        for status in STATUSES:
            answer = Answer(status=status, code=code, retry_after_ms=9_000)
            client = standard_client("standard-1.43", service(name), 9, lambda: 0.75)
            delay = client.handler.needs_retry(**answer.for_botocore(2, operation(service(name), key), {}))
            ours = (delay is not None, delay, client.quota.available_capacity)
            assert (code, status, ours) == (code, status, _before(answer, name, key))
