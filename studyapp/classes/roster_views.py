"""The roster: a list is read, shown, saved; slips for the class; and the page on which a learner types a code."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.classes import codes, people
from studyapp.classes.doors import origin, teaching
from studyapp.classes.forms import OwnCodeForm, PeopleForm, RosterForm
from studyapp.classes.roster import Unreadable, as_text, plan
from studyapp.learners import current_learner, ensure_learner
from studyapp.models import Classroom, Member, Person
from studyapp.web.limits import limited
from studyapp.web.private import private

CHANGES_A_MINUTE = 60
A_PAGE = 100
SLOWLY = "That was a wrong code too often. Wait a minute, then try again."


def _page(request: HttpRequest, room: Classroom, **more: Any) -> dict[str, Any]:
    pages = Paginator(people.roster(room), A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    counted = Person.objects.filter(classroom=room, members__isnull=False).distinct().count()
    return {"room": room, "people": shown, "all": pages.count, "counted": counted, **more}


@csrf_exempt  # looked at below, once the body may be read: this is the one page that takes a file
@require_http_methods(["GET", "HEAD", "POST"])
@limited("classes", CHANGES_A_MINUTE)
def roster(request: HttpRequest, **named: Any) -> HttpResponse:
    """The roster; a list that is sent comes back as what it would do, and is kept when that is sent again."""
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    return _roster(request, **named)


@csrf_protect
@private
@teaching
def _roster(request: HttpRequest, room: Classroom) -> HttpResponse:
    if request.method != "POST":
        return render(request, "classes/roster.html", _page(request, room, form=RosterForm()))
    form = RosterForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            return render(request, "classes/roster.html", _page(request, room, form=form), status=422)
        if "save" in request.POST:
            people.save_roster(room=room, text=form.cleaned_data["text"])
            return redirect("classes:roster", pk=room.pk)
        text = as_text(form.cleaned_data["text"])
        found = plan(form.cleaned_data["text"], people.entries(room))
    except Unreadable as why:
        return render(request, "classes/roster.html", _page(request, room, form=form, said=str(why)), status=422)
    return render(request, "classes/roster_preview.html", {"room": room, "plan": found, "text": text})


@require_POST
@limited("classes", CHANGES_A_MINUTE)
@private
@teaching
def people_change(request: HttpRequest, room: Classroom) -> HttpResponse:
    """New codes for those who are ticked, or off the roster with them."""
    form = PeopleForm(request.POST, classroom=room)
    if not form.is_valid():
        said = "Tick who is meant; to remove somebody, tick the box that says so as well."
        page = _page(request, room, form=RosterForm(), said=said)
        return render(request, "classes/roster.html", page, status=422)
    chosen, what = form.cleaned_data["person"], form.cleaned_data["what"]
    if what == "remove":
        people.remove_people(room=room, people=chosen)
    else:
        people.new_codes(room=room, people=chosen, forget=what == "over")
    return redirect("classes:roster", pk=room.pk)


@require_safe
@private
@teaching
def slips(request: HttpRequest, room: Classroom) -> HttpResponse:
    """A slip for everybody: the name, the code, the address to type it at. One learner's, or all."""
    rows = [(one, codes.spaced(one.code)) for one in people.roster(room)]
    return render(request, "classes/slips.html", {"room": room, "rows": rows, "origin": origin(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("names", CHANGES_A_MINUTE)
@private
def own_name(request: HttpRequest) -> HttpResponse:
    """Type the code of one's slip, once, to be counted under one's name."""
    learner = current_learner(request)
    known = Member.objects.filter(learner=learner, person__isnull=False) if learner else Member.objects.none()
    page: dict[str, Any] = {"known": known.select_related("classroom").order_by("classroom__name")}
    if request.method != "POST":
        return render(request, "classes/own_name.html", {**page, "form": OwnCodeForm()})
    form = OwnCodeForm(request.POST)
    if not form.is_valid():
        return render(request, "classes/own_name.html", {**page, "form": form}, status=422)
    if not codes.may_try(request):
        response = render(request, "classes/own_name.html", {**page, "form": form, "said": SLOWLY}, status=429)
        response.headers["Retry-After"] = "60"
        return response
    code = form.cleaned_data["own_code"]
    try:
        if not people.has(code):
            codes.wrong(request)
            raise people.NotCounted(people.UNKNOWN)
        people.count_as(code=code, learner=ensure_learner(request))
    except people.NotCounted as why:
        return render(request, "classes/own_name.html", {**page, "form": form, "said": str(why)}, status=422)
    return redirect("classes:own_name")
