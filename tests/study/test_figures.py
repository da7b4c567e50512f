"""The numbers of a report, against values computed elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.study import figures
from studyapp.study.figures import Row, Share


def row(place=1, correct=True, **more):
    given_ = {"objective": "L05.winner", "lesson": "L05", "topic": "chain", "given": True, **more}
    return Row(place=place, correct=correct, **given_)


# Wilson (1927) without continuity correction, as statsmodels' proportion_confint(method="wilson") gives it.
@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (17, 24, 0.5083, 0.8509)],
)
def test_the_interval_is_wilsons(right, of, low, high):
    assert figures.wilson(right, of) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_nothing_asked_says_nothing():
    assert figures.wilson(0, 0) == (0.0, 1.0)


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_interval_holds_the_share_and_stays_within_bounds(right, of):
    right = min(right, of)
    low, high = figures.wilson(right, of)
    assert 0 <= low <= right / of + 1e-12
    assert right / of - 1e-12 <= high <= 1


def test_open_items_count_as_not_right():
    assert figures.score([row(), row(correct=False, given=False)]) == Share(right=1, of=2)


def test_calibration_sets_what_was_stated_against_what_was_right():
    rows = [row(confidence=3), row(correct=False, confidence=3), row(confidence=1), row(correct=False, given=False)]
    levels = figures.calibration(rows)
    assert [(level.confidence, level.stated, level.right, level.of) for level in levels] == [
        (1, 0.50, 1, 1),
        (2, 0.73, 0, 0),
        (3, 0.90, 1, 2),
    ]
    assert levels[1].actual is None
    assert figures.leaning(levels) == pytest.approx((0.5 + 1.8 - 2) / 3)
    assert figures.leaning(figures.calibration([])) is None


def test_ideas_held_when_sure_come_first():
    rows = [
        row(correct=False, misconception="M02", confidence=1),
        row(correct=False, misconception="M02", confidence=2),
        row(correct=False, misconception="M01", confidence=3),
        row(correct=True, misconception="M07", confidence=3),
    ]
    assert figures.ideas(rows) == (("M01", 1, 1), ("M02", 2, 0))


def test_sure_errors_are_wrong_given_and_sure():
    rows = [
        row(1, confidence=3),
        row(2, False, confidence=3),
        row(3, False, confidence=2),
        row(4, False, given=False),
    ]
    assert [one.place for one in figures.sure_errors(rows)] == [2]


def test_time_leaves_out_what_was_not_timed():
    used = figures.time_use([row(1, milliseconds=2000), row(2, milliseconds=0), row(3, milliseconds=5000)])
    assert (used.total, used.middle, used.longest) == (7.0, 3.5, ((3, 5.0), (1, 2.0)))
    assert figures.time_use([]).middle == 0.0


@pytest.mark.parametrize(
    ("before", "after", "gain"),
    [
        ((4, 10), (7, 10), 0.5),
        ((4, 10), (4, 10), 0.0),
        ((5, 10), (4, 10), -0.2),
        ((10, 10), (9, 10), None),
        ((0, 0), (1, 2), None),
    ],
)
def test_the_gain_is_the_part_of_what_was_missing(before, after, gain):
    found = figures.gain(Share(right=before[0], of=before[1]), Share(right=after[0], of=after[1]))
    assert found == (gain if gain is None else pytest.approx(gain))


def test_groups_keep_their_order():
    rows = [row(objective="b"), row(objective="a", correct=False), row(objective="b", correct=False)]
    assert list(figures.by(rows, "objective").items()) == [("b", Share(right=1, of=2)), ("a", Share(right=0, of=1))]
