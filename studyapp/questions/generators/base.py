"""What a generator is."""

from dataclasses import dataclass
from typing import Protocol

from studyapp.questions.items import Item


class Draw(Protocol):
    """A seed, perhaps a class of answers to aim at, and the deck's parameters, to an item.

    The same arguments give the same item for ever: a change of what is drawn is a new version. A text left empty
    (title, stem, rule, hints) is taken from the deck; question, seed, hash and version are filled in by `issue`.
    """

    def __call__(self, seed: int, target: str | None = None, **params: object) -> Item: ...


@dataclass(frozen=True, kw_only=True)
class Generator:
    """One generator: its id such as "G01", its version, and how it draws."""

    id: str
    version: int
    draw: Draw
