"""The rule of mastery: what counts, what is still missing, and what fades."""

import pytest
from evidence_kit import answered

from studyapp.mastery import Mastery, Rule, mastery, together

RULE = Rule()


def judged(*evidence, faded=False, kinds_there=2, rule=RULE):
    return mastery(evidence, rule=rule, kinds_there=kinds_there, faded=faded)


def four_of_five(**last):
    return [
        answered(False, 0),
        answered(True, 0.1),
        answered(True, 0.2, kind="multiple"),
        answered(True, 1),
        answered(**{"days": 1.1, **last}),
    ]


def test_four_of_five_on_two_days_in_two_kinds_is_solid():
    found = judged(*four_of_five())
    assert (found.state, found.words, found.lacks) == ("solid", "4 of 5, on 2 days", ())


def test_a_review_that_fell_due_makes_it_fade():
    assert judged(*four_of_five(), faded=True).state == "fading"


def test_an_answer_that_three_hints_told_is_no_right_answer():
    assert judged(*four_of_five(hints=2)).state == "solid"
    assert judged(*four_of_five(hints=3)).lacks == ("1 more right of the last 5",)


def test_nothing_answered_is_not_begun():
    assert judged() == Mastery(state="new")
    assert judged().words == "nothing yet"


@pytest.mark.parametrize(
    ("evidence", "lacks"),
    [
        ([answered(), answered(days=1, kind="multiple")], ("2 more right of the last 5",)),
        (
            [answered(days=0, kind=kind) for kind in ("single", "single", "multiple", "single")],
            ("a right answer on another day",),
        ),
        ([answered(days=day) for day in (0, 0.1, 1, 1.1)], ("a right answer to another kind of question",)),
        (
            [
                *four_of_five(),
                answered(False, 2, confidence=3),
                answered(days=2.1, kind="multiple"),
                answered(days=2.2),
            ],
            ("a sure error has to leave the last 3",),
        ),
    ],
)
def test_each_condition_is_named_when_it_is_the_one_that_lacks(evidence, lacks):
    found = judged(*evidence)
    assert (found.state, found.lacks) == ("half", lacks)


def test_a_sure_error_four_answers_ago_is_forgiven():
    evidence = [answered(days=0, kind="multiple"), answered(False, 0.1, confidence=3)]
    evidence += [answered(days=day) for day in (1, 1.1, 1.2)]
    assert judged(*evidence).state == "solid"


def test_a_course_with_one_kind_asks_for_one():
    assert judged(*[answered(days=day) for day in (0, 0.1, 1, 1.1)], kinds_there=1).state == "solid"


def test_only_the_last_five_count():
    old = [answered(False, -1 - day) for day in range(9)]
    assert judged(*old, *four_of_five()).words == "4 of 5, on 2 days"


def test_the_same_item_again_counts_once_and_the_first_time():
    again = [answered(days=day, seed=7, correct=day > 0) for day in range(6)]
    assert judged(*again).words == "0 of 1, on 1 day"


def test_the_rule_is_a_setting():
    lenient = Rule(need=1, of=1, days=1, kinds=1)
    assert judged(answered(), rule=lenient).state == "solid"


@pytest.mark.parametrize(
    ("states", "lesson"),
    [
        ([], "new"),
        (["new", "new"], "new"),
        (["solid", "new"], "half"),
        (["solid", "half"], "half"),
        (["solid", "fading"], "fading"),
        (["solid", "solid"], "solid"),
    ],
)
def test_a_lesson_is_what_its_objectives_are(states, lesson):
    assert together(Mastery(state=state) for state in states) == lesson
