"""A write lock that lets writers in one by one, across threads and processes.

SQLite's own busy wait is unfair: under fifty writers some wait half a minute and a few fail. A thread lock and then
`flock` on a file beside the database make them queue; the kernel frees the lock of a process that dies.
"""

import os
import threading
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system without flock: the thread lock alone
    fcntl = None  # type: ignore[assignment]

# How often a process looks whether another one has finished, and how long one that has just written stands back.
PAUSE = 0.0005


class WriteLock:
    """One lock for one database file. Not reentrant."""

    def __init__(self, path: str) -> None:
        self._path = Path(f"{path}.writelock")
        self._threads = threading.Lock()
        self._handle: int | None = None
        self._freed = 0.0

    def acquire(self, timeout: float) -> bool:
        """Wait for the turn; False when it has not come within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        if not self._threads.acquire(timeout=timeout):
            return False
        try:
            got = self._acquire_file(deadline)
        except BaseException:
            self._threads.release()
            raise
        if not got:
            self._threads.release()
        return got

    def _acquire_file(self, deadline: float) -> bool:
        if not fcntl:
            return True
        if self._handle is None:
            # Opened inside the thread lock: two threads that opened it would hold two locks and block each other.
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if time.monotonic() - self._freed < PAUSE:
            # This process wrote a moment ago: others get their chance before its next thread does.
            time.sleep(2 * PAUSE)
        # Asking again and again, because a blocking flock has no timeout: a stopped process would hang every other.
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    return False
                time.sleep(PAUSE)
            else:
                return True

    def release(self) -> None:
        """Let the next writer in."""
        if fcntl and self._handle is not None:
            fcntl.flock(self._handle, fcntl.LOCK_UN)
        self._freed = time.monotonic()
        self._threads.release()


_locks: dict[str, WriteLock] = {}
_locks_guard = threading.Lock()


def lock_of(path: str) -> WriteLock:
    """The one lock of a database file in this process."""
    with _locks_guard:
        return _locks.setdefault(path, WriteLock(path))


def _forget() -> None:
    """A forked child opens its own: a lock file shared with the parent would be one lock for both."""
    global _locks_guard
    _locks.clear()
    _locks_guard = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
