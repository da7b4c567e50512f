"""`manage.py serve`: the production server, after a look at what usually goes wrong."""

import fcntl
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.network import ANYWHERE, is_loopback, lan_address
from studyapp.web.pulse import Watch

SERVER = "studyapp.wsgi:application"
STEADY_SECONDS = 60  # a server that ran for so long is begun anew without counting
MOST_RESTARTS = 10
RESTART_SECONDS = 0.3
SILENT_SECONDS = 30.0  # a worker that gives no sign of life for so long is ended


class Command(BaseCommand):
    """Prepares, says where the site will be, and runs the server until it is told to stop."""

    help = "Serve the site with the production server."
    requires_system_checks: list[str] = []  # `prepare` runs them when something has changed

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.HOST, help="address to listen on (HOST)")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000", help="port to listen on (PORT)")
        workers = os.environ.get("WEB_CONCURRENCY") or "2"
        parser.add_argument("--workers", default=workers, help="worker processes (WEB_CONCURRENCY)")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], _number("PORT", options["port"], 65_535)
        workers = _number("WEB_CONCURRENCY", options["workers"], 64)
        if host != settings.HOST and not is_loopback(host):
            raise CommandError(f"Which hosts to answer depends on the address: use HOST={host} make run")
        _check_free(host, port)
        _hold_database()
        call_command("prepare")
        self._greet(host, port)
        # A core dump would hold what learners typed.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.chdir(settings.BASE_DIR)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
        sys.exit(supervise(_command(host, port, workers)))

    def _greet(self, host: str, port: int) -> None:
        here = "127.0.0.1" if host in ANYWHERE else f"[{host}]" if ":" in host else host
        self.stdout.write(f"Rolecall: http://{here}:{port}/   (Ctrl+C stops it)")
        if not is_loopback(host):
            lan = f"http://{lan_address() or here}:{port}" if host in ANYWHERE else f"http://{here}:{port}"
            self.stdout.write(f"For the class: {settings.PUBLIC_URL or lan}/")
            if not settings.HTTPS:
                self.stdout.write("Plain http: everybody on this network can read along. Not for the internet.")
        self.stdout.flush()


def _command(host: str, port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
        *("--host", host or "0.0.0.0", "--port", str(port), "--workers", str(workers)),  # noqa: S104
        *("--blocking-threads", "8", "--backpressure", "256", "--backlog", "1024"),
        *("--workers-kill-timeout", "3", "--respawn-failed-workers", "--respawn-interval", "0.2"),
        *("--workers-lifetime", "6h", "--log-level", "error", SERVER),
    ]


def supervise(command: list[str]) -> int:
    """Run the server, and again when it ends unasked: it gives up when a worker is killed twice in a few seconds."""
    watch = Watch(SILENT_SECONDS)
    watch.start()
    try:
        return _again_and_again(command)
    finally:
        watch.close()


def _again_and_again(command: list[str]) -> int:
    stopping, restarts = False, 0
    child: subprocess.Popen[bytes] | None = None

    def pass_on(number: int, frame: object) -> None:
        nonlocal stopping
        stopping = stopping or number != signal.SIGHUP  # SIGHUP asks it to take up new code
        if child is not None:
            child.send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    while True:
        begun = time.monotonic()
        # The lock on the database is held by both: it is free when the last of them is gone.
        child = subprocess.Popen(command, close_fds=False)  # noqa: S603 -- our own server, checked above
        code = child.wait()
        if stopping:
            return 0
        restarts = 0 if time.monotonic() - begun > STEADY_SECONDS else restarts + 1
        if restarts > MOST_RESTARTS:
            return code or 1
        time.sleep(RESTART_SECONDS * restarts)


def _number(name: str, text: str, most: int) -> int:
    if not str(text).isdigit() or not 1 <= int(text) <= most:
        raise CommandError(f"{name} must be a number from 1 to {most}.")
    return int(text)


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CommandError(f"Port {port} needs administrator rights. Try: PORT=8000 make run") from None
        except OSError as error:
            reason = f"Port {port} on {host} cannot be used: {error.strerror or error}."
            raise CommandError(f"{reason} Try another one: PORT={port % 65_000 + 1} make run") from None


def _hold_database() -> None:
    """Refuse a second server on one SQLite file; the lock is the process's, so it ends when the server does."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "studyapp.database":
        return
    path = Path(f"{os.path.abspath(database['NAME'])}.server")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        who = os.pread(handle, 200, 0).decode(errors="replace").strip() or "another process"
        raise CommandError(
            f"Rolecall already runs on {database['NAME']} ({who}). Stop it, or give this one its own DATABASE_URL."
        ) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
    os.set_inheritable(handle, True)
