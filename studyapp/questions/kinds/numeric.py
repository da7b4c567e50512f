"""A number with a unit and a tolerance; what other numbers stand for; anything else is a slip."""

import math
import re
from collections.abc import Iterator

from studyapp.catalog.model import Question
from studyapp.questions.asks import Finding
from studyapp.questions.claims import BrokenItem
from studyapp.questions.items import Item
from studyapp.questions.kinds.base import Fields, Found, Kind, as_written, only
from studyapp.questions.verdict import Marks, Part, Response, Unreadable

GIVE = "Give a number first, or say that you don’t know yet."
WRITE = "Write a plain number, such as 4 or 0.25, without a separator for thousands."
WRITE_CLOCK = "Write a time, such as 20:59."
CLOCK = "hh:mm"
NUMBER = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,9})?", re.ASCII)
TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})*,\d{3}", re.ASCII)
CLOSE = 1e-9
# Units that are words: how one of them is written.
ONE = {"calls": "call", "hops": "hop", "hours": "hour", "retries": "retry"}


def number(text: str, unit: str) -> float:
    """A learner's number; a time of day is minutes since midnight. Raises Unreadable."""
    plain = text.strip()
    if unit == CLOCK:
        found = TIME.fullmatch(plain)
        if found is None:
            raise Unreadable(WRITE_CLOCK)
        return float(int(found[1]) * 60 + int(found[2]))
    said = next((one for one in (unit, ONE.get(unit, "")) if one and plain.lower().endswith(one.lower())), "")
    plain = plain[: len(plain) - len(said)].rstrip()
    if NUMBER.fullmatch(plain) is None or THOUSANDS.fullmatch(plain):
        raise Unreadable(WRITE)
    return float(plain.replace(",", "."))


def words(value: float, unit: str) -> str:
    """A number as one writes it, with its unit."""
    if unit == CLOCK:
        return f"{int(value) // 60:02}:{int(value) % 60:02}"
    plain = f"{value:.6f}".rstrip("0").rstrip(".")
    if value == 1:
        unit = ONE.get(unit, unit)
    return f"{plain} {unit}".rstrip()


def shown(item: Item) -> dict[str, object]:
    """The unit."""
    return {"unit": item.body["unit"], "clock": item.body["unit"] == CLOCK}


def read(fields: Fields, item: Item) -> Response:
    """{"value": "180"} from the field `value`."""
    return accept({"value": fields.get("value") or ""}, item)


def accept(response: Response, item: Item) -> Response:
    """The number as it was written, once it can be read."""
    only(response, "value")
    value = response["value"]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable(WRITE)
    text = str(value).strip()
    if not text:
        raise Unreadable(GIVE)
    number(text, item.body["unit"])
    return {"value": text}


def key_number(item: Item, before: Finding | None) -> float:
    """What the engine finds, or the cited page says. BrokenItem if that is no number."""
    try:
        value = float(item.body["value"] if before is None else before.key)
    except (KeyError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise BrokenItem(f"{item.question}: the key is no number: {before.key if before else 'no value'}")
    return value


def mark(item: Item, response: Response | None, before: Finding | None) -> Marks:
    """Right within the tolerance. A wrong number stands for every distractor it meets, else for a slip."""
    body = item.body
    unit, within = body["unit"], body.get("tolerance", 0.0) + CLOSE
    key = key_number(item, before)
    given = None if response is None else number(response["value"], unit)
    right = given is not None and abs(given - key) <= within
    met = [
        given is not None and not right and abs(given - one["value"]) <= within for one in body.get("distractors", ())
    ]
    parts = [Part(text=words(key, unit), right=True, chosen=right, hit=right, feedback=body.get("feedback", ""))]
    parts += [
        Part(
            text=words(one["value"], unit),
            right=False,
            chosen=chosen,
            hit=not chosen,
            feedback=one["feedback"],
            misconception=one["misconception"],
        )
        for one, chosen in zip(body.get("distractors", ()), met, strict=True)
    ]
    stands_for = tuple(dict.fromkeys(part.misconception for part in parts if part.chosen and not part.right))
    wrong = given is not None and not right
    return Marks(
        score=float(right),
        answer=words(key, unit),
        said="" if given is None else words(given, unit),
        parts=tuple(parts),
        misconceptions=(stands_for or ("slip",)) if wrong else (),
    )


def check(question: Question, item: Item) -> Iterator[Found]:
    """Numbers rise, differ from one another by more than the tolerance, and from the key."""
    body = question.body
    values = [one["value"] for one in body.get("distractors", ())]
    if values != sorted(values):
        remedy = "List them from the smallest to the largest."
        yield Found(at=("distractors",), message="the numbers do not stand in order (IW10)", remedy=remedy)
    if not body["unit"]:
        yield Found(
            at=("unit",),
            message="a number needs a unit (IW10)",
            remedy="Name it, such as s or calls.",
            severity="warning",
        )
    if question.cite and "value" not in body:
        yield Found(at=("cite",), message="a cited number needs its value (IW02)", remedy="Add `value:`.")
    if len(values) < 2:
        message = "fewer than two wrong numbers have a meaning (IW03)"
        yield Found(at=("distractors",), message=message, remedy="Say which number which misconception gives.")


def check_key(item: Item, before: Finding | None) -> Iterator[Found]:
    """No distractor is as good as the key."""
    key, within = key_number(item, before), item.body.get("tolerance", 0.0)
    for index, one in enumerate(item.body.get("distractors", ())):
        if abs(one["value"] - key) <= within + CLOSE:
            message = f"the wrong number {one['value']:g} counts as right (IW02)"
            yield Found(at=("distractors", index), message=message, remedy="Change it, or narrow the tolerance.")


NUMERIC = Kind(
    id="numeric",
    words="a number",
    how="Give the number.",
    shuffle=as_written,
    shown=shown,
    read=read,
    accept=accept,
    mark=mark,
    check=check,
    check_key=check_key,
)
