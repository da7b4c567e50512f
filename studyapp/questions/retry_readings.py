"""How the labs of limits and retries came out: numbers and short words, and half a sentence for each."""

from studyapp.engines.retries import BackoffResult, BucketResult, Classified
from studyapp.engines.retries.waits import Planned
from studyapp.questions.readings import words

EFFECTS = {
    "sooner-fewer": "with jitter the last client is done sooner, with fewer calls",
    "sooner-more": "with jitter the last client is done sooner, with more calls",
    "later-fewer": "with jitter the last client is done later, with fewer calls",
    "later-more": "with jitter the last client is done later, with more calls",
}
NAMES = {
    "none": "retrying at once",
    "fixed": "a fixed wait",
    "exponential": "exponential backoff without jitter",
    "full": "exponential backoff with full jitter",
    "equal": "exponential backoff with equal jitter",
    "decorrelated": "decorrelated jitter",
    "legacy-1.43": "legacy mode",
    "standard-1.43": "standard mode until 1.43",
    "std-2026": "standard mode since 1.44",
    "adaptive-2026": "adaptive mode",
}
CLASSES = {
    "yes": "it is retried",
    "no": "it is not retried",
    "retry-slow": "the client tries again, and slows down",
    "retry-fast": "the client tries again after a short wait",
    "refresh": "the client gets new credentials",
    "fix": "the client does not try again",
    "none": "there is nothing to retry",
}
THROTTLING = {"yes": "it is throttling", "no": "it is not throttling"}
REMEDIES = {
    "none": "every call passes",
    "backoff": "backoff with jitter is enough",
    "less": "it takes fewer calls or an increase",
}
TUNED = {
    "met": "every run meets the goal",
    "served": "some runs serve fewer than 99 of 100 calls",
    "late": "some runs take longer than a minute",
    "calls": "some runs make more than 1.3 attempts a call",
}
# The goal of the tuning exercise: the share served, the time in milliseconds, the attempts for each call.
SHARE, WITHIN, EACH = 0.99, 60_000, 1.3


def _number(value: float) -> str:
    """A number as one would write it: 4, 0.2, 13.436."""
    return f"{round(value, 3):g}" if value < 100_000 else f"{value:.0f}"


def jitter_effect(result: BackoffResult) -> str:
    """What switching jitter on does: sooner or later, and fewer or more calls."""
    own, other = result.line, result.against[0]
    jittered = result.asked.jitter if result.asked.model == "sdk" else result.asked.strategy == "full"
    on, off = (own, other) if jittered else (other, own)
    time = "sooner" if on.completion_ms["mean"] < off.completion_ms["mean"] else "later"
    return f"{time}-{'fewer' if on.calls['mean'] < off.calls['mean'] else 'more'}"


def fewest(result: BackoffResult) -> str:
    """The strategy, or profile, with the fewest calls."""
    return min(result.compare, key=lambda line: line.calls["mean"]).name


def soonest(result: BackoffResult) -> str:
    """The strategy, or profile, with which the last client is done first."""
    return min(result.compare, key=lambda line: line.completion_ms["mean"]).name


def _asked_about(result: BackoffResult) -> Planned | None:
    attempt = result.asked.attempt or result.asked.most
    return next((wait for wait in result.waits if wait.attempt == attempt), None)


def max_wait(result: BackoffResult) -> str:
    """Seconds of the largest wait before the attempt that is asked about, or "never"."""
    wait = _asked_about(result)
    return _number(wait.most_ms / 1000) if wait and wait.allowed else "never"


def total_most(result: BackoffResult) -> str:
    """Seconds of all waits of one call together, at most."""
    return _number(sum(wait.most_ms for wait in result.waits if wait.allowed) / 1000)


def total_mean(result: BackoffResult) -> str:
    """Seconds of all waits of one call together, on average; "unknown" where each depends on the last."""
    means = [wait.mean_ms for wait in result.waits if wait.allowed]
    return "unknown" if None in means else _number(sum(mean for mean in means if mean is not None) / 1000)


def cap_binds(result: BackoffResult) -> str:
    """The first attempt whose wait is held down by the cap, made or not, or "never"."""
    return next((str(wait.attempt) for wait in result.waits if wait.capped), "never")


def calls_made(result: BackoffResult) -> str:
    """The calls that reach the service, on average."""
    return _number(result.line.calls["mean"])


def retries_made(result: BackoffResult) -> str:
    """The calls beyond each first attempt, on average."""
    return _number(result.line.calls["mean"] - result.asked.clients * result.asked.calls_each)


def tuned(result: BackoffResult) -> str:
    """Whether every run meets the goal, or which part of it one of them fails first: served, late, calls."""
    sample, wanted = result.sample, result.asked.clients * result.asked.calls_each
    if (sample.served < SHARE * wanted).any():
        return "served"
    if (sample.end > WITHIN).any():
        return "late"
    return "calls" if (sample.calls > EACH * wanted).any() else "met"


def retryable(result: Classified) -> str:
    return "yes" if result.verdict.retryable else "no"


def remedy(result: Classified) -> str:
    """retry-slow, retry-fast, refresh, fix or none."""
    return result.remedy


def throttling(result: Classified) -> str:
    return "yes" if result.verdict.throttling else "no"


def accepted(result: BucketResult) -> str:
    """The calls that pass."""
    return str(result.accepted)


def refused(result: BucketResult) -> str:
    """The calls that do not."""
    return str(result.refused)


def bucket_remedy(result: BucketResult) -> str:
    """none, backoff or less."""
    return result.remedy


def effect_words(key: str) -> str:
    return words(EFFECTS, key)


def name_words(key: str) -> str:
    return words(NAMES, key)


def wait_words(key: str) -> str:
    return {"never": "it never happens", "unknown": "it depends on what is drawn"}.get(key, f"{key} s")


def cap_words(key: str) -> str:
    return "the cap never binds" if key == "never" else f"the cap binds first before attempt {key}"


def calls_words(key: str) -> str:
    return "one call is made" if key == "1" else f"{key} calls are made"


def retries_words(key: str) -> str:
    return "one retry is made" if key == "1" else f"{key} retries are made"


def tuned_words(key: str) -> str:
    return words(TUNED, key)


def retry_words(key: str) -> str:
    return words(CLASSES, key)


def throttle_words(key: str) -> str:
    return words(THROTTLING, key)


def pass_words(key: str) -> str:
    return f"{key} calls pass"


def refuse_words(key: str) -> str:
    return f"{key} calls are refused"


def remedy_words(key: str) -> str:
    return words(REMEDIES, key)
