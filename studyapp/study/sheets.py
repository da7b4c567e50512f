"""What the pages of a test show while it is under way: never whether anything is right."""

import uuid
from dataclasses import dataclass
from typing import Any

from studyapp import clock
from studyapp.answers import CONFIDENCE
from studyapp.models import Attempt, AttemptItem, Learner
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.study import timing
from studyapp.study.blueprint import BY_ID, FORMS, Form
from studyapp.study.drafts import as_form, response_of


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One place on the palette: "answered", "begun" (not complete) or "open"; and whether it is flagged."""

    place: int
    state: str
    flagged: bool
    here: bool

    @property
    def words(self) -> str:
        said = {"answered": "answered", "begun": "not complete", "open": "open"}[self.state]
        return f"Question {self.place}: {said}{', flagged' if self.flagged else ''}"


def palette(items: list[AttemptItem], here: int = 0) -> list[Stop]:
    """Every place of a test and how far it is."""
    return [Stop(place=one.place, state=_state(one), flagged=one.flagged, here=one.place == here) for one in items]


def _state(one: AttemptItem) -> str:
    response, lacks = response_of(Item.from_json(one.issued), one.fields)
    return "answered" if response is not None else "begun" if lacks else "open"


def index_sheet(learner: Learner | None) -> dict[str, Any]:
    """The tests there are, those under way, and those that are over."""
    own = list(Attempt.objects.filter(learner=learner).order_by("-started_at")) if learner else []
    offered = [(form, _offer(form, learner), uuid.uuid4()) for form in FORMS if _possible(form, own)]
    return {
        "offered": offered,
        "under_way": [(one, BY_ID[one.form], left_words(one)) for one in own if one.ended_at is None],
        "over": [(one, BY_ID[one.form]) for one in own if one.ended_at is not None],
    }


def _possible(form: Form, own: list[Attempt]) -> bool:
    return form.id != "posttest" or any(one.form == "pretest" and one.ended_at for one in own)


def _offer(form: Form, learner: Learner | None) -> str:
    if form.minutes is None:
        return f"{form.count} questions, no clock"
    minutes = round(form.minutes * (learner.extra_time if learner else 100) / 100)
    return f"{form.count} questions, {minutes} minutes"


def left_words(attempt: Attempt) -> str:
    """The time that is left, as one says it."""
    left = timing.left(attempt.deadline, attempt.paused_at, clock.now())
    if left is None:
        return "no clock"
    minutes = -(-left // 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'} left"


def place_sheet(attempt: Attempt, items: list[AttemptItem], here: int, learner: Learner) -> dict[str, Any]:
    """One question of a test, with the newest draft filled in."""
    row = next(one for one in items if one.place == here)
    item = Item.from_json(row.issued)
    kind, given = KINDS[item.kind], as_form(row.fields)
    _, lacks = response_of(item, row.fields)
    return {
        "attempt": attempt,
        "form": BY_ID[attempt.form],
        "row": row,
        "item": item,
        "kind": kind,
        "shown": kind.shown(item),
        "question": {"id": item.question},
        "ask_template": f"quizzes/kinds/_{item.kind}.html",
        "given": given,
        "chosen": given.getlist("choice"),
        "edits": given.getlist("edit"),
        "exam": True,
        "confidence": CONFIDENCE if learner.ask_confidence else (),
        "key": uuid.uuid4(),
        "rev": row.rev + 1,
        "lacks": lacks,
        "stops": palette(items, here),
        "left": timing.left(attempt.deadline, attempt.paused_at, clock.now()),
        "left_words": left_words(attempt),
        "pauses": timing.MOST_PAUSES - attempt.pauses if attempt.deadline else 0,
        "previous": here - 1,
        "next": here + 1 if here < len(items) else 0,
    }


def said(item: Item, fields: dict[str, list[str]]) -> str:
    """What a draft says, for the one who wrote it: the options chosen, or the fields as they were typed."""
    options = KINDS[item.kind].shown(item).get("options")
    if options and "choice" in fields:
        chosen = [int(one) for one in fields["choice"] if one.isdigit() and int(one) < len(options)]
        return "; ".join(str(options[one]) for one in chosen)
    return "; ".join(value for values in fields.values() for value in values if value)
