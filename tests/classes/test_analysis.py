"""Whether a question does its work: indices from thirty answers on, counts below."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.classes.analysis import Answered, analyse, biserial

pytestmark = pytest.mark.pure
KEY = (True, False, False)


def answers(*rows):
    return [Answered(choice=choice, correct=choice == 0, rest=rest) for choice, rest in rows]


def test_below_thirty_there_are_counts_only():
    found = analyse(answers(*[(0, 1.0)] * 20, *[(1, 0.0)] * 9), KEY)
    assert (found.n, found.right, found.counts) == (29, 20, (20, 9, 0))
    assert (found.difficulty, found.discrimination, found.idle, found.review) == (None, None, (), "")


def test_a_question_that_works():
    found = analyse(answers(*[(0, 1.0)] * 20, *[(1, 0.0)] * 8, *[(2, 0.5)] * 2), KEY)
    assert (round(found.difficulty, 3), found.discrimination > 0.9, found.idle, found.review) == (0.667, True, (), "")


def test_an_option_nobody_takes_does_nothing():
    assert analyse(answers(*[(0, 1.0)] * 20, *[(1, 0.0)] * 10), KEY).idle == ("C",)


def test_a_question_that_the_good_get_wrong_wants_a_look_at_its_key():
    found = analyse(answers(*[(0, 0.1)] * 15, *[(1, 0.9)] * 15), KEY)
    assert found.review == "Those who do well elsewhere get this wrong."


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 20)), min_size=2, max_size=60))
def test_the_index_is_the_correlation(rows):
    right, rest = [yes for yes, _ in rows], [score / 20 for _, score in rows]
    found = biserial(right, rest)
    expected = None
    if len(set(right)) > 1 and len(set(rest)) > 1:  # equal scores have no variance, whatever rounding leaves of it
        expected = statistics.correlation([float(yes) for yes in right], rest)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))
