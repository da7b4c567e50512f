"""G11: a bucket, its refill, and clients to be tuned so that they fit."""

from collections.abc import Mapping
from typing import Any

from studyapp.questions.generators.beliefs import answers, key_of
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Drawn, Generator, Scene, grouped
from studyapp.questions.generators.plain import number, options_on

BUCKET, TUNE = "token-bucket", "backoff"


def _bucket(chance: Chance, target: str) -> Drawn | None:
    """How many calls pass in a few seconds."""
    capacity, seconds = 10 * (4 + chance.below(12)), 3 + chance.below(6)
    refill = max(2, capacity // chance.pick((4, 5, 10)))
    callers = 1 if target == "one" else 2 + chance.below(3)
    each = max(refill + 1, capacity // callers // chance.pick((1, 2)))
    bare = {
        "capacity": capacity,
        "refill": refill,
        "rule": "each-second",
        "calls_per_second": each,
        "callers": callers,
        "seconds": seconds,
    }
    state = {**bare, "demand": None}
    key = float(key_of(BUCKET, "bucket-accepted", state))
    wrong: dict[float, dict[str, Any]] = {}
    for says, held in grouped(f"{key:g}", answers("bucket", BUCKET, "bucket-accepted", bare)).items():
        if abs(float(says) - key) >= 0.2 * max(key, float(says)):
            wrong[float(says)] = number(float(says), held[0])
    for value, why in (
        (capacity, "This leaves out what comes back at the start of each later second."),
        (refill * seconds, "This leaves out that the bucket was full at the start."),
    ):
        if value not in wrong and abs(value - key) >= 0.2 * max(key, value):
            wrong[float(value)] = number(value, "slip", why)
    if not any(one["misconception"] != "slip" for one in wrong.values()) or len(wrong) < 2:
        return None
    if len({one["misconception"].partition(".")[0] for one in wrong.values()}) < 2:
        return None
    body = {
        "unit": "calls",
        "tolerance": 0,
        "distractors": [wrong[value] for value in sorted(wrong)],
        "feedback": "The full bucket once, and then what comes back at the start of each later second.",
    }
    words = {name: str(value) for name, value in bare.items()}
    words["who"] = "One caller makes" if callers == 1 else f"{callers} callers of one account each make"
    text = f"holds: {capacity}\nfull at the start: yes\nadded each later second: {refill}"
    sheets = ({"title": "The bucket", "text": text}, {"title": "The calls", "text": f"{callers} × {each} a second"})
    return Drawn(state=state, bare=bare, body=body, words=words, sheets=sheets)


REMEDIES = {
    "backoff": "Backoff with jitter in the clients",
    "less": "Fewer calls, or an increase of the limit",
    "attempts": "More attempts in the clients",
    "adaptive": "Adaptive mode in the clients",
    "none": "Nothing: every call passes",
}
# What a belief is told here, by the remedy that fits.
REMEDY_REPLIES = {
    "backoff": {"M39": "On the whole fewer calls come than the refill gives back: only the peaks are too high."},
    "less": {
        "M38.wait": "Backoff moves a call to a quieter second. Here there is none: each brings more than comes back."
    },
}
REMEDY_WHY = {
    "backoff": "Spread over time, all of it passes: only the peaks are too high.",
    "less": "More is asked for than comes back, second after second. No wait mends that.",
}


def _remedy(chance: Chance, target: str) -> Drawn | None:
    """Demand over time: what helps?"""
    capacity = 10 * (5 + chance.below(6))
    refill = capacity // 5
    if target == "backoff":
        demand = [0] * 12
        for second in chance.some(range(0, 12, 3), 2):
            demand[second] = capacity + refill * (1 + chance.below(2))
    else:
        demand = [refill * (2 + chance.below(3)) + chance.below(5) for _ in range(12)]
    bare = {"capacity": capacity, "refill": refill, "rule": "each-second", "demand": demand}
    state = {**bare, "calls_per_second": 1}
    made = options_on(
        state,
        chance,
        lab=BUCKET,
        ask="bucket-remedy",
        topic="bucket-remedy",
        text=REMEDIES.__getitem__,
        why=REMEDY_WHY[target],
        replies=REMEDY_REPLIES[target],
    )
    if made is None or made[0] != target:
        return None
    text = "\n".join(
        f"second {second:2}: {calls:4} {'#' * (calls // 5)}" for second, calls in enumerate(demand, start=1)
    )
    sheets = ({"title": "Calls that come", "aside": f"bucket {capacity}, refill {refill} a second", "text": text},)
    words = {"capacity": str(capacity), "refill": str(refill)}
    return Drawn(state=state, bare=bare, body={"options": made[1]}, words=words, expect=target, sheets=sheets)


def _tune(chance: Chance, target: str) -> Drawn | None:
    """200 calls against a bucket: set the clients so that nearly all pass, soon, and without many refusals."""
    start = dict(STARTS[target])
    state: dict[str, Any] = {"model": "throttle", "bucket": 50, "rate_per_second": 10, "runs": 5}
    state |= {"seed": chance.below(100_000), **start}
    edits = [
        {"id": name, "text": text, "where": dict(where)} | ({"misconception": belief} if belief else {})
        for name, text, where, belief in EDITS
        if any(state.get(key) != value for key, value in where.items())
    ]
    body = {
        "goals": [
            {
                "text": "In every run 99 of 100 calls pass within a minute, at 1.3 attempts a call or fewer",
                "says": "met",
            }
        ],
        "edits": list(chance.shuffled(edits)),
        "depth": 3,
    }
    shown = "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in start.items())
    sheets = (
        {"title": "The bucket", "text": "holds: 50\ncomes back each second: 10"},
        {"title": "The clients now", "text": shown},
    )
    words = {"start": STARTS_WORDS[target]}
    return Drawn(state={**state, "mode": "legacy"}, bare=state, body=body, words=words, sheets=sheets)


STARTS: Mapping[str, Mapping[str, Any]] = {
    "burst": {
        "clients": 200,
        "calls_each": 1,
        "strategy": "none",
        "base_ms": 100,
        "cap_ms": 1_000,
        "max_attempts": 20,
    },
    "no-jitter": {
        "clients": 100,
        "calls_each": 2,
        "strategy": "exponential",
        "base_ms": 100,
        "cap_ms": 5_000,
        "max_attempts": 8,
    },
    "impatient": {
        "clients": 50,
        "calls_each": 4,
        "strategy": "full",
        "base_ms": 50,
        "cap_ms": 200,
        "max_attempts": 3,
    },
}
STARTS_WORDS = {
    "burst": "200 clients make one call each, all at once, and retry at once, up to 20 attempts",
    "no-jitter": "100 clients make two calls each; they wait twice as long after each refusal, without jitter",
    "impatient": "50 clients make four calls each; they wait 200 ms at most and give up after three attempts",
}
EDITS: tuple[tuple[str, str, Mapping[str, Any], str], ...] = (
    ("two", "Let two clients make 100 calls each, one after the other", {"clients": 2, "calls_each": 100}, ""),
    ("five", "Let five clients make 40 calls each, one after the other", {"clients": 5, "calls_each": 40}, ""),
    ("burst", "Let 200 clients make one call each, all at once", {"clients": 200, "calls_each": 1}, "M33"),
    ("full", "Full jitter", {"strategy": "full"}, ""),
    ("no-jitter", "Exponential backoff without jitter", {"strategy": "exponential"}, "M36"),
    ("slow", "A base of 2 s and a cap of 20 s", {"base_ms": 2_000, "cap_ms": 20_000}, ""),
    ("quick", "A base of 50 ms and a cap of 200 ms", {"base_ms": 50, "cap_ms": 200}, "M33"),
    ("many", "20 attempts", {"max_attempts": 20}, "M38"),
)


def _scene(name: str, kind: str, lab: str, ask: str, classes: tuple[str, ...], make: Any) -> Scene:
    return Scene(id=name, kind=kind, lab=lab, ask=ask, classes=classes, make=make)


G11 = Generator(
    id="G11",
    version=1,
    title="Buckets, and clients to tune",
    scenes=(
        _scene("accepted", "numeric", BUCKET, "bucket-accepted", ("one", "several"), _bucket),
        _scene("remedy", "single", BUCKET, "bucket-remedy", ("backoff", "less"), _remedy),
        _scene("tune", "fix", TUNE, "tuned", tuple(STARTS), _tune),
    ),
)
