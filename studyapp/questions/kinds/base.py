"""What a kind of question is, and what several of them share."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from studyapp.catalog.model import Question
from studyapp.questions.asks import Finding
from studyapp.questions.items import Chance, Item
from studyapp.questions.verdict import Marks, Response, Unreadable

Body = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A mistake of an author, before it has its file: where it stands in the front matter, and what to do."""

    at: tuple[int | str, ...]
    message: str
    remedy: str
    severity: str = "error"


class Fields(Protocol):
    """What a form sends: a QueryDict will do."""

    def get(self, key: str, /) -> Any: ...

    def getlist(self, key: str, /) -> list[Any]: ...


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind. `read` makes a response of a form, `accept` checks one from anywhere; both raise Unreadable.

    `shown` is all a page may know before the answer: texts, never claims. `mark` gets the run of the item's own
    state (None: a cited key) and a response that was accepted, or None for "I don't know yet". `check` finds an
    author's mistakes in the text, `check_key` those that only a run shows; `prepare` fills in what the state offers.
    """

    id: str
    words: str
    how: str
    shuffle: Callable[[Body, Chance], Body]
    shown: Callable[[Item], dict[str, Any]]
    read: Callable[[Fields, Item], Response]
    accept: Callable[[Response, Item], Response]
    mark: Callable[[Item, Response | None, Finding | None], Marks]
    check: Callable[[Question, Item], Iterator[Found]]
    check_key: Callable[[Item, Finding | None], Iterator[Found]] = lambda item, before: iter(())
    prepare: Callable[[Body, Mapping[str, Any]], Body] = lambda body, state: body


def shuffled_options(body: Body, chance: Chance) -> Body:
    """The options in another order."""
    return {**body, "options": chance.shuffled(body["options"])}


def as_written(body: Body, chance: Chance) -> Body:
    """Nothing is shuffled: the order is part of the question."""
    return body


def texts(item: Item) -> dict[str, Any]:
    """The options' texts, and a caption if there is one."""
    shown = {"options": [option["text"] for option in item.body["options"]]}
    return {**shown, "caption": item.body["caption"]} if item.body.get("caption") else shown


def whole(value: Any, below: int, sentence: str) -> int:
    """A whole number from 0 to below `below`, from a form or from JSON. Raises Unreadable."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Unreadable(sentence)
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) < below):
        raise Unreadable(sentence)
    return int(text)


def only(response: Response, *names: str) -> None:
    """Refuse a response that has other fields than these. Raises Unreadable."""
    if not isinstance(response, dict) or set(response) != set(names):
        raise Unreadable("This answer has another shape than the question.")
