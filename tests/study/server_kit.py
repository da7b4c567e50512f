"""The production server on a database of its own, and a browser of plain requests to it."""

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
# Below it there is no server: `serve` begins it anew, as it does in service.
PROGRAM = """
import sys
from studyapp.management.commands import serve
serve.SILENT_SECONDS = 4.0
command = serve._command("127.0.0.1", int(sys.argv[1]), int(sys.argv[2]))
sys.exit(serve.supervise([*command[:-1], "faulty_server:application"]))
"""
NO_ANSWER = (OSError, http.client.HTTPException)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(process: int) -> list[int]:
    """The processes that a process has begun and that are still there."""
    try:
        found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [int(one) for one in found]


class Server:
    """The site with two workers, on a database with all its tables."""

    def __init__(self, folder: Path, url: str = "", **environment: str) -> None:
        self.folder, self.database, self.port = folder, folder / "site.sqlite3", free_port()
        kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.environment = {
            **kept,
            "DATABASE_URL": url or f"sqlite:///{self.database}",
            "SECRET_KEY": "only-for-this-test-" + "x" * 40,
            "PLAIN_STATIC": "1",
            "DJANGO_SETTINGS_MODULE": "studyapp.settings",
            "PYTHONPATH": str(Path(__file__).parent),
            **environment,
        }
        if url or connection.vendor != "sqlite":
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=self.environment, check=True
            )
        else:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(self.database)])
        with open(folder / "log", "w") as log:
            command = [sys.executable, "-c", PROGRAM, str(self.port), "2"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def workers(self) -> list[int]:
        """The processes that answer: children of the one that `serve` has begun."""
        return [worker for server in children(self.process.pid) for worker in children(server)]

    def kill_all(self) -> None:
        """kill -9 of every worker, in the middle of whatever it does."""
        for one in self.workers():
            os.kill(one, signal.SIGKILL)

    def rows(self, query: str) -> list[tuple]:
        with sqlite3.connect(self.database) as database:
            return database.execute(query).fetchall()

    def drafts(self) -> set[str]:
        """The keys of the saves that are in the database."""
        return {str(uuid.UUID(key)) for (key,) in self.rows("SELECT id FROM studyapp_draft")}

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


class Browser:
    """Cookies and a token over plain connections, one a request."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.token, self.test = port, {}, "", ""
        self.retry_after: list[str] = []
        self.patience = 10.0  # seconds without an answer

    def send(self, method: str, path: str, body: str = "", kind: str = "", fault: str = "") -> tuple[int, str]:
        """Status and text. Raises OSError or HTTPException when no answer comes."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        headers = {
            "Connection": "close",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Fault": fault,
        }
        if kind:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.token}
        try:
            link.request(method, path, body.encode() or None, headers)
            response = link.getresponse()
            text = response.read().decode()
        finally:
            link.close()
        for header in response.headers.get_all("Set-Cookie") or ():
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        if response.status == 503:
            self.retry_after.append(response.headers["Retry-After"])
        return response.status, text

    def until_it_answers(self, *request: str) -> tuple[int, str]:
        for _ in range(1200):
            try:
                return self.send(*request)
            except NO_ANSWER:
                time.sleep(0.1)
        raise AssertionError("no answer")

    def begin(self) -> "Browser":
        """Start a test."""
        _, page = self.until_it_answers("GET", "/assess/")
        self.token = re.search(r'"X-CSRFToken": "(\w+)"', page).group(1)
        key = str(uuid.uuid4())
        form = f"csrfmiddlewaretoken={self.token}&form=ten&key={key}"
        status, said = self.until_it_answers("POST", "/assess/start/", form, "application/x-www-form-urlencoded")
        assert status == 302, said
        self.test = f"/assess/{key}/"
        return self

    def save(self, place: int, rev: int, key: str, fault: str = "") -> int:
        """One try at saving a draft: its status, 0 without an answer."""
        body = json.dumps({"key": key, "rev": rev, "fields": {"choice": [str(rev % 3)]}})
        try:
            return self.send("POST", f"{self.test}{place}/draft.json", body, "application/json", fault)[0]
        except NO_ANSWER:
            return 0

    def save_at_last(self, place: int, rev: int, key: str, tries: int = 1200) -> list[int]:
        """Save until it is acknowledged, with the same key; the statuses of all tries."""
        statuses = []
        for _ in range(tries):
            statuses.append(self.save(place, rev, key))
            if statuses[-1] == 200:
                return statuses
            time.sleep(0.1)
        raise AssertionError(f"never saved: {statuses[-5:]}")
