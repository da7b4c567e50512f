"""What each kind of question has besides its stem: the author's fields, kind by kind.

Anything that can be right or wrong is a claim: an outcome (`says`), if need be under a change of the state (`where`),
or an intervention (`because`). `right` is for cited questions, whose key no engine computes.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from studyapp.catalog.schema import Filled, Written

MisconceptionId = Annotated[str, StringConstraints(pattern=r"^M\d\d(\.[a-z_]+)?$|^slip$")]
Amount = Annotated[float, Field(allow_inf_nan=False)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


class ClaimText(Written):
    """Something that the engine, or a source, says is so or is not."""

    text: Filled
    says: Filled | None = None
    because: Filled | None = None
    where: dict[str, Any] | None = None
    right: bool | None = None
    misconception: MisconceptionId | None = None
    feedback: Filled | None = None


class Single(Written):
    """Exactly one of the options is right."""

    options: Annotated[tuple[ClaimText, ...], Field(min_length=3, max_length=5)]


class Multiple(Written):
    """Each option is right or wrong by itself; every one judged rightly counts."""

    options: Annotated[tuple[ClaimText, ...], Field(min_length=3, max_length=9)]


class Hotspot(Written):
    """Places to point at, in a text or a picture made of text; `one` place or every place that fits."""

    options: Annotated[tuple[ClaimText, ...], Field(min_length=3, max_length=12)]
    one: bool = False
    caption: Filled | None = None


class Spot(Written):
    """Lines of which one is at fault: the one whose repair (`where`) brings the outcome `expect`."""

    options: Annotated[tuple[ClaimText, ...], Field(min_length=3, max_length=12)]
    caption: Filled | None = None


class _StepText(Written):
    text: Filled
    id: Filled | None = None
    feedback: Filled | None = None
    misconception: MisconceptionId | None = None


class Order(Written):
    """Things to put in order: as the engine names them (`id`), or, cited, in the order written here."""

    items: Annotated[tuple[_StepText, ...], Field(min_length=3, max_length=8)]


class _NumberText(Written):
    value: Amount
    misconception: MisconceptionId
    feedback: Filled


class Numeric(Written):
    """A number with its unit. The key is what the ask finds, or, cited, `value`."""

    unit: str = Field(max_length=24)
    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    value: Amount | None = None
    distractors: Annotated[tuple[_NumberText, ...], Field(max_length=8)] = ()
    feedback: Filled | None = None


class _SlipText(Written):
    choice: Name
    misconception: MisconceptionId
    feedback: Filled | None = None


class _RowText(Written):
    text: Filled
    where: dict[str, Any] | None = None
    right: Name | None = None
    feedback: Filled | None = None
    wrong: Annotated[tuple[_SlipText, ...], Field(max_length=8)] = ()


class _ChoiceText(Written):
    id: Name
    text: Filled
    says: Filled | None = None


class Match(Written):
    """Rows, each of which fits one of the choices: by a run of its own (`where`), or, cited, as `right` says."""

    rows: Annotated[tuple[_RowText, ...], Field(min_length=2, max_length=8)]
    choices: Annotated[tuple[_ChoiceText, ...], Field(min_length=2, max_length=8)]


class Trace(Written):
    """Links of the chain whose part in a run is to be predicted."""

    rows: Annotated[tuple[Filled, ...], Field(min_length=3, max_length=12)] = ()


class _EditText(Written):
    id: Name
    text: Filled
    where: dict[str, Any]
    misconception: MisconceptionId | None = None


class _GoalText(Written):
    """One thing that shall hold: an outcome of an ask, or a request's decision."""

    text: Filled
    says: Filled | None = None
    ask: Filled | None = None
    allowed: Filled | None = None
    denied: Filled | None = None


class Fix(Written):
    """A state to edit until every goal holds and every guard stays."""

    goals: Annotated[tuple[_GoalText, ...], Field(min_length=1, max_length=6)]
    guards: Annotated[tuple[Literal["no_long_term_key", "no_wider_policy"], ...], Field()] = ()
    edits: Annotated[tuple[_EditText, ...], Field(max_length=40)] = ()
    moves: Literal["", "chain"] = ""
    restart: bool = False
    depth: Annotated[int, Field(ge=1, le=4)] = 3


BODIES: dict[str, type[Written]] = {
    "single": Single,
    "multiple": Multiple,
    "order": Order,
    "numeric": Numeric,
    "match": Match,
    "spot": Spot,
    "trace": Trace,
    "hotspot": Hotspot,
    "fix": Fix,
}
