"""Counting votes: bars, pairs, advice, and which misconceptions a class holds."""

import pytest

from studyapp.classes.tally import RoundVotes, Vote, advice, gain, held, pairs, standing

pytestmark = pytest.mark.pure
OPTIONS = [("the user", True, ""), ("the role", False, "M01"), ("nobody", False, "M07")]


def vote(voter, phase, choice, confidence=2):
    right, belief = OPTIONS[choice][1], OPTIONS[choice][2]
    return Vote(
        voter=str(voter), phase=phase, choice=choice, correct=right, misconception=belief, confidence=confidence
    )


def votes(first, second=()):
    return [vote(n, 1, c) for n, c in enumerate(first)] + [vote(n, 2, c) for n, c in enumerate(second)]


@pytest.mark.parametrize(
    ("choices", "made"),
    [
        ([], 0),
        ([0, 0, 0], 0),
        ([0, 1], 1),
        ([0, 0, 0, 1], 1),
        ([0, 0, 1, 1], 2),
        ([0, 1, 2], 1),
        ([0, 0, 1, 2, 2], 2),
    ],
)
def test_pairs_are_neighbours_who_answered_differently(choices, made):
    assert pairs(votes(choices)) == made


def test_a_round_is_counted_before_and_after():
    now = standing(OPTIONS, votes([0, 1, 1, 2], [0, 0, 1, 0]))
    assert [(bar.letter, bar.before, bar.after) for bar in now.bars] == [("A", 1, 3), ("B", 2, 1), ("C", 1, 0)]
    assert (now.right_before, now.right_after, now.percent) == (1, 3, 75)


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (2, "20 % are right: fewer than 30. Give the hint, or run a smaller world, and vote again."),
        (3, "30 % are right. Let them convince their neighbours, then vote again."),
        (7, "70 % are right. Let them convince their neighbours, then vote again."),
        (8, "80 % are right: more than 70. Explain in a sentence and go on."),
    ],
)
def test_the_advice_turns_at_the_thresholds(right, said):
    assert advice(standing(OPTIONS, votes([0] * right + [1] * (10 - right))), 30, 70) == said


@pytest.mark.parametrize(("answers", "shown"), [(0, False), (2, False), (3, True)])
def test_counts_below_three_are_not_for_everybody(answers, shown):
    assert standing(OPTIONS, votes([0] * answers)).public is shown


def test_misconceptions_are_listed_by_how_many_held_them():
    one = RoundVotes(beliefs=frozenset({"M01", "M07"}), votes=votes([1, 1, 1, 2, 0], [1, 0, 0, 0, 0]))
    found = held([one])
    assert [(line.id, line.shown, line.before, line.after, line.gain) for line in found] == [
        ("M01", 5, 3, 1, "0.67"),
        ("M07", 5, 1, 0, "1.00"),
    ]


def test_an_answer_that_two_beliefs_share_is_listed_apart():
    shared = Vote(voter="1", phase=1, choice=1, correct=False, misconception="M02+M08")
    named = Vote(voter="2", phase=1, choice=2, correct=False, misconception="M05.merge")
    found = held([RoundVotes(beliefs=frozenset({"M02+M08", "M05.merge"}), votes=[shared, shared, named])])
    assert [(line.id, line.before) for line in found] == [("M05", 1), ("M02+M08", 2)]


@pytest.mark.parametrize(
    ("before", "after", "won"),
    [((5, 10), (10, 10), "1.00"), ((5, 10), (5, 10), "0.00"), ((10, 10), (10, 10), ""), ((0, 0), (1, 1), "")],
)
def test_the_gain_is_what_was_won_of_what_could_be(before, after, won):
    assert gain(before, after) == won


def test_a_question_that_is_voted_on_once_is_answered_next():
    now = standing(OPTIONS, votes([0, 1]))
    assert advice(now, 30, 70, once=True) == "50 % are right. This question is voted on once: show the answer."
