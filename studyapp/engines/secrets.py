"""Checks that every lab's input shares: real-looking keys are refused, and what is misspelt is told in a sentence."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

EXAMPLE_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
REAL_KEY_ADVICE = (
    "This looks like a real access key id, so nothing was run. Use one of AWS's documented examples instead, "
    f"such as {EXAMPLE_KEY_ID}: example keys end in EXAMPLE. If the key is yours and has left your machine, "
    "deactivate it in IAM and make a new one."
)

# The look-ahead finds overlapping candidates, so that a real key cannot hide behind other capitals.
_CANDIDATE = re.compile(r"(?=((?:AKIA|ASIA)[A-Z0-9]{16}))")

_REAL = re.compile(r"(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16,}")


def looks_real(text: str) -> bool:
    """True if the text holds AKIA or ASIA and sixteen more capitals or digits that do not end in EXAMPLE."""
    return any(not match.group(1).endswith("EXAMPLE") for match in _CANDIDATE.finditer(text))


def find_real_keys(value: object) -> tuple[str, ...]:
    """Where real-looking keys stand in nested JSON data, as dotted paths; the keys themselves are never given."""
    return tuple(dict.fromkeys(_places(value, "")))


def refuse_real_keys(data: Any) -> Any:
    """A lab's fields, unless a real-looking key stands in them: then a ValidationError that names the fields only.

    For `model_validator(mode="before")`.
    """
    try:
        places = find_real_keys(data)
    except RecursionError:
        raise PydanticCustomError("too_deep", "This is nested too deeply.") from None
    if places:
        said = PydanticCustomError("real_key", "{sentence}", {"sentence": REAL_KEY_ADVICE})
        details = [InitErrorDetails(type=said, loc=tuple(place.split(".")), input=None) for place in places]
        raise ValidationError.from_exception_data("Input", details, hide_input=True)
    return data


def without_real_keys(value: Any) -> Any:
    """The same nested data with the documented example in place of every key id that looks real."""
    if isinstance(value, str):
        return _REAL.sub(EXAMPLE_KEY_ID, value) if looks_real(value) else value
    if isinstance(value, Mapping):
        return {without_real_keys(name): without_real_keys(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_real_keys(item) for item in value]
    return value


def written_as(pattern: str, sentence: str) -> Callable[[str | None], str | None]:
    """A check for `AfterValidator`: a text that does not fit the pattern is refused with the sentence."""
    compiled = re.compile(pattern)

    def check(text: str | None) -> str | None:
        if text is not None and not compiled.fullmatch(text):
            raise PydanticCustomError("written_as", "{sentence}", {"sentence": sentence})
        return text

    return check


def _places(value: object, path: str) -> Iterator[str]:
    if isinstance(value, str):
        if looks_real(value):
            yield path
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if isinstance(name, str) and looks_real(name):
                # The name is the secret, so the place is the table that holds it.
                yield path
                continue
            yield from _places(item, f"{path}.{name}" if path else str(name))
    elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        for index, item in enumerate(value):
            yield from _places(item, f"{path}.{index}" if path else str(index))
