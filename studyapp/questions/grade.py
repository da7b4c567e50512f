"""Whether an answer is right. This is the only place that decides it, and the engine decides for it."""

from studyapp.questions.claims import BrokenItem, engine_of, own_finding
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.verdict import Response, Unreadable, Verdict

__all__ = ["BrokenItem", "Unreadable", "Verdict", "grade"]


def grade(item: Item, response: Response | None) -> Verdict:
    """Grade one response (None: "I don't know yet") by running the item's state.

    Raises BrokenItem for a question without a key, Unreadable for a response of another shape than its kind's.
    """
    kind = KINDS[item.kind]
    accepted = None if response is None else kind.accept(response, item)
    before = own_finding(item)
    marks = kind.mark(item, accepted, before)
    finding = marks.finding or before
    correct = accepted is not None and marks.score >= 1.0
    return Verdict(
        correct=correct,
        score=marks.score if accepted is not None else 0.0,
        given=accepted is not None,
        answer=marks.answer,
        said=marks.said,
        outcome=finding.key if finding else "cited",
        engine=engine_of(item, finding),
        parts=marks.parts,
        misconceptions=() if correct else marks.misconceptions,
        finding=finding,
        state=marks.state,
        note=marks.note,
    )
