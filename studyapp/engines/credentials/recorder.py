"""The notebook of a run: every look-up goes through here, in order."""

from collections.abc import Callable, Mapping
from typing import Any

from studyapp.engines.credentials.results import Event

HIDDEN = "set (hidden)"
_SECRET_WORDS = ("SECRET", "TOKEN", "PASSWORD", "DPOPKEY")
_NOT_SECRET_ENDINGS = ("FILE", "URI", "URL", "PATH")


def is_secret_name(name: str) -> bool:
    """True for the names of variables, options and JSON fields whose values are never shown."""
    upper = name.upper()
    return any(word in upper for word in _SECRET_WORDS) and not upper.endswith(_NOT_SECRET_ENDINGS)


class Recorder:
    """Events of the link that is being asked; take() hands them over and starts a new page.

    clean strikes secrets from whatever is written down.
    """

    def __init__(self, clean: Callable[[str], str]) -> None:
        self._clean = clean
        self._events: dict[Event, None] = {}

    def note(self, kind: str, what: str, result: str, *, repeated: bool = False) -> None:
        """Write one event down. Equal look-ups of a page are written once, unless repetition is the point."""
        what, result = self._clean(what), self._clean(result)
        event = Event(kind=kind, what=what, result=result)
        if repeated and event in self._events:
            count = 2
            while (event := Event(kind=kind, what=what, result=f"{result} (attempt {count})")) in self._events:
                count += 1
        self._events[event] = None

    def take(self) -> tuple[Event, ...]:
        events = tuple(self._events)
        self._events.clear()
        return events


class Watched(dict[str, Any]):
    """A table (variables, or the options of a profile) that notes which of its entries are looked at."""

    def __init__(self, entries: Mapping[str, Any], recorder: Recorder, kind: str, prefix: str = "") -> None:
        super().__init__(entries)
        self._recorder = recorder
        self._kind = kind
        self._prefix = prefix

    def __getitem__(self, name: str) -> Any:
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._note(str(name))
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self._note(name)
        return super().get(name, default)

    def _note(self, name: str) -> None:
        value = super().get(name)
        if value is None:
            result = "not set"
        elif value == "":
            result = "set, but empty"
        elif is_secret_name(name):
            result = HIDDEN
        else:
            result = value if isinstance(value, str) else "a group of settings"
        self._recorder.note(self._kind, self._prefix + name, result)
