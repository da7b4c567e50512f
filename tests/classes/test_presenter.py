"""The teacher's clicks, what only the teacher sees, and what comes of a session."""

import pytest
from class_kit import a_session, a_teacher, browser, cast, fresh, go, phones, text

from studyapp.classes import actions
from studyapp.classes.figures import report
from studyapp.classes.rehearsal import let_vote, rehearse
from studyapp.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_minute")]


def test_a_second_click_changes_nothing_and_undo_goes_back_once():
    session = a_session()
    teacher = browser(session.classroom.teachers.get().learner)

    def click(move, seen):
        return teacher.post(f"/c/{session.code}/move/", {"move": move, "place": 1, "seen": seen}).status_code

    assert [click("open", "draft"), click("open", "draft")] == [302, 302]
    assert session.rounds.get().state == "open1"
    click("close", "open1")
    assert [click("undo", "closed1"), session.rounds.get().state] == [302, "open1"]
    assert click("undo", "open1") == 422
    assert click("reveal", "open1") == 422


def test_only_the_teacher_presents_and_each_only_their_own(client):
    session = a_session()
    paths = ["present/"]
    other = browser(a_teacher())
    for reader in (client, other, *phones(session, 1)):
        assert [reader.get(f"/c/{session.code}/{path}").status_code for path in paths] == [404]
        assert reader.post(f"/c/{session.code}/move/", {"move": "end"}).status_code == 404
        assert reader.get(f"/classes/{session.classroom_id}/").status_code == 404
    assert fresh(session).ended_at is None


def test_the_presenter_sees_the_private_histogram_and_its_beliefs():
    session = a_session()
    clients = phones(session, 4)
    go(session, "open")
    for client, choice in zip(clients, ("right", "wrong", "wrong", "wrong"), strict=True):
        cast(client, session, choice, confidence="3")
    go(session, "close")
    page = text(browser(session.classroom.teachers.get().learner).get(f"/c/{session.code}/present/"))
    for said in ("25 % are right: fewer than 30.", "1 pair can be made", "M01 A role replaces", "4 of 4 answered"):
        assert said in page


def test_what_was_not_reached_becomes_homework():
    session = a_session("Q01", "Q05", "Q10")
    go(session, "open", "finish", place=1)
    actions.park(session=session, place=2)
    made = actions.end_session(session=session)
    assert [one.question for one in made.deck.items.order_by("place")] == ["Q05", "Q10"]
    assert actions.end_session(session=session) is None


def test_a_rehearsed_class_that_holds_m01_has_it_on_the_top_line():
    session = a_session("Q05", "Q01", "Q10")
    rehearsed = rehearse(deck=session.classroom.decks.get(), students=30)
    for place in (1, 2, 3):
        for moves in (("open",), ("close", "again")):
            go(rehearsed, *moves, place=place)
            assert let_vote(session=fresh(rehearsed), most=99) == 30
        go(rehearsed, "close", "reveal", place=place)
    top = report([rehearsed]).lines[0]
    assert (top.held.id, top.name) == ("M01", "A role replaces the environment’s keys")
    assert top.held.before > top.held.after > 0
    assert Answer.objects.filter(round__session=rehearsed).count() == 180
