"""What came of a class: how its questions did, and the files to take along."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studyapp.classes.analysis import Answered, analyse
from studyapp.classes.doors import teaching
from studyapp.classes.export import as_csv, as_gift, as_moodle, as_xlsx
from studyapp.classes.figures import options_of, votes_of
from studyapp.models import Classroom, Deck, Round
from studyapp.web.private import private

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@private
@teaching
def items(request: HttpRequest, room: Classroom) -> HttpResponse:
    """How the questions of the class's sessions did their work, by everybody's first vote."""
    rounds = list(Round.objects.filter(session__classroom=room).order_by("session__started_at", "place"))
    votes = votes_of(rounds)
    first = {one.pk: [vote for vote in votes[one.pk] if vote.phase == 1] for one in rounds}
    right: dict[str, list[bool]] = {}
    for cast in first.values():
        for vote in cast:
            right.setdefault(vote.voter, []).append(vote.correct)
    rows = []
    for one in rounds:
        answered = [
            Answered(choice=vote.choice, correct=vote.correct, rest=_rest(right[vote.voter], vote.correct))
            for vote in first[one.pk]
        ]
        if answered:
            rows.append({"round": one, "found": analyse(answered, [good for _, good, _ in options_of(one)])})
    return render(request, "classes/items.html", {"room": room, "rows": rows})


def _rest(all_right: list[bool], this: bool) -> float:
    """The share of a voter's other answers that are right."""
    return (sum(all_right) - this) / (len(all_right) - 1) if len(all_right) > 1 else 0.0


@require_safe
@private
@teaching
def export(request: HttpRequest, room: Classroom, kind: str) -> HttpResponse:
    """Every response of the class, one a row."""
    if kind == "csv":
        return _file(as_csv(room), "text/csv; charset=utf-8", "class.csv")
    return _file(as_xlsx(room), XLSX, "class.xlsx")


@require_safe
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
