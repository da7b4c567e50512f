"""The four retry behaviours by name, and botocore's own objects for each: who may retry, when, and on what budget."""

import copy
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from botocore.args import ClientArgsCreator
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from botocore.retries import quota, standard
from botocore.retryhandler import RetryHandler, create_retry_handler, delay_exponential
from botocore.translate import build_retry_config

from studyapp.engines.retries.services import Service, load

Mode = Literal["legacy", "standard", "adaptive", "legacy-1.43", "standard-1.43", "std-2026", "adaptive-2026"]
Given = Literal["AWS_MAX_ATTEMPTS", "max_attempts", "total_max_attempts"]
PROFILES: tuple[Mode, ...] = ("legacy-1.43", "standard-1.43", "std-2026", "adaptive-2026")
NAMED: dict[Mode, Mode] = {"legacy": "legacy-1.43", "standard": "std-2026", "adaptive": "adaptive-2026"}
WORDS: dict[Mode, str] = {
    "legacy-1.43": "Legacy mode, the default of boto3 and AWS CLI v1 until botocore 1.43",
    "standard-1.43": "Standard mode as it was until botocore 1.43",
    "std-2026": "Standard mode since botocore 1.44, today’s default",
    "adaptive-2026": "Adaptive mode since botocore 1.44: standard, and a limit to the client’s own rate",
}
OLD = "standard-1.43"
_RETRY_MODEL = load("_retry")
Chance = Callable[[], float]


def profile_of(mode: Mode) -> Mode:
    """The profile that a mode's plain name stands for."""
    return NAMED.get(mode, mode)


class _Nothing:
    """A configuration store in which nothing is set."""

    def __init__(self, attempts: int | None) -> None:
        self._attempts = attempts

    def get_config_variable(self, name: str) -> int | None:
        return self._attempts if name == "max_attempts" else None


def total_attempts(number: int | None, given: Given) -> int | None:
    """How many attempts a setting means, as botocore reads it; None where nothing was set."""
    if number is None:
        return None
    config: dict[str, Any] = {} if given == "AWS_MAX_ATTEMPTS" else {"retries": {given: number}}
    store = _Nothing(number if given == "AWS_MAX_ATTEMPTS" else None)
    creator = ClientArgsCreator(None, None, None, None, None, store, user_agent_creator=object())
    creator._compute_retry_max_attempts(config)
    total: int = config["retries"]["total_max_attempts"]
    return total


def default_attempts(mode: Mode, named: Service) -> int:
    """How often a client of this service tries when nothing is set."""
    if profile_of(mode) == "legacy-1.43":
        attempts: int = _legacy_config(named.prefix, None)["__default__"]["max_attempts"]
        return attempts
    special = {} if profile_of(mode) == OLD else standard._SERVICE_MAX_ATTEMPTS
    found: int = special.get(named.event_name, standard.DEFAULT_MAX_ATTEMPTS)
    return found


class _OldQuotaChecker(standard.RetryQuotaChecker):  # type: ignore[misc]
    """What a retry cost until 1.43: 5, and 10 after a time-out."""

    _RETRY_COST = _THROTTLING_RETRY_COST = 5
    _TIMEOUT_RETRY_REQUEST = 10

    def acquire_retry_quota(self, context: Any) -> bool:
        slow = isinstance(context.caught_exception, ConnectTimeoutError | ReadTimeoutError)
        self._RETRY_COST = self._TIMEOUT_RETRY_REQUEST if slow else 5
        done: bool = super().acquire_retry_quota(context)
        return done


@dataclass(frozen=True, kw_only=True)
class Standard:
    """botocore's standard mode: one object a client."""

    handler: standard.RetryHandler
    conditions: standard.StandardRetryConditions
    backoff: standard.ExponentialBackoff
    checker: standard.RetryQuotaChecker
    quota: quota.RetryQuota
    detector: standard.ThrottlingErrorDetector
    adapter: standard.RetryEventAdapter
    attempts: int


def standard_client(mode: Mode, named: Service, attempts: int | None, chance: Chance) -> Standard:
    """The objects that botocore registers for a client in standard or adaptive mode."""
    total = attempts if attempts is not None else default_attempts(mode, named)
    adapter = standard.RetryEventAdapter()
    detector = standard.ThrottlingErrorDetector(adapter)
    conditions = standard.StandardRetryConditions(max_attempts=total)
    event = named.event_name or None
    backoff = standard.ExponentialBackoff(random=chance, service_name=event, throttling_detector=detector)
    budget = quota.RetryQuota()
    checker = (_OldQuotaChecker if profile_of(mode) == OLD else standard.RetryQuotaChecker)(budget, detector)
    if profile_of(mode) == OLD:
        _as_before(conditions, backoff, detector)
        event = None
    handler = standard.RetryHandler(
        retry_policy=standard.RetryPolicy(conditions, backoff),
        retry_event_adapter=adapter,
        retry_quota=checker,
        service_name=event,
        sleep=lambda seconds: None,
    )
    return Standard(
        handler=handler,
        conditions=conditions,
        backoff=backoff,
        checker=checker,
        quota=budget,
        detector=detector,
        adapter=adapter,
        attempts=total,
    )


def _never(context: Any) -> bool:
    return False


def _as_before(
    conditions: standard.StandardRetryConditions,
    backoff: standard.ExponentialBackoff,
    detector: standard.ThrottlingErrorDetector,
) -> None:
    """What 1.44 changed, taken back on these objects: bare 429, the base of 50 ms, the server's hint."""
    every = conditions._additional_checkers._checkers
    kept = [one for one in every if not isinstance(one, standard.ThrottlingStatusCodeChecker)]
    conditions._additional_checkers._checkers = kept
    detector._status_code_detector.is_retryable = _never
    backoff._DEFAULT_BACKOFF_CONFIG = {"throttling_base_scale": 1, "non_throttling_base_scale": 1}
    backoff._service_name = None
    backoff._get_retry_after_delay = lambda context: None


@functools.lru_cache(maxsize=256)
def _legacy_config(prefix: str, attempts: int | None) -> dict[str, Any]:
    """What botocore's _retry.json says of a service, with another number of attempts; never changed again."""
    model = copy.deepcopy(_RETRY_MODEL)
    settings = None if attempts is None else {"max_attempts": attempts - 1}
    config: dict[str, Any] = build_retry_config(prefix, model["retry"], model["definitions"], settings)
    return config


def legacy_client(named: Service, attempts: int | None, chance: Chance) -> RetryHandler:
    """The handler that botocore registers for a client in legacy mode, with the chance that is given."""
    config = _legacy_config(named.prefix, attempts)
    handler = create_retry_handler(config, named.prefix)
    delay = config["__default__"]["delay"]
    if delay["base"] == "rand":

        def action(attempts: int) -> float:
            most: float = delay_exponential(1, delay["growth_factor"], attempts)
            return chance() * most

        handler._action = action
    return handler


def legacy_policies(prefix: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    """The rules of legacy mode for a service, by their names in botocore's data."""
    return tuple(_legacy_config(prefix, None)["__default__"]["policies"].items())
