"""Hotspot: places to point at, always as a list one can walk with the keyboard; one place, or all that fit."""

from collections.abc import Iterator
from typing import Any

from studyapp.catalog.model import Question
from studyapp.questions.asks import Finding
from studyapp.questions.claims import BrokenItem
from studyapp.questions.items import Item
from studyapp.questions.kinds import multiple, single
from studyapp.questions.kinds.base import Fields, Found, Kind, as_written, only, texts, whole
from studyapp.questions.kinds.options import right_ones
from studyapp.questions.verdict import Marks, Response, Unreadable

CHOOSE = "Point at a place first, or say that you don’t know yet."
ABSENT = "Point at one of the places."


def shown(item: Item) -> dict[str, Any]:
    """The places' texts, and whether one or several are asked for."""
    return {**texts(item), "one": item.body.get("one", False)}


def read(fields: Fields, item: Item) -> Response:
    """{"spot": n} or {"spots": [n, …]} from the fields `choice`."""
    given = fields.getlist("choice")
    if not given:
        raise Unreadable(CHOOSE)
    return accept({"spot": given[0]} if item.body.get("one") else {"spots": given}, item)


def accept(response: Response, item: Item) -> Response:
    """One place, or some, each once."""
    count = len(item.body["options"])
    if item.body.get("one"):
        only(response, "spot")
        return {"spot": whole(response["spot"], count, ABSENT)}
    only(response, "spots")
    given = response["spots"]
    if not isinstance(given, list) or not given or len(given) > count:
        raise Unreadable(CHOOSE)
    return {"spots": sorted({whole(one, count, ABSENT) for one in given})}


def mark(item: Item, response: Response | None, before: Finding | None) -> Marks:
    """As a single or a multiple choice among the places."""
    if item.body.get("one"):
        choice = None if response is None else {"choice": response["spot"]}
        return single.mark(item, choice, before)
    if not right_ones(item, before):
        raise BrokenItem(f"{item.question}: no place is right")
    return multiple.mark(item, None if response is None else {"choices": response["spots"]}, before)


def check(question: Question, item: Item) -> Iterator[Found]:
    """Places may be many; nothing else to say beyond their keys."""
    for index, option in enumerate(question.body["options"]):
        if not option.get("feedback"):
            message = f"the place “{option['text']}” has no feedback (IW16)"
            yield Found(at=("options", index), message=message, remedy="Say in a line why, or why not.")


HOTSPOT = Kind(
    id="hotspot",
    words="hotspot",
    how="Point at what fits.",
    shuffle=as_written,
    shown=shown,
    read=read,
    accept=accept,
    mark=mark,
    check=check,
)
