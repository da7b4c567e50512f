"""The teacher's window: what only the teacher sees, and every click."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from studyapp.classes import actions, codes, machine
from studyapp.classes.document import context, counts, forget
from studyapp.classes.doors import join_url, qr, teaching
from studyapp.classes.figures import standing_of
from studyapp.classes.forms import MoveForm
from studyapp.classes.rehearsal import let_vote
from studyapp.classes.tally import advice
from studyapp.models import LiveSession, Round
from studyapp.web.limits import limited
from studyapp.web.private import private

MOVES_A_MINUTE = 240


@require_safe
@private
@teaching
def present(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """The presenter's page, or only its panel for the script that keeps it fresh."""
    return _shown(request, session)


def _shown(request: HttpRequest, session: LiveSession, said: str = "") -> HttpResponse:
    """The whole page, or the panel with its version: of two that cross on the way, the newer one stays."""
    told = panel(request, session, said)
    template = "classes/_present.html" if request.htmx else "classes/present.html"  # type: ignore[attr-defined]
    response = render(request, template, told, status=422 if said else 200)
    response.headers["X-Version"] = str(told["version"])
    return response


def panel(request: HttpRequest, session: LiveSession, said: str = "") -> dict[str, Any]:
    """What the presenter sees: the class's document, and behind it the histogram, the advice, the notes."""
    joined, answered = counts(session)
    told = context(session, joined, answered)
    url = join_url(request, session)
    told |= {"url": url, "qr": qr(url), "spaced": codes.spaced(session.code)}
    told |= {"all_rounds": session.rounds.order_by("place"), "said": said, "words": machine.STATE_WORDS}
    told |= {"people": session.participants.filter(removed=False, simulated=False).exclude(name="")}
    return told | (_private(session.current, joined) if told["round"] is not None else {})


def _private(current: Round | None, joined: int) -> dict[str, Any]:
    """The private histogram, and what is possible."""
    if current is None:
        return {}
    now = standing_of(current)
    runs = bool(current.issued["lab"])
    usual = machine.usual(current.state, current.stage, current.own, runs)
    others = [name for name in machine.moves(current.state) if name != usual and (runs or name != "run")]
    low, high = settings.CLASS_ADVICE
    nudge = machine.phase_of(current.state) and joined and _answered(now, current) >= 0.8 * joined
    return {
        "own": now,
        "advice": advice(now, low, high, machine.voted_once(current.stage, current.own)),
        "usual": (usual, machine.WORDS[usual]) if usual else None,
        "others": [(name, machine.WORDS[name]) for name in others],
        "nudge": nudge,
        "state_words": machine.STATE_WORDS[current.state],
        "following": current.session.rounds.filter(place__gt=current.place, state="draft").order_by("place").first(),
    }


def _answered(now: Any, current: Round) -> int:
    return int(now.after if current.state == "open2" else now.before)


@require_POST
@limited("moves", MOVES_A_MINUTE)
@private
@teaching
def move(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """One click; the page comes back as it is now, whether the click was still possible or not."""
    form, said = MoveForm(request.POST), ""
    if form.is_valid():
        try:
            _act(session, **form.cleaned_data)
        except (machine.NotNow, Round.DoesNotExist) as why:
            said = str(why) if isinstance(why, machine.NotNow) else "There is no such question here."
    else:
        said = "That was no move of this class."
    forget(session.code)
    if not request.htmx and not said:  # type: ignore[attr-defined]
        return redirect("classes:present", code=session.code)
    fresh = LiveSession.objects.select_related("current").get(pk=session.pk)
    return _shown(request, fresh, said)


def _act(session: LiveSession, *, place: int | None, move: str, seen: str, participant: Any) -> None:
    """What a button stands for. NotNow for a move that is none."""
    plain = {
        "lock": lambda: actions.set_flag(session=session, locked=True),
        "unlock": lambda: actions.set_flag(session=session, locked=False),
        "blank": lambda: actions.set_flag(session=session, blank=not session.blank),
        "timer": lambda: actions.set_flag(session=session, timed=not session.timed),
        "end": lambda: actions.end_session(session=session),
        "remove": lambda: actions.remove(session=session, participant=participant),
    }
    at = {
        "go": lambda: actions.go_to(session=session, place=place or 0),
        "step": lambda: actions.step_on(session=session, place=place or 0),
        "show": lambda: actions.show_histogram(session=session, place=place or 0, shown=True),
        "hide": lambda: actions.show_histogram(session=session, place=place or 0, shown=False),
        "park": lambda: actions.park(session=session, place=place or 0),
    }
    chosen = plain.get(move) or at.get(move)
    if chosen is not None:
        chosen()
    else:
        actions.move(session=session, place=place or 0, move=move, seen=seen)


@require_POST
@limited("moves", MOVES_A_MINUTE)
@private
@teaching
def students(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """Let a few of the rehearsal students vote."""
    let_vote(session=session)
    forget(session.code)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("classes:present", code=session.code)
    return _shown(request, LiveSession.objects.select_related("current").get(pk=session.pk))
