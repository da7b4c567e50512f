"""What to review today, in which order, and what may wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from studyapp.study.schedule import Memory


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`today` in the order to ask; `waiting` are due too, beyond a day’s share; `later` fall due in time."""

    today: tuple[Memory, ...]
    waiting: tuple[Memory, ...]
    later: tuple[Memory, ...]
    per_day: int

    @property
    def due(self) -> int:
        return len(self.today) + len(self.waiting)

    @property
    def days_to_catch_up(self) -> int:
        """How many more days the waiting ones take at this pace."""
        return ceil(len(self.waiting) / self.per_day)

    @property
    def next_at(self) -> datetime | None:
        """When the next one falls due; None if nothing was ever answered."""
        return self.later[0].due if self.later else None

    def within(self, until: datetime) -> int:
        """How many more fall due up to then."""
        return sum(one.due <= until for one in self.later)


def plan(memories: Iterable[Memory], *, now: datetime, per_day: int, done_today: int = 0) -> Plan:
    """Errors that were sure come first, then what is nearest to being forgotten; neighbours come from two lessons."""
    by_due = sorted(memories, key=lambda one: (one.due, one.objective))
    due = sorted(
        (one for one in by_due if one.due <= now), key=lambda one: (not one.sure_error, one.recall, one.objective)
    )
    share = max(per_day - done_today, 0)
    return Plan(
        today=interleaved(due[:share]),
        waiting=tuple(due[share:]),
        later=tuple(one for one in by_due if one.due > now),
        per_day=per_day,
    )


def lesson_of(objective: str) -> str:
    """The lesson of an objective: L05 of L05.winner."""
    return objective.partition(".")[0]


def interleaved(memories: Sequence[Memory]) -> tuple[Memory, ...]:
    """The same ones, the most pressing first, but after each a different lesson as long as there is one."""
    left, out = list(memories), []
    while left:
        before = lesson_of(out[-1].objective) if out else ""
        chosen = next((one for one in left if lesson_of(one.objective) != before), left[0])
        left.remove(chosen)
        out.append(chosen)
    return tuple(out)
