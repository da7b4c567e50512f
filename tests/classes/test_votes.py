"""What of a vote counts: once, in its phase, in its shape, by somebody who is in."""

import uuid

import pytest
from class_kit import a_session, cast, go, phones, text

from studyapp.answers import Closed, record_vote
from studyapp.classes import actions
from studyapp.models import Answer, Learner, Participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_minute")]


def test_a_vote_counts_once_and_may_be_changed_until_the_close():
    session = a_session()
    (phone,) = phones(session, 1)
    go(session, "open")
    for choice in ("wrong", "wrong", "right"):
        assert cast(phone, session, choice, confidence="3").status_code == 302
    assert [(one.correct, one.phase, one.purpose) for one in Answer.objects.all()] == [(True, 1, "live")]
    go(session, "close")
    late = cast(phone, session, "wrong")
    assert (late.status_code, Answer.objects.get().correct) == (409, True)
    assert "The vote is closed." in text(late)


def test_the_second_vote_stands_beside_the_first():
    session = a_session()
    (phone,) = phones(session, 1)
    go(session, "open")
    cast(phone, session, "wrong")
    go(session, "close", "discuss", "again")
    assert cast(phone, session, "right", phase=1).status_code == 409
    cast(phone, session, "right", phase=2)
    assert sorted(Answer.objects.values_list("phase", "correct")) == [(1, False), (2, True)]


@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("moves", [(), ("open", "close"), ("open", "finish"), ("open", "close", "reveal")])
def test_no_vote_counts_outside_its_phase(moves, phase):
    session = a_session()
    round = go(session, *moves)
    with pytest.raises(Closed):
        record_vote(
            learner=Learner.objects.create(), round=round, phase=phase, response={"choice": 0}, confidence=None
        )
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "9"},
        {"choice": None},
        {"choice": "x"},
        {"phase": 3},
        {"confidence": "7"},
        {"milliseconds": "-1"},
        {"phase": ""},
    ],
)
def test_a_vote_of_another_shape_is_refused(fields):
    session = a_session()
    (phone,) = phones(session, 1)
    go(session, "open")
    assert cast(phone, session, **{"choice": "0", **fields}).status_code == 422
    assert Answer.objects.count() == 0


def test_a_vote_cannot_name_its_own_marks():
    session = a_session()
    (phone,) = phones(session, 1)
    go(session, "open")
    cast(phone, session, "wrong", correct="1", score="1", learner=str(uuid.uuid4()), answered_at="2020-01-01")
    kept = Answer.objects.get()
    assert (kept.correct, kept.score, kept.answered_at.year > 2020) == (False, 0.0, True)


def test_nobody_votes_without_having_joined(client):
    session = a_session()
    go(session, "open")
    assert cast(client, session, "0").status_code == 404


def test_who_was_shown_out_is_out_and_uncounted():
    session = a_session()
    (phone,) = phones(session, 1)
    go(session, "open")
    cast(phone, session, "0")
    actions.remove(session=session, participant=Participant.objects.get().pk)
    assert Answer.objects.count() == 0
    assert cast(phone, session, "0").status_code == 404
    assert phone.post(f"/join/{session.code}/").status_code == 409
