"""The engine decides: what is right, what partly, what stands for what."""

from dataclasses import replace

import pytest

from studyapp.course import course
from studyapp.engines.credentials import resolve
from studyapp.engines.worlds import read_world
from studyapp.questions.grade import BrokenItem, Unreadable, grade
from studyapp.questions.issue import issue
from studyapp.questions.outcomes import outcome_key

SINGLE = [question for question in course().questions if question.kind == "single" and not question.generator]
SIGNER = [question for question in SINGLE if question.ask == "signer" and "claim" not in question.body]


def right_place(item):
    return next(index for index, part in enumerate(grade(item, None).parts) if part.right)


@pytest.mark.parametrize("question", SIGNER, ids=lambda question: question.id)
def test_the_key_is_what_the_engine_says_however_the_options_stand(question):
    for seed in range(6):
        item = issue(question, seed)
        came_out = outcome_key(resolve(read_world(item.world), item.flavour))
        for place, option in enumerate(item.options):
            verdict = grade(item, {"choice": place})
            assert verdict.correct == (option.says == came_out)
            assert verdict.score == float(verdict.correct)
            assert verdict.misconception == ("" if verdict.correct else option.misconception)


@pytest.mark.parametrize("question", SINGLE, ids=lambda question: question.id)
def test_exactly_one_option_is_right_and_every_other_is_explained(question):
    verdict = grade(issue(question, 1), None)
    assert sum(part.right for part in verdict.parts) == 1
    assert all(part.feedback for part in verdict.parts)
    assert verdict.answer == next(part.text for part in verdict.parts if part.right)


def test_not_knowing_is_no_error_and_no_misconception():
    verdict = grade(issue(course().question("Q01"), 1), None)
    assert (verdict.correct, verdict.given, verdict.score, verdict.misconceptions) == (False, False, 0.0, ())


def test_a_cause_is_what_changes_the_outcome_when_it_is_undone():
    item = issue(course().question("PUZZLE"), 2)
    verdict = grade(item, {"choice": right_place(item)})
    assert verdict.correct
    right = next(part for part in verdict.parts if part.right)
    assert (right.tried, right.result) == ("Unset the key variables and restart", "the instance’s role signs")


def test_a_wrong_option_says_what_would_make_it_right():
    parts = {part.text: part for part in grade(issue(course().question("Q01"), 1), None).parts}
    role = next(part for text, part in parts.items() if "orders-writer" in text)
    assert role.would_be == "unset both key variables and restart"


def test_the_flavour_decides_whose_rules_mark():
    item = issue(course().question("Q01"), 1)
    notes = replace(item, state={**item.state, "flavour": "notes"})
    assert "command-line" in grade(notes, None).resolution.order
    assert "command-line" not in grade(item, None).resolution.order


@pytest.mark.parametrize(
    "response",
    [
        *({"choice": wrong} for wrong in (9, -1, True, "x", None, [0])),
        *({"choices": [0]}, {}, [0], "0", {"choice": 0, "key": 1}),
    ],
)
def test_a_response_of_another_shape_is_refused(response):
    with pytest.raises(Unreadable):
        grade(issue(course().question("Q01"), 1), response)


def test_a_question_without_a_key_is_broken():
    item = issue(course().question("Q01"), 1)
    body = {**item.body, "options": [{**option, "says": "none"} for option in item.body["options"]]}
    with pytest.raises(BrokenItem):
        grade(replace(item, body=body), None)
