"""A case of two sums that part, and what a named cause says about it."""

from collections.abc import Callable
from dataclasses import dataclass

from studyapp.engines.signing.parting import Parting
from studyapp.engines.signing.results import Stages


@dataclass(frozen=True, kw_only=True)
class Cause:
    """A named cause. `lesson` is the id of the lesson to read, `misconception` that of the idea behind it."""

    id: str
    title: str
    why: str
    repair: str
    lesson: str = "L16"
    misconception: str = ""


@dataclass(frozen=True, kw_only=True)
class Side:
    """What is known of one side besides its sum. Nothing of a service's side when only its answer is there."""

    stages: Stages
    body: str | None = None
    secret: str | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """Two sides and where they part."""

    ours: Side
    theirs: Side
    at: Parting

    @property
    def left(self) -> str:
        return self.at.row.ours

    @property
    def right(self) -> str:
        return self.at.row.theirs


Rule = Callable[[Case], Cause | None]
