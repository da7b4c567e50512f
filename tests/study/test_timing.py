"""The clock of a test, as plain values."""

from datetime import timedelta

import pytest
from evidence_kit import START, at

from studyapp.study.timing import GRACE, LONGEST_PAUSE, Moment, ends_at, given_back, left, moved, over


def moment(minutes, ran, boot="a"):
    return Moment(at=at(minutes=minutes), ran=ran, boot=boot)


@pytest.mark.parametrize(
    ("before", "now", "by"),
    [
        (moment(0, 0), moment(10, 600), 0),
        (moment(0, 0), moment(10, 601.5), 0),
        (moment(0, 0), moment(70, 600), 3600),
        (moment(0, 0), moment(-50, 600), -3600),
        (moment(0, 500), moment(70, 5, boot="b"), 0),
        (moment(0, 0, boot=""), moment(70, 600, boot=""), 0),
    ],
    ids=["time passes", "they part a little", "set forward", "set back", "restarted", "no name of the start"],
)
def test_a_clock_that_was_set_is_told_from_time_that_passed(before, now, by):
    assert moved(before, now) == timedelta(seconds=by)


def test_a_pause_gives_back_what_it_took_up_to_the_longest():
    assert given_back(START, at(minutes=4)) == timedelta(minutes=4)
    assert given_back(START, at(hours=4)) == LONGEST_PAUSE
    assert given_back(START, at(minutes=-4)) == timedelta()


def test_during_a_pause_the_end_moves_along():
    assert ends_at(at(minutes=20), at(minutes=10), at(minutes=13)) == at(minutes=23)
    assert left(at(minutes=20), at(minutes=10), at(minutes=13)) == 600
    assert ends_at(at(minutes=20), None, at(minutes=13)) == at(minutes=20)


def test_time_is_up_after_the_grace():
    assert not over(START, None, START + GRACE)
    assert over(START, None, START + GRACE + timedelta(milliseconds=1))
    assert not over(None, None, at(days=99))


def test_what_is_left_is_never_less_than_nothing():
    assert left(START, None, at(minutes=5)) == 0
    assert left(None, None, START) is None
