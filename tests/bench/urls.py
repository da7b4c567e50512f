"""The site's addresses, and the bare views that pages are measured against."""

import uuid

from django.http import HttpRequest, HttpResponse
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


urlpatterns = [path("hello/", hello), path("insert/", insert), *site]
handler400 = "studyapp.web.errors.bad_request"
