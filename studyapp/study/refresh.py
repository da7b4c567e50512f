"""Which question tests an objective again: one that draws fresh worlds, of a kind not just seen."""

from collections.abc import Sequence

from studyapp.catalog.model import Catalog, Question
from studyapp.questions.bank import for_objective, unlimited


def choose(catalog: Catalog, objective: str, seen: Sequence[str]) -> str:
    """The id of a question for an objective. `seen` are the ids answered so far, the latest last.

    KeyError when the course has no question for it.
    """
    able = for_objective(catalog, objective)
    if not able:
        raise KeyError(objective)
    last = {question: place for place, question in enumerate(seen)}
    latest = max(able, key=lambda one: last.get(one.id, -1))
    kind = latest.kind if latest.id in last else ""

    def pressing(one: Question) -> tuple[bool, bool, int, str]:
        return one.kind == kind, not unlimited(one), last.get(one.id, -1), one.id

    return min(able, key=pressing).id
