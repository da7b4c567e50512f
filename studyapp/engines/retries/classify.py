"""Whether an answer is retried: botocore's own checkers, one by one, in every retry profile."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Self

from botocore import __version__
from botocore.retries import standard
from botocore.retryhandler import _create_single_checker
from pydantic import BaseModel, ConfigDict, Field, model_validator

from studyapp.engines.guard import no_io
from studyapp.engines.retries.answers import Answer
from studyapp.engines.retries.asked import Broken, complain
from studyapp.engines.retries.profiles import (
    OLD,
    PROFILES,
    Mode,
    default_attempts,
    legacy_client,
    legacy_policies,
    profile_of,
    standard_client,
)
from studyapp.engines.retries.services import NAMES, Operation, operation, service
from studyapp.engines.secrets import refuse_real_keys

Remedy = Literal["retry-slow", "retry-fast", "refresh", "fix", "none"]
# botocore refreshes credentials before they end and knows no such class of errors; this list is ours.
EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
QUOTAS = frozenset({"LimitExceededException", "ServiceQuotaExceededException", "LimitExceeded"})
NOT_MODELLED = (
    "Bodies that fail their checksum, and bodies that cannot be parsed.",
    "Long-polling calls: they wait once more when the quota is empty.",
    "“Refresh the credentials” is our own class: botocore has none.",
)


class ClassifierInput(BaseModel):
    """One answer to one call, and the mode of the client that gets it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    code: str = Field("ThrottlingException", max_length=100, description='The error code; "" for none.')
    status: int = Field(400, ge=100, le=599, description="The HTTP status.")
    service: str = Field("", max_length=60, description="As botocore names it, such as ec2; needed for its model.")
    operation: str = Field(
        "", max_length=100, description="Such as DescribeInstances; needed for its modelled errors."
    )
    mode: Mode = "standard"
    broken: Broken = Field("", description="No answer at all, and how that came.")

    _careful = model_validator(mode="before")(refuse_real_keys)

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.service and self.service not in NAMES:
            raise complain("service", "botocore has no service of this name. Write it as botocore does, such as ec2.")
        if self.operation and not self.service:
            raise complain("operation", "An operation belongs to a service: name the service too.")
        if self.operation and self.operation not in service(self.service).operations:
            raise complain("operation", "This service has no operation of this name, such as DescribeInstances.")
        return self

    @property
    def answer(self) -> Answer:
        return Answer(status=self.status, code=self.code.strip(), broken=self.broken)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One of botocore's checkers, and what it says."""

    checker: str
    says: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What one retry profile makes of the answer."""

    mode: Mode
    retryable: bool
    throttling: bool
    attempts: int
    checks: tuple[Check, ...]
    first_wait_ms: float | None
    cost: int | None

    @property
    def why(self) -> str:
        """The first checker that says yes, or that none does."""
        said = next((check.why for check in self.checks if check.says), "")
        return said or "Neither the code nor the status is on a list of this mode."


@dataclass(frozen=True, kw_only=True)
class Classified:
    """The asked mode's verdict, and those of all four profiles."""

    verdict: Verdict
    every: tuple[Verdict, ...]
    remedy: Remedy
    note: str
    not_modelled: tuple[str, ...] = NOT_MODELLED

    def to_json(self) -> dict[str, Any]:
        found = self.verdict
        return {
            "engine": {"name": "botocore", "version": __version__},
            "mode": found.mode,
            "retryable": found.retryable,
            "throttling": found.throttling,
            "why": found.why,
            "remedy": self.remedy,
            "note": self.note,
            "attempts": found.attempts,
            "first_wait_ms": found.first_wait_ms,
            "quota_cost": found.cost,
            "checks": [dict(vars(check)) for check in found.checks],
            "profiles": {one.mode: {"retryable": one.retryable, "throttling": one.throttling} for one in self.every},
            "not_modelled": list(self.not_modelled),
        }


def _words(name: str, asked: ClassifierInput) -> str:
    if name == "TransientRetryableChecker":
        if asked.broken:
            return "No answer came: the connection failed, which may pass."
        if asked.code in standard.TransientRetryableChecker._TRANSIENT_ERROR_CODES:
            return f"The code {asked.code} is on the list of errors that pass."
        return f"The status {asked.status} is one of 500, 502, 503 and 504."
    return {
        "ThrottledRetryableChecker": f"The code {asked.code} is on the list of throttling codes.",
        "ThrottlingStatusCodeChecker": "The status is 429, and the code is none that the operation models.",
        "ModeledRetryableChecker": f"The service’s own model marks {asked.code} as retryable.",
        "RetryIDPCommunicationError": "STS could not reach the identity provider.",
    }.get(name, "A special case of this service.")


def _standard_checks(client: Any, context: Any, asked: ClassifierInput) -> Iterator[Check]:
    for checker in client.conditions._additional_checkers._checkers:
        parts = getattr(checker, "_checkers", [checker])
        for part in parts:
            says = bool(part.is_retryable(context))
            name = type(part).__name__
            yield Check(checker=name, says=says, why=_words(name, asked) if says else "")


def _legacy_checks(op: Operation, asked: ClassifierInput) -> Iterator[Check]:
    event = asked.answer.for_botocore(1, op, {})
    for name, policy in legacy_policies(op.service_model.prefix):
        checker = _create_single_checker(policy)
        if asked.broken:
            says = "socket_errors" in policy["applies_when"]
        else:
            says = bool(checker(1, event["response"], None))
        why = _policy_words(policy["applies_when"]) if says else ""
        yield Check(checker=name, says=says, why=why)


def _policy_words(applies: dict[str, Any]) -> str:
    if "socket_errors" in applies:
        return "No answer came: the connection failed."
    response = applies["response"]
    if "service_error_code" in response:
        return f"Code {response['service_error_code']} with status {response['http_status_code']} is on the list."
    return f"The status {response.get('http_status_code')} is on the list."


def _verdict(mode: Mode, op: Operation, asked: ClassifierInput) -> Verdict:
    # The first attempt of a client that has more: whether it is the last one is another question.
    event = asked.answer.for_botocore(1, op, {})
    named = op.service_model
    judge = standard_client(OLD if mode == OLD else "std-2026", named, 2, lambda: 1.0)
    context = judge.adapter.create_retry_context(**event)
    throttling = bool(judge.detector.is_throttling_error_from_context(context))
    if mode == "legacy-1.43":
        delay = legacy_client(named, 2, lambda: 1.0)(**event)
        checks, cost = tuple(_legacy_checks(op, asked)), None
    else:
        checks = tuple(_standard_checks(judge, context, asked))
        before = judge.quota.available_capacity
        delay = judge.handler.needs_retry(**event)
        cost = before - judge.quota.available_capacity
    retryable = delay is not None and delay is not False
    return Verdict(
        mode=mode,
        retryable=retryable,
        throttling=throttling,
        attempts=default_attempts(mode, named),
        checks=checks,
        first_wait_ms=round(float(delay) * 1000, 6) if retryable else None,
        cost=cost if retryable else None,
    )


def _remedy(found: Verdict, asked: ClassifierInput) -> tuple[Remedy, str]:
    if not asked.broken and not asked.code and asked.status < 300:
        return "none", "This is no error: there is nothing to retry."
    if found.retryable:
        slow = "Slow down: the service has refused because too many calls came."
        if asked.code in QUOTAS:
            slow += " In many services this code is a hard quota, and then no retry helps: ask for an increase."
        fast = "It may pass: a short wait is enough."
        return ("retry-slow", slow) if found.throttling else ("retry-fast", fast)
    if asked.code in EXPIRED:
        return "refresh", "The credentials have expired: get new ones, then call again."
    if asked.code in QUOTAS:
        return "fix", "This is a quota, not a rate: delete something, or ask for an increase."
    return "fix", "The same request gets the same answer: change the request, or what the caller may do."


def classify(asked: ClassifierInput) -> Classified:
    """Ask botocore's checkers. No content of the answer ever raises."""
    op = operation(service(asked.service), asked.operation)
    with no_io():
        every = {mode: _verdict(mode, op, asked) for mode in PROFILES}
        found = every[profile_of(asked.mode)]
        remedy, note = _remedy(found, asked)
        return Classified(verdict=found, every=tuple(every.values()), remedy=remedy, note=note)
