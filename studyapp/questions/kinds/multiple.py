"""Multiple choice: every option is right or wrong by itself.

Partial credit, as the page says: each option judged rightly counts one, each judged wrongly takes one away, never
below nothing; the answer is right when every option is judged rightly.
"""

from collections.abc import Iterator

from studyapp.catalog.model import Question
from studyapp.questions.asks import Finding
from studyapp.questions.items import Item
from studyapp.questions.kinds.base import Fields, Found, Kind, only, shuffled_options, texts, whole
from studyapp.questions.kinds.options import judged, right_ones
from studyapp.questions.verdict import Marks, Response, Unreadable

CHOOSE = "Tick at least one, or say that you don’t know yet."
ABSENT = "Choose among the answers."


def read(fields: Fields, item: Item) -> Response:
    """{"choices": [n, …]} from the boxes `choice`."""
    return accept({"choices": fields.getlist("choice")}, item)


def accept(response: Response, item: Item) -> Response:
    """The places of some options, in their order, each once."""
    only(response, "choices")
    given = response["choices"]
    if not isinstance(given, list) or len(given) > len(item.body["options"]):
        raise Unreadable(ABSENT)
    if not given:
        raise Unreadable(CHOOSE)
    return {"choices": sorted({whole(one, len(item.body["options"]), ABSENT) for one in given})}


def mark(item: Item, response: Response | None, before: Finding | None) -> Marks:
    """One for each option judged rightly, minus one for each judged wrongly, of all."""
    right = right_ones(item, before)
    chosen = frozenset() if response is None else frozenset(response["choices"])
    parts = judged(item, right, chosen, before)
    hits = sum(part.hit for part in parts)
    missed = [part for part in parts if not part.hit and part.misconception]
    return Marks(
        score=0.0 if response is None else max(0, 2 * hits - len(parts)) / len(parts),
        answer="; ".join(part.text for part in parts if part.right),
        said="; ".join(part.text for part in parts if part.chosen),
        parts=parts,
        misconceptions=() if response is None else tuple(dict.fromkeys(part.misconception for part in missed)),
    )


def check(question: Question, item: Item) -> Iterator[Found]:
    """At least one option right and one wrong is seen where the keys are."""
    return iter(())


MULTIPLE = Kind(
    id="multiple",
    words="multiple choice",
    how="Tick all that are right.",
    shuffle=shuffled_options,
    shown=texts,
    read=read,
    accept=accept,
    mark=mark,
    check=check,
)
