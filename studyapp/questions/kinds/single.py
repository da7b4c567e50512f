"""Single choice: exactly one option is right."""

from collections.abc import Iterator

from studyapp.catalog.model import Question
from studyapp.questions.asks import Finding
from studyapp.questions.claims import BrokenItem
from studyapp.questions.items import Item
from studyapp.questions.kinds.base import Fields, Found, Kind, only, shuffled_options, texts, whole
from studyapp.questions.kinds.options import behind, judged, right_ones
from studyapp.questions.verdict import Marks, Response

CHOOSE = "Choose an answer first, or say that you don’t know yet."
ABSENT = "Choose one of the answers."


def read(fields: Fields, item: Item) -> Response:
    """{"choice": n} from the field `choice`."""
    if not fields.get("choice"):
        whole("", 0, CHOOSE)
    return accept({"choice": fields.get("choice")}, item)


def accept(response: Response, item: Item) -> Response:
    """The place of one option."""
    only(response, "choice")
    return {"choice": whole(response["choice"], len(item.body["options"]), ABSENT)}


def mark(item: Item, response: Response | None, before: Finding | None) -> Marks:
    """Right or not; a wrong option stands for its misconception."""
    right = right_ones(item, before)
    if len(right) != 1:
        raise BrokenItem(f"{item.question}: {len(right)} options are right")
    chosen = frozenset() if response is None else frozenset({response["choice"]})
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
    """Three or four options, one of them right."""
    if not 3 <= len(item.body["options"]) <= 4:
        yield Found(
            at=("options",),
            message="a single choice has three or four options (IW04)",
            remedy="Two good distractors beat four weak ones.",
        )


SINGLE = Kind(
    id="single",
    words="single choice",
    how="Choose one.",
    shuffle=shuffled_options,
    shown=texts,
    read=read,
    accept=accept,
    mark=mark,
    check=check,
)
