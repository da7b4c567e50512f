"""What came of an answer: one shape for every kind, so that pages, classes and reports need not know the kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studyapp.questions.asks import Finding

Response = dict[str, Any]


class Unreadable(ValueError):
    """An answer of the wrong shape. Its text is a sentence for the learner."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One option, row, line or place: whether it belongs to the key, and what the learner made of it.

    `right` is about the part itself (it belongs to the key), `chosen` about the learner, `hit` whether the two agree.
    A row or a position has `said` and `key`, both in words. `tried` and `result`: what the engine was asked to do for
    an option, and what came of it; `would_be`: the smallest change that would make the option right.
    """

    text: str
    right: bool
    chosen: bool = False
    hit: bool = True
    said: str = ""
    key: str = ""
    feedback: str = ""
    misconception: str = ""
    tried: str = ""
    result: str = ""
    would_be: str = ""


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What a kind makes of a response. `misconceptions`: what a wrong answer stands for; two cannot be told apart.

    Where the response itself changes the state, `state` is what it came to and `finding` the run of that.
    """

    score: float
    answer: str
    said: str
    parts: tuple[Part, ...]
    misconceptions: tuple[str, ...] = ()
    finding: Finding | None = None
    state: Mapping[str, Any] | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The marks, with the run that explains them."""

    correct: bool
    score: float
    given: bool
    answer: str
    said: str
    outcome: str
    engine: str
    parts: tuple[Part, ...]
    misconceptions: tuple[str, ...] = ()
    finding: Finding | None = None
    state: Mapping[str, Any] | None = None
    note: str = ""

    @property
    def misconception(self) -> str:
        """The misconception a wrong answer is evidence for; "" where it is none, or two share the answer."""
        return self.misconceptions[0] if len(self.misconceptions) == 1 else ""

    @property
    def resolution(self) -> Any:
        """The engine's own result; None for a cited key."""
        return self.finding.result if self.finding else None
