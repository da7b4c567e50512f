"""The public document of a class: one text for every phone and wall, with a version, and nothing before its time.

A process keeps the newest text of a class for a quarter of a second: a class of thousands costs four looks at the
database a second. What one learner voted is never in it.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from studyapp import clock
from studyapp.classes import machine
from studyapp.classes.figures import graded, repairs, standing_of
from studyapp.models import Answer, LiveSession, Participant, Round
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.puzzle import solutions
from studyapp.questions.verdict import Verdict

KEEP_SECONDS = 0.25
MOST = 512
TEN_BITS, COUNT = 13, 8_191  # how much of a version number is for a count


@dataclass(frozen=True, kw_only=True)
class Document:
    """The text, its version, and whether the session is over."""

    version: int
    html: str
    over: bool


_kept: OrderedDict[str, tuple[float, Document]] = OrderedDict()
_lock = threading.Lock()


def forget(code: str) -> None:
    """Read anew at the next request: something has just changed."""
    with _lock:
        _kept.pop(code, None)


def newest(code: str) -> LiveSession | None:
    """The session a code belongs to: the live one, else the last one that had it."""
    own = LiveSession.objects.filter(code=code).select_related("current")
    return own.filter(ended_at=None).first() or own.order_by("-started_at").first()


def document(code: str) -> Document | None:
    """The document of a code, at most a quarter of a second old; None if no session ever had the code."""
    with _lock:
        held = _kept.get(code)
    if held is not None and time.monotonic() < held[0]:
        return held[1]
    session = newest(code)
    if session is None:
        return None
    joined, answered = counts(session)
    version = _version(session, joined, answered)
    made = held[1] if held is not None and held[1].version == version else None
    if made is None:
        html = render_to_string("classes/_document.html", context(session, joined, answered))
        made = Document(version=version, html=html, over=session.ended_at is not None)
    with _lock:
        _kept[code] = (time.monotonic() + KEEP_SECONDS, made)
        _kept.move_to_end(code)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def _version(session: LiveSession, joined: int, answered: int) -> int:
    """One number that moves with the session, with whoever joins and with every first answer."""
    return (session.version << 2 * TEN_BITS) + (min(joined, COUNT) << TEN_BITS) + min(answered, COUNT)


def counts(session: LiveSession) -> tuple[int, int]:
    """How many are in, and how many have answered the vote on the screens."""
    joined = Participant.objects.filter(session=session, removed=False).count()
    current = session.current
    if current is None:
        return joined, 0
    phase = machine.last_phase(current.state)
    return joined, Answer.objects.filter(round=current, phase=phase).count()


def context(session: LiveSession, joined: int, answered: int) -> dict[str, Any]:
    """All that the document's templates get. The key is in it from the reveal on, and not before."""
    current = session.current if session.ended_at is None else None
    frame = {
        "session": session,
        "joined": joined,
        "answered": answered,
        "round": current,
        "key": _key(session, current),
        "over": session.ended_at is not None,
        "version": _version(session, joined, answered),
        "rounds": session.rounds.count() if current is not None else 0,
        "now": clock.now().timestamp(),
    }
    return {**frame, **_timer(session, current), **question(current)} if current is not None else frame


def _timer(session: LiveSession, current: Round) -> dict[str, Any]:
    """How long the phase takes as a rule, and when it began by this server's clock: the same words for everybody.

    A screen sets its own clock by the page's `now` and by the Date of every poll, so that neither a cache nor a
    phone whose clock is wrong moves the time.
    """
    seconds = machine.pace(current.state, current.stage) if session.timed else 0
    words = "vote again" if current.state == "discuss" else "close"
    return {"seconds": seconds, "began": current.moved_at.timestamp(), "then": words}


def _key(session: LiveSession, current: Round | None) -> str:
    """What a screen compares: as long as it is the same, only the counts have changed."""
    if current is None:
        return "over" if session.ended_at else "lobby"
    parts = (current.place, current.state, current.step, int(current.shown), int(session.blank))
    return "-".join(str(part) for part in parts)


def question(current: Round) -> dict[str, Any]:
    """The question on the screens, and from the reveal on what came of it."""
    item = Item.from_json(current.issued)
    told: dict[str, Any] = {
        "item": item,
        "kind": KINDS[item.kind],
        # Where each phone has its own, nothing of this one's options is on any screen before the reveal.
        "shown": {} if current.own else KINDS[item.kind].shown(item),
        "ask_template": f"quizzes/kinds/_{item.kind}.html",
        "letters": item.kind in ("single", "spot"),
        "open": machine.phase_of(current.state),
        "phase": machine.last_phase(current.state),
        "known": bool(item.sheets or item.lab),
    }
    if current.state in machine.PUBLIC:
        told |= {"verdict": graded(current), "ran": _ran(current, item), "standing": standing_of(current)}
        told |= {"repairs": repairs(current)} if item.kind == "fix" else {}
    elif current.shown and not current.own:
        told["histogram"] = _blind(current)
    return told


def _ran(current: Round, item: Item) -> Verdict:
    """The verdict whose run the wall shows: of a puzzle, the run that its shortest repair leads to."""
    ways = solutions(item) if item.kind == "fix" else ()
    return graded(current, {"edits": list(ways[0])} if ways else None)


def _blind(current: Round) -> list[dict[str, Any]]:
    """The first vote's histogram without a word about which option is right; nothing below three answers."""
    now = standing_of(current)
    return [{"letter": bar.letter, "before": bar.before} for bar in now.bars] if now.before >= 3 else []
