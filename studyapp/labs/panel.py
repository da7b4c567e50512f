"""A lab's panel put together: form, result, bet, links. One context for page, fragment and lesson."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from pydantic import ValidationError

from studyapp.answers import record_bet
from studyapp.catalog.model import LabPart
from studyapp.course import course
from studyapp.database.prepared import Prepared
from studyapp.engines.secrets import without_real_keys
from studyapp.labs.permalink import LONGEST, encode
from studyapp.labs.registry import Lab
from studyapp.labs.sentences import errors
from studyapp.learners import current_learner, ensure_learner
from studyapp.models import Bet
from studyapp.questions.asks import ask_of, words_of

LONGEST_NAME = 80
LONGEST_BEFORE = 2_000


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a panel stands: on a page of its own (`key` is "lab") or in a lesson."""

    key: str = "lab"
    lesson: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Place":
        key, lesson = request.POST.get("part", "lab"), request.POST.get("lesson", "")
        plain = key.replace("-", "").isalnum() and len(key) <= 40
        return cls(key=key if plain else "lab", lesson=lesson[:LONGEST_NAME] if plain else "")


@dataclass(frozen=True, kw_only=True)
class Run:
    """The lab's fields after one run: a result, or sentences by field."""

    data: Mapping[str, Any]
    asked: Any = None
    result: Any = None
    errors: dict[str, list[str]] = field(default_factory=dict)


def run(lab: Lab, data: Mapping[str, Any]) -> Run:
    """Check the fields and run the engine on them."""
    try:
        asked = lab.schema.model_validate(data)
    except ValidationError as problem:
        return Run(data=data, errors=errors(problem))
    return Run(data=data, asked=asked, result=lab.run(asked))


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """A bet and how it ended, in words."""

    said: str
    outcome: str
    right: bool


def reckon(bet: Bet | None) -> Reckoning | None:
    """A kept bet for people; None when there is none."""
    if bet is None:
        return None
    said, outcome = words_of(bet.ask, bet.said), words_of(bet.ask, bet.outcome)
    return Reckoning(said=said, outcome=outcome, right=bet.right)


def take_bet(request: HttpRequest, lab: Lab, place: Place, done: Run) -> Reckoning | None:
    """Keep the bet of this request. The first one on a part stands; without one, nothing is written."""
    said, ask = request.POST.get("bet", ""), ask_of(lab.slug, request.POST.get("ask", ""))
    if not said or not place.lesson or done.result is None or ask is None:
        return None
    outcome = ask.find(done.data).key
    engine = done.result.to_json()["engine"]
    bet = record_bet(
        learner=ensure_learner(request),
        lesson=place.lesson,
        part=place.key,
        ask=ask.id,
        said=said[:LONGEST_NAME],
        outcome=outcome,
        right=said == outcome,
        engine_version=f"{engine['name']} {engine['version']}",
    )
    return reckon(bet)


_bets = Prepared(
    lambda learner, lesson: Bet.objects.filter(learner=learner, lesson=lesson),
    uuid.UUID(int=1),
    "a lesson",
    fields=("id", "part", "ask", "said", "outcome", "right"),
)


def kept_bet(request: HttpRequest, lesson: str, key: str) -> Reckoning | None:
    """What this learner bet on this part before, read once a request for the whole lesson."""
    learner = current_learner(request)
    if learner is None:
        return None
    kept: dict[str, Bet] | None = getattr(request, "_lesson_bets", None)
    if kept is None:
        kept = {bet.part: bet for bet in _bets(learner.pk, lesson)}
        request._lesson_bets = kept  # type: ignore[attr-defined]
    return reckon(kept.get(key))


def link(lab: Lab, data: Mapping[str, Any]) -> str:
    """The permalink's text for these fields; "" when they are too large for one."""
    text = encode(lab.page.scrub(data)) if lab.page else ""
    return text if len(text) <= LONGEST else ""


def _title(place: Place) -> str:
    """What a lesson calls this lab; nothing on a page of its own."""
    lesson = course().lesson(place.lesson) if place.lesson else None
    parts = lesson.parts if lesson else ()
    return next((part.title for part in parts if isinstance(part, LabPart) and part.key == place.key), "")


def panel(
    lab: Lab, done: Run, place: Place, *, before: str = "", reckoning: Reckoning | None = None
) -> dict[str, Any]:
    """Everything the templates of a lab need."""
    page = lab.page
    if page is None:
        raise LookupError(lab.slug)
    # A form that comes back as a page shows no secret of the learner's, only the documented example.
    shown = without_real_keys(page.scrub(done.data))
    context: dict[str, Any] = {
        "lab": lab,
        "place": place,
        "form": page.show(shown),
        "errors": done.errors,
        "reckoning": reckoning,
        "w": link(lab, done.data) if not done.errors else "",
        "lesson": course().lesson(place.lesson) if place.lesson else None,
        "title": _title(place),
        # After a mistake the next run is still compared with the one before it.
        "kept_before": before[:LONGEST_BEFORE] if done.errors else "",
    }
    if done.result is not None:
        context |= page.present(done.asked, done.result, before)
        context["shell"] = page.shell(lab.schema.model_validate(page.scrub(done.data)))
    return context


def bet_panel(lab: Lab, part: LabPart, lesson: str) -> dict[str, Any]:
    """A part that still waits for its bet: the starting state to look at, and the options."""
    if lab.page is None:
        raise LookupError(lab.slug)
    return {
        **lab.page.start(lab.schema.model_validate(part.state)),
        "lab": lab,
        "place": Place(key=part.key, lesson=lesson),
        "part": part,
        "bet": part.bet,
        "ask": part.bet.ask if part.bet else "",
        "w": link(lab, part.state),
    }
