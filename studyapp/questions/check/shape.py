"""Rules that need nothing but what is written down: passages, names, dates, sources."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from studyapp.catalog.model import Question
from studyapp.questions.interventions import INTERVENTIONS
from studyapp.questions.kinds.base import Found
from studyapp.questions.misconceptions import BY_ID

Place = tuple[int | str, ...]
# Shown in a lesson, never tested: quotas of the day and lists of SDKs.
TRIVIA = ("N11", "N17")
QUICKLY_OLD = ("backoff", "retry-classifier", "token-bucket")
MOST_DAYS, MOST_DAYS_OLD = 366, 184
SECRET = re.compile(r"(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])")


def error(message: str, remedy: str, *at: int | str) -> Found:
    """A mistake that keeps a question from being asked."""
    return Found(at=at, message=message, remedy=remedy)


def warning(message: str, remedy: str, *at: int | str) -> Found:
    """Something an author should look at."""
    return Found(at=at, message=message, remedy=remedy, severity="warning")


def shape_rules(question: Question) -> Iterator[Found]:
    """IW01, IW03 (names), IW14, IW16 (source), IW18, IW19."""
    if not question.passages and not question.added:
        yield warning("no passage of the notes is named (IW01)", "Name one, or write `added: true`.", "id")
    for index, name in enumerate(question.passages):
        if name in TRIVIA:
            message = f"{name} is shown in a lesson and never asked about (IW14)"
            yield error(message, "Ask about what does not change with the day.", "passages", index)
    yield from _names(question)
    yield from _dates(question)
    if not (question.sources or question.cite or question.passages):
        yield warning("nothing says where this can be checked (IW16)", "Add `sources:`.", "id")
    for place, text in _texts(question.state):
        if SECRET.search(text) and "EXAMPLE" not in text:
            at = place if "world" in question.places else ("state", *place)
            yield error("this looks like a real secret (IW18)", "Use AWS’s documented example.", *at)


def _names(question: Question) -> Iterator[Found]:
    for index, option in enumerate(question.options):
        if option.because and option.because not in INTERVENTIONS:
            remedy = f"Known: {', '.join(INTERVENTIONS)}."
            yield error(f"no intervention is called {option.because}", remedy, "options", index, "because")
    held = [*beliefs(question.body), *((("targets", index), name) for index, name in enumerate(question.targets))]
    for at, name in held:
        if name != "slip" and name.partition(".")[0] not in BY_ID:
            yield error(f"no misconception is called {name} (IW03)", "See questions/misconceptions.", *at)


def beliefs(data: Any, at: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every misconception an author names, with its place."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name == "misconception":
                yield from (((*at, name), one) for one in str(value).split("+") if one)
            else:
                yield from beliefs(value, (*at, name))
    elif isinstance(data, list | tuple):
        for index, value in enumerate(data):
            yield from beliefs(value, (*at, index))


def _texts(data: Any, at: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(data, str):
        yield at, data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from _texts(value, (*at, name))
    elif isinstance(data, list | tuple):
        for index, value in enumerate(data):
            yield from _texts(value, (*at, index))


def _dates(question: Question) -> Iterator[Found]:
    if not question.review_until:
        yield warning("no review date (IW19)", "Add review: {until: …}, at most a year away.", "id")
        return
    try:
        until = date.fromisoformat(question.review_until)
        checked = [date.fromisoformat(one.checked) for one in (*question.sources, *filter(None, [question.cite]))]
    except ValueError:
        yield error("there is no such day (IW19)", "Correct the date.", "review", "until")
        return
    most = MOST_DAYS_OLD if question.lab in QUICKLY_OLD else MOST_DAYS
    if checked and (until - max(checked)).days > most:
        months = "six" if question.lab in QUICKLY_OLD else "twelve"
        message = f"the review date is more than {months} months after the source was checked (IW19)"
        yield error(message, "Check the source again, or name an earlier day.", "review", "until")
