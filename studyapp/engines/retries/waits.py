"""The wait before each attempt: its least, its mean and its most, from the formula or from botocore's own classes."""

from dataclasses import dataclass

from studyapp.engines.retries.answers import Answer
from studyapp.engines.retries.asked import BackoffInput
from studyapp.engines.retries.profiles import Chance, legacy_client, profile_of, standard_client
from studyapp.engines.retries.services import Operation, operation, service
from studyapp.engines.retries.strategies import wait_of

SHOWN = 12
MOST = 20
# Chance is drawn from [0, 1): the mean is taken over the middles of so many equal parts of it.
PARTS = 100


@dataclass(frozen=True, kw_only=True)
class Planned:
    """The wait before one attempt, in milliseconds. `allowed` is False for an attempt that is never made."""

    attempt: int
    least_ms: float
    mean_ms: float | None
    most_ms: float
    capped: bool
    allowed: bool


def refusal(asked: BackoffInput) -> Answer:
    """What the service says when it refuses."""
    return Answer(status=asked.status, code=asked.code, retry_after_ms=asked.retry_after_ms, broken=asked.broken)


def operation_of(asked: BackoffInput) -> Operation:
    """Codes are judged by the SDK's own lists, by status, and by whatever the service models."""
    return operation(service(asked.service))


def waits(asked: BackoffInput, until: int = SHOWN) -> tuple[Planned, ...]:
    """The waits before attempts 2, 3, ..., the last of which is at least the last that is allowed."""
    last = max(until, asked.most or 0, asked.attempt or 0)
    return tuple(_planned(asked, attempt) for attempt in range(2, min(last, MOST) + 1))


def _planned(asked: BackoffInput, attempt: int) -> Planned:
    allowed = asked.most is None or attempt <= asked.most
    if asked.model == "sdk":
        return _from_botocore(asked, attempt, allowed)
    # As published, the first wait of the simulator is already the double of the base.
    power = attempt - 1 if asked.model == "occ" else attempt - 2
    wait = wait_of(asked.strategy, asked.base_ms, asked.cap_ms, power)
    return Planned(
        attempt=attempt,
        least_ms=wait.least,
        mean_ms=wait.mean,
        most_ms=wait.most,
        capped=wait.capped,
        allowed=allowed,
    )


def _delay(asked: BackoffInput, attempt: int, chance: Chance) -> float | None:
    """Milliseconds that botocore waits before an attempt; None where it does not retry."""
    op, answer = operation_of(asked), refusal(asked)
    event = answer.for_botocore(attempt - 1, op, {})
    if profile_of(asked.mode) == "legacy-1.43":
        seconds = legacy_client(op.service_model, MOST + 1, chance)(**event)
    else:
        client = standard_client(asked.mode, op.service_model, MOST + 1, chance)
        seconds = client.handler.needs_retry(**event)
    return None if seconds is None else float(seconds) * 1000


def _from_botocore(asked: BackoffInput, attempt: int, allowed: bool) -> Planned:
    most = _delay(asked, attempt, lambda: 1.0)
    if most is None:
        return Planned(attempt=attempt, least_ms=0.0, mean_ms=0.0, most_ms=0.0, capped=False, allowed=False)
    if not asked.jitter:
        return Planned(
            attempt=attempt,
            least_ms=most,
            mean_ms=most,
            most_ms=most,
            capped=_capped(asked, attempt, most),
            allowed=allowed,
        )
    least = _delay(asked, attempt, lambda: 0.0) or 0.0
    # Without a hint of the server the delay is proportional to chance, so one middle is enough.
    parts = 1 if asked.retry_after_ms is None else PARTS
    middles = [_delay(asked, attempt, lambda part=part: (part + 0.5) / parts) or 0.0 for part in range(parts)]  # type: ignore[misc]
    return Planned(
        attempt=attempt,
        least_ms=round(least, 6),
        mean_ms=round(sum(middles) / parts, 6),
        most_ms=round(most, 6),
        capped=_capped(asked, attempt, most),
        allowed=allowed,
    )


def _capped(asked: BackoffInput, attempt: int, most: float) -> bool:
    """Whether botocore's cap holds this wait down: the next one would be as long."""
    if profile_of(asked.mode) == "legacy-1.43":
        return False
    bare = asked.model_copy(update={"retry_after_ms": None})
    return _delay(bare, attempt, lambda: 1.0) == 20_000
