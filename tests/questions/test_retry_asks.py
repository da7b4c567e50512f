"""The asks of limits and retries: the keys that the course's questions expect."""

import pytest

from studyapp.questions.asks import BY_ID

SDK = {"model": "sdk", "clients": 1, "runs": 1, "bucket": 0, "rate_per_second": 0}
BROKEN = {**SDK, "code": "InternalError", "status": 500}


@pytest.mark.parametrize(
    ("ask", "fields", "key"),
    [
        ("max-wait", {**SDK, "max_attempts": 4}, "4"),
        ("max-wait", {**BROKEN, "max_attempts": 4}, "0.2"),
        ("max-wait", {**BROKEN, "max_attempts": 4, "service": "dynamodb"}, "0.1"),
        ("max-wait", {**SDK, "mode": "legacy-1.43", "attempt": 4}, "4"),
        ("max-wait", {**SDK, "attempt": 4}, "never"),
        ("total-wait-mean", {**SDK, "max_attempts": 3}, "1.5"),
        ("total-wait-most", {**SDK, "max_attempts": 3}, "3"),
        ("cap-binds", SDK, "7"),
        ("cap-binds", BROKEN, "11"),
        ("cap-binds", {**SDK, "mode": "legacy"}, "never"),
        ("calls-made", {**SDK, "max_attempts": 3}, "3"),
        ("calls-made", {**SDK, "max_attempts": 3, "given_as": "max_attempts"}, "4"),
        ("calls-made", {**SDK, "max_attempts": 1}, "1"),
        ("calls-made", {**SDK, "max_attempts": 3, "layers": 3}, "27"),
        ("calls-made", {"clients": 1, "runs": 1, "bucket": 0, "max_attempts": 1}, "1"),
        ("retries-made", {**BROKEN, "calls_each": 50}, "35"),
        ("retries-made", {**SDK, "calls_each": 100}, "100"),
        ("jitter-effect", {"strategy": "exponential", "base_ms": 1000, "cap_ms": 20_000}, "sooner-fewer"),
        ("jitter-effect", {"strategy": "full", "base_ms": 1000, "cap_ms": 20_000}, "sooner-fewer"),
        ("fewest-calls", {"model": "occ", "base_ms": 5, "cap_ms": 2000, "clients": 100}, "full"),
        ("soonest-done", {"clients": 20, "runs": 20}, "none"),
        ("retryable", {"code": "Throttling", "status": 400}, "yes"),
        ("retryable", {"code": "AccessDenied", "status": 403}, "no"),
        ("retry-class", {"code": "", "status": 500}, "retry-fast"),
        ("retry-class", {"code": "ExpiredToken"}, "refresh"),
        ("throttling", {"code": "SlowDown", "status": 503}, "yes"),
        ("bucket-accepted", {}, "180"),
        ("bucket-accepted", {"rule": "continuous"}, "200"),
        ("bucket-refused", {}, "320"),
        ("bucket-remedy", {"calls_per_second": 60, "seconds": 60}, "less"),
    ],
)
def test_the_key(ask: str, fields: dict, key: str) -> None:
    found = BY_ID[ask].find(fields)
    assert found.key == key
    assert found.words != key


TUNING = {"bucket": 50, "rate_per_second": 10, "runs": 5, "base_ms": 5000, "cap_ms": 20_000, "max_attempts": 8}


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"clients": 4, "calls_each": 50}, "met"),
        ({"clients": 200, "calls_each": 1, "strategy": "none", "max_attempts": 20}, "served"),
        ({"clients": 200, "calls_each": 1, "base_ms": 500, "max_attempts": 20}, "calls"),
        ({"clients": 1, "calls_each": 200, "rate_per_second": 2}, "late"),
    ],
)
def test_the_tuning_exercise(fields: dict, key: str) -> None:
    assert BY_ID["tuned"].find({**TUNING, **fields}).key == key
