"""Matching: each row fits one of the choices; every row that is matched counts."""

from collections.abc import Iterator, Mapping
from typing import Any

from studyapp.catalog.model import Question
from studyapp.questions.asks import Finding
from studyapp.questions.claims import BrokenItem, find
from studyapp.questions.items import Chance, Item
from studyapp.questions.kinds.base import Body, Fields, Found, Kind, only
from studyapp.questions.verdict import Marks, Part, Response, Unreadable

GIVE = "Choose something for every row, or say that you don’t know yet."


def shuffle(body: Body, chance: Chance) -> Body:
    """The rows in another order, and the choices where their order gives nothing to hold on to."""
    rows = chance.shuffled(body["rows"])
    choices = body["choices"]
    natural = any("says" in choice for choice in choices)
    return {**body, "rows": rows, "choices": list(choices) if natural else chance.shuffled(choices)}


def shown(item: Item) -> dict[str, object]:
    """Rows and choices, without what belongs together."""
    return {
        "rows": [{"name": f"pair_{place}", "text": row["text"]} for place, row in enumerate(item.body["rows"])],
        "choices": [{"id": choice["id"], "text": choice["text"]} for choice in item.body["choices"]],
    }


def read(fields: Fields, item: Item) -> Response:
    """{"pairs": {"0": "id", …}} from the fields `pair_<n>`."""
    pairs = {str(row): fields.get(f"pair_{row}") or "" for row in range(len(item.body["rows"]))}
    return accept({"pairs": pairs}, item)


def accept(response: Response, item: Item) -> Response:
    """A choice for every row."""
    only(response, "pairs")
    pairs = response["pairs"]
    known = {choice["id"] for choice in item.body["choices"]}
    rows = [str(row) for row in range(len(item.body["rows"]))]
    if not isinstance(pairs, dict) or set(pairs) != set(rows) or any(pairs[row] not in known for row in rows):
        raise Unreadable(GIVE)
    return {"pairs": {row: pairs[row] for row in rows}}


def key_of(item: Item, row: Mapping[str, Any], before: Finding | None) -> str:
    """The choice a row fits, by a run of its own or by the cited page. BrokenItem if none or several do."""
    return _fitted(item, row, before)[0]


def _fitted(item: Item, row: Mapping[str, Any], before: Finding | None) -> tuple[str, str]:
    """The choice a row fits, and the outcome of its run in words, "" where a page is cited."""
    choices, words = item.body["choices"], ""
    if before is None:
        fitting = [choice["id"] for choice in choices if choice["id"] == row.get("right")]
    else:
        ran = find(item, row["where"]) if row.get("where") else before
        words = ran.words
        fitting = [choice["id"] for choice in choices if choice.get("says") == ran.key]
        if not fitting:
            raise BrokenItem(f"{item.question}: no choice says {ran.key}, for the row “{row['text']}”")
    if len(fitting) != 1:
        raise BrokenItem(f"{item.question}: {len(fitting)} choices fit the row “{row['text']}”")
    return str(fitting[0]), words


def mark(item: Item, response: Response | None, before: Finding | None) -> Marks:
    """The share of rows that are matched; a wrong match stands for its misconception."""
    words = {choice["id"]: choice["text"] for choice in item.body["choices"]}
    parts = []
    for place, row in enumerate(item.body["rows"]):
        key, ran = _fitted(item, row, before)
        given = "" if response is None else response["pairs"][str(place)]
        slip: Mapping[str, Any] = next(
            (one for one in row.get("wrong", ()) if one["choice"] == given and given != key), {}
        )
        parts.append(
            Part(
                text=row["text"],
                right=True,
                hit=given == key,
                said=words.get(given, ""),
                key=words[key],
                result=ran,
                feedback=slip.get("feedback") or row.get("feedback", ""),
                misconception=slip.get("misconception", ""),
            )
        )
    found = tuple(dict.fromkeys(part.misconception for part in parts if part.misconception))
    return Marks(
        score=sum(part.hit for part in parts) / len(parts),
        answer="; ".join(f"{part.text}: {part.key}" for part in parts),
        said="" if response is None else "; ".join(f"{part.text}: {part.said}" for part in parts),
        parts=tuple(parts),
        misconceptions=() if response is None else found,
    )


def check(question: Question, item: Item) -> Iterator[Found]:
    """Names are given once, rows and choices differ, and cited rows say what fits."""
    body = question.body
    for name in ("rows", "choices"):
        texts = [part["text"] for part in body[name]]
        if len(set(texts)) < len(texts):
            yield Found(at=(name,), message=f"two {name} read the same (IW03)", remedy="Word them differently.")
    known = [choice["id"] for choice in body["choices"]]
    if len(set(known)) < len(known):
        yield Found(at=("choices",), message="two choices have the same id", remedy="Rename one.")
    for index, row in enumerate(body["rows"]):
        named = [row["right"]] if "right" in row else []
        named += [slip["choice"] for slip in row.get("wrong", ())]
        for name in named:
            if name not in known:
                remedy = f"There are: {', '.join(known)}."
                yield Found(at=("rows", index), message=f"no choice has the id {name}", remedy=remedy)
        if not row.get("feedback"):
            message = f"the row “{row['text']}” has no feedback (IW16)"
            yield Found(at=("rows", index), message=message, remedy="Say in a line why.")
        if bool(question.cite) != ("right" in row):
            message = "a row of a cited question says what is right, any other one does not (IW02)"
            yield Found(at=("rows", index), message=message, remedy="Add or remove `right:`.")
        if any(slip["choice"] == row.get("right") for slip in row.get("wrong", ())):
            message = "the right match is listed among the wrong ones"
            yield Found(at=("rows", index), message=message, remedy="Remove it there.")


MATCH = Kind(
    id="match",
    words="matching",
    how="Choose what fits each row. Every row counts.",
    shuffle=shuffle,
    shown=shown,
    read=read,
    accept=accept,
    mark=mark,
    check=check,
)
