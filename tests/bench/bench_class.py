"""A class at once: votes and screens on two processes of the real server, and the poll in one."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.test.utils import override_settings

from studyapp.classes import actions
from studyapp.classes.decks import Planned
from studyapp.classes.document import document
from studyapp.models import Learner
from tests.bench.bench_pages import Browser, must
from tests.bench.measure import Row, median_seconds

PHONES = 500
SCREENS_P99 = 1.5  # seconds
POLLS_A_SECOND = 1_000


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A line that is a count, not a time."""

    name: str
    said: str
    met: bool

    def line(self) -> str:
        return f"{self.name:<52} {self.said:>15}   {'ok' if self.met else 'MISSED'}"


def rows() -> Iterator[Row | Fact]:
    """The figures of a class of 500, on SQLite and, where a server answers, on PostgreSQL."""
    yield from _poll()
    yield from _class("SQLite", {name: text for name, text in os.environ.items() if name != "DATABASE_URL"})
    url = os.environ.get("TEST_POSTGRES_URL", "postgres:///test")
    try:
        with psycopg.connect(url, connect_timeout=2, autocommit=True) as server:
            name = f"rolecall_bench_{secrets.token_hex(4)}"
            server.execute(f'CREATE DATABASE "{name}"')
            try:
                own = urlsplit(url)._replace(path=f"/{name}").geturl()
                yield from _class("PostgreSQL", {**os.environ, "DATABASE_URL": own})
            finally:
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    except psycopg.OperationalError:
        print("Not run: the class on PostgreSQL (no server answers; set TEST_POSTGRES_URL).")


def _poll() -> Iterator[Row]:
    room = actions.create_class(teacher=Learner.objects.create(), name="Bench")
    deck = actions.create_deck(classroom=room, name="Bench", planned=[Planned(stage="cycle", question="Q01")])
    session = actions.start_session(deck=deck)
    actions.move(session=session, place=1, move="open", seen="draft")
    now = document(session.code)
    assert now is not None
    with override_settings(ROOT_URLCONF="tests.bench.urls", ALLOWED_HOSTS=["127.0.0.1"]):
        phone = Browser()
        poll = must(phone, 204, f"/c/{session.code}/state", None, "", f"v={now.version}")
        ours, theirs = median_seconds(poll, must(phone, 200, "/hello/"))
    name = "a poll that finds nothing new"
    yield Row(name=name, ours=ours, baseline=theirs, against="Django hello", reach=("at least", 1.0))
    yield Row(name=f"{POLLS_A_SECOND:,} polls: seconds of one core", ours=ours * POLLS_A_SECOND, target=1.0)


def _class(where: str, environ: dict[str, str]) -> Iterator[Row | Fact]:
    """One run of class_burst in a process of its own: its settings are those of its database."""
    command = [sys.executable, "-m", "tests.bench.class_burst", str(PHONES), "--json"]
    done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True, timeout=300)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    yield Row(
        name=f"{where}: {PHONES} votes within 1 s, 99 % are in after",
        ours=median(one["p99"] for one in found["votes"]),
        baseline=median(one["p99"] for one in found["plain"]),
        against="an ordinary view",
        reach=("at least", 1.0),
    )
    for name, runs in (("votes", found["votes"]), ("votes while a process dies", [found["killed"]])):
        stored = [min(one["acknowledged"], one["rows"], one["learners"]) for one in runs]
        met = all({one["acknowledged"], one["rows"], one["learners"]} == {PHONES} for one in runs)
        yield Fact(name=f"{where}: {name} stored once", said=f"{min(stored)} of {PHONES}", met=met)
    screens = found["screens"]
    yield Row(name=f"{where}: a change reaches 99 % of screens after", ours=screens["p99"], target=SCREENS_P99)
    reached = screens["reached"]
    yield Fact(name=f"{where}: screens reached", said=f"{reached} of {PHONES}", met=reached == PHONES)
