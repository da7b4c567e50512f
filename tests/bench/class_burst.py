"""A whole class votes within one second, on two server processes: `python -m tests.bench.class_burst [PHONES]`.

With `DATABASE_URL=postgres:///name` on that (empty) database, else on a fresh SQLite file. Every phone polls once a
second meanwhile, the teacher closes the vote, and one process is killed. Prints what was kept, how long a vote took,
and how long the change took to reach every screen. All of it stays on 127.0.0.1.
"""

import asyncio
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
TRIES = 12


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/burst.sqlite3")
        os.environ |= {
            "SECRET_KEY": secrets.token_hex(),
            "PLAIN_STATIC": "1",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        port = _free_port()
        code, rounds, cookies = _class(count)
        server = _serve(port)
        try:
            asyncio.run(_play(port, code, rounds, cookies, server.pid))
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(20)


def _class(count: int) -> tuple[str, list[int], list[str]]:
    """A live session with that many phones: its code, its rounds, the phones' cookies. Run before the server."""
    import django

    django.setup()
    from django.core.management import call_command

    from studyapp import learners
    from studyapp.classes import actions
    from studyapp.classes.decks import Planned
    from studyapp.models import Learner, Participant

    call_command("migrate", verbosity=0)
    teacher = Learner.objects.create()
    room = actions.create_class(teacher=teacher, name="Burst")
    planned = [Planned(stage="cycle", question=name) for name in ("Q01", "Q05")]
    session = actions.start_session(deck=actions.create_deck(classroom=room, name="Burst", planned=planned))
    phones = Learner.objects.bulk_create(Learner() for _ in range(count))
    Participant.objects.bulk_create(Participant(session=session, learner=one) for one in phones)
    actions.move(session=session, place=1, move="open", seen="draft")
    rounds = list(session.rounds.order_by("place").values_list("pk", flat=True))
    return session.code, rounds, [learners.sealed(one) for one in phones]


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


def _post(port: int, code: str, round: int, cookie: str, choice: int) -> bytes:
    token = secrets.token_hex(16)
    body = urlencode({"round": round, "phase": 1, "choice": choice, "confidence": 2, "csrfmiddlewaretoken": token})
    lines = [
        f"POST /c/{code}/vote HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Cookie: learner={cookie}; csrftoken={token}",
    ]
    lines += ["HX-Request: true", "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join([*lines, "Connection: close", "", body])).encode()


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
            return status == 200 and b"data-voted" in answer
        await asyncio.sleep(random.random() * min(20, 0.5 * 2**attempt))
    return False


async def _burst(port: int, code: str, round: int, cookies: list[str], victim: int = 0) -> tuple[int, list[float]]:
    took: list[float] = []
    votes = [
        _vote(port, _post(port, code, round, one, n % 3), random.random(), took) for n, one in enumerate(cookies)
    ]
    started = [asyncio.ensure_future(vote) for vote in votes]
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


async def _play(port: int, code: str, rounds: list[int], cookies: list[str], parent: int) -> None:
    while True:
        try:
            if (await _ask(port, _get(port, "/readyz")))[0] == 200:
                break
        except (OSError, IndexError):
            await asyncio.sleep(0.3)
    kept, took = await _burst(port, code, rounds[0], cookies)
    _say("burst within 1 s", len(cookies), kept, rounds[0], took)
    await _fan_out(port, code, len(cookies))
    await asyncio.to_thread(_move, code, 2, "open")
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    kept, took = await _burst(port, code, rounds[1], cookies, victim=int(children[-1]))
    _say("the same, one process killed", len(cookies), kept, rounds[1], took)


async def _fan_out(port: int, code: str, count: int) -> None:
    seen: dict[int, float] = {}
    over = asyncio.Event()
    screens = [asyncio.ensure_future(_screen(port, code, seen, number, over)) for number in range(count)]
    await asyncio.sleep(4)
    changed = await asyncio.to_thread(_move, code, 1, "close")
    await asyncio.sleep(5)
    over.set()
    await asyncio.gather(*screens)
    delays = sorted(one - changed for one in seen.values())
    if delays:
        print(f"change of phase: {len(delays)} of {count} screens, {_quantiles(delays)}", flush=True)


def _move(code: str, place: int, move: str) -> float:
    from studyapp.classes import actions
    from studyapp.models import LiveSession

    session = LiveSession.objects.get(code=code)
    actions.move(session=session, place=place, move=move, seen=session.rounds.get(place=place).state)
    return time.monotonic()


def _quantiles(times: list[float]) -> str:
    times = sorted(times)
    at = {name: times[min(len(times) - 1, int(len(times) * part))] for name, part in (("p50", 0.5), ("p99", 0.99))}
    return ", ".join(f"{name} {value * 1e3:.0f} ms" for name, value in {**at, "max": times[-1]}.items())


def _say(what: str, sent: int, kept: int, round: int, took: list[float]) -> None:
    rows, learners = _rows(round)
    print(
        f"{what}: {kept} of {sent} acknowledged, {rows} rows of {learners} learners, {_quantiles(took)}", flush=True
    )


def _rows(round: int) -> tuple[Any, Any]:
    import threading

    from studyapp.models import Answer

    found: list[tuple[Any, Any]] = []

    def look() -> None:  # Django refuses queries in the thread of a running loop
        own = Answer.objects.filter(round=round)
        found.append((own.count(), own.values("learner").distinct().count()))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return found[0]


if __name__ == "__main__":
    main()
