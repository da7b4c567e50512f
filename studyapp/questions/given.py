"""What a question is about as plain text, for places that cannot draw a lab: cards, files for other systems."""

from collections.abc import Mapping
from typing import Any

import yaml

from studyapp.questions.items import Item

CLUTTER = frozenset({"LastUpdated", "Type", "Code"})  # of a metadata document


def given_text(item: Item) -> str:
    """What the question is about, as plain text: its sheets, or the state of its lab."""
    if item.sheets:
        return "\n\n".join(f"{sheet['title']}\n{sheet['text']}" for sheet in item.sheets)
    state = dict(item.state.get("world", item.state))
    state.pop("now", None)
    return yaml.safe_dump(_plain(state), sort_keys=False, allow_unicode=True, width=100) if state else ""


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            str(name): _plain(held)
            for name, held in value.items()
            if name not in CLUTTER and held not in (None, {}, [])
        }
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
