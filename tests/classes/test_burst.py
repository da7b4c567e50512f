"""Every phone at the same instant: all votes are kept, each once, and the close is a line that none crosses."""

import threading

import pytest
from class_kit import a_session, go
from django.db import connection

from studyapp.answers import Closed, record_vote
from studyapp.models import Answer, Learner

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = 40


def burst(count, work):
    """Run `work(number)` in as many threads, all let go together; what they raise is what comes back."""
    gate, raised = threading.Barrier(count), []

    def run(number):
        gate.wait()
        try:
            work(number)
        except Exception as error:
            raised.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_a_burst_of_votes_is_kept_each_once():
    session = a_session()
    round = go(session, "open")
    learners = [Learner.objects.create() for _ in range(PHONES // 2)]

    def vote(number):
        learner = learners[number % len(learners)]  # every phone sends twice
        record_vote(learner=learner, round=round, phase=1, response={"choice": number % 3}, confidence=None)

    assert burst(PHONES, vote) == []
    assert Answer.objects.count() == len(learners)
    assert set(Answer.objects.values_list("learner", flat=True)) == {one.pk for one in learners}


def test_what_is_acknowledged_before_the_close_stands_and_nothing_comes_after():
    session = a_session()
    round = go(session, "open")
    learners = [Learner.objects.create() for _ in range(PHONES)]
    kept = []

    def vote(number):
        if number == PHONES // 2:
            go(session, "close")
            return
        record_vote(learner=learners[number], round=round, phase=1, response={"choice": 0}, confidence=None)
        kept.append(learners[number].pk)

    raised = burst(PHONES, vote)
    assert set(raised) <= {Closed}
    assert len(raised) + len(kept) == PHONES - 1
    assert set(Answer.objects.values_list("learner", flat=True)) == set(kept)
    counted = Answer.objects.count()
    with pytest.raises(Closed):
        record_vote(learner=learners[PHONES // 2], round=round, phase=1, response={"choice": 0}, confidence=None)
    assert Answer.objects.count() == counted
