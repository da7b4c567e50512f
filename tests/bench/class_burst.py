"""A whole class votes within one second, on two server processes: `python -m tests.bench.class_burst [PHONES]`.

With `DATABASE_URL=postgres:///name` on that (empty) database, else on a fresh SQLite file. The class votes on three
questions, and in turn with each by an ordinary view under the same burst; every phone polls once a second, the
teacher closes a vote, and one process is killed. Prints what was kept, how long a vote took, and how long the change
took to reach every screen; with `--json`, the same as data. All of it stays on 127.0.0.1.
"""

import asyncio
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
TRIES = 12
TURNS = ("Q01", "Q05", "Q07")  # a question a turn, and one more for the vote in which a process dies


@dataclass(frozen=True, kw_only=True)
class Class:
    """A live session with its phones, ready to vote: the rounds by id, the cookies of a phone and of a session."""

    code: str
    rounds: list[int]
    cookies: list[str]
    sessions: list[str]


def main() -> None:
    given = [text for text in sys.argv[1:] if text.isdigit()]
    count = int(given[0]) if given else 500
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/burst.sqlite3")
        os.environ |= {
            "SECRET_KEY": secrets.token_hex(),
            "PLAIN_STATIC": "1",
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        }
        port = _free_port()
        room = _class(count)
        server = _serve(port)
        try:
            found = asyncio.run(_play(port, room, server.pid))
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(20)
    print(json.dumps(found) if "--json" in sys.argv else _as_text(found), flush=True)


def _class(count: int) -> Class:
    """A live session with that many phones. Run before the server."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils.module_loading import import_string

    from studyapp import learners
    from studyapp.classes import actions
    from studyapp.classes.decks import Planned
    from studyapp.models import Learner, Participant

    call_command("migrate", verbosity=0)
    teacher = Learner.objects.create()
    room = actions.create_class(teacher=teacher, name="Burst")
    planned = [Planned(stage="cycle", question=name) for name in (*TURNS, "Q10")]
    session = actions.start_session(deck=actions.create_deck(classroom=room, name="Burst", planned=planned))
    phones = Learner.objects.bulk_create(Learner() for _ in range(count))
    Participant.objects.bulk_create(Participant(session=session, learner=one) for one in phones)
    for place in range(len(planned), 0, -1):
        actions.move(session=session, place=place, move="open", seen="draft")
    store, kept = import_string(f"{settings.SESSION_ENGINE}.SessionStore"), []
    for one in phones:
        own = store()
        own["learner"] = str(one.pk)
        own.save()
        kept.append(f"{settings.SESSION_COOKIE_NAME}={own.session_key}")
    return Class(
        code=session.code,
        rounds=list(session.rounds.order_by("place").values_list("pk", flat=True)),
        cookies=[f"{settings.LEARNER_COOKIE_NAME}={learners.sealed(one)}" for one in phones],
        sessions=kept,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(port: int) -> subprocess.Popen[bytes]:
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"]
    server += ["--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "8"]
    server += ["--backpressure", "256", "--backlog", "1024", "--respawn-failed-workers", "--respawn-interval", "0.2"]
    return subprocess.Popen(
        [*server, "--log-level", "error", "studyapp.wsgi:application"], cwd=ROOT, start_new_session=True
    )


async def _ask(port: int, request: bytes) -> tuple[int, bytes]:
    async with asyncio.timeout(8):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(request)
            await writer.drain()
            answer = await reader.read()
            return int(answer.split(b" ", 2)[1]), answer
        finally:
            writer.close()


def _get(port: int, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()


def _post(port: int, path: str, cookie: str, fields: dict[str, object]) -> bytes:
    token = secrets.token_hex(16)
    body = urlencode({**fields, "csrfmiddlewaretoken": token})
    lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: {cookie}; csrftoken={token}"]
    lines += ["HX-Request: true", "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join([*lines, "Connection: close", "", body])).encode()


def _votes(port: int, room: Class, turn: int) -> list[bytes]:
    """The votes of every phone on one question."""
    fields = {"round": room.rounds[turn], "phase": 1, "confidence": 2}
    path = f"/c/{room.code}/vote"
    return [_post(port, path, one, {**fields, "choice": n % 3}) for n, one in enumerate(room.cookies)]


def _plain(port: int, room: Class, turn: int) -> list[bytes]:
    """The same by the ordinary view."""
    return [
        _post(port, "/ordinary/", one, {"part": f"{turn}", "choice": n % 3}) for n, one in enumerate(room.sessions)
    ]


async def _vote(port: int, request: bytes, delay: float, took: list[float]) -> bool:
    """Send a vote until an answer comes, as the page does. True if it said that the vote is in."""
    await asyncio.sleep(delay)
    began = time.monotonic()
    for attempt in range(TRIES):
        try:
            status, answer = await _ask(port, request)
        except (OSError, IndexError):
            status, answer = 0, b""
        if status and status < 500:
            took.append(time.monotonic() - began)
            return status == 200 and (b"data-voted" in answer)
        await asyncio.sleep(random.random() * min(20, 0.5 * 2**attempt))
    return False


async def _burst(port: int, requests: list[bytes], victim: int = 0) -> tuple[int, list[float]]:
    """Every request once, spread over a second: how many were acknowledged, and how long each took."""
    took: list[float] = []
    started = [asyncio.ensure_future(_vote(port, one, random.random(), took)) for one in requests]
    if victim:
        await asyncio.sleep(0.5)
        os.kill(victim, signal.SIGKILL)
    return sum(await asyncio.gather(*started)), took


async def _screen(port: int, code: str, seen: dict[int, float], number: int, until: asyncio.Event) -> None:
    """One phone's poll: once a second with jitter; notes when it first sees another key of the document."""
    version = key = b""
    while not until.is_set():
        try:
            status, answer = await _ask(port, _get(port, f"/c/{code}/state?v={version.decode() or 0}"))
        except (OSError, IndexError):
            status, answer = 0, b""
        if status == 200:
            version = answer.lower().split(b"x-version: ")[1].split(b"\r\n")[0]
            now = answer.split(b'data-key="')[1].split(b'"')[0]
            if key and now != key:
                seen.setdefault(number, time.monotonic())
            key = now
        await asyncio.sleep(0.7 + 0.4 * random.random())


async def _play(port: int, room: Class, parent: int) -> dict[str, Any]:
    """The whole run: turns of both kinds, a change of phase, a vote in which one process dies."""
    await _ready(port)
    count = len(room.cookies)
    found: dict[str, Any] = {"phones": count, "votes": [], "plain": []}
    for turn in range(len(TURNS)):
        kept, took = await _burst(port, _plain(port, room, turn))
        found["plain"].append(await _told(kept, took, lambda turn=turn: _bets(turn)))
        kept, took = await _burst(port, _votes(port, room, turn))
        found["votes"].append(await _told(kept, took, lambda turn=turn: _rows(room.rounds[turn])))
    found["screens"] = await _fan_out(port, room.code, count)
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    kept, took = await _burst(port, _votes(port, room, len(TURNS)), victim=int(children[-1]))
    found["killed"] = await _told(kept, took, lambda: _rows(room.rounds[-1]))
    return found


async def _ready(port: int) -> None:
    while True:
        try:
            if (await _ask(port, _get(port, "/readyz")))[0] == 200:
                return
        except (OSError, IndexError):
            pass
        await asyncio.sleep(0.3)


async def _told(kept: int, took: list[float], rows: Callable[[], tuple[int, int]]) -> dict[str, Any]:
    stored, voters = await asyncio.to_thread(rows)
    return {"acknowledged": kept, "rows": stored, "learners": voters, **_quantiles(took)}


async def _fan_out(port: int, code: str, count: int) -> dict[str, Any]:
    """How long a change of phase took to reach each of so many screens that poll once a second."""
    seen: dict[int, float] = {}
    over = asyncio.Event()
    screens = [asyncio.ensure_future(_screen(port, code, seen, number, over)) for number in range(count)]
    await asyncio.sleep(4)
    changed = await asyncio.to_thread(_close, code)
    await asyncio.sleep(5)
    over.set()
    await asyncio.gather(*screens)
    return {"reached": len(seen), **_quantiles([one - changed for one in seen.values()])}


def _close(code: str) -> float:
    """Close the vote that is on the screens."""
    from studyapp.classes import actions
    from studyapp.models import LiveSession

    session = LiveSession.objects.get(code=code)
    actions.move(session=session, place=1, move="close", seen="open1")
    return time.monotonic()


def _quantiles(times: list[float]) -> dict[str, float]:
    """Seconds; {} of nothing."""
    times = sorted(times)
    if not times:
        return {}
    return {"p50": times[len(times) // 2], "p99": times[int((len(times) - 1) * 0.99)], "most": times[-1]}


def _rows(round: int) -> tuple[int, int]:
    """How many votes on a question are in the database, and of how many learners."""
    from studyapp.models import Answer

    own = Answer.objects.filter(round=round)
    return own.count(), own.values("learner").distinct().count()


def _bets(turn: int) -> tuple[int, int]:
    from studyapp.models import Bet

    own = Bet.objects.filter(lesson="vote", part=str(turn))
    return own.count(), own.values("learner").distinct().count()


def _as_text(found: dict[str, Any]) -> str:
    lines = [f"{found['phones']} phones, two processes"]
    lines += [f"an ordinary view: {_said(one)}" for one in found["plain"]]
    lines += [f"the class votes: {_said(one)}" for one in found["votes"]]
    lines += [f"the same, one process killed: {_said(found['killed'])}"]
    screens = found["screens"]
    return "\n".join([*lines, f"change of phase: {screens['reached']} screens, {_times(screens)}"])


def _said(one: dict[str, Any]) -> str:
    return f"{one['acknowledged']} acknowledged, {one['rows']} rows of {one['learners']} learners, {_times(one)}"


def _times(one: dict[str, Any]) -> str:
    return ", ".join(f"{name} {one[name] * 1e3:.0f} ms" for name in ("p50", "p99", "most") if name in one)


if __name__ == "__main__":
    main()
