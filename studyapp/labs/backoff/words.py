"""The words of the backoff lab: names of strategies, what each does, and what to notice in a comparison."""

from studyapp.engines.retries import BackoffInput
from studyapp.engines.retries.profiles import PROFILES
from studyapp.engines.retries.results import Line
from studyapp.engines.retries.strategies import STRATEGIES

SHORT = {
    "none": "at once",
    "fixed": "fixed wait",
    "exponential": "exponential",
    "full": "full jitter",
    "equal": "equal jitter",
    "decorrelated": "decorrelated",
    "legacy-1.43": "legacy",
    "standard-1.43": "standard 1.43",
    "std-2026": "standard",
    "adaptive-2026": "adaptive",
}
LONG = {
    "none": ("Not at all", "try again at once"),
    "fixed": ("A fixed time", "the base, every time"),
    "exponential": ("Exponentially", "base, twice the base, four times, up to the cap"),
    "full": ("Exponentially, full jitter", "anywhere from 0 to that"),
    "equal": ("Exponentially, equal jitter", "half of that, and up to half more"),
    "decorrelated": ("Decorrelated jitter", "from the base to three times the last wait"),
    "legacy-1.43": ("legacy-1.43", "five attempts, no quota"),
    "standard-1.43": ("standard-1.43", "three attempts, quota 500, a retry costs 5"),
    "std-2026": ("std-2026", "three attempts, quota 500, a retry costs 14, or 5 when throttled"),
    "adaptive-2026": ("adaptive-2026", "the same, and the client slows itself down"),
}
MODELS = (
    ("throttle", "A bucket that all share", "a call takes a token, or is refused"),
    ("occ", "One row that all write", "a write is lost if another came in between"),
    ("sdk", "The bucket, and AWS SDK clients", "botocore’s own retry classes"),
)
GIVEN = (
    ("AWS_MAX_ATTEMPTS", "AWS_MAX_ATTEMPTS: attempts"),
    ("total_max_attempts", "Config total_max_attempts: attempts"),
    ("max_attempts", "Config max_attempts: retries"),
)
BROKEN = (
    ("", "none: it answers"),
    ("connect-timeout", "the connection times out"),
    ("read-timeout", "the answer times out"),
    ("connection-refused", "the connection is refused"),
)
REASONS = {
    "served": "served",
    "retry": "refused, retried",
    "again": "refused, tries again",
    "attempts": "refused: it was the last attempt",
    "quota": "refused: the retry quota is used up",
    "not-retryable": "refused: not retried",
}
STRATEGY_CHOICES = tuple((name, *LONG[name]) for name in STRATEGIES)
MODE_CHOICES = tuple((name, *LONG[name]) for name in PROFILES)


def rival_name(asked: BackoffInput) -> str:
    """What the growth is drawn against."""
    if asked.model == "sdk":
        return "no jitter" if asked.jitter else "with jitter"
    return SHORT["exponential" if asked.strategy == "full" else "full"]


def _times(number: float, best: float) -> str:
    if not best or number < 1.05 * best:
        return ""
    ratio = number / best
    return f"{ratio:.1f} times" if ratio < 10 else f"{ratio:.0f} times"


def failing(line: Line, wanted: int) -> str:
    """How many of the wanted calls fail in a run; "" where none does."""
    if line.gave_up < 0.05:
        return ""
    number = (
        f"{line.gave_up:,.0f}" if line.gave_up >= 10 or line.gave_up == int(line.gave_up) else f"{line.gave_up:.1f}"
    )
    return f"{number} of {wanted:,} calls fail."


def notice(line: Line, lines: tuple[Line, ...], wanted: int) -> str:
    """What this line shows, from its numbers: who is left behind, what it costs the service, how long it takes."""
    if line.stopped:
        return "Too much work to be played to its end here."
    failed = failing(line, wanted)
    if failed:
        return f"{failed} Few calls and a quick end are no merit here." if line.gave_up > 0.2 * wanted else failed
    # Whoever gives up is no measure for those who do not.
    whole = [one for one in lines if not one.stopped and not failing(one, wanted)]
    least = min(one.calls["mean"] for one in whole)
    more = _times(line.calls["mean"], least)
    few = "Fewest calls" if line.calls["mean"] == least else "Nearly the fewest calls"
    later = _times(line.completion_ms["mean"], min(one.completion_ms["mean"] for one in whole))
    if not more and not later:
        return f"{few}, and nobody is done sooner."
    if not more:
        return f"{few}; the last is done after {later} the quickest time."
    if not later:
        return f"Quickest for the clients, {more} the fewest calls for the service."
    return f"{more} the fewest calls, {later} the quickest time."
