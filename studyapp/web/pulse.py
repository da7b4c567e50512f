"""A sign of life from every worker. One that gives none for a while stands still: it is ended, and another is begun.

A worker that was stopped, or that hangs with Python's lock in its hands, still takes connections from the queue and
answers none of them; it may also hold the write lock of the database. Ending it loses nothing that was acknowledged.
The signs go through a socket, which works on a full disk. Where the system has no /proc nothing is watched.
"""

import contextlib
import logging
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from pathlib import Path

VARIABLE = "ROLECALL_PULSE"  # the address of the socket, for the workers
BEAT_SECONDS = 1.0
LATE_SECONDS = 5.0  # a watch that comes so late was asleep itself, or the whole machine was: nobody is to blame
_logger = logging.getLogger("studyapp.pulse")


def beat() -> None:
    """Give a sign of life every second from now on, where somebody listens."""
    address = os.environ.get(VARIABLE)
    if address:
        threading.Thread(target=_beat, args=(address,), name="pulse", daemon=True).start()


def _beat(address: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as voice:
        voice.setblocking(False)
        while True:
            # Nobody listening, or too many signs unread: neither is a worker's concern.
            with contextlib.suppress(OSError):
                voice.sendto(str(os.getpid()).encode(), address)
            time.sleep(BEAT_SECONDS)


class Watch(threading.Thread):
    """Listens for the workers of this process's server, and ends those that fall silent for `patience` seconds."""

    def __init__(self, patience: float) -> None:
        super().__init__(name="watch", daemon=True)
        self._patience, self._heard = patience, dict[int, float]()
        self._folder = Path(tempfile.mkdtemp(prefix="rolecall-"))
        self._ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._ear.bind(str(self._folder / "pulse"))
        self._ear.settimeout(BEAT_SECONDS)
        os.environ[VARIABLE] = str(self._folder / "pulse")

    def run(self) -> None:
        while True:
            before = time.monotonic()
            try:
                worker = int(self._ear.recv(32))
            except TimeoutError:
                worker = 0
            except OSError:
                return
            self._look(worker, before, time.monotonic())

    def _look(self, worker: int, before: float, now: float) -> None:
        if worker:
            self._heard[worker] = now
        if now - before > LATE_SECONDS:
            self._heard = dict.fromkeys(self._heard, now)
        for silent in [one for one, at in self._heard.items() if now - at > self._patience]:
            del self._heard[silent]
            # A number is given to another process once its own has gone: only a worker of ours is ended.
            if _parent(_parent(silent)) == os.getpid():
                _logger.error("a worker stood still and was ended")
                with contextlib.suppress(OSError):
                    os.kill(silent, signal.SIGKILL)

    def close(self) -> None:
        """Listen no longer."""
        self._ear.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _parent(process: int) -> int:
    """The process that began another one; 0 where that cannot be told."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    # The name of the program may hold blanks and brackets; what follows its last bracket does not.
    return int(text.rpartition(")")[2].split()[1])
