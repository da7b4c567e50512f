"""The teacher's pages: the classes, one class, its decks and sessions."""

import uuid
from typing import Any

from allauth.account.utils import perform_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.classes import actions, codes
from studyapp.classes import welcome as links
from studyapp.classes.decks import READY_NAME, STAGE_WORDS, Planned, choices, question_of, ready_deck
from studyapp.classes.doors import from_this_machine, instructor_of, teaching
from studyapp.classes.figures import report
from studyapp.classes.forms import ClassForm, DeckForm
from studyapp.classes.gradebook import book
from studyapp.classes.rehearsal import rehearsal_class, rehearse
from studyapp.learners import ensure_learner
from studyapp.models import Classroom, Deck, Learner, LiveSession
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
from studyapp.web.limits import limited
from studyapp.web.private import private

CHANGES_A_MINUTE = 60
STUDENTS = 30


def _home(request: HttpRequest, teacher: Learner | None, **more: Any) -> dict[str, Any]:
    own = Classroom.objects.taught_by(teacher).order_by("-created_at")
    return {
        "teacher": teacher,
        "here": from_this_machine(request),
        "classes": own.filter(archived_at=None).prefetch_related("sessions"),
        "archived": own.exclude(archived_at=None),
        "ready": [(one, STAGE_WORDS[one.stage], question_of(one.question)) for one in ready_deck()],
        "ready_name": READY_NAME,
        **more,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@limited("classes", CHANGES_A_MINUTE)
@private
def index(request: HttpRequest) -> HttpResponse:
    """One's classes, or what there is to see before the first."""
    teacher = instructor_of(request)
    if request.method != "POST":
        return render(request, "classes/index.html", _home(request, teacher, form=ClassForm()))
    if teacher is None:
        raise Http404
    form = ClassForm(request.POST)
    if not form.is_valid():
        return render(request, "classes/index.html", _home(request, teacher, form=form), status=422)
    made = actions.create_class(teacher=teacher, **form.cleaned_data)
    actions.create_deck(classroom=made, name=READY_NAME, planned=ready_deck())
    return redirect("classes:classroom", pk=made.pk)


def _teacher(request: HttpRequest) -> Learner | None:
    """Who teaches; whoever sits at the machine itself may simply begin."""
    teacher = instructor_of(request)
    if teacher is None and from_this_machine(request):
        teacher = ensure_learner(request)
        actions.make_instructor(learner=teacher)
    return teacher


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
def begin(request: HttpRequest) -> HttpResponse:
    """Become an instructor, at the machine itself."""
    if _teacher(request) is None:
        raise Http404
    return redirect("classes:index")


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
def rehearsal(request: HttpRequest) -> HttpResponse:
    """Thirty rehearsal students and the ready deck: one button, and the presenter's window."""
    teacher = _teacher(request)
    if teacher is None:
        raise Http404
    session = rehearsal_class(teacher=teacher, students=STUDENTS)
    codes.joined(request)
    return redirect("classes:present", code=session.code)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("welcome", CHANGES_A_MINUTE)
@private
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link. Opening it shows a button: a mail program that looks at links uses none up."""
    if request.method != "POST":
        good = links.read(token) is not None
        return render(request, "classes/welcome.html", {"good": good}, status=200 if good else 404)
    account = links.use(token=token)
    if account is None:
        return render(request, "classes/welcome.html", {"good": False}, status=404)
    perform_login(request, account, email_verification="none")
    return redirect("classes:index")


def _class(room: Classroom, **more: Any) -> dict[str, Any]:
    return {
        "room": room,
        "decks": room.decks.order_by("created_at").prefetch_related("items"),
        "live": room.sessions.filter(ended_at=None).order_by("-started_at"),
        "ended": room.sessions.exclude(ended_at=None).order_by("-started_at"),
        "choices": choices(),
        "stages": STAGE_WORDS.items(),
        "people": room.people.count(),
        "homework": [book(one) for one in room.homework.order_by("-created_at").select_related("deck", "classroom")],
        **more,
    }


@require_safe
@private
@teaching
def classroom(request: HttpRequest, room: Classroom) -> HttpResponse:
    """One class: start, decks, homework, what came of it."""
    return classroom_page(request, room)


def classroom_page(request: HttpRequest, room: Classroom, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a class, with what one of its forms has to say."""
    return render(request, "classes/classroom.html", _class(room, **more), status=status)


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
@teaching
def start(request: HttpRequest, room: Classroom) -> HttpResponse:
    """Open a session of a deck, with rehearsal students if asked."""
    deck = _deck(room, request.POST.get("deck", ""))
    if "rehearse" in request.POST:
        session = rehearse(deck=deck, students=STUDENTS)
    else:
        session = actions.start_session(deck=deck)
    codes.joined(request)
    return redirect("classes:present", code=session.code)


def _deck(room: Classroom, text: str) -> Deck:
    try:
        return room.decks.get(pk=uuid.UUID(text))
    except (ValueError, Deck.DoesNotExist):
        raise Http404 from None


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
@teaching
def deck(request: HttpRequest, room: Classroom) -> HttpResponse:
    """A new deck of questions chosen from all there are."""
    form = DeckForm(request.POST)
    if not form.is_valid():
        return render(request, "classes/classroom.html", _class(room, form=form), status=422)
    data = form.cleaned_data
    planned = [
        Planned(
            stage=data["stage"] or "cycle",
            question=name,
            seed=data["seed"] if data["seed"] is not None else 1,
            own=name in data["own"],
        )
        for name in data["question"]
    ]
    actions.create_deck(classroom=room, name=data["name"], planned=planned)
    return redirect("classes:classroom", pk=room.pk)


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
@teaching
def change(request: HttpRequest, room: Classroom) -> HttpResponse:
    """Duplicate, archive, bring back or delete a class, or end what was forgotten."""
    what = request.POST.get("what", "")
    if what == "duplicate" and (teacher := instructor_of(request)):
        return redirect("classes:classroom", pk=actions.duplicate(classroom=room, teacher=teacher).pk)
    if what == "share":
        actions.share(classroom=room, email=request.POST.get("email", "")[:254])
        page = _class(room, said="If that is an instructor’s address, they teach this class with you now.")
        return render(request, "classes/classroom.html", page)
    if what in ("archive", "restore"):
        actions.archive(classroom=room, away=what == "archive")
    elif what == "end":
        for session in room.sessions.filter(ended_at=None):
            actions.end_session(session=session)
        return redirect("classes:classroom", pk=room.pk)
    elif what == "delete" and request.POST.get("sure"):
        actions.delete_class(classroom=room)
    else:
        return render(
            request, "classes/classroom.html", _class(room, said="Tick the box if you mean it."), status=422
        )
    return redirect("classes:index")


@require_safe
@private
@teaching
def run_sheet(request: HttpRequest, room: Classroom, deck: uuid.UUID) -> HttpResponse:
    """The deck on paper, with its seeds, for the teacher's desk."""
    found = _deck(room, str(deck))
    rows = []
    for one in found.items.order_by("place"):
        question = question_of(one.question)
        item = issue(question, one.seed) if question is not None else None
        verdict = grade(item, None) if item is not None else None
        rows.append(
            {"one": one, "stage": STAGE_WORDS[one.stage], "question": question, "item": item, "verdict": verdict}
        )
    return render(request, "classes/sheet.html", {"room": room, "deck": found, "rows": rows})


@require_safe
@private
@teaching
def session_report(request: HttpRequest, room: Classroom, session: uuid.UUID) -> HttpResponse:
    """What the class believed before and after."""
    found = _session(room, session)
    return render(request, "classes/report.html", {"room": room, "session": found, "report": report([found])})


def _session(room: Classroom, pk: uuid.UUID) -> LiveSession:
    found = room.sessions.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
@teaching
def delete_session(request: HttpRequest, room: Classroom, session: uuid.UUID) -> HttpResponse:
    """Delete a session and every vote in it."""
    found = _session(room, session)
    if request.POST.get("sure"):
        actions.delete_session(session=found)
    return redirect("classes:classroom", pk=room.pk)
