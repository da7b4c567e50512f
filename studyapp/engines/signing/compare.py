"""The doctor: one request against another, against what a service received, or against what a service answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from studyapp.engines.guard import no_io
from studyapp.engines.signing import pasted, told
from studyapp.engines.signing.causes import Cause, Side, cause_of
from studyapp.engines.signing.journeys import BY_ID, JOURNEYS, Trip
from studyapp.engines.signing.parting import Parting, Row, canonical_rows, first, rows, shared
from studyapp.engines.signing.pasted import Pasted
from studyapp.engines.signing.request import SigningInput, fail
from studyapp.engines.signing.results import ENGINE, Canonical, Signed, Stages
from studyapp.engines.signing.service import Answer, judge, recompute, tolerated
from studyapp.engines.signing.sign import sign
from studyapp.engines.signing.signers import canonical

_TOKEN = re.compile(r"x-amz-security-token[:=]([^\s&]+)", re.IGNORECASE)
_KEY_ID = re.compile(r"X-Amz-Credential=([A-Za-z0-9_]+)")
JOURNEY_IDS = tuple(journey.id for journey in JOURNEYS)


def _answer(text: str | None) -> str | None:
    if not text or not text.strip():
        return None
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise fail("surrogate", "This text holds half a character (a lone surrogate).") from None
    if size > pasted.LONGEST:
        raise fail("answer", "An answer here has at most 32 KiB.")
    # Struck out before anything else sees the text: it may come from a real account.
    return pasted.masked(text)


PastedText = Annotated[str | None, AfterValidator(_answer)]


class ComparisonInput(BaseModel):
    """A request, and what to hold it against: another request, a service's answer, or a journey. Exactly one."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True)

    request: SigningInput
    """What the client signed."""
    other: SigningInput | None = None
    """Another request, signed as well: what the other side made of it."""
    answer: PastedText = None
    """The text of a service's answer. Key ids and tokens in it are struck out at once."""
    journey: Literal[JOURNEY_IDS] | None = None  # type: ignore[valid-type]
    """What happened on the way, by name; the service then checks what arrives."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(value is not None for value in (self.other, self.answer, self.journey)) != 1:
            raise fail("one", "Give exactly one of other, answer and journey.")
        return self


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both sides' pieces, where they part first, and why. `signed` is what the client sent."""

    signed: Signed
    rows: tuple[Row, ...]
    at: Parting | None
    cause: Cause | None
    answer: Answer | None = None
    note: str = ""

    @property
    def same(self) -> bool:
        """True when nothing differs that anybody could see."""
        return self.at is None and all(row.same for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """The result as JSON data. `byte` counts from the start of the stage's text."""
        at, cause = self.at, self.cause
        return {
            "engine": {"name": ENGINE.name, "version": ENGINE.version},
            "same": self.same,
            "stage": at and at.stage,
            "piece": at and at.piece,
            "byte": at and at.byte,
            "ours": at.row.ours if at and at.stage != "signing_key" else None,
            "theirs": at.row.theirs if at and at.stage != "signing_key" else None,
            "cause": cause and vars(cause),
            "answer": self.answer and vars(self.answer),
            "note": self.note,
            "pieces": [
                {"stage": row.stage, "piece": row.piece, "same": row.same, "byte": row.byte} for row in self.rows
            ],
        }


def compare(asked: ComparisonInput) -> Comparison:
    """Find the first stage and byte where two sides part, and the cause by name."""
    with no_io():
        if asked.journey is not None:
            return travel(BY_ID[asked.journey].go(asked.request))
        if asked.other is not None:
            return against_request(asked.request, asked.other)
        return against_answer(asked.request, pasted.read(asked.answer or ""))


def against_request(ours: SigningInput, theirs: SigningInput) -> Comparison:
    """Two requests, both signed."""
    one, two = sign(ours), sign(theirs)
    at = first(one.stages, two.stages)
    sides = (_side(ours, one.stages), _side(theirs, two.stages))
    return Comparison(
        signed=one,
        rows=rows(one.stages, two.stages),
        at=at,
        cause=cause_of(*sides, at) if at else None,
    )


def _side(asked: SigningInput, stages: Stages) -> Side:
    return Side(stages=stages, body=asked.body, secret=asked.secret_access_key)


def travel(trip: Trip) -> Comparison:
    """A request against what a service makes of it when it arrives."""
    mine = recompute(trip.wire, trip.signed, trip.service)
    answer = judge(trip.wire, trip.signed, trip.service, mine)
    at = first(trip.signed.stages, mine)
    cause = None if answer.accepted else told.told(answer.code, answer.message)
    if cause is None and at is not None:
        ours = _side(trip.asked, trip.signed.stages)
        cause = cause_of(ours, Side(stages=mine, body=trip.wire.body, secret=trip.service.secret), at)
    spare = tolerated(trip.signed, trip.service) if answer.accepted else ""
    return Comparison(
        signed=trip.signed,
        rows=rows(trip.signed.stages, mine),
        at=at,
        cause=cause,
        answer=answer,
        note=trip.note or spare,
    )


SECRET_LEFT = Cause(
    id="secret",
    title="The secret is another one",
    why="The service wrote down the same request and the same string to sign. Only the key can differ, "
    "and the key comes from the secret. Permissions have no part in it.",
    repair="Check that id and secret belong together; look for a line break or blank at the end of the secret.",
    misconception="M49",
)
NOT_SHOWN = Cause(
    id="not-shown",
    title="The answer does not show the service’s side",
    why="It says that two signatures differ and not what the service signed. "
    "With its canonical request and string to sign the first differing byte can be found.",
    repair="Check the secret first; then sign the same request with an SDK and compare the two.",
)
ANOTHER = Cause(
    id="another-request",
    title="The answer is about another request",
    why="Its host and its method or path are not those of your request, so a difference says nothing.",
    repair="Put the request that failed into the form, then paste its answer again.",
)
UNPLACED = Cause(
    id="unplaced",
    title="This answer fits no rule here",
    why="No rule knows its code or its words.",
    repair="Paste the whole answer, its code included.",
)


def against_answer(asked: SigningInput, answer: Pasted) -> Comparison:
    """A request against a service's words."""
    signed = sign(asked)
    said = told.told(answer.code, answer.text)
    found = tuple(_shown_rows(signed, answer))
    parted = next((row for row in found if not row.same and row.piece != "request_hash"), None)
    at = _parting(signed, answer, parted) if parted else None
    if said is None and _strangers(found):
        said = ANOTHER
    elif said is None and at is not None:
        side = Side(stages=signed.stages, body=asked.body, secret=asked.secret_access_key)
        said = cause_of(side, Side(stages=signed.stages), at)
    if said is None:
        said = _left_over(answer)
    return Comparison(signed=signed, rows=found, at=at, cause=said)


def _strangers(found: tuple[Row, ...]) -> bool:
    """Whether the two sides speak of different things altogether."""
    differ = {row.piece for row in found if not row.same}
    return "header:host" in differ and bool(differ & {"method", "path"})


def _left_over(answer: Pasted) -> Cause:
    if answer.canonical and answer.string:
        return SECRET_LEFT
    return NOT_SHOWN if answer.code.endswith("DoesNotMatch") or "signature" in answer.text.lower() else UNPLACED


def _unmasked(theirs: Canonical, ours: Canonical) -> Canonical:
    """What was struck out cannot be compared: where both sides have such a value, it counts as the same."""
    text = theirs.text
    for struck, found in (
        (pasted.MASKED_TOKEN, _TOKEN.search(ours.text)),
        (pasted.MASKED_KEY, _KEY_ID.search(ours.text)),
    ):
        if found is not None:
            text = text.replace(struck, found[1])
    return canonical(text, theirs.sha256) if text != theirs.text else theirs


def _shown_rows(signed: Signed, answer: Pasted) -> Iterator[Row]:
    stages, string = signed.stages, answer.string
    if answer.canonical is not None:
        yield from canonical_rows(stages.canonical, _unmasked(answer.canonical, stages.canonical))
    if string is not None:
        pairs = (
            ("timestamp", "Time", stages.timestamp, string.timestamp),
            ("date", "Date in the scope", stages.timestamp[:8], string.date),
            ("region", "Region in the scope", stages.region, string.region),
            ("service", "Service in the scope", stages.service, string.service),
            ("request_hash", "Hash of the canonical request", stages.canonical.sha256, string.request_hash),
        )
        for piece, label, ours, theirs in pairs:
            yield Row(stage="string_to_sign", piece=piece, label=label, ours=ours, theirs=theirs)


def _parting(signed: Signed, answer: Pasted, row: Row) -> Parting:
    byte = None
    if row.stage == "canonical_request" and answer.canonical is not None:
        ours = signed.stages.canonical
        byte = shared(ours.text, _unmasked(answer.canonical, ours).text)
    elif row.stage == "string_to_sign" and answer.string is not None:
        theirs = answer.string
        lines = (
            theirs.timestamp,
            f"{theirs.date}/{theirs.region}/{theirs.service}/aws4_request",
            theirs.request_hash,
        )
        byte = shared(signed.stages.string_to_sign, "\n".join(("AWS4-HMAC-SHA256", *lines)))
    return Parting(stage=row.stage, piece=row.piece, byte=byte, row=row)
