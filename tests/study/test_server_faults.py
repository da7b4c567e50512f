"""A test sat over HTTP while the real server's workers are killed, and while replies get lost on the way.

F1 and F10 at the size of seconds. What was acknowledged is there, once, and the last value won.
"""

import http.client
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest
from django.conf import settings

from studyapp.management.commands.serve import _command

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("server")]
ROOT = Path(settings.BASE_DIR)
CLIENTS, SAVES, WORKERS, KILLS, STEADY = 4, 60, 2, 4, 6.0
PATIENCE = 120.0  # seconds: with all workers killed at once, new ones load the course first


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The production server on a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.database, self.port = folder / "site.sqlite3", free_port()
        self.born: dict[int, float] = {}
        self.killed = 0
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
            "DATABASE_URL": f"sqlite:///{self.database}",
            "SECRET_KEY": "only-for-this-test-" + "x" * 40,
            "PLAIN_STATIC": "1",
            "DJANGO_SETTINGS_MODULE": "studyapp.settings",
        }
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=self.environment, check=True)
        self.process = subprocess.Popen(_command("127.0.0.1", self.port, WORKERS), cwd=ROOT, env=self.environment)

    def workers(self) -> list[int]:
        """The processes that answer; they are children of the one that was started."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(one) for one in path.read_text().split()]

    def kill_one(self, dice: random.Random) -> bool:
        """kill -9 of one worker, in the middle of whatever it does.

        Granian takes a worker that dies within 5.5 seconds of its start for a crash loop, and gives up: so only the
        first ones and those that have run for a while are killed.
        """
        now, workers = time.monotonic(), self.workers()
        for one in workers:
            self.born.setdefault(one, now if self.killed else -STEADY)
        able = [one for one in workers if now - self.born[one] > STEADY]
        if not able:
            return False
        os.kill(dice.choice(able), signal.SIGKILL)
        self.killed += 1
        return True

    def rows(self, query: str) -> list[tuple]:
        with sqlite3.connect(self.database) as database:
            return database.execute(query).fetchall()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


class Browser:
    """Cookies and a token over plain connections, one a request."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.token = port, {}, ""

    def send(self, method: str, path: str, body: str = "", kind: str = "", port: int = 0) -> tuple[int, str]:
        """Status and text. Raises OSError or HTTPException when no answer comes."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        headers = {
            "Connection": "close",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if kind:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.token}
        try:
            connection.request(method, path, body.encode() or None, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for header in response.headers.get_all("Set-Cookie") or ():
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, text

    def until_it_answers(self, *request: str) -> tuple[int, str]:
        for _ in range(200):
            try:
                return self.send(*request)
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        raise AssertionError("no answer")

    def begin(self) -> str:
        """Start a test; returns its address."""
        _, page = self.until_it_answers("GET", "/assess/")
        self.token = re.search(r'"X-CSRFToken": "(\w+)"', page).group(1)
        key = str(uuid.uuid4())
        form = f"csrfmiddlewaretoken={self.token}&form=ten&key={key}"
        assert self.until_it_answers("POST", "/assess/start/", form, "application/x-www-form-urlencoded")[0] == 302
        return f"/assess/{key}/"


@pytest.fixture
def server(tmp_path):
    started = Server(tmp_path)
    yield started
    started.stop()


def save(browser: Browser, path: str, rev: int, key: str, port: int = 0) -> int:
    body = json.dumps({"key": key, "rev": rev, "fields": {"choice": [str(rev % 3)]}})
    return browser.send("POST", f"{path}draft.json", body, "application/json", port)[0]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for the workers in /proc")
def test_workers_killed_in_the_middle_lose_no_acknowledged_answer(server):
    browser, dice = Browser(server.port), random.Random(1)
    test = browser.begin()
    acked, retried, failures, running = [], [], [], threading.Event()
    running.set()

    def sit(place):
        try:
            for rev in range(1, SAVES + 1):
                key = str(uuid.uuid4())
                time.sleep(dice.random() * 0.25)
                until = time.monotonic() + PATIENCE
                while time.monotonic() < until:
                    try:
                        status = save(browser, f"{test}{place}/", rev, key)
                    except (OSError, http.client.HTTPException):
                        status = 0
                    if status == 200:
                        acked.append((place, rev, key))
                        break
                    retried.append(key)
                    time.sleep(dice.random() * 0.2)
                else:
                    failures.append((place, rev))
        except Exception as error:
            failures.append(error)

    def kill():
        seen = -1
        while running.is_set():
            time.sleep(0.2 + dice.random() * 0.3)
            # Only while saves get through: on a slow machine a new worker must live to be asked.
            if len(acked) > seen and sum(killed) < KILLS:
                seen = len(acked)
                killed.append(server.kill_one(dice))

    killed: list[bool] = []
    threads = [threading.Thread(target=sit, args=(place,)) for place in range(1, CLIENTS + 1)]
    killer = threading.Thread(target=kill)
    for thread in (*threads, killer):
        thread.start()
    for thread in threads:
        thread.join()
    running.clear()
    killer.join()
    assert failures == []
    assert len(acked) == CLIENTS * SAVES
    drafts = {str(uuid.UUID(key)) for (key,) in server.rows("SELECT id FROM studyapp_draft")}
    assert drafts == {key for *_, key in acked}
    items = server.rows("SELECT place, rev, fields FROM studyapp_attemptitem WHERE rev > 0 ORDER BY place")
    last = [(place, SAVES, {"choice": [str(SAVES % 3)]}) for place in range(1, CLIENTS + 1)]
    assert [(place, rev, json.loads(fields)) for place, rev, fields in items] == last
    assert server.rows("PRAGMA integrity_check") == [("ok",)]
    assert sum(killed) >= WORKERS


class LossyProxy(threading.Thread):
    """Passes requests on, and forgets to bring back every second reply."""

    def __init__(self, to: int) -> None:
        super().__init__(daemon=True)
        self.to, self.passed = to, 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])

    def run(self) -> None:
        while True:
            try:
                client, _ = self.door.accept()
            except OSError:
                return
            self.passed += 1
            with client, socket.create_connection(("127.0.0.1", self.to)) as server:
                client.settimeout(5)
                server.settimeout(10)
                request = b""
                while b"\r\n\r\n" not in request or not request.rstrip().endswith(b"}"):
                    request += client.recv(65536)
                server.sendall(request)
                reply = b""
                while more := server.recv(65536):
                    reply += more
                if self.passed % 2 == 0:
                    client.sendall(reply)


def test_a_reply_that_is_lost_after_the_commit_is_not_a_second_answer(server):
    """F10. The control sends each retry with a key of its own, as a form without keys would: answers multiply."""
    browser = Browser(server.port)
    test = browser.begin()
    proxy = LossyProxy(server.port)
    proxy.start()
    keys = {"with its key": 1, "control": 2}
    for name, place in keys.items():
        for rev in range(1, 11):
            key, status = str(uuid.uuid4()), 0
            for _ in range(10):
                try:
                    status = save(browser, f"{test}{place}/", rev, key, proxy.port)
                except (OSError, http.client.HTTPException):
                    key = key if name == "with its key" else str(uuid.uuid4())
                    continue
                break
            assert status in (200, 409)
    proxy.door.close()
    counted = dict(
        server.rows(
            "SELECT place, count(*) FROM studyapp_draft d "
            "JOIN studyapp_attemptitem i ON i.id = d.item_id GROUP BY place"
        )
    )
    assert counted == {1: 10, 2: 20}
