"""Starting states of the backoff lab. The first one is the page's own."""

from typing import Any

PUBLISHED = {"model": "occ", "base_ms": 5, "cap_ms": 2000}
SDK = {"model": "sdk", "runs": 20}
SHUT = {"model": "sdk", "clients": 1, "runs": 1, "bucket": 0, "rate_per_second": 0}


def _state(slug: str, title: str, line: str, **data: Any) -> dict[str, Any]:
    return {"slug": slug, "title": title, "line": line, "data": data}


STATES = (
    _state(
        "crowd",
        "Fifty clients, five a second",
        "Exponential backoff with full jitter. Compare the calls with those of the other strategies.",
        strategy="full",
    ),
    _state(
        "no-jitter",
        "Jitter off",
        "The base and cap of today’s SDKs under throttling, and no jitter: the crowd stays a crowd.",
        strategy="exponential",
        base_ms=1000,
        cap_ms=20_000,
    ),
    _state("at-once", "Try again at once", "Soon done, and thirty times the calls.", strategy="none"),
    _state(
        "refusals-cost",
        "Refusals that cost",
        "Saying “no” takes a tenth of a call: now impatience hurts the impatient too. Our model.",
        strategy="fixed",
        refusal_cost=0.1,
        max_attempts=20,
    ),
    _state(
        "published",
        "The published simulator",
        "A hundred clients write one row. Full jitter needs the fewest calls.",
        **PUBLISHED,
        clients=100,
    ),
    _state(
        "published-none",
        "One row, no backoff",
        "Calls grow almost with the square of the clients.",
        **PUBLISHED,
        clients=100,
        strategy="none",
    ),
    _state("sdk", "SDK clients, standard mode", "Three attempts, then the call fails.", **SDK),
    _state(
        "sdk-adaptive",
        "SDK clients, adaptive mode",
        "After a throttle the client slows itself down.",
        **SDK,
        mode="adaptive",
        calls_each=4,
        clients=10,
    ),
    _state(
        "sdk-legacy",
        "SDK clients, legacy mode",
        "Five attempts, no quota, waits without a cap.",
        **SDK,
        mode="legacy-1.43",
    ),
    _state(
        "quota",
        "The retry quota",
        "The service is down: one client, fifty calls. After 35 retries it gives up at the first “no”.",
        **SHUT,
        calls_each=50,
        code="InternalError",
        status=500,
    ),
    _state(
        "layers",
        "Three layers that retry",
        "Three attempts in each: how many calls reach the service?",
        **SHUT,
        layers=3,
        max_attempts=3,
    ),
    _state(
        "two-meanings",
        "max_attempts=3 in code",
        "Config counts retries, AWS_MAX_ATTEMPTS counts attempts.",
        **SHUT,
        max_attempts=3,
        given_as="max_attempts",
    ),
    _state(
        "tune",
        "Tune it",
        "200 calls, a bucket of 50 and 10 a second: 99 of 100 served in a minute, with at most 1.3 attempts each.",
        clients=200,
        bucket=50,
        rate_per_second=10,
        base_ms=100,
        max_attempts=20,
        runs=5,
    ),
)


def states() -> tuple[dict[str, Any], ...]:
    """The gallery."""
    return STATES
