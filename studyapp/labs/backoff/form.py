"""The backoff lab's settings as a form."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from studyapp.engines.retries import BackoffInput
from studyapp.labs.backoff.words import BROKEN, GIVEN, MODE_CHOICES, MODELS, STRATEGY_CHOICES

TEXTS = ("model", "strategy", "mode", "given_as", "service", "code", "broken")
NUMBERS = (
    "clients",
    "calls_each",
    "rate_per_second",
    "bucket",
    "refusal_cost",
    "base_ms",
    "cap_ms",
    "runs",
    "seed",
    "layers",
    "status",
)
# Empty means something of its own: no limit, no header, the last attempt.
OPEN = ("max_attempts", "retry_after_ms", "attempt")
NAMES = {"legacy": "legacy-1.43", "standard": "std-2026", "adaptive": "adaptive-2026"}


def read(post: QueryDict) -> dict[str, Any]:
    """The lab's fields, named as in its JSON. A number left empty has its default."""
    found: dict[str, Any] = {name: post[name].strip() for name in TEXTS if name in post}
    for name in (*NUMBERS, *OPEN):
        typed = post.get(name, "").strip()
        if typed:
            found[name] = typed
    return {**found, "jitter": bool(post.get("jitter"))}


def defaults() -> dict[str, Any]:
    """What every field is when nothing is said."""
    return {name: field.default for name, field in BackoffInput.model_fields.items()}


def show(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for these fields, whether they are valid or not."""
    given = {**defaults(), **data}
    shown = {name: _plain(value) for name, value in given.items()}
    mode = NAMES.get(shown["mode"], shown["mode"])
    return {
        **shown,
        "mode": mode,
        "jitter": given["jitter"] not in (False, "false", "0", ""),
        "models": MODELS,
        "strategies": STRATEGY_CHOICES,
        "modes": MODE_CHOICES,
        "givens": GIVEN,
        "brokens": BROKEN,
        "special": shown["model"] == "sdk",
        "carry": {},
    }


def _plain(value: Any) -> str:
    """A value as one types it: 5 and not 5.0."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def scrub(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields fit for an address: only what differs from the defaults. There is no secret among them."""
    usual = defaults()
    return {name: value for name, value in data.items() if name not in usual or _plain(usual[name]) != _plain(value)}
