"""Check decoded YAML against a pydantic model and report each mistake at its line."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from studyapp.catalog.frontmatter import Document
from studyapp.catalog.model import Source
from studyapp.catalog.problems import Problem

Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
IsoDate = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
PassageId = Annotated[str, StringConstraints(pattern=r"^N\d\d$")]
QuestionId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{0,15}$")]
LessonId = Annotated[str, StringConstraints(pattern=r"^L\d\d$")]

_REMEDIES: Mapping[str, str] = {
    "missing": "Add it.",
    "extra_forbidden": "Remove it, or correct its spelling.",
    "string_type": "Put the value in quotes.",
    "too_short": "Add what is missing.",
    "too_long": "Take some out.",
    "literal_error": "Choose one of these.",
}
_PATTERN_REMEDIES: Mapping[str, str] = {
    "checked": "Give the day somebody last checked the page, as in 2026-11-24.",
    "until": "Give a day, as in 2027-05-31.",
    "url": "Give the whole https address.",
    "id": "Ids look like L05, Q08, N25 or L05.order.",
}

ModelT = TypeVar("ModelT", bound=BaseModel)


class Written(BaseModel):
    """Whatever an author writes: no unknown names, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceText(Written):
    """A page that shows a statement to be so."""

    title: Filled
    url: WebAddress
    checked: IsoDate

    def frozen_source(self) -> Source:
        return Source(title=self.title, url=self.url, checked=self.checked)


class ObjectiveText(Written):
    """What a learner can do afterwards."""

    id: Annotated[str, StringConstraints(pattern=r"^L\d\d\.[a-z0-9_]+$")] = Field()
    text: Filled


def validate(model: type[ModelT], document: Document, *, path: str, what: str) -> tuple[ModelT | None, list[Problem]]:
    """The document as `model`, or one problem per mistake."""
    if not isinstance(document.data, dict):
        message = f"{what}: this should be a table of names and values"
        return None, [
            Problem(path=path, line=document.line(), message=message, remedy="Write one `name: value` per line.")
        ]
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        return None, report(error, document, path=path, what=what)


def report(
    error: ValidationError, document: Document, *, path: str, what: str, under: tuple[int | str, ...] = ()
) -> list[Problem]:
    """One problem per pydantic error; `under` is where the validated value stands in the document."""
    problems = []
    for detail in error.errors(include_url=False, include_input=False, include_context=False):
        loc = (*under, *detail["loc"])
        where = ".".join(str(step) for step in loc)
        last = str(loc[-1]) if loc else ""
        remedy = _REMEDIES.get(detail["type"], "")
        if detail["type"] == "string_pattern_mismatch":
            remedy = _PATTERN_REMEDIES.get(last, "")
        message = ": ".join(filter(None, (what, where, detail["msg"])))
        problems.append(Problem(path=path, line=document.line(loc), message=message, remedy=remedy))
    return problems
