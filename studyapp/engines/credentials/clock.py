"""Time in a world: instead of stopping the clock, every time the world states is moved to where the clock is."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from dateutil.parser import parse

_TIME_FIELDS = frozenset(
    {"Expiration", "expiration", "LastUpdated", "expiresAt", "registrationExpiresAt", "issuedAt", "receivedAt"}
)
_IN_TEXT = re.compile(rf'("(?:{"|".join(sorted(_TIME_FIELDS))})"\s*:\s*")([^"\\\n]{{6,64}})(")')
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(\.\d{1,6})?(Z|UTC|[+-]\d\d:?\d\d)?")
_HOUR = timedelta(hours=1)


class Clock:
    """Moves a world's times by the whole seconds between its `now` and the real now, and moves them back in texts."""

    def __init__(self, now: datetime | None) -> None:
        real = datetime.now(UTC)
        self.now = now or real
        self._delta = timedelta(seconds=round((real - now).total_seconds())) if now else timedelta()
        self._written: dict[str, str] = {}

    def shift(self, text: str) -> str:
        """One time; what does not parse as a time stays as it is, since the tool will complain about it."""
        if not self._delta:
            return text
        moved = self._move_iso(text) or self._move_any(text)
        if moved is None:
            return text
        self._written[moved] = text
        return moved

    def shift_text(self, text: str) -> str:
        """The times among the fields of a text that holds JSON."""
        return _IN_TEXT.sub(lambda m: m[1] + self.shift(m[2]) + m[3], text) if self._delta else text

    def shift_data(self, value: Any) -> Any:
        """The times among the fields of JSON data, as a copy."""
        if isinstance(value, Mapping):
            return {
                name: self.shift(item) if name in _TIME_FIELDS and isinstance(item, str) else self.shift_data(item)
                for name, item in value.items()
            }
        if isinstance(value, list):
            return [self.shift_data(item) for item in value]
        return value

    def from_milliseconds(self, value: int) -> str:
        """A time that the world states in milliseconds since 1970, as ISO text."""
        try:
            moved = datetime.fromtimestamp(value / 1000, UTC) + self._delta
        except (ValueError, OverflowError, OSError):
            return "9999-12-31T23:59:59Z"
        return moved.strftime("%Y-%m-%dT%H:%M:%SZ")

    def restore(self, text: str) -> str:
        """A message in which every moved time reads as the world states it."""
        for moved, original in self._written.items():
            text = text.replace(moved, original)
        return text

    def in_an_hour(self) -> str:
        """When credentials expire that state no time of their own."""
        return (datetime.now(UTC) + _HOUR).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _move_iso(self, text: str) -> str | None:
        match = _ISO.fullmatch(text)
        if match is None:
            return None
        date, separator, time, fraction, zone = match.groups(default="")
        try:
            moved = datetime.strptime(f"{date}T{time}", "%Y-%m-%dT%H:%M:%S") + self._delta
        except (ValueError, OverflowError):
            return None
        return f"{moved:%Y-%m-%d}{separator}{moved:%H:%M:%S}{fraction}{zone}"

    def _move_any(self, text: str) -> str | None:
        try:
            return str((parse(text) + self._delta).isoformat())
        except (ValueError, OverflowError, TypeError):
            return None
