"""Beliefs about limits and retries.

A solver takes the lab's fields and gives them as its holder sees the situation: the engine then runs on those. A
`modelled` one gives an outcome key at once. None: the belief is silent here.
"""

from collections.abc import Mapping
from typing import Any

from studyapp.questions.misconceptions.model import Misconception

Fields = Mapping[str, Any]
Seen = Mapping[str, Any] | str | None
BACKOFF, CLASS, BUCKET, REMEDY, LAYERS = "backoff", "retry-class", "bucket", "bucket-remedy", "retry-layers"


def retry_at_once(fields: Fields) -> Seen:
    return {**fields, "strategy": "none"}


def status_only(fields: Fields) -> Seen:
    """The code is not looked at."""
    return {**fields, "code": ""}


def retry_everything(fields: Fields) -> Seen:
    return "retry-fast"


def jitter_is_needless(fields: Fields) -> Seen:
    if fields.get("model") == "sdk":
        return {**fields, "jitter": False}
    return {**fields, "strategy": "exponential"}


def attempts_are_retries(fields: Fields) -> Seen:
    """A number of attempts read as a number of retries, and the other way round."""
    swapped = "AWS_MAX_ATTEMPTS" if fields.get("given_as") == "max_attempts" else "max_attempts"
    return {**fields, "given_as": swapped} if fields.get("max_attempts") else None


def layers_add_up(fields: Fields) -> Seen:
    return str(int(fields["layers"]) * int(fields["max_attempts"])) if fields.get("layers", 1) > 1 else None


def more_attempts_help(fields: Fields) -> Seen:
    return "attempts"


def waiting_mends_all(fields: Fields) -> Seen:
    """Whatever is too much now has its turn later."""
    return "backoff"


def each_caller_has_its_own(fields: Fields) -> Seen:
    """The bucket of one caller, as often as there are callers: nobody shares it."""
    return {**fields, "callers": 1} if fields.get("callers", 1) > 1 else None


def limit_is_a_rate(fields: Fields) -> Seen:
    """Whatever stays below the bucket's size each second passes."""
    demand = fields.get("demand") or [fields["calls_per_second"]] * fields["seconds"]
    each = [calls * fields.get("callers", 1) for calls in demand]
    return str(sum(min(calls, fields["capacity"]) for calls in each))


def refills_all_the_time(fields: Fields) -> Seen:
    return {**fields, "rule": "continuous"} if fields.get("rule", "each-second") == "each-second" else None


def waiting_is_never_enough(fields: Fields) -> Seen:
    return "less"


def adaptive_mends_it(fields: Fields) -> Seen:
    return "adaptive"


RETRY_BELIEFS: tuple[Misconception, ...] = (
    Misconception(
        id="M33",
        name="Retry at once, and keep asking",
        belief="The sooner one asks again, the sooner it works.",
        truth="Retries at once burn the shared bucket, and everybody waits longer.",
        solvers={BACKOFF: retry_at_once},
    ),
    Misconception(
        id="M34",
        name="The status class decides",
        belief="5XX is retried, 4XX is not.",
        truth="The error code decides first. Throttling often comes with status 400.",
        solvers={CLASS: status_only},
    ),
    Misconception(
        id="M35",
        name="Every failure is worth a retry",
        belief="Try again, it may work.",
        truth="A request that is wrong, or not allowed, gets the same answer every time.",
        solvers={CLASS: retry_everything},
        modelled=True,
    ),
    Misconception(
        id="M36",
        name="Backoff needs no jitter",
        belief="Doubling the wait is enough.",
        truth="Without chance all who were refused together come back together.",
        solvers={BACKOFF: jitter_is_needless},
    ),
    Misconception(
        id="M37",
        name="max_attempts counts retries",
        belief="Three attempts are one call and three retries.",
        truth="An attempt is a call: the first one counts. Only Config’s max_attempts counts retries.",
        solvers={BACKOFF: attempts_are_retries},
    ),
    Misconception(
        id="M38",
        name="More retries are safer",
        belief="If three do not help, ten will. Layers share their attempts.",
        truth="Retries add load where there is too much. Layers multiply: three by three by three is 27.",
        solvers={LAYERS: layers_add_up, REMEDY: more_attempts_help, f"{REMEDY}.wait": waiting_mends_all},
        modelled=True,
    ),
    Misconception(
        id="M39",
        name="A limit is a constant rate for each caller",
        belief="A hundred a second means a hundred a second, for me.",
        truth="A bucket is filled up to its size once, and then by the refill. Everybody in the account shares it.",
        solvers={
            BUCKET: limit_is_a_rate,
            f"{BUCKET}.own": each_caller_has_its_own,
            f"{BUCKET}.always": refills_all_the_time,
            REMEDY: waiting_is_never_enough,
        },
        modelled=True,
    ),
    Misconception(
        id="M40",
        name="Adaptive mode mends throttling",
        belief="Switch the mode, and the throttling is gone.",
        truth="Adaptive mode slows this client down. It makes no room where too much is asked for.",
        solvers={REMEDY: adaptive_mends_it},
        modelled=True,
    ),
)
