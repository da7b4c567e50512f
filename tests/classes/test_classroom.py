"""Who teaches a class, and what becomes of it."""

import pytest
from class_kit import a_session, a_teacher, browser, fresh, go, text
from django.test import Client

from studyapp.classes import actions
from studyapp.classes.rehearsal import let_vote, rehearse
from studyapp.classes.welcome import invite
from studyapp.models import Account, Answer, Classroom, Learner, LiveSession, Participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_minute")]


def test_a_deleted_session_leaves_nothing_behind():
    session = a_session()
    rehearsed = rehearse(deck=session.classroom.decks.get(), students=5)
    go(rehearsed, "open")
    let_vote(session=fresh(rehearsed), most=5)
    before = Learner.objects.count()
    actions.delete_session(session=rehearsed)
    assert (Answer.objects.count(), Participant.objects.count(), Learner.objects.count()) == (0, 0, before - 5)


def test_a_link_for_an_instructor_works_once(client):
    from io import StringIO

    from django.core.management import call_command

    out = StringIO()
    call_command("createinstructor", "Ada@Example.org", stdout=out)
    path = out.getvalue().strip().removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    sent = client.post(path)
    assert (sent.status_code, sent.headers["Location"]) == (302, "/classes/")
    assert client.post("/classes/", {"name": "Cloud 1"}).status_code == 302
    assert Client().post(path).status_code == 404


def test_only_somebody_at_the_machine_may_simply_begin(settings):
    assert Client(REMOTE_ADDR="192.0.2.7").post("/classes/rehearsal/").status_code == 404
    assert Client(HTTP_X_FORWARDED_FOR="192.0.2.7").post("/classes/rehearsal/").status_code == 404
    settings.PUBLIC_URL = "https://rolecall.example"
    assert Client().post("/classes/rehearsal/").status_code == 404


def test_a_class_is_shared_with_an_instructor_and_with_nobody_else():
    session = a_session()
    room = session.classroom
    owner = browser(room.teachers.get().learner)
    invite(email="ada@example.org")
    Account.objects.create_user("bob@example.org")
    pages = [
        owner.post(f"/classes/{room.pk}/change/", {"what": "share", "email": f"{who}@example.org"})
        for who in ("ada", "bob", "eve")
    ]
    assert len({text(page) for page in pages}) == 1
    assert [one.learner.account.email for one in room.teachers.filter(owner=False)] == ["ada@example.org"]


def test_a_class_is_copied_put_away_and_deleted_by_its_teacher_alone():
    session = a_session("Q01", "Q05")
    room = session.classroom
    owner, other = browser(room.teachers.get().learner), browser(a_teacher())
    address = f"/classes/{room.pk}/change/"
    assert {other.post(address, {"what": what, "sure": "1"}).status_code for what in ("archive", "delete")} == {404}
    owner.post(address, {"what": "duplicate"})
    copy = Classroom.objects.exclude(pk=room.pk).get()
    assert [one.question for one in copy.decks.get().items.order_by("place")] == ["Q01", "Q05"]
    owner.post(address, {"what": "archive"})
    room.refresh_from_db()
    assert room.archived_at is not None
    assert owner.post(address, {"what": "delete"}).status_code == 422
    owner.post(address, {"what": "delete", "sure": "1"})
    assert (Classroom.objects.get(), LiveSession.objects.count()) == (copy, 0)
