"""In the repair round a phone runs its changed machine before it sends anything, and so does homework."""

import pytest
from class_kit import a_session, browser, go, phones, text

from studyapp.classes import actions
from studyapp.models import Answer, Learner
from studyapp.questions.items import Item
from studyapp.questions.puzzle import solutions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_minute")]
HTMX = {"HX-Request": "true"}


def item_of(session):
    return Item.from_json(session.rounds.get(place=1).issued)


def trying(client, session, edits, place=1, **headers):
    fields = {"round": session.rounds.get(place=place).pk, "phase": 1, "edit": list(edits), "try": "1"}
    return client.post(f"/c/{session.code}/vote", fields, headers=headers)


def test_a_phone_tries_its_repair_and_nothing_is_sent_in():
    session = a_session("Q14", stage="fix")
    (phone,) = phones(session, 1)
    go(session, "open")
    way = solutions(item_of(session))[0]
    tried = trying(phone, session, way)
    assert (tried.status_code, Answer.objects.count()) == (200, 0)
    page = text(tried)
    assert "What happens now" in page
    assert ": holds" in page
    assert ": not yet" not in page
    assert [f'value="{edit}" checked' in tried.content.decode() for edit in way] == [True] * len(way)
    assert ": not yet" in text(trying(phone, session, ()))


def test_in_place_only_the_puzzle_comes_back():
    session = a_session("Q14", stage="fix")
    (phone,) = phones(session, 1)
    go(session, "open")
    answer = trying(phone, session, solutions(item_of(session))[0], **HTMX)
    assert answer.headers["HX-Retarget"] == "#parts"
    assert b"<html" not in answer.content


@pytest.mark.parametrize("moves", [(), ("open", "close"), ("open", "close", "reveal")])
def test_there_is_nothing_to_try_while_the_vote_is_not_open(moves):
    session = a_session("Q14", stage="fix")
    (phone,) = phones(session, 1)
    go(session, *moves)
    refused = trying(phone, session, ())
    assert (refused.status_code, "there is nothing to try now" in text(refused)) == (409, True)


def test_what_is_no_change_of_the_puzzle_is_refused():
    session = a_session("Q14", stage="fix")
    (phone,) = phones(session, 1)
    go(session, "open")
    assert trying(phone, session, ["everything"]).status_code == 422


def test_homework_tries_a_repair_and_uses_up_no_try():
    session = a_session("Q14", stage="fix")
    work = actions.create_homework(deck=session.classroom.decks.get(), title="Repair")
    learner = browser(Learner.objects.create())
    address = f"/homework/{work.pk}/1/"
    page = learner.get(address)
    assert 'name="try"' in page.content.decode()
    tried = learner.post(address, {"attempt": "1", "try": "1"})
    assert (tried.status_code, Answer.objects.count()) == (200, 0)
    assert "What happens now" in text(tried)
    assert "try 1 of 3" in text(tried)
    assert learner.post(address, {"attempt": "1", "try": "1", "edit": "everything"}).status_code == 422
