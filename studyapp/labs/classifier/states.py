"""Starting states of the retry classifier: answers in which code and status say different things come first."""

from typing import Any


def _state(slug: str, title: str, line: str, **data: Any) -> dict[str, Any]:
    return {"slug": slug, "title": title, "line": line, "data": data}


STATES = (
    _state(
        "throttled-400",
        "400 ThrottlingException",
        "A 4XX that is retried: the code is asked first.",
        code="ThrottlingException",
        status=400,
    ),
    _state("denied", "403 AccessDenied", "The same request gets the same answer.", code="AccessDenied", status=403),
    _state(
        "slow-down",
        "503 SlowDown",
        "A 5XX that asks for more than a short wait.",
        code="SlowDown",
        status=503,
        service="s3",
    ),
    _state("bare-429", "429 without a code", "Standard mode before 1.44 let it be.", code="", status=429),
    _state(
        "server-error", "500 InternalError", "It may pass: a short wait is enough.", code="InternalError", status=500
    ),
    _state("expired", "400 ExpiredToken", "A retry with the same keys fails again.", code="ExpiredToken", status=400),
    _state(
        "skewed",
        "403 RequestTimeTooSkewed",
        "The clock is wrong; waiting does not set it right.",
        code="RequestTimeTooSkewed",
        status=403,
    ),
    _state(
        "not-found",
        "404",
        "Nothing there, however often one asks.",
        code="NoSuchKey",
        status=404,
        service="s3",
        operation="GetObject",
    ),
    _state(
        "quota",
        "409 LimitExceeded of IAM",
        "A quota, not a rate.",
        code="LimitExceeded",
        status=409,
        service="iam",
        operation="CreateUser",
    ),
    _state(
        "modelled",
        "A conflict of DynamoDB",
        "The service’s own model marks it as retryable.",
        code="ReplicatedWriteConflictException",
        status=400,
        service="dynamodb",
        operation="PutItem",
    ),
    _state(
        "limit-509",
        "509",
        "Only legacy mode retries it.",
        code="BandwidthLimitExceeded",
        status=509,
        service="cloudsearch",
    ),
    _state("time-out", "No answer", "The read times out.", code="", broken="read-timeout"),
)


def states() -> tuple[dict[str, Any], ...]:
    """The gallery."""
    return STATES
