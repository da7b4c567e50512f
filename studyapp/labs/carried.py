"""Fields that come back as they once left: in an address, in a bet, in the hidden state of a form."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError


def fit(data: Mapping[str, Any] | None, schema: type[BaseModel]) -> bool:
    """Whether these are fields that the lab has shown: it hands out none that its schema refuses."""
    try:
        schema.model_validate(data)
    except ValidationError:
        return False
    return True


def carried(text: str, schema: type[BaseModel]) -> dict[str, Any] | None:
    """The fields in a hidden state; None where there are none, or others than a page of ours can hold."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and fit(data, schema) else None
