"""The answer as a form."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from studyapp.engines.retries import ClassifierInput
from studyapp.engines.retries.profiles import PROFILES, WORDS, profile_of
from studyapp.labs.backoff.words import BROKEN

FIELDS = ("code", "status", "service", "operation", "mode", "broken")
MODES = tuple((name, WORDS[name]) for name in PROFILES)


def read(post: QueryDict) -> dict[str, Any]:
    """The lab's fields, named as in its JSON."""
    found: dict[str, Any] = {name: post[name].strip() for name in FIELDS if name in post}
    if not found.get("status"):
        found.pop("status", None)
    return found


def show(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for these fields, whether they are valid or not."""
    usual = {name: field.default for name, field in ClassifierInput.model_fields.items()}
    given = {**usual, **data}
    mode = given["mode"]
    return {
        **{name: str(value) for name, value in given.items()},
        "mode": profile_of(mode) if isinstance(mode, str) else "",
        "modes": MODES,
        "brokens": BROKEN,
        "carry": {},
    }


def scrub(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields fit for an address. There is no secret among them."""
    return dict(data)
