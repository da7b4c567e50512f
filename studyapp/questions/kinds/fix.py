"""Fix-it: choose changes until every goal holds and every guard stays; whatever does it is right."""

from collections.abc import Iterator, Mapping
from typing import Any

from studyapp.catalog.model import Question
from studyapp.questions.asks import Finding
from studyapp.questions.items import Item
from studyapp.questions.kinds.base import Body, Fields, Found, Kind, as_written, only
from studyapp.questions.moves import RESTART, chain_moves
from studyapp.questions.puzzle import GUARDS, Trial, attempt, distance, par, solutions
from studyapp.questions.verdict import Marks, Part, Response, Unreadable

CHOOSE = "Choose at least one change, or say that you don’t know yet."
ABSENT = "Choose among the changes."


def prepare(body: Body, state: Mapping[str, Any]) -> Body:
    """With `moves: chain`, every plain move on the world; the author's own edits come first."""
    edits = list(body.get("edits", ()))
    if body.get("moves") == "chain":
        own = {edit["id"] for edit in edits}
        edits += [move for move in chain_moves(state) if move["id"] not in own]
    if body.get("restart"):
        edits.append(RESTART)
    return {**body, "edits": edits}


def shown(item: Item) -> dict[str, Any]:
    """The changes to choose from, and what shall hold."""
    return {
        "edits": [{"id": edit["id"], "text": edit["text"]} for edit in item.body["edits"]],
        "goals": [goal["text"] for goal in item.body["goals"]],
        "guards": [GUARDS[name] for name in item.body.get("guards", ())],
    }


def read(fields: Fields, item: Item) -> Response:
    """{"edits": [id, …]} from the boxes `edit`."""
    given = fields.getlist("edit")
    if not given:
        raise Unreadable(CHOOSE)
    return accept({"edits": given}, item)


def accept(response: Response, item: Item) -> Response:
    """Some of the changes, each once, in the puzzle's order."""
    only(response, "edits")
    given = response["edits"]
    known = [edit["id"] for edit in item.body["edits"]]
    if not isinstance(given, list) or any(not isinstance(one, str) or one not in known for one in given):
        raise Unreadable(ABSENT)
    return {"edits": [one for one in known if one in given]}


def trial(item: Item, response: Response | None) -> Trial:
    """What the world looks like after the changes."""
    return attempt(item, () if response is None else response["edits"])


def hint(item: Item, tried: Trial, response: Response) -> str:
    """How far there is to go, in words."""
    if tried.solved:
        return "Every goal holds."
    left = distance(item, response["edits"])
    if not left:
        return "Not there yet."
    return "One change more or less would do it." if left == 1 else f"{left} changes away from the nearest solution."


def mark(item: Item, response: Response | None, before: Finding | None) -> Marks:
    """Right when everything holds. Each change that leads astray stands for its misconception."""
    tried = trial(item, response)
    chosen = [] if response is None else response["edits"]
    texts = {edit["id"]: edit["text"] for edit in item.body["edits"]}
    best = solutions(item)
    other = next((one for one in best if set(one) != set(chosen)), ())
    parts = [Part(text=lamp.text, right=True, hit=lamp.on, key="", chosen=False) for lamp in tried.lamps]
    astray = [edit.get("misconception", "") for edit in item.body["edits"] if edit["id"] in chosen]
    return Marks(
        score=float(tried.solved and response is not None),
        answer="; ".join(texts[one] for one in (chosen if tried.solved and chosen else other)),
        said="; ".join(texts[one] for one in chosen),
        parts=tuple(parts),
        misconceptions=tuple(dict.fromkeys(one for one in astray if one)),
        finding=tried.finding,
        state=tried.state,
        note=_note(item, tried, chosen, [texts[one] for one in other]),
    )


def _note(item: Item, tried: Trial, chosen: list[str], other: list[str]) -> str:
    best, count = par(item), len(chosen)
    made = f"{count} change{'' if count == 1 else 's'}" if chosen else ""
    parts = [f"You made {made}; the fewest that do it are {best}."] if made and best else []
    if other:
        word = "Another way" if tried.solved and chosen else "One way"
        parts.append(f"{word}: {'; '.join(other)}.")
    return " ".join(parts)


def check(question: Question, item: Item) -> Iterator[Found]:
    """Goals that can be tested, and edits whose names differ."""
    for index, goal in enumerate(question.body["goals"]):
        if sum(word in goal for word in ("says", "allowed", "denied")) != 1:
            message = "a goal is an outcome (says) or a request that is allowed or denied (IW20)"
            yield Found(at=("goals", index), message=message, remedy="Give exactly one of the three.")
    names = [edit["id"] for edit in item.body["edits"]]
    if len(set(names)) < len(names):
        yield Found(at=("edits",), message="two edits have the same id", remedy="Rename one.")
    if not names:
        yield Found(at=("goals",), message="nothing can be changed (IW20)", remedy="Add `moves: chain` or `edits:`.")
    if question.cite:
        yield Found(at=("cite",), message="a puzzle is solved by an engine", remedy="Name an ask in its place.")


def check_key(item: Item, before: Finding | None) -> Iterator[Found]:
    """Unsolved at the start, solvable in more than one way, and with something that tempts."""
    if attempt(item, ()).solved:
        yield Found(at=("goals",), message="the puzzle is solved at the start (IW20)", remedy="Break something.")
        return
    ways = solutions(item, 1)
    if len(ways) < 2:
        message = f"{len(ways)} solutions are found within {item.body.get('depth', 3)} changes (IW20)"
        yield Found(at=("goals",), message=message, remedy="Offer another way, or look deeper with `depth:`.")


FIX = Kind(
    id="fix",
    words="fix it",
    how="Choose the changes to make. Any set that reaches every goal is right.",
    shuffle=as_written,
    shown=shown,
    read=read,
    accept=accept,
    mark=mark,
    check=check,
    check_key=check_key,
    prepare=prepare,
)
