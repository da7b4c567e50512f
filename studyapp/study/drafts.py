"""What a save of a draft may say, from a form or as JSON: one schema for both."""

import uuid
from typing import Annotated

from django.http import QueryDict
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.verdict import Response, Unreadable

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][\w.-]{0,39}$")]
Value = Annotated[str, StringConstraints(max_length=200)]
MOST_TEXT = 4_000
ONE_DAY_MS = 24 * 3600 * 1000
# Fields of the page that are not part of the answer.
FRAME = frozenset({"csrfmiddlewaretoken", "rev", "key", "confidence", "flagged", "milliseconds", "go", "try"})


class Save(BaseModel):
    """`rev` counts the saves of one place; `key` is the save's own, so that sending it twice counts once."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    key: uuid.UUID
    rev: int = Field(ge=1, le=1_000_000)
    fields: dict[Name, list[Value]] = Field(max_length=60)
    confidence: int | None = Field(default=None, ge=1, le=3)
    flagged: bool = False
    milliseconds: int = Field(default=0, ge=0, le=ONE_DAY_MS)

    @model_validator(mode="after")
    def _bounded(self) -> "Save":
        if sum(len(value) for values in self.fields.values() for value in values) > MOST_TEXT:
            raise ValueError("This is more than an answer can hold.")
        return self


def save_of(post: QueryDict) -> Save:
    """The same from a form. Raises pydantic's ValidationError."""
    return Save.model_validate(
        {
            "key": post.get("key", ""),
            "rev": post.get("rev", ""),
            "fields": {name: post.getlist(name) for name in post if name not in FRAME},
            "confidence": post.get("confidence") or None,
            "flagged": bool(post.get("flagged")),
            "milliseconds": post.get("milliseconds") or 0,
        }
    )


def as_form(fields: dict[str, list[str]]) -> QueryDict:
    """Stored fields as a form has them."""
    form = QueryDict(mutable=True)
    for name, values in fields.items():
        form.setlist(name, values)
    return form


def response_of(item: Item, fields: dict[str, list[str]]) -> tuple[Response | None, str]:
    """The response a draft amounts to, or None and what it lacks, in a sentence; both empty for nothing at all."""
    given = {name: values for name, values in fields.items() if any(values)}
    if not given:
        return None, ""
    try:
        return KINDS[item.kind].read(as_form(given), item), ""
    except Unreadable as why:
        return None, str(why)
