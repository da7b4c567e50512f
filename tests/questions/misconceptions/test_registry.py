"""The list of beliefs: each once, with words for people."""

import pytest

from studyapp.questions.misconceptions import MISCONCEPTIONS, holding, named, truth


def test_each_belief_is_listed_once_in_order():
    ids = [one.id for one in MISCONCEPTIONS]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("belief", MISCONCEPTIONS, ids=lambda one: one.id)
def test_a_belief_reads_as_a_learner_would_say_it(belief):
    assert belief.name
    assert belief.belief.endswith(".")
    assert belief.truth.endswith(".")
    assert len(belief.truth.split()) <= 30
    assert belief.solvers or belief.modelled


def test_shared_answers_have_both_names():
    assert named("M05.merge") == "Half a key is skipped or completed"
    assert named("M01+M09") == f"{named('M01')}, or: {named('M09')}"
    assert named("slip") == ""
    assert truth("slip") == ""


def test_the_solvers_of_a_topic_carry_the_part_in_their_name():
    names = [name for name, _ in holding("chain")]
    assert {"M05", "M05.merge", "M05.stop", "M12.node"} <= set(names)
