"""Ordering: the score is one minus the share of pairs that stand the wrong way round."""

from collections.abc import Iterator, Sequence

from studyapp.catalog.model import Question
from studyapp.questions.asks import Finding
from studyapp.questions.claims import BrokenItem
from studyapp.questions.items import Chance, Item
from studyapp.questions.kinds.base import Body, Fields, Found, Kind, only, whole
from studyapp.questions.verdict import Marks, Part, Response, Unreadable

GIVE = "Give every line a place, each number once."
SHAPE = "This answer has another shape than the question."


def shuffle(body: Body, chance: Chance) -> Body:
    """The things in another order; each remembers the place its author gave it."""
    placed = [{**thing, "at": place} for place, thing in enumerate(body["items"])]
    return {**body, "items": chance.shuffled(placed)}


def shown(item: Item) -> dict[str, object]:
    """The things, and the places to choose from."""
    things = [{"name": f"place_{number}", "text": thing["text"]} for number, thing in enumerate(item.body["items"])]
    return {"things": things, "places": [str(place) for place in range(1, len(things) + 1)]}


def read(fields: Fields, item: Item) -> Response:
    """{"order": [n, …]} from the fields `place_<n>`: the thing that stands first, the second, …"""
    count = len(item.body["items"])
    places = [whole(fields.get(f"place_{number}") or "", count + 1, GIVE) for number in range(count)]
    if sorted(places) != list(range(1, count + 1)):
        raise Unreadable(GIVE)
    return {"order": sorted(range(count), key=lambda number: places[number])}


def accept(response: Response, item: Item) -> Response:
    """Every thing once, in the learner's order."""
    only(response, "order")
    order, count = response["order"], len(item.body["items"])
    if not isinstance(order, list):
        raise Unreadable(SHAPE)
    given = [whole(one, count, SHAPE) for one in order]
    if sorted(given) != list(range(count)):
        raise Unreadable(GIVE)
    return {"order": given}


def key_order(item: Item, before: Finding | None) -> list[int]:
    """The things in the engine's order, or in that of the cited page. BrokenItem if the engine misses one."""
    things = item.body["items"]
    if before is None:
        return sorted(range(len(things)), key=lambda number: int(things[number]["at"]))
    named = before.key.split(",")
    unknown = [thing.get("id", thing["text"]) for thing in things if thing.get("id") not in named]
    if unknown:
        raise BrokenItem(f"{item.question}: the engine’s order has no {', '.join(unknown)}")
    return sorted(range(len(things)), key=lambda number: named.index(things[number]["id"]))


def inverted(order: Sequence[int], key: Sequence[int]) -> list[tuple[int, int]]:
    """The pairs (earlier, later) of the learner's order that the key has the other way round."""
    rank = {number: place for place, number in enumerate(key)}
    return [
        (first, second)
        for place, first in enumerate(order)
        for second in order[place + 1 :]
        if rank[first] > rank[second]
    ]


def mark(item: Item, response: Response | None, before: Finding | None) -> Marks:
    """One minus inversions by possible inversions; a thing put too early stands for its misconception."""
    key = key_order(item, before)
    things = item.body["items"]
    order = key if response is None else response["order"]
    wrong = inverted(order, key)
    early = dict.fromkeys(first for first, _ in wrong)
    mine = {number: place for place, number in enumerate(order, start=1)}
    parts = tuple(
        Part(
            text=things[number]["text"],
            right=True,
            hit=response is not None and mine[number] == place,
            said="" if response is None else str(mine[number]),
            key=str(place),
            feedback=things[number].get("feedback", ""),
            misconception=things[number].get("misconception", ""),
        )
        for place, number in enumerate(key, start=1)
    )
    return Marks(
        score=1 - len(wrong) / (len(things) * (len(things) - 1) / 2),
        answer=", then ".join(things[number]["text"] for number in key),
        said="" if response is None else ", then ".join(things[number]["text"] for number in order),
        parts=parts,
        misconceptions=tuple(
            dict.fromkeys(things[number]["misconception"] for number in early if things[number].get("misconception"))
        ),
    )


def check(question: Question, item: Item) -> Iterator[Found]:
    """Every thing has a name the engine knows, unless a page is cited."""
    things = question.body["items"]
    for index, thing in enumerate(things):
        if not question.cite and "id" not in thing:
            message = "this thing has no id for the engine to order it by (IW02)"
            yield Found(at=("items", index), message=message, remedy="Name it as the engine does.")
    if len({thing["text"] for thing in things}) < len(things):
        yield Found(at=("items",), message="two things read the same (IW03)", remedy="Word them differently.")


ORDER = Kind(
    id="order",
    words="ordering",
    how="Number them from first to last. Pairs the right way round count.",
    shuffle=shuffle,
    shown=shown,
    read=read,
    accept=accept,
    mark=mark,
    check=check,
)
