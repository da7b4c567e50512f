"""Policy documents as IAM accepts them: read once, every mistake in a sentence.

Source: IAM guide, "Grammar of the IAM JSON policy language".
"""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

MOST_STATEMENTS = 100
LONGEST_TEXT = 32 * 1024
ACTION = re.compile(r"^(\*|[A-Za-z0-9-]+:.+)$", re.DOTALL)
RESOURCE = re.compile(r"^(\*|arn:.*)$", re.DOTALL)


def refuse(kind: str, sentence: str) -> PydanticCustomError:
    """A mistake as one sentence."""
    return PydanticCustomError(kind, "{sentence}", {"sentence": sentence})


def as_json(value: object) -> object:
    """A text is read as JSON, so that a document can be pasted as it is."""
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST_TEXT:
        raise refuse("too_long", "A policy may be at most 32 KiB of text here.")
    try:
        return json.loads(value)
    except RecursionError:
        raise refuse("too_deep", "This is nested too deeply.") from None
    except ValueError as error:
        where = ""
        if isinstance(error, json.JSONDecodeError):
            where = f" See line {error.lineno}, column {error.colno}."
        raise refuse("not_json", f"This is not JSON.{where}") from None


def as_list(value: object) -> object:
    """One thing counts as a list of one."""
    return [value] if isinstance(value, str | Mapping) else value


def _as_text(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


Text = Annotated[str, BeforeValidator(_as_text), Field(max_length=2_048)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(as_list), Field(max_length=200)]
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

    @field_validator("Action", "NotAction")
    @classmethod
    def _service_and_name(cls, names: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if names is not None and not all(ACTION.match(name) for name in names):
            raise refuse("action", "An action is * or a service, a colon and a name, such as s3:GetObject.")
        return names

    @field_validator("Resource", "NotResource")
    @classmethod
    def _arn(cls, names: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if names is not None and not all(RESOURCE.match(name) for name in names):
            raise refuse("resource", "A resource is * or an ARN, such as arn:aws:s3:::example-bucket/*.")
        return names

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        if (self.Action is None) == (self.NotAction is None):
            raise refuse("one_action", "A statement has Action or NotAction: exactly one of the two.")
        if self.Resource is not None and self.NotResource is not None:
            raise refuse("one_resource", "A statement has Resource or NotResource, not both.")
        if self.Principal is not None and self.NotPrincipal is not None:
            raise refuse("one_principal", "A statement has Principal or NotPrincipal, not both.")
        return self


class Document(BaseModel):
    """A policy. Without a Version it is read as 2008-10-17, where ${…} is no variable."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    Version: Literal["2012-10-17", "2008-10-17"] = "2008-10-17"
    Id: str = Field("", max_length=256)
    Statement: Annotated[
        tuple[Statement, ...], BeforeValidator(as_list), Field(min_length=1, max_length=MOST_STATEMENTS)
    ]

    @model_validator(mode="before")
    @classmethod
    def _text(cls, value: Any) -> Any:
        return as_json(value)


def _without_principal(document: Document) -> Document:
    for index, statement in enumerate(document.Statement, start=1):
        if statement.Principal is not None or statement.NotPrincipal is not None:
            raise refuse("principal", f"Statement {index} names a principal. Only a resource policy does.")
        if statement.Resource is None and statement.NotResource is None:
            raise refuse("no_resource", f"Statement {index} names no resource. It needs Resource or NotResource.")
    return document


def _with_principal(document: Document) -> Document:
    for index, statement in enumerate(document.Statement, start=1):
        if statement.Principal is None and statement.NotPrincipal is None:
            raise refuse("no_principal", f"Statement {index} names no principal. A resource policy says who.")
    return document


def identity_documents(value: object) -> object:
    """A list of documents, a single one, or either as JSON text."""
    value = as_json(value) if not (isinstance(value, str) and not value.strip()) else []
    return as_list(value)


def checked_identity(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Refuse what IAM refuses in a policy that belongs to an identity."""
    return tuple(_without_principal(document) for document in documents)


def checked_ceiling(document: Document | None) -> Document | None:
    """The same for one document."""
    return None if document is None else _without_principal(document)


def checked_resource(document: Document | None) -> Document | None:
    """Refuse what a service refuses in a policy that belongs to a resource."""
    return None if document is None else _with_principal(document)
