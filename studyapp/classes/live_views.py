"""What a class sees: the door, the phone, the vote, the wall."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.answers import CONFIDENCE, Closed, record_vote
from studyapp.classes import codes, machine
from studyapp.classes.actions import Refused, join
from studyapp.classes.document import context, counts, newest
from studyapp.classes.doors import join_url, origin, qr
from studyapp.classes.figures import verdict_on
from studyapp.classes.forms import CodeForm, VoteForm
from studyapp.classes.own import asked, draw, item_of
from studyapp.database.prepared import Prepared
from studyapp.learners import current_learner, ensure_learner
from studyapp.models import Answer, Homework, LiveSession, Participant, Round
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.trying import asked_to_try, trial_sheet
from studyapp.questions.verdict import Unreadable
from studyapp.web.limits import limited
from studyapp.web.private import private

VOTES_A_MINUTE = 120
# A whole class votes within a second: who votes is looked up by a query that was compiled once.
_seats = Prepared(
    lambda learner, code: Participant.objects.filter(learner=learner, session__code=code).order_by(
        "-session__started_at"
    )[:1],
    uuid.UUID(int=1),
    "ABCDEF",
    fields=("id", "session_id", "learner_id", "removed"),
)
NO_SUCH = "No class has this code now. Look at the wall again: the code lives as long as the class does."
SLOWLY = "That was a wrong code too often. Wait a minute, then try again."


@require_http_methods(["GET", "HEAD", "POST"])
@private
def enter(request: HttpRequest) -> HttpResponse:
    """Type a code."""
    if request.method != "POST":
        return render(request, "classes/join.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "classes/join.html", {"form": form}, status=422)
    return _let_in(request, form.cleaned_data["code"], form)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def enter_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The address behind the QR code: who is already in goes on, everybody else says a name or none."""
    session = _session(request, code)
    if session is None:
        return _not_in(request, code)
    if request.method != "POST":
        if _own(request, session) is not None:
            return redirect("classes:phone", code=session.code)
        if session.ended_at is not None:
            return _not_in(request, code)
        return render(request, "classes/join.html", {"form": CodeForm({"code": session.code}), "session": session})
    form = CodeForm({**request.POST.dict(), "code": code})
    return _let_in(request, session.code, form) if form.is_valid() else _not_in(request, code)


def _session(request: HttpRequest, text: str) -> LiveSession | None:
    """The session of a code, ended or not. A code that nobody has counts as a wrong try."""
    code = codes.clean(text)
    own = _own_by_code(request, code)
    if own is not None:
        return own.session
    if not codes.may_try(request):
        request._slow = True  # type: ignore[attr-defined]
        return None
    found = newest(code) if code else None
    if found is None:
        codes.wrong(request)
    return found


def _own_by_code(request: HttpRequest, code: str) -> Participant | None:
    """Somebody who is in comes back in, however often others guess."""
    learner = current_learner(request)
    if learner is None or not code:
        return None
    return next(iter(_seats(learner.pk, code)), None)


def _not_in(request: HttpRequest, code: str) -> HttpResponse:
    """The same page for a wrong code, an ended class and too many tries, but for the advice to wait."""
    slow = getattr(request, "_slow", False)
    form = CodeForm({"code": code})
    page = {"form": form, "said": SLOWLY if slow else NO_SUCH}
    response = render(request, "classes/join.html", page, status=429 if slow else 404)
    if slow:
        response.headers["Retry-After"] = "60"
    return response


def _let_in(request: HttpRequest, code: str, form: CodeForm) -> HttpResponse:
    form.is_valid()
    session = _session(request, code)
    if session is None or session.ended_at is not None:
        return _not_in(request, code)
    data = form.cleaned_data
    try:
        join(session=session, learner=ensure_learner(request), name=data["name"], keep=data["keep"])
    except Refused as why:
        return render(request, "classes/join.html", {"form": form, "said": str(why)}, status=409)
    codes.joined(request)
    return redirect("classes:phone", code=session.code)


def _own(request: HttpRequest, session: LiveSession) -> Participant | None:
    learner = current_learner(request)
    found = Participant.objects.filter(session=session, learner=learner).first() if learner else None
    return found if found is not None and not found.removed else None


@require_safe
@private
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """A phone in class: the question with one's own vote, or what there is to wait for."""
    session = _session(request, code)
    if session is None:
        return _not_in(request, code)
    own = _own(request, session)
    if own is None:
        return redirect("classes:join_code", code=session.code)
    return render(request, "classes/phone.html", _phone(session, own))


def _phone(session: LiveSession, own: Participant) -> dict[str, Any]:
    joined, answered = counts(session)
    told = context(session, joined, answered)
    if told["round"] is not None and told["round"].own:
        told |= _own_question(told["round"], own)
    votes = Answer.objects.filter(learner=own.learner_id, round__session=session).order_by("round__place", "phase")
    mine = {f"{vote.round_id}.{vote.phase}": _place(vote) for vote in votes if vote.round_id == told_round(told)}
    told |= {"own": own, "mine": mine, "votes": votes if told["over"] else ()}
    if told["over"]:
        told["homework"] = Homework.objects.filter(classroom=session.classroom_id, created_at__gte=session.started_at)
    return {**told, "confidence": CONFIDENCE, **_mine(told, mine)}


def _own_question(current: Round, own: Participant) -> dict[str, Any]:
    """This learner's own question in place of everybody's, once it was drawn; its answer once the class has it."""
    item = item_of(current, own.learner)
    if item is None:
        return {"has_own": False}
    told: dict[str, Any] = {"has_own": True, "item": item, "shown": KINDS[item.kind].shown(item)}
    if current.state in machine.PUBLIC:
        told["verdict"] = verdict_on(item.to_json())
    return told


def told_round(told: dict[str, Any]) -> int | None:
    """The id of the round on the screens."""
    return told["round"].pk if told["round"] is not None else None


def _place(vote: Answer) -> int | str:
    """Which option a vote chose; "in" for a kind without options or for "I don't know yet"."""
    said = vote.response or {}
    return said.get("choice", said.get("spot", "in"))  # type: ignore[no-any-return]


def _mine(told: dict[str, Any], mine: dict[str, int | str]) -> dict[str, Any]:
    """One's own first and second vote on the question shown."""
    number = told_round(told)
    first, second = mine.get(f"{number}.1"), mine.get(f"{number}.2")
    voted = second if told.get("phase") == 2 else first
    return {"first": first, "second": second, "voted": voted, "given": {"choice": str(voted)}}


@require_POST
@limited("votes", VOTES_A_MINUTE)
@private
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """Draw this phone's own question where each has one; the page or its part comes back with it."""
    session = _session(request, code)
    own = _own(request, session) if session is not None else None
    if session is None or own is None:
        return _not_in(request, code)
    current = session.current
    if current is not None and current.own and current.state != "draft" and session.ended_at is None:
        draw(round=current, learner=own.learner)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("classes:phone", code=session.code)
    return render(request, "classes/_phone.html", _phone(session, own))


@require_POST
@limited("votes", VOTES_A_MINUTE)
@private
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """Take a vote. What the phone still shows does not count: the phase must be open when it arrives."""
    learner, own = current_learner(request), _own_by_code(request, code)
    if learner is None or own is None or own.removed:
        _session(request, code)  # a code that nobody has is a wrong try here too
        return _not_in(request, code)
    number = request.POST.get("round", "")
    found = asked(own.session_id, int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if found is None:
        return _said(request, code, "This question is not asked here.", 409)
    round, item = found[0], item_of(found[0], learner) if found[0].own else found[1]
    if item is None:
        return _said(request, code, "Open your own question first.", 409)
    edits = asked_to_try(request.POST, item)
    if edits is not None:
        return _try(request, own, round, item, edits)
    form = VoteForm(request.POST, item)
    if not form.is_valid():
        return _said(request, code, next(iter(form.errors.values()))[0], 422)
    try:
        kept = record_vote(learner=learner, round=round, item=item if round.own else None, **_fields(form))
    except Closed:
        return _said(request, code, "The vote is closed. This one came too late and does not count.", 409)
    return _kept(request, code, round, kept)


def _try(request: HttpRequest, own: Participant, round: Round, item: Item, edits: list[str]) -> HttpResponse:
    """A puzzle with some changes made, while it is asked: what they come to, on this phone alone. Nothing is kept."""
    session = own.session
    if not session.rounds.filter(pk=round.pk, state__in=machine.PHASES).exists():
        return _said(request, session.code, "The vote is closed: there is nothing to try now.", 409)
    try:
        sheet = trial_sheet(item, edits)
    except Unreadable as why:
        return _said(request, session.code, str(why), 422)
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "classes/phone.html", {**_phone(session, own), **sheet})
    page = {"item": item, "kind": KINDS[item.kind], "shown": KINDS[item.kind].shown(item), **sheet}
    response = render(request, "quizzes/kinds/_fix.html", page)
    response.headers["HX-Retarget"] = "#parts"
    return response


def _fields(form: VoteForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("phase", "response", "confidence", "milliseconds")}


def _kept(request: HttpRequest, code: str, round: Round, kept: Answer) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("classes:phone", code=code)
    place = _place(kept)
    letter = chr(65 + place) if isinstance(place, int) else ""
    return render(request, "classes/_said.html", {"round": round, "kept": kept, "place": place, "letter": letter})


def _said(request: HttpRequest, code: str, words: str, status: int) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        # htmx shows 422 in place.
        return render(request, "classes/_said.html", {"words": words}, status=422)
    page = {"form": CodeForm({"code": code}), "said": words, "back": code}
    return render(request, "classes/said.html", page, status=status)


@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """The wall: no controls, no names, large."""
    session = _session(request, code)
    if session is None:
        return _not_in(request, code)
    joined, answered = counts(session)
    url = join_url(request, session)
    frame = {"qr": qr(url), "place": origin(request).partition("://")[2] + reverse("classes:join")}
    frame["spaced"] = codes.spaced(session.code)
    told = context(session, joined, answered)
    return render(request, "classes/screen.html", {**told, **frame, "machine": machine})
