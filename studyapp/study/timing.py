"""The clock of a test, in plain values: when it ends, what a pause gives back, and whether the clock was set."""

from dataclasses import dataclass
from datetime import datetime, timedelta

GRACE = timedelta(seconds=5)  # for an answer that was under way when the time ran out
LONGEST_PAUSE = timedelta(minutes=15)
MOST_PAUSES = 2
MOVED = timedelta(seconds=2)  # two clocks of one machine never part by more on their own


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One moment by both clocks: the time of day, and the seconds since the machine was started (`boot`)."""

    at: datetime
    ran: float
    boot: str = ""


def moved(before: Moment, now: Moment) -> timedelta:
    """By how much the time of day was set between two moments; zero where it cannot be told."""
    if not before.boot or before.boot != now.boot:
        return timedelta()
    by = (now.at - before.at) - timedelta(seconds=now.ran - before.ran)
    return by if abs(by) > MOVED else timedelta()


def pause_until(paused_at: datetime) -> datetime:
    """When a pause ends by itself."""
    return paused_at + LONGEST_PAUSE


def given_back(paused_at: datetime, now: datetime) -> timedelta:
    """The time a pause adds to the end."""
    return max(timedelta(), min(now - paused_at, LONGEST_PAUSE))


def ends_at(deadline: datetime, paused_at: datetime | None, now: datetime) -> datetime:
    """The end as it stands now; during a pause it moves along."""
    return deadline + given_back(paused_at, now) if paused_at else deadline


def over(deadline: datetime | None, paused_at: datetime | None, now: datetime) -> bool:
    """Whether the time is up, with the grace for what is under way."""
    return deadline is not None and now > ends_at(deadline, paused_at, now) + GRACE


def left(deadline: datetime | None, paused_at: datetime | None, now: datetime) -> int | None:
    """Whole seconds that are left; None without a clock."""
    if deadline is None:
        return None
    return max(0, int((ends_at(deadline, paused_at, now) - now).total_seconds()))
