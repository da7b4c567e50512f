"""Reviews that fall due, as a calendar: one entry a day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from studyapp.study.plan import Plan
from studyapp.study.schedule import Memory

DAYS_AHEAD = 60


def days(plan: Plan, now: datetime) -> dict[date, list[Memory]]:
    """What is due on which day, from today on; what is overdue stands today, as far as a day's share goes."""
    found: dict[date, list[Memory]] = defaultdict(list)
    for one in (*plan.today, *plan.waiting, *plan.later):
        day = max(one.due.date(), now.date())
        while len(found[day]) >= plan.per_day:
            day += timedelta(days=1)
        if day <= now.date() + timedelta(days=DAYS_AHEAD):
            found[day].append(one)
    return {day: found[day] for day in sorted(found) if found[day]}


def calendar(plan: Plan, texts: Mapping[str, str], now: datetime, site: str) -> bytes:
    """An iCalendar file (RFC 5545)."""
    out = Calendar()
    out.add("prodid", "-//Rolecall//reviews//EN")
    out.add("version", "2.0")
    for day, due in days(plan, now).items():
        event = Event()
        event.add("uid", f"review-{day.isoformat()}@rolecall")
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", f"Rolecall: {len(due)} review{'' if len(due) == 1 else 's'}")
        lines = [f"{site}/review/", *(f"- {texts.get(one.objective, one.objective)}" for one in due)]
        event.add("description", "\n".join(lines))
        event.add("transp", "TRANSPARENT")
        out.add_component(event)
    return bytes(out.to_ical())
