"""Policy documents as IAM accepts them: read once, every mistake in a sentence.

Source: IAM guide, "Grammar of the IAM JSON policy language".
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

MOST_STATEMENTS = 100


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str | Mapping) else value


def _as_text(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


Text = Annotated[str, BeforeValidator(_as_text), Field(max_length=2_048)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Field(max_length=200)]
ConditionValues = Annotated[
    tuple[Text, ...],
    BeforeValidator(lambda value: value if isinstance(value, list | tuple) else [value]),
    Field(max_length=200),
]


class Statement(BaseModel):
    """One statement. Exactly one of Action and NotAction; at most one of Resource and NotResource."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    Sid: str = Field("", max_length=256)
    Effect: Literal["Allow", "Deny"]
    Principal: Any = None
    NotPrincipal: Any = None
    Action: Texts | None = None
    NotAction: Texts | None = None
    Resource: Texts | None = None
    NotResource: Texts | None = None
    Condition: dict[str, dict[str, ConditionValues]] = Field(default_factory=dict, max_length=50)

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        if (self.Action is None) == (self.NotAction is None):
            raise ValueError("A statement has Action or NotAction: exactly one of the two.")
        if self.Resource is not None and self.NotResource is not None:
            raise ValueError("A statement has Resource or NotResource, not both.")
        if self.Principal is not None and self.NotPrincipal is not None:
            raise ValueError("A statement has Principal or NotPrincipal, not both.")
        return self


class Document(BaseModel):
    """A policy. Without a Version it is read as 2008-10-17, where ${…} is no variable."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    Version: Literal["2012-10-17", "2008-10-17"] = "2008-10-17"
    Id: str = Field("", max_length=256)
    Statement: Annotated[
        tuple[Statement, ...], BeforeValidator(_as_list), Field(min_length=1, max_length=MOST_STATEMENTS)
    ]
