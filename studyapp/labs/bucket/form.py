"""The bucket as a form. The calls of single seconds are typed as numbers with commas."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from studyapp.engines.retries import BucketInput
from studyapp.engines.retries.bucket import RULES

NUMBERS = ("capacity", "refill", "calls_per_second", "callers", "seconds")
TITLES = {"each-second": "At the start of each full second", "continuous": "All the time"}
CHOICES = tuple((rule, TITLES[rule], words) for rule, words in RULES.items())


def read(post: QueryDict) -> dict[str, Any]:
    """The lab's fields, named as in its JSON. A number left empty has its default."""
    found: dict[str, Any] = {name: post[name].strip() for name in NUMBERS if post.get(name, "").strip()}
    if "rule" in post:
        found["rule"] = post["rule"]
    typed = post.get("demand", "").replace(",", " ").split()
    return {**found, "demand": typed} if typed else found


def show(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for these fields, whether they are valid or not."""
    usual = {name: field.default for name, field in BucketInput.model_fields.items()}
    given = {**usual, **data}
    demand = given["demand"]
    shown = {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in given.items()}
    return {
        **shown,
        "demand": ", ".join(map(str, demand)) if isinstance(demand, list | tuple) else "",
        "rules": CHOICES,
        "carry": {},
    }


def scrub(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields fit for an address. There is no secret among them."""
    return dict(data)
