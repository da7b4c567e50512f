"""The site's addresses, and the bare views that pages are measured against."""

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from studyapp.models import Bet, Learner
from studyapp.urls import urlpatterns as site


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def insert(request: HttpRequest) -> HttpResponse:
    """One row by the ORM, durable."""
    learner = Learner.objects.order_by("created_at").first()
    Bet.objects.create(
        learner=learner,
        lesson="bench",
        part=uuid.uuid4().hex,
        ask="signer",
        said="",
        outcome="",
        right=True,
        engine="",
    )
    return HttpResponse("kept")


class VoteForm(forms.Form):
    """What the ordinary vote takes."""

    part = forms.CharField(max_length=40)
    choice = forms.IntegerField(min_value=0, max_value=4)


def ordinary(request: HttpRequest) -> HttpResponse:
    """A vote as a plain view takes it: the session, a form, one row by the ORM, a rendered answer."""
    form = VoteForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    learner = Learner.objects.get(pk=request.session["learner"])
    said = form.cleaned_data
    Bet.objects.create(
        learner=learner,
        lesson="vote",
        part=said["part"],
        ask="vote",
        said=str(said["choice"]),
        outcome="",
        right=True,
        engine="",
    )
    return render(request, "classes/_said.html", {"words": "", "kept": form, "letter": "A", "round": learner})


urlpatterns = [path("hello/", hello), path("insert/", insert), path("ordinary/", ordinary), *site]
handler400 = "studyapp.web.errors.bad_request"
