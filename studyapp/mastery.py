"""When an objective counts as mastered: a rule one can read, counted over the last answers, never a percentage."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from studyapp.evidence import Evidence, in_order

State = Literal["solid", "fading", "half", "new"]
WORDS: dict[State, str] = {"solid": "Solid", "fading": "Fading", "half": "Half done", "new": "Not begun"}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`need` of the last `of` right, on `days` days, in `kinds` kinds, no sure error among the last `calm`."""

    need: int = 4
    of: int = 5
    days: int = 2
    kinds: int = 2
    calm: int = 3


@dataclass(frozen=True, kw_only=True)
class Mastery:
    """What the last answers to one objective amount to; `lacks` says what is still missing, in words."""

    state: State
    right: int = 0
    of: int = 0
    days: int = 0
    kinds: int = 0
    answers: int = 0
    lacks: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Such as "4 of 5, on 2 days"."""
        if not self.of:
            return "nothing yet"
        return f"{self.right} of {self.of}, on {self.days} day{'' if self.days == 1 else 's'}"

    @property
    def name(self) -> str:
        return WORDS[self.state]


def mastery(evidence: Iterable[Evidence], *, rule: Rule, kinds_there: int, faded: bool) -> Mastery:
    """Judge the answers to one objective.

    `kinds_there`: in how many kinds the course asks it, since nobody can answer a kind that does not exist. `faded`:
    whether its review has fallen due.
    """
    counted = in_order(evidence)
    if not counted:
        return Mastery(state="new")
    last = counted[-rule.of :]
    right = [one for one in last if one.earned]
    days, kinds = {one.at.date() for one in right}, {one.kind for one in right}
    lacks = []
    if len(right) < rule.need:
        lacks.append(f"{rule.need - len(right)} more right of the last {rule.of}")
    if len(days) < rule.days:
        lacks.append("a right answer on another day")
    if len(kinds) < min(rule.kinds, kinds_there):
        lacks.append("a right answer to another kind of question")
    if any(one.sure_and_wrong for one in counted[-rule.calm :]):
        lacks.append(f"a sure error has to leave the last {rule.calm}")
    return Mastery(
        state="half" if lacks else "fading" if faded else "solid",
        right=len(right),
        of=len(last),
        days=len({one.at.date() for one in last}),
        kinds=len(kinds),
        answers=len(counted),
        lacks=tuple(lacks),
    )


def together(parts: Iterable[Mastery]) -> State:
    """A lesson from its objectives: solid when all are, fading when one has faded, half done when one was begun."""
    states = [part.state for part in parts]
    if not states or all(state == "new" for state in states):
        return "new"
    if any(state in ("half", "new") for state in states):
        return "half"
    return "fading" if "fading" in states else "solid"
