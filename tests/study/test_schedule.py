"""When an objective comes back."""

from datetime import timedelta

import pytest
from evidence_kit import answered, at
from fsrs import Rating

from studyapp.study.schedule import memory, rating


def due_after(*evidence, now=None, exam=None):
    found = memory("L05.winner", evidence, now or evidence[-1].at, exam)
    return found.due - evidence[-1].at


def test_right_and_fairly_sure_four_times_comes_back_in_the_checked_intervals():
    evidence, moment, waits = [], at(), []
    for _ in range(4):
        evidence.append(answered(at=moment))
        waits.append(due_after(*evidence))
        moment += waits[-1]
    assert waits == [timedelta(minutes=10), timedelta(days=2), timedelta(days=11), timedelta(days=46)]


def test_right_and_sure_at_once_comes_back_in_eight_days():
    assert due_after(answered(confidence=3, milliseconds=20_000)) == timedelta(days=8)


def test_wrong_comes_back_in_a_minute():
    assert due_after(answered(False)) == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"correct": False, "confidence": 3}, Rating.Again),
        ({"correct": False, "confidence": None}, Rating.Again),
        ({"confidence": 1}, Rating.Hard),
        ({"confidence": 2}, Rating.Good),
        ({"confidence": None}, Rating.Good),
        ({"confidence": 3, "milliseconds": 60_000}, Rating.Easy),
        ({"confidence": 3, "milliseconds": 60_001}, Rating.Good),
        ({"confidence": 3, "milliseconds": 100_000, "kind": "match"}, Rating.Easy),
        ({"confidence": 3, "hints": 1}, Rating.Hard),
        ({"confidence": 3, "hints": 3}, Rating.Again),
    ],
)
def test_the_rating_follows_the_answer(more, expected):
    assert rating(answered(**more)) == expected


def test_the_same_answers_give_the_same_dates_in_any_order():
    evidence = [answered(days=day, correct=day != 3) for day in range(6)]
    assert memory("x", evidence, at(9)) == memory("x", reversed(evidence), at(9))


def test_nothing_answered_is_nothing_to_forget():
    assert memory("x", [], at()) is None


def test_what_was_learnt_is_recalled_less_with_time():
    evidence = [answered(days=0), answered(days=1)]
    recalls = [memory("x", evidence, at(day)).recall for day in (1, 5, 50)]
    assert recalls == sorted(recalls, reverse=True)
    assert recalls[0] == 1.0


def test_a_clock_set_back_does_no_harm():
    assert memory("x", [answered(days=3)], at(0)).recall == 1.0


def test_before_an_exam_nothing_comes_later_than_two_days_ahead_of_it():
    evidence = [answered(confidence=3)]
    exam = at(6).date()
    days = {name: (exam - memory(name, evidence, at(0.1), exam).due.date()).days for name in ("a", "b")}
    assert sorted(days.values()) == [1, 2]


def test_after_the_last_look_nothing_comes_until_the_exam_is_over():
    exam = at(6).date()
    found = memory("a", [answered(), answered(False, 5.9)], at(5.95), exam)
    assert found.due.date() == exam


def test_an_exam_that_is_over_changes_nothing():
    evidence = [answered(confidence=3)]
    assert due_after(*evidence, now=at(3), exam=at(2).date()) == due_after(*evidence)
