"""What came of a class: how its questions did, and the files to take along."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studyapp import clock
from studyapp.classes import ledger
from studyapp.classes.doors import teaching
from studyapp.classes.export import as_csv, as_gift, as_moodle, as_xlsx
from studyapp.classes.figures import report
from studyapp.classes.gradebook import counting
from studyapp.classes.heat import heat
from studyapp.classes.items import tried, voted
from studyapp.models import Classroom, Deck, LiveSession
from studyapp.web.limits import limited
from studyapp.web.private import private

EXPORTS_A_MINUTE = 12
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@private
@teaching
def objectives(request: HttpRequest, room: Classroom) -> HttpResponse:
    """Learners by objectives: of the class, or of one homework (`?homework=`)."""
    works = list(room.homework.order_by("-created_at").select_related("deck", "classroom"))
    wanted = request.GET.get("homework", "")
    work = next((one for one in works if str(one.pk) == wanted), None)
    if wanted and work is None:
        raise Http404
    page = {"room": room, "works": works, "work": work, "heat": heat(room, work)}
    return render(request, "classes/objectives.html", page)


@require_safe
@private
@teaching
def gradebook(request: HttpRequest, room: Classroom) -> HttpResponse:
    """Everybody's lessons, homework and votes."""
    return render(request, "classes/gradebook.html", {"room": room, "book": ledger.ledger(room), "now": clock.now()})


@require_safe
@limited("exports", EXPORTS_A_MINUTE, reads=True)
@private
@teaching
def gradebook_csv(request: HttpRequest, room: Classroom) -> HttpResponse:
    """The gradebook as a table to take along."""
    return _file(ledger.as_csv(room), "text/csv; charset=utf-8", "gradebook.csv")


@require_safe
@private
@teaching
def items(request: HttpRequest, room: Classroom) -> HttpResponse:
    """How the questions of a class did, in sessions and at home, and what the class believed before and after."""
    sessions = LiveSession.objects.filter(pk__in=counting(room))
    page = {
        "room": room,
        "voted": voted(room),
        "tried": tried(room),
        "report": report(sessions),
        "rehearsed": any(session.rehearsal for session in sessions),
    }
    return render(request, "classes/items.html", page)


@require_safe
@limited("exports", EXPORTS_A_MINUTE, reads=True)
@private
@teaching
def export(request: HttpRequest, room: Classroom, kind: str) -> HttpResponse:
    """Every response of the class, one a row."""
    if kind == "csv":
        return _file(as_csv(room), "text/csv; charset=utf-8", "class.csv")
    return _file(as_xlsx(room), XLSX, "class.xlsx")


@require_safe
@limited("exports", EXPORTS_A_MINUTE, reads=True)
@private
@teaching
def snapshot(request: HttpRequest, room: Classroom, deck: uuid.UUID, kind: str) -> HttpResponse:
    """A deck for another system, as one world has it."""
    found = Deck.objects.filter(classroom=room, pk=deck).first()
    if found is None:
        raise Http404
    if kind == "gift":
        return _file(as_gift(found), "text/plain; charset=utf-8", "deck.gift")
    return _file(as_moodle(found), "application/xml", "deck.xml")


def _file(data: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
