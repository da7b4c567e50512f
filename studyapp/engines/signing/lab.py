"""The lab's whole input: a request, and at most one thing to hold it against."""

from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import Field, JsonValue, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from studyapp.engines.credentials.results import Engine
from studyapp.engines.signing.compare import JOURNEY_IDS, Comparison, ComparisonInput, PastedText, compare
from studyapp.engines.signing.request import SigningInput, fail
from studyapp.engines.signing.results import ENGINE, Signed
from studyapp.engines.signing.sign import sign


class SigningLab(SigningInput):
    """A request to sign, and at most one of change, journey and answer."""

    change: dict[str, JsonValue] | None = Field(default=None, max_length=20)
    """Fields of this request in a second version of it, signed as well, to see which stages part."""
    journey: Literal[JOURNEY_IDS] | None = None  # type: ignore[valid-type]
    """What happens on the way to the service, by name; the service then checks what arrives."""
    answer: PastedText = None
    """A service's answer to hold against this request. Key ids and tokens in it are struck out at once."""

    @model_validator(mode="after")
    def _one_at_most(self) -> Self:
        if sum(value is not None for value in (self.change, self.journey, self.answer)) > 1:
            raise fail("one", "Choose one of change, journey and answer.")
        if self.change is not None:
            self.changed()
        return self

    def plain(self) -> SigningInput:
        """The request alone."""
        fields = {name: getattr(self, name) for name in SigningInput.model_fields}
        return SigningInput.model_construct(**fields)

    def changed(self) -> SigningInput:
        """The second version. Raises pydantic's ValidationError at `change` for fields that it may not have."""
        fields = {name: getattr(self, name) for name in SigningInput.model_fields}
        try:
            return SigningInput.model_validate({**fields, **(self.change or {})})
        except ValidationError as problem:
            details = [
                InitErrorDetails(type=fail(one["type"], one["msg"]), loc=("change", *one["loc"]), input=None)
                for one in problem.errors(include_input=False, include_url=False, include_context=False)
            ]
        raise ValidationError.from_exception_data("SigningLab", details, hide_input=True)


@dataclass(frozen=True, kw_only=True)
class LabRun:
    """The signature, and the comparison if one was asked for."""

    signed: Signed
    comparison: Comparison | None = None
    engine: Engine = ENGINE

    def to_json(self) -> dict[str, Any]:
        """The signature's fields; `comparison` beside them."""
        data = self.signed.to_json()
        return data if self.comparison is None else data | {"comparison": self.comparison.to_json()}


def run(asked: SigningLab) -> LabRun:
    """Sign, and compare if there is something to compare with."""
    request = asked.plain()
    if asked.change is not None:
        against = ComparisonInput.model_construct(request=request, other=asked.changed(), answer=None, journey=None)
    elif asked.journey is not None or asked.answer is not None:
        against = ComparisonInput.model_construct(
            request=request, other=None, answer=asked.answer, journey=asked.journey
        )
    else:
        return LabRun(signed=sign(request))
    comparison = compare(against)
    return LabRun(signed=comparison.signed, comparison=comparison)
