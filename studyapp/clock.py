"""What time it is: the one place the site asks, so that a test can live through a week in a second.

`now` is the time of day, which an administrator or a time server may set at any moment; `monotonic` only ever runs
forward, and means nothing across a restart of the machine, which `boot` names.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path


class VirtualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)
        self.ran = 1_000.0

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.at += by
        self.ran += by.total_seconds()

    def jump(self, by: timedelta) -> None:
        """Set the time of day, while no time passes."""
        self.at += by


_virtual: VirtualClock | None = None


def now() -> datetime:
    """The time of day, in UTC."""
    return _virtual.at if _virtual else datetime.now(UTC)


def monotonic() -> float:
    """Seconds that only run forward, the same for every process of this machine since it was started."""
    return _virtual.ran if _virtual else time.monotonic()


@lru_cache(maxsize=1)
def boot() -> str:
    """A name for this start of the machine; "" where the system gives none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


@contextmanager
def virtual(at: datetime) -> Iterator[VirtualClock]:
    """Within the block the clock is this one, for every thread of the process."""
    global _virtual
    before, _virtual = _virtual, VirtualClock(at)
    try:
        yield _virtual
    finally:
        _virtual = before
