"""G9: numbers of retrying: waits, caps, calls, layers, the SDK's own quota, and crowds with and without jitter.

Every stem names its retry profile: the numbers differ between versions of the SDK.
"""

from collections.abc import Mapping
from typing import Any

from studyapp.engines.retries import BackoffInput, alone
from studyapp.questions.generators.beliefs import key_of
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Drawn, Generator, Scene
from studyapp.questions.generators.plain import number

LAB = "backoff"
PROFILES = {
    "legacy-1.43": "`legacy-1.43` (legacy mode, botocore until 1.43)",
    "standard-1.43": "`standard-1.43` (standard mode, botocore until 1.43)",
    "std-2026": "`std-2026` (standard mode, botocore since 1.44)",
}
ERRORS: Mapping[str, tuple[str, int, str]] = {
    "throttling": ("ThrottlingException", 400, "a throttling error"),
    "transient": ("InternalError", 500, "a transient error, status 500"),
}
# Nothing is ever served: the bucket is empty and stays so.
EMPTY = {"model": "sdk", "clients": 1, "calls_each": 1, "bucket": 0, "rate_per_second": 0, "runs": 1, "seed": 7}
OFF_BY_ONE = "One attempt too many or too few was counted: the first retry is attempt 2."


def _decoyed(state: Mapping[str, Any]) -> dict[str, Any]:
    """With a base that botocore's own classes never read, or another seed where nothing is left to chance."""
    return {**state, "base_ms": 250}


def _numeric(
    bare: Mapping[str, Any],
    wrong: list[tuple[str, str, str]],
    *,
    ask: str,
    unit: str,
    why: str,
    words: dict[str, str],
    decoy: Mapping[str, Any] | None = None,
    least: float = 0.2,
) -> Drawn | None:
    """A number by the engine, and the beliefs' numbers where they are numbers and far enough from it."""
    state = _decoyed(bare) if decoy is None else {**bare, **decoy}
    key = float(key_of(LAB, ask, state))
    told: dict[float, dict[str, Any]] = {}
    for value, belief, reason in wrong:
        if value in {"never", "unknown"}:
            continue
        apart = abs(float(value) - key) >= least * max(abs(key), abs(float(value)))
        if apart and float(value) not in told:
            told[float(value)] = number(float(value), belief, reason)
    if len({one["misconception"].partition(".")[0] for one in told.values()}) < 2:
        return None
    distractors = [told[value] for value in sorted(told)]
    body = {"unit": unit, "tolerance": round(key * 0.01, 6), "distractors": distractors, "feedback": why}
    return Drawn(state=state, bare=bare, body=body, words=words, sheets=(_sheet(words),))


def _sheet(words: Mapping[str, str]) -> dict[str, str]:
    """What the stem says of the client, to look at."""
    lines = [f"{name}: {value.replace('`', '')}" for name, value in words.items()]
    return {"title": "The client", "text": "\n".join(lines)}


WAITS: Mapping[str, tuple[str, str, str]] = {
    "std-throttling": ("std-2026", "throttling", "ec2"),
    "std-transient": ("std-2026", "transient", "ec2"),
    "std-dynamodb": ("std-2026", "transient", "dynamodb"),
    "until-1.43": ("standard-1.43", "throttling", "ec2"),
}


def _sdk(profile: str, error: str, service: str, attempts: int) -> dict[str, Any]:
    code, status, _ = ERRORS[error]
    settings = {"mode": profile, "service": service, "code": code, "status": status}
    return {**EMPTY, **settings, "max_attempts": attempts, "given_as": "AWS_MAX_ATTEMPTS"}


def _other_error(bare: Mapping[str, Any], error: str) -> dict[str, Any]:
    """The same with an error of the other kind."""
    code, status, _ = ERRORS["transient" if error == "throttling" else "throttling"]
    return {**bare, "code": code, "status": status}


def _profile_words(profile: str, error: str, service: str) -> dict[str, str]:
    named = {"ec2": "EC2", "dynamodb": "DynamoDB"}[service]
    return {"profile": PROFILES[profile], "error": ERRORS[error][2], "service": named}


def _wait(chance: Chance, target: str) -> Drawn | None:
    """The largest wait before an attempt."""
    profile, error, service = WAITS[target]
    attempt = 2 + chance.below(5)
    bare = {**_sdk(profile, error, service, attempt + 1 + chance.below(3)), "attempt": attempt}
    other = {
        **bare,
        **dict(zip(("code", "status"), ERRORS["transient" if error == "throttling" else "throttling"], strict=False)),
    }
    wrong = [
        (key_of(LAB, "max-wait", {**bare, "attempt": attempt + 1, "max_attempts": attempt + 2}), "M37", OFF_BY_ONE),
        (key_of(LAB, "total-wait-most", {**bare, "max_attempts": attempt}), "slip", "This is the sum of all waits."),
        (key_of(LAB, "max-wait", other), "M34", "The code decides which base it is, not the status."),
        ("20", "slip", "This is the cap. It binds only where the doubled base is larger."),
    ]
    words = {**_profile_words(profile, error, service), "attempt": str(attempt)}
    why = "The base doubles with each retry: the first retry waits for the base at most."
    return _numeric(bare, wrong, ask="max-wait", unit="s", why=why, words=words)


def _total(chance: Chance, target: str) -> Drawn | None:
    """The mean of all waits of one call together."""
    profile, error, service = WAITS[target]
    attempts = 2 + chance.below(4)
    bare = _sdk(profile, error, service, attempts)
    wrong = [
        (key_of(LAB, "total-wait-mean", {**bare, "jitter": False}), "M36", ""),
        (key_of(LAB, "total-wait-mean", {**bare, "max_attempts": attempts + 1}), "M37", ""),
        (key_of(LAB, "total-wait-most", {**bare, "max_attempts": attempts + 1}), "M37.most", ""),
    ]
    words = {**_profile_words(profile, error, service), "attempts": str(attempts)}
    why = "Full jitter draws from 0 to the largest wait, so the mean is half of it."
    return _numeric(bare, wrong, ask="total-wait-mean", unit="s", why=why, words=words)


def _cap(chance: Chance, target: str) -> Drawn | None:
    """The first attempt whose wait the cap holds down."""
    base = chance.pick((50, 100, 200, 250, 500, 1_000))
    cap = base * chance.pick({"low": (3, 4, 6), "high": (20, 50, 100)}[target])
    strategy = chance.pick(("full", "exponential", "equal"))
    bare = {"model": "throttle", "clients": 1, "strategy": strategy, "base_ms": base, "cap_ms": cap}
    bare |= {"max_attempts": 15, "runs": 1, "seed": 7, "bucket": 1, "rate_per_second": 1}
    key = int(key_of(LAB, "cap-binds", bare))
    wrong = [
        (str(key - 1), "M37", OFF_BY_ONE),
        (str(key + 1), "M37.over", OFF_BY_ONE),
        (f"{cap / base:g}", "slip", "The base does not grow by the base, it doubles."),
        (str(cap // base + 2), "slip", "The base does not grow by the base, it doubles."),
    ]
    words = {"base": f"{base}", "cap": f"{cap}", "strategy": _STRATEGIES[strategy]}
    why = "Before attempt 2 the wait is the base; then it doubles until the cap is reached."
    return _numeric(
        bare, wrong, ask="cap-binds", unit="attempt", why=why, words=words, decoy={"bucket": 2}, least=0.05
    )


_STRATEGIES = {
    "full": "exponential backoff with full jitter",
    "equal": "exponential backoff with equal jitter",
    "exponential": "exponential backoff without jitter",
}


def _calls(chance: Chance, target: str) -> Drawn | None:
    """What a setting of attempts means, while the service throttles for ever."""
    count = 1 + chance.below(7)
    bare = {**_sdk("std-2026", "throttling", "ec2", count), "given_as": target}
    other = "max_attempts" if target != "max_attempts" else "AWS_MAX_ATTEMPTS"
    wrong = [
        (key_of(LAB, "calls-made", {**bare, "given_as": other}), "M37", ""),
        (str(2 * count + 1), "M38", "Each attempt is one call; nothing doubles here."),
        (str(count + 2), "slip", "Neither the calls nor the retries come to this."),
    ]
    words = {"setting": _SETTINGS[target].format(count)}
    why = "AWS_MAX_ATTEMPTS and total_max_attempts count all attempts; Config’s max_attempts counts retries."
    return _numeric(bare, wrong, ask="calls-made", unit="calls", why=why, words=words)


_SETTINGS = {
    "AWS_MAX_ATTEMPTS": "`AWS_MAX_ATTEMPTS={0}`",
    "max_attempts": '`Config(retries={{"max_attempts": {0}}})`',
    "total_max_attempts": '`Config(retries={{"total_max_attempts": {0}}})`',
}


def _layers(chance: Chance, target: str) -> Drawn | None:
    """Layers that each retry on their own."""
    layers, attempts = int(target), 2 + chance.below(5)
    bare = {**_sdk("std-2026", "throttling", "ec2", attempts), "layers": layers}
    wrong = [
        (str(layers * attempts), "M38", ""),
        (str(attempts), "M37", "This is one layer alone."),
        (str((attempts + 1) ** layers), "M37.over", "An attempt more in each layer was counted."),
    ]
    words = {"layers": {"2": "Two", "3": "Three"}[target], "attempts": str(attempts)}
    why = "Each layer repeats everything below it: the attempts are multiplied."
    return _numeric(bare, wrong, ask="calls-made", unit="calls", why=why, words=words)


def _quota(chance: Chance, target: str) -> Drawn | None:
    """How many retries the SDK's own quota allows when nothing succeeds."""
    profile, error = {"std-throttling": ("std-2026", "throttling"), "std-transient": ("std-2026", "transient")}[
        target
    ]
    calls, attempts = 100 + 20 * chance.below(6), 3 + chance.below(3)
    bare = {**_sdk(profile, error, "ec2", attempts), "calls_each": calls}
    other = {
        **bare,
        **dict(zip(("code", "status"), ERRORS["transient" if error == "throttling" else "throttling"], strict=False)),
    }
    wrong = [
        (str(calls * (attempts - 1)), "M38", "Without a quota it would be this many."),
        ("500", "M37", "500 is the size of the quota; a retry costs more than one of it."),
        (key_of(LAB, "retries-made", other), "M34", "The cost depends on the code: a throttled retry costs less."),
    ]
    words = {**_profile_words(profile, error, "ec2"), "calls": str(calls), "attempts": str(attempts)}
    why = "The quota of 500 is divided by the cost of one retry: 5 if throttled, 14 otherwise."
    return _numeric(bare, wrong, ask="retries-made", unit="retries", why=why, words=words)


STRATEGIES = ("exponential", "full", "equal", "decorrelated")


BINS = 14


def _arrivals(state: Mapping[str, Any], step: int) -> tuple[int, ...]:
    """The arrivals of one run in equal steps of time, as far as they are shown."""
    events = alone(BackoffInput.model_validate(state)).sample.events
    counts = [0] * BINS
    for time, _, _ in events.ordered() if events else ():
        if time < step * BINS:
            counts[int(time / step)] += 1
    return tuple(counts)


def _chart(crowd: int, counts: tuple[int, ...], step: int) -> dict[str, str]:
    """Bars for the eye; the option has the same as numbers."""
    bars = [f"{step * place:5} ms {count:3} {'#' * count}" for place, count in enumerate(counts)]
    return {"title": f"Crowd {crowd}", "text": "\n".join(bars)}


def _jitter(chance: Chance, target: str) -> Drawn | None:
    """Four crowds seen from the service: which of them waits without jitter?"""
    clients, base = {"30": 30, "50": 50}[target], chance.pick((100, 200, 400))
    bare: dict[str, Any] = {"model": "throttle", "clients": clients, "base_ms": base, "cap_ms": 20 * base, "runs": 1}
    bare |= {"bucket": 5, "rate_per_second": chance.pick((5, 10)), "strategy": "full", "seed": chance.below(1_000)}
    bare["max_attempts"] = 8
    goal = key_of(LAB, "calls-made", {**bare, "strategy": "exponential"})
    options, sheets = [], []
    for crowd, strategy in enumerate(chance.shuffled(STRATEGIES), start=1):
        where = {"strategy": strategy}
        if strategy != "exponential" and key_of(LAB, "calls-made", {**bare, **where}) == goal:
            return None
        counts = _arrivals({**bare, **where}, base // 2)
        sheets.append(_chart(crowd, counts, base // 2))
        text = f"Crowd {crowd}: {', '.join(map(str, counts))}"
        options.append({"text": text, "says": goal, "where": where, "feedback": _CROWDS[strategy]})
        options[-1]["misconception"] = "" if strategy == "exponential" else "M36"
    body = {"options": options, "one": True, "caption": f"Calls that arrive, every {base // 2} ms"}
    words = {"clients": str(clients), "base": str(base)}
    return Drawn(state={**bare, "attempt": 3}, bare=bare, body=body, words=words, sheets=tuple(sheets))


_CROWDS = {
    "exponential": "All wait the same time and come back together.",
    "full": "Full jitter: each draws its wait from nothing to the largest.",
    "equal": "Equal jitter: half of each wait is left to chance.",
    "decorrelated": "Decorrelated jitter: each wait is drawn from the one before.",
}


def _scene(name: str, kind: str, ask: str, classes: tuple[str, ...], make: Any) -> Scene:
    return Scene(id=name, kind=kind, lab=LAB, ask=ask, classes=classes, make=make)


G09 = Generator(
    id="G09",
    version=1,
    title="Numbers of retrying",
    scenes=(
        _scene("wait", "numeric", "max-wait", tuple(WAITS), _wait),
        _scene("total", "numeric", "total-wait-mean", tuple(WAITS), _total),
        _scene("cap", "numeric", "cap-binds", ("low", "high"), _cap),
        _scene("calls", "numeric", "calls-made", tuple(_SETTINGS), _calls),
        _scene("layers", "numeric", "calls-made", ("2", "3"), _layers),
        _scene("jitter", "hotspot", "calls-made", ("30", "50"), _jitter),
        _scene("quota", "numeric", "retries-made", ("std-throttling", "std-transient"), _quota),
    ),
)
