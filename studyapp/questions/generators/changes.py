"""The change that leads from one state to another, as a claim's `where` takes it."""

from collections.abc import Mapping
from typing import Any

UNSET = "(unset)"


def change(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What laid over `old` gives `new`: tables are compared inside, what is gone is "(unset)"."""
    out: dict[str, Any] = {name: UNSET for name in old if name not in new}
    for name, value in new.items():
        held = old.get(name)
        if isinstance(value, Mapping) and isinstance(held, Mapping):
            inner = change(held, value)
            if inner:
                out[name] = inner
        elif name not in old or held != value:
            out[name] = value
    return out
