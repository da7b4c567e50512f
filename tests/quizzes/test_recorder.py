"""The recorder: graded once, written once, whoever asks how often."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from studyapp.answers import NotYours, record_answer, record_change_of_mind
from studyapp.course import course
from studyapp.models import Answer, Learner
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
from studyapp.questions.verdict import Unreadable

pytestmark = pytest.mark.django_db


def answer(learner, nonce=None, response=None, question="Q01", seed=1, **more):
    item = issue(course().question(question), seed)
    given = {"confidence": 2, "milliseconds": 1200, **more}
    return record_answer(learner=learner, nonce=nonce or uuid.uuid4(), item=item, response=response, **given)


def place_of(question, seed, *, right):
    parts = grade(issue(course().question(question), seed), None).parts
    return next(index for index, part in enumerate(parts) if part.right == right)


def test_an_answer_keeps_everything_it_was_marked_by():
    learner = Learner.objects.create()
    choice = place_of("Q01", 1, right=True)
    kept, new = answer(learner, response={"choice": choice}, purpose="review")
    kept.refresh_from_db()
    assert new
    assert (kept.correct, kept.score, kept.kind, kept.purpose) == (True, 1.0, "single", "review")
    assert kept.response == {"choice": choice}
    assert kept.engine.startswith("botocore ")
    assert kept.issued == issue(course().question("Q01"), 1).to_json()


def test_a_wrong_answer_names_its_misconception():
    parts = grade(issue(course().question("Q01"), 1), None).parts
    choice = next(index for index, part in enumerate(parts) if part.misconception == "M01")
    kept, _ = answer(Learner.objects.create(), response={"choice": choice})
    assert (kept.correct, kept.misconception) == (False, "M01")


def test_i_do_not_know_yet_has_no_confidence():
    kept, _ = answer(Learner.objects.create(), response=None)
    assert (kept.response, kept.correct, kept.confidence, kept.score) == (None, False, None, 0.0)


def test_the_same_form_sent_twice_counts_once_whatever_it_says_then():
    learner, nonce = Learner.objects.create(), uuid.uuid4()
    first, _ = answer(learner, nonce, {"choice": 0})
    second, new = answer(learner, nonce, {"choice": 1}, confidence=3)
    assert (second.pk, second.response, second.confidence, new) == (first.pk, {"choice": 0}, 2, False)
    assert Answer.objects.count() == 1


def test_somebody_elses_form_is_not_yours():
    nonce = uuid.uuid4()
    answer(Learner.objects.create(), nonce, {"choice": 0})
    with pytest.raises(NotYours):
        answer(Learner.objects.create(), nonce, {"choice": 0})


def test_a_response_of_another_shape_writes_nothing():
    with pytest.raises(Unreadable):
        answer(Learner.objects.create(), response={"choice": 99})
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"confidence": 4}, {"confidence": 0}, {"score": 1.5}, {"purpose": "fun"}, {"correct": True, "response": None}],
)
def test_the_database_keeps_the_rules_by_itself(wrong):
    kept, _ = answer(Learner.objects.create(), response={"choice": place_of("Q01", 1, right=False)})
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=kept.pk).update(**wrong)


def test_the_last_word_on_what_changed_a_mind_counts():
    kept, _ = answer(Learner.objects.create())
    record_change_of_mind(answer=kept, what="trace")
    record_change_of_mind(answer=kept, what="rule")
    kept.refresh_from_db()
    assert kept.changed_mind == "rule"
    with pytest.raises(KeyError):
        record_change_of_mind(answer=kept, what="magic")


@pytest.mark.django_db(transaction=True)
def test_many_threads_with_one_form_write_one_answer():
    learner, nonce = Learner.objects.create(), uuid.uuid4()
    gate, results, failures = threading.Barrier(6), [], []

    def send(choice):
        try:
            gate.wait()
            results.append(answer(learner, nonce, {"choice": choice % 3}))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Answer.objects.count() == 1
    assert sum(new for _, new in results) == 1
    assert {str(kept.response) for kept, _ in results} == {str(Answer.objects.get().response)}
