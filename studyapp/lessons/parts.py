"""Labs and questions stand in lessons but are features of their own: each hands in here how its parts are shown."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from django.http import HttpRequest

from studyapp.catalog.model import Lesson, Part
from studyapp.lessons.pages import Pieces

SHUFFLES = 8  # so many shuffles of a lesson's questions: each is rendered once and kept
SEALED = "sealed"  # the slot of the signed sheet that all questions of a page share


class Shown(NamedTuple):
    """A part as one reader finds it: its text, and the question in it that waits for an answer, with its seed."""

    pieces: Pieces
    asks: str = ""
    seed: int = 0


class Sheet(Protocol):
    """The questions of one page. Each sealing is a fresh token, with which an answer to each counts once."""

    def seal(self) -> str: ...


Show = Callable[[HttpRequest, Any, Lesson, int], Shown]
shows: dict[type[Part], Show] = {}
_issue: list[Callable[[str, Mapping[str, int]], Sheet]] = []


def hand_in(kind: type[Part], show: Show) -> None:
    """`show(request, part, lesson, shuffle)` is how parts of this kind come onto the page."""
    shows[kind] = show


def hand_in_sheets(issue: Callable[[str, Mapping[str, int]], Sheet]) -> None:
    """`issue(lesson, seeds by question)` is how a page's questions are issued together."""
    _issue[:] = [issue]


def sheet(lesson: str, seeds: Mapping[str, int]) -> Sheet:
    """The questions of a page, issued together."""
    return _issue[0](lesson, seeds)
