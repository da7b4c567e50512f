"""Predict the trace: what becomes of each link of the chain; every row that is right counts."""

from collections.abc import Iterator

from studyapp.catalog.model import Question
from studyapp.engines.credentials import Resolution
from studyapp.engines.credentials.flavours import LABELS, TABLE
from studyapp.engines.worlds import read_world
from studyapp.questions.asks import Finding
from studyapp.questions.claims import BrokenItem
from studyapp.questions.items import Item
from studyapp.questions.kinds.base import Fields, Found, Kind, as_written, only
from studyapp.questions.misconceptions import holding
from studyapp.questions.outcomes import outcome_key
from studyapp.questions.verdict import Marks, Part, Response, Unreadable

GIVE = "Say something about every row, or that you don’t know yet."
STATUSES = {
    "removed": "left out",
    "not-found": "asked, has nothing",
    "found": "found",
    "error": "stops with an error",
    "never-asked": "not reached",
}


def rows_of(item: Item) -> list[str]:
    """The links that are asked about: those the author named, or all of the flavour's."""
    return list(item.body.get("rows") or TABLE[item.flavour].links)


def shown(item: Item) -> dict[str, object]:
    """The links in the chain's order, and what may become of one."""
    return {
        "rows": [{"name": f"row_{place}", "text": LABELS[name]} for place, name in enumerate(rows_of(item))],
        "statuses": [{"id": status, "text": text} for status, text in STATUSES.items()],
    }


def read(fields: Fields, item: Item) -> Response:
    """{"rows": [status, …]} from the fields `row_<n>`."""
    return accept({"rows": [fields.get(f"row_{row}") or "" for row in range(len(rows_of(item)))]}, item)


def accept(response: Response, item: Item) -> Response:
    """A status for every row."""
    only(response, "rows")
    given = response["rows"]
    if not isinstance(given, list) or len(given) != len(rows_of(item)):
        raise Unreadable(GIVE)
    if any(not isinstance(one, str) or one not in STATUSES for one in given):
        raise Unreadable(GIVE)
    return {"rows": list(given)}


def mark(item: Item, response: Response | None, before: Finding | None) -> Marks:
    """The share of rows predicted; a winner nobody but a misconception would see is evidence for it."""
    result = before.result if before else None
    if not isinstance(result, Resolution):
        raise BrokenItem(f"{item.question}: only a run of the chain has such a trace")
    steps = {step.provider: step for step in result.trace}
    names = rows_of(item)
    if unknown := [name for name in names if name not in steps]:
        raise BrokenItem(f"{item.question}: the trace has no row {', '.join(unknown)}")
    given = [""] * len(names) if response is None else response["rows"]
    parts = tuple(
        Part(
            text=LABELS[name],
            right=True,
            hit=said == steps[name].status,
            said=STATUSES.get(said, ""),
            key=STATUSES[steps[name].status],
            feedback=steps[name].why,
        )
        for name, said in zip(names, given, strict=True)
    )
    return Marks(
        score=sum(part.hit for part in parts) / len(parts),
        answer="; ".join(f"{part.text}: {part.key}" for part in parts),
        said="" if response is None else "; ".join(f"{part.text}: {part.said}" for part in parts),
        parts=parts,
        misconceptions=() if response is None else _believed(item, names, given, result),
    )


def _believed(item: Item, names: list[str], given: list[str], result: Resolution) -> tuple[str, ...]:
    """Whose rows these are, by the beliefs the question knows; or else whose winner the predicted one is."""
    filled = dict(zip(names, given, strict=True))
    for belief in item.body.get("beliefs", ()):
        if all(belief["rows"].get(name) == said for name, said in filled.items()):
            return tuple(belief["misconception"].split("+"))
    winner = next((name for name, said in zip(names, given, strict=True) if said == "found"), "")
    if not winner or winner == outcome_key(result):
        return ()
    world = read_world(item.world)
    held = dict.fromkeys(
        name.partition(".")[0]
        for name, solve in holding("chain")
        if isinstance(answer := solve(world, item.flavour), Resolution) and outcome_key(answer) == winner
    )
    return tuple(held)


def check(question: Question, item: Item) -> Iterator[Found]:
    """The rows are links of the chain."""
    for index, name in enumerate(question.body.get("rows", ())):
        if name not in LABELS:
            remedy = f"There are: {', '.join(LABELS)}."
            yield Found(at=("rows", index), message=f"no link of the chain is called {name}", remedy=remedy)


TRACE = Kind(
    id="trace",
    words="predict the trace",
    how="Say what becomes of each link. Every row counts.",
    shuffle=as_written,
    shown=shown,
    read=read,
    accept=accept,
    mark=mark,
    check=check,
)
