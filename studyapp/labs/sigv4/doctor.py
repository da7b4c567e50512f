"""The doctor's table: both sides of every piece that differs, the first byte marked in words and by shape."""

from dataclasses import dataclass
from typing import Any

from studyapp.course import course
from studyapp.engines.signing import Comparison, SigningLab
from studyapp.engines.signing.journeys import BY_ID
from studyapp.engines.signing.parting import Row

KEPT = 48  # characters shown before a difference
SHOWN = 120
HASHES = frozenset({"request_hash", "signature", "payload_hash"})


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A text in three: what both sides share, what is this side's own, what both share again."""

    before: str
    own: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Digit:
    """One hex digit of a hash in the strip: `x` in pixels, and whether it differs."""

    x: int
    y: int
    height: int
    differs: bool


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One piece on both sides."""

    label: str
    tag: str
    ours: Cut
    theirs: Cut
    same: bool
    words: str
    digits: tuple[Digit, ...] = ()
    first: bool = False


def _cuts(ours: str, theirs: str) -> tuple[Cut, Cut]:
    start = next(
        (at for at, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
    )
    end = 0
    while end < min(len(ours), len(theirs)) - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    return _cut(ours, start, end), _cut(theirs, start, end)


def _cut(text: str, start: int, end: int) -> Cut:
    before, own, after = text[:start], text[start : len(text) - end], text[len(text) - end :]
    if len(before) > KEPT:
        before = f"…{before[1 - KEPT :]}"
    if len(own) > SHOWN:
        own = f"{own[: SHOWN - 1]}…"
    if len(after) > KEPT:
        after = f"{after[: KEPT - 1]}…"
    return Cut(before=before, own=own, after=after)


def _strip(ours: str, theirs: str) -> tuple[Digit, ...]:
    return tuple(
        Digit(x=6 * at, y=0 if a != b else 12, height=16 if a != b else 4, differs=a != b)
        for at, (a, b) in enumerate(zip(ours, theirs, strict=False))
    )


def _hash_row(row: Row, tag: str) -> TableRow:
    digits = _strip(row.ours, row.theirs)
    count = sum(digit.differs for digit in digits)
    ours, theirs = (Cut(before=f"{text[:8]}…", own="", after="") for text in (row.ours, row.theirs))
    return TableRow(
        label=row.label,
        tag=tag,
        ours=ours,
        theirs=theirs,
        same=row.same,
        words=f"{count} of {len(digits)} digits" if count else "none",
        digits=digits,
    )


def _key_row(row: Row) -> TableRow:
    hidden = Cut(before="••••••••", own="", after="")
    return TableRow(
        label=row.label,
        tag="B",
        ours=hidden,
        theirs=hidden,
        same=row.same,
        words="none: the request is not in it" if row.same else "another key",
    )


def _text_row(row: Row, first: bool) -> TableRow:
    ours, theirs = _cuts(row.ours, row.theirs)
    missing = "not there on the other side" if row.ours and not row.theirs else "not there on your side"
    there = bool(row.ours) == bool(row.theirs) or not row.piece.startswith("header:")
    words = f"from byte {row.byte}" if there else missing
    return TableRow(label=row.label, tag="", ours=ours, theirs=theirs, same=False, words=words, first=first)


def _rows(found: Comparison) -> list[TableRow]:
    rows = []
    for row in found.rows:
        if row.piece == "signing_key":
            rows.append(_key_row(row))
        elif row.piece in HASHES and len(row.ours) == len(row.theirs) == 64:
            if row.piece != "payload_hash" or not row.same:
                rows.append(_hash_row(row, "A" if row.piece == "request_hash" else ""))
        elif not row.same:
            rows.append(_text_row(row, found.at is not None and found.at.piece == row.piece))
    return rows


def doctor(asked: SigningLab, found: Comparison) -> dict[str, Any]:
    """What the doctor's section shows."""
    at = found.at
    lessons = {lesson.id: lesson for lesson in course().lessons}
    return {
        "rows": _rows(found),
        "cause": found.cause,
        "answer": found.answer,
        "accepted": found.answer is not None and found.answer.accepted,
        "note": found.note,
        "lesson": lessons.get(found.cause.lesson) if found.cause else None,
        "at": at,
        "where": _where(found),
        "same": found.same,
        "brief": _brief(asked, found),
        "journey": BY_ID[asked.journey].label if asked.journey else "",
        "kind": "journey" if asked.journey else "answer" if asked.answer else "change",
        "left": "You signed",
        "right": "The second version" if asked.change is not None else "AWS worked out",
    }


def _brief(asked: SigningLab, found: Comparison) -> str:
    """The doctor's finding in a few words, for the head of the result."""
    if asked.change is not None:
        same = found.rows[-1].same
        return "The second version has the same signature." if same else "The second version has another signature."
    if found.answer is None:
        return f"The answer: {found.cause.title}." if found.cause else ""
    return "The service accepts it." if found.answer.accepted else f"The service answers {found.answer.code}."


def _where(found: Comparison) -> str:
    at = found.at
    if at is None:
        return ""
    if at.byte is None:
        return "Both sides wrote down the same request and the same string to sign. They part at the signing key."
    stage = "canonical request" if at.stage == "canonical_request" else "string to sign"
    return f"The two sides part in the {stage}, after {at.byte:,} equal bytes: {at.row.label}."
