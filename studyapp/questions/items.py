"""A question as it was issued: everything a page, a grade, a regrade or a dispute will ever need of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any

from studyapp.catalog.model import Option


@dataclass(frozen=True, kw_only=True)
class Item:
    """One issued question, its parts in the order shown.

    `state` holds the fields of the lab `lab`, so that it opens there; `body` what the kind needs, with the claims of
    the options. A page never gets the body, only what its kind's `shown` picks out of it.
    """

    question: str
    seed: int
    content_hash: str
    kind: str
    title: str
    stem: str
    rule: str
    lab: str = ""
    ask: str = ""
    state: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    sheets: tuple[Mapping[str, str], ...] = ()
    hints: tuple[str, ...] = ()
    cite: Mapping[str, str] | None = None
    generator: str = ""
    version: int = 0

    @property
    def flavour(self) -> str:
        """Whose rules: the tool of a chain, or the retry profile."""
        return str(self.state.get("flavour", ""))

    @property
    def world(self) -> Mapping[str, Any]:
        """The machine of a question about the chain."""
        world: Mapping[str, Any] = self.state.get("world", {})
        return world

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of a kind that has options, as they were shown."""
        names = ("text", "says", "because", "where", "right", "misconception", "feedback")
        return tuple(
            Option(**{name: option[name] for name in names if name in option})
            for option in self.body.get("options", ())
        )

    def to_json(self) -> dict[str, Any]:
        """The item as plain data, to be stored with an answer."""
        data = asdict(self)
        return {**data, "hints": list(self.hints), "sheets": [dict(sheet) for sheet in self.sheets]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Item":
        """The item of a stored answer. Raises TypeError if it is of another shape."""
        return cls(**{**data, "hints": tuple(data["hints"]), "sheets": tuple(data["sheets"])})


class Chance:
    """Draws that are the same for a seed on every Python: `Random.random()` alone."""

    def __init__(self, *seed: object) -> None:
        self._random = Random("/".join(str(part) for part in seed))  # noqa: S311 -- to repeat, not a secret

    def below(self, number: int) -> int:
        """A whole number from 0 up to but not including `number`."""
        return int(self._random.random() * number)

    def shuffled(self, things: list[Any] | tuple[Any, ...]) -> list[Any]:
        """The things in another order."""
        out = list(things)
        for last in range(len(out) - 1, 0, -1):
            other = self.below(last + 1)
            out[last], out[other] = out[other], out[last]
        return out
