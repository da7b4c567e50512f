"""A question as it was issued: everything a page, a grade or a dispute will ever need of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from studyapp.catalog.model import Option, Question


@dataclass(frozen=True, kw_only=True)
class Item:
    """One issued question; its options stand in the order shown. Which is right is not in it."""

    question: str
    seed: int
    content_hash: str
    title: str
    stem: str
    ask: str
    goal: str
    rule: str
    flavour: str
    world: Mapping[str, Any]
    options: tuple[Option, ...]

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "world": dict(self.world), "options": [asdict(option) for option in self.options]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Item":
        """The item of a stored answer. Raises TypeError if it is of another shape."""
        options = tuple(Option(**option) for option in data["options"])
        return cls(**{**data, "options": options})


def content_hash(question: Question) -> str:
    """Sixteen hex digits that change when the question does."""
    parts = (question.stem, question.ask, question.expect, question.rule, list(question.flavours))
    shown = json.dumps(
        [parts, dict(question.world), [asdict(option) for option in question.options]], sort_keys=True, default=str
    )
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def issue(question: Question, seed: int) -> Item:
    """Shuffle and freeze. The same question and seed give the same item, on every Python."""
    chance = Random(f"{question.id}/{seed}")  # noqa: S311 -- a shuffle to repeat, not a secret
    options = list(question.options)
    for last in range(len(options) - 1, 0, -1):
        # random() alone: its sequence for a seed is the same in every version of Python.
        other = int(chance.random() * (last + 1))
        options[last], options[other] = options[other], options[last]
    return Item(
        question=question.id,
        seed=seed,
        content_hash=content_hash(question),
        title=question.title,
        stem=question.stem,
        ask=question.ask,
        goal=str(question.observed.get("signer") or question.expect) if question.ask == "change" else "",
        rule=question.rule,
        flavour=question.flavours[0],
        world=question.world,
        options=tuple(options),
    )
