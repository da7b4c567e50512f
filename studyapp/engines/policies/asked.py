"""What the policy lab takes: a request, every policy with a say in it, and goals that an exercise sets."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from studyapp.engines.policies.documents import (
    Document,
    checked_ceiling,
    checked_identity,
    checked_resource,
    identity_documents,
)
from studyapp.engines.secrets import refuse_real_keys, written_as

STRICT = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
ACTION = written_as(
    r"[A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,128}",
    "An action is a service, a colon and a name without wildcards, such as s3:GetObject.",
)


def _named_values(value: object) -> object:
    if isinstance(value, str):
        raise PydanticCustomError("not_named", "Write one key = value a line, such as aws:SourceIp = 203.0.113.9.")
    return value


Context = Annotated[dict[str, str | bool | int | float | list[str]], BeforeValidator(_named_values)]
Documents = Annotated[tuple[Document, ...], BeforeValidator(identity_documents), AfterValidator(checked_identity)]


class Request(BaseModel):
    """What is asked: by whom, which action, on which resource, with which condition keys."""

    model_config = STRICT

    principal: str = Field("", max_length=2_048)
    action: str = Field(max_length=256)
    resource: str = Field("*", max_length=2_048)
    context: Context = Field(default_factory=dict, max_length=100)


class LabRequest(Request):
    """A request that somebody typed: its action has to be one."""

    action: Annotated[str, AfterValidator(ACTION)] = Field(max_length=256)


class Goal(BaseModel):
    """One request of an exercise, and how it should come out. It is made by the lab's principal."""

    model_config = STRICT

    action: Annotated[str, AfterValidator(ACTION)] = Field(max_length=256)
    resource: str = Field("*", max_length=2_048)
    context: Context = Field(default_factory=dict, max_length=100)
    wanted: Literal["allowed", "denied"]


class PolicyQuestion(BaseModel):
    """A request and every policy with a say in it. A kind that is None has no say; an empty list allows nothing."""

    model_config = STRICT

    policies: Documents = Field((), max_length=20, description="Identity policies.")
    request: LabRequest
    resource_policy: Annotated[Document | None, AfterValidator(checked_resource)] = None
    permissions_boundary: Annotated[Document | None, AfterValidator(checked_ceiling)] = None
    session_policies: Documents | None = Field(None, max_length=10)
    scps: Documents | None = Field(None, max_length=10)
    goals: tuple[Goal, ...] = Field((), max_length=12, description="An exercise: requests and their outcomes.")
    beside: Documents | None = Field(
        None, max_length=20, description="Other identity policies, decided beside these for every goal."
    )

    _careful = model_validator(mode="before")(refuse_real_keys)

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        statements = sum(len(document.Statement) for document in (*self.policies, *(self.beside or ())))
        if statements * max(1, len(self.goals)) > 1_000:
            raise ValueError("This is too much for one run: use fewer statements or fewer goals.")
        return self
