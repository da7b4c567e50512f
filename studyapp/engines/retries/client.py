"""One SDK client: botocore's own retry objects under a virtual clock, asked what becomes of an answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, CapacityNotAvailableError
from botocore.retries import adaptive, bucket, throttling

from studyapp.engines.retries.answers import Answer, Http
from studyapp.engines.retries.profiles import (
    Chance,
    Mode,
    default_attempts,
    legacy_client,
    profile_of,
    standard_client,
)
from studyapp.engines.retries.services import Operation

SUCCESS = Http(200)


@dataclass
class Clock:
    """Virtual seconds; nobody ever sleeps."""

    now: float = 0.0

    def current_time(self) -> float:
        return self.now


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What the client does after an answer: wait so many seconds and retry, or not; and why."""

    delay: float | None
    reason: str


class Client:
    """A client object in one mode. `attempts` is None for the default of mode and service."""

    def __init__(self, mode: Mode, operation: Operation, attempts: int | None, chance: Chance, clock: Clock) -> None:
        self.mode, self.operation, self.clock = profile_of(mode), operation, clock
        self.attempts = attempts if attempts is not None else default_attempts(mode, operation.service_model)
        self.standard = self.limiter = None
        named = operation.service_model
        if self.mode == "legacy-1.43":
            self._ask: Callable[..., Any] = legacy_client(named, self.attempts, chance)
            return
        self.standard = standard_client(self.mode, named, self.attempts, chance)
        self._ask = self.standard.handler.needs_retry
        if self.mode == "adaptive-2026":
            self.limiter = _limiter(self.standard.detector, clock)

    @property
    def quota(self) -> int | None:
        """What is left of the retry quota; legacy mode has none."""
        return self.standard.quota.available_capacity if self.standard else None

    @property
    def rate(self) -> float | None:
        """The calls a second that adaptive mode allows itself; None while it does not limit."""
        return self.limiter._token_bucket.max_rate if self.limiter and self.limiter._enabled else None

    def hold(self) -> float:
        """Seconds to wait before a call may leave: only adaptive mode holds calls back. Taken when 0."""
        if self.limiter is None or not self.limiter._enabled:
            return 0.0
        tokens = self.limiter._token_bucket
        try:
            tokens.acquire(block=False)
        except CapacityNotAvailableError:
            # A hair more, so that the sum is a whole token again.
            return float(tokens._sleep_amount(1)) + 1e-9
        return 0.0

    def judge(self, answer: Answer, attempt: int, context: dict[str, Any]) -> Judgement:
        """What botocore decides after an error; `context` belongs to one call."""
        event = answer.for_botocore(attempt, self.operation, context)
        try:
            delay = self._ask(**event)
        except BotoCoreError as error:
            # Legacy mode says "no more" to a failed connection by raising it again.
            if error is not event["caught_exception"]:
                raise
            delay = None
        if self.limiter is not None:
            self.limiter.on_receiving_response(**event)
        if delay is not None and delay is not False:
            return Judgement(delay=float(delay), reason="retry")
        return Judgement(delay=None, reason=self._why_not(event, attempt))

    def _why_not(self, event: dict[str, Any], attempt: int) -> str:
        notes = event["response"][1]["ResponseMetadata"] if event["response"] else {}
        if notes.get("MaxAttemptsReached") or attempt >= self.attempts:
            return "attempts"
        if self.standard is None:
            return "not-retryable"
        context = self.standard.adapter.create_retry_context(**event)
        return "quota" if self.standard.conditions.is_retryable(context) else "not-retryable"

    def succeed(self, context: dict[str, Any]) -> None:
        """A call was served: the quota gets its refund, and adaptive mode takes note."""
        if self.standard is not None:
            self.standard.checker.release_retry_quota(context, SUCCESS)
        if self.limiter is not None:
            self.limiter.on_receiving_response(**Answer().for_botocore(1, self.operation, context))


def _limiter(detector: Any, clock: Clock) -> adaptive.ClientRateLimiter:
    return adaptive.ClientRateLimiter(
        rate_adjustor=throttling.CubicCalculator(starting_max_rate=0, start_time=clock.current_time()),
        rate_clocker=adaptive.RateClocker(clock),
        token_bucket=bucket.TokenBucket(max_rate=1, clock=clock),
        throttling_detector=detector,
        clock=clock,
    )


@dataclass(kw_only=True)
class Caller:
    """Somebody with a call to make, through one or more layers that each retry on their own, innermost first."""

    layers: list[Client]
    clock: Clock
    left: int
    attempt: list[int] = field(default_factory=list)
    context: list[dict[str, Any]] = field(default_factory=list)
    tries: int = 0

    def begin(self) -> None:
        """A new call."""
        self.attempt = [1] * len(self.layers)
        self.context = [{} for _ in self.layers]
        self.tries = 0

    def refused(self, answer: Answer) -> Judgement:
        """The innermost layer that retries decides the wait; the layers inside it start afresh."""
        said = Judgement(delay=None, reason="")
        for number, layer in enumerate(self.layers):
            said = layer.judge(answer, self.attempt[number], self.context[number])
            if said.delay is not None:
                self.attempt[number] += 1
                self.attempt[:number] = [1] * number
                self.context[:number] = [{} for _ in range(number)]
                return said
        return said

    def served(self) -> None:
        for layer, context in zip(self.layers, self.context, strict=True):
            layer.succeed(context)
