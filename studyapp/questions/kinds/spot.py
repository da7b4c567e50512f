"""Spot the error: of several lines one is at fault, the one whose repair alone brings the outcome it should have."""

from collections.abc import Iterator

from studyapp.catalog.model import Question
from studyapp.questions.asks import Finding
from studyapp.questions.claims import BrokenItem, find
from studyapp.questions.items import Item
from studyapp.questions.kinds.base import Fields, Found, Kind, as_written, only, texts, whole
from studyapp.questions.kinds.options import behind, judged
from studyapp.questions.verdict import Marks, Response

CHOOSE = "Choose a line first, or say that you don’t know yet."
ABSENT = "Choose one of the lines."


def read(fields: Fields, item: Item) -> Response:
    """{"spot": n} from the field `choice`."""
    if not fields.get("choice"):
        whole("", 0, CHOOSE)
    return accept({"spot": fields.get("choice")}, item)


def accept(response: Response, item: Item) -> Response:
    """The place of one line."""
    only(response, "spot")
    return {"spot": whole(response["spot"], len(item.body["options"]), ABSENT)}


def at_fault(item: Item, before: Finding | None) -> frozenset[int]:
    """The lines at fault. BrokenItem if nothing is wrong as it stands, or not exactly one line is."""
    lines, goal = item.body["options"], item.body.get("goal", "")
    if before is None:
        found = frozenset(place for place, line in enumerate(lines) if line.get("right"))
    else:
        if before.key == goal:
            raise BrokenItem(f"{item.question}: {goal} comes out as it stands, so no line is at fault")
        found = frozenset(
            place for place, line in enumerate(lines) if line.get("where") and find(item, line["where"]).key == goal
        )
    if len(found) != 1:
        raise BrokenItem(f"{item.question}: {len(found)} lines are at fault")
    return found


def mark(item: Item, response: Response | None, before: Finding | None) -> Marks:
    """Right or not; a line taken for wrong stands for its misconception."""
    right = at_fault(item, before)
    chosen = frozenset() if response is None else frozenset({response["spot"]})
    parts = judged(item, right, chosen, before)
    picked = [part for part in parts if part.chosen]
    return Marks(
        score=1.0 if chosen == right else 0.0,
        answer=next(part.text for part in parts if part.right),
        said=picked[0].text if picked else "",
        parts=parts,
        misconceptions=tuple(one for part in picked if not part.right for one in behind(part)),
    )


def check(question: Question, item: Item) -> Iterator[Found]:
    """The outcome that a repair should bring is named."""
    if not question.cite and not item.body.get("goal"):
        message = "it is not said what comes out once the line is repaired (IW02)"
        yield Found(at=("options",), message=message, remedy="Add `expect:`, the outcome after the repair.")


SPOT = Kind(
    id="spot",
    words="spot the error",
    how="Choose the line at fault.",
    shuffle=as_written,
    shown=texts,
    read=read,
    accept=accept,
    mark=mark,
    check=check,
)
