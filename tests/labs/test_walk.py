"""Every question's run can be shown one line at a time, and the lines are the engine's own."""

import pytest

from studyapp.course import course
from studyapp.labs.walk import MOST, walk
from studyapp.questions import bank
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue

STATES = {"read", "skipped", "absent", "found", "partial", "stop", "never"}
READY = {one.id: one for one in bank.ready(course())}


def lines_of(name, seed=3):
    item = issue(READY[name], seed)
    return item, walk(item, grade(item, None))


@pytest.mark.parametrize("name", READY)
def test_every_question_with_a_lab_has_lines_and_no_other(name):
    item, lines = lines_of(name)
    if not item.lab:
        assert lines == ()
    elif item.lab != "credential-chain":
        assert 1 <= len(lines) <= MOST + 8
    assert {line.s for line in lines} <= STATES
    assert all(line.label for line in lines)


def test_a_request_to_the_metadata_service_is_told_exchange_by_exchange():
    item, lines = lines_of("Q31")
    assert [line.label for line in lines] == [f"`{one['command']}`" for one in item.state["lines"]]
    assert lines[-1].word == grade(item, None).outcome


def test_a_policy_is_told_statement_by_statement_and_the_decision_comes_last():
    item, lines = lines_of("Q24D")
    statements = sum(len(document["Statement"]) for document in item.state["policies"])
    assert len(lines) == statements + 2
    assert lines[1].text.startswith(("Allow ", "Deny "))
    assert (lines[-1].label, lines[-1].word in ("allowed", "denied")) == ("The decision", True)


def test_a_signature_is_told_in_its_four_steps():
    _, lines = lines_of("Q58")
    assert [line.label[0] for line in lines] == ["1", "2", "3", "4"]
    assert lines[1].text.startswith("AWS4-HMAC-SHA256\n")
    assert len(lines[-1].text) == 64


def test_calls_that_are_retried_are_told_attempt_by_attempt():
    item, lines = lines_of("Q48")
    assert [line.label.partition(",")[0] for line in lines[:-1]] == [
        f"Attempt {number}" for number in range(1, int(grade(item, None).outcome) + 1)
    ]
    assert lines[-1].word == f"{grade(item, None).outcome} calls"


def test_a_bucket_is_told_second_by_second_and_what_repeats_itself_is_counted():
    _, lines = lines_of("Q52")
    assert lines[0].label == "Second 1"
    assert lines[-1].label == "All together"
    assert len(lines) <= MOST


def test_each_change_is_tried_where_the_question_is_about_changes():
    item, lines = lines_of("Q57")
    verdict = grade(item, None)
    assert [line.label for line in lines] == [part.text for part in verdict.parts]
    assert [line.word == "so" for line in lines] == [part.right for part in verdict.parts]


def test_of_a_line_at_fault_the_repair_is_tried_and_nothing_else():
    _, lines = lines_of("Q29")
    assert [line.label for line in lines].count("The line at fault, put right") == 1
    assert lines[-1].why == "It answers 200."
