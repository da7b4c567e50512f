"""Answers at moments one can count."""

from datetime import UTC, datetime, timedelta
from itertools import count

from studyapp.evidence import Evidence

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
_seeds = count()


def at(days=0.0, hours=0.0, minutes=0.0):
    return START + timedelta(days=days, hours=hours, minutes=minutes)


def answered(correct=True, days=0.0, *, kind="single", objective="L05.winner", **more):
    given = {"question": "Q", "seed": next(_seeds), "confidence": 2, "at": at(days), **more}
    return Evidence(objective=objective, kind=kind, correct=correct, **given)
