"""Which question tests an objective again."""

import pytest

from studyapp.catalog.model import Catalog, Question
from studyapp.questions.generators import GENERATORS
from studyapp.study.refresh import choose

GENERATOR = next(iter(GENERATORS))


def question(name, kind="single", *, unlimited=False):
    return Question(
        id=name,
        path="questions/x/y.md",
        line=1,
        kind=kind,
        title="",
        stem="",
        objective="L01.a",
        passages=(),
        rule="",
        generator=GENERATOR if unlimited else "",
    )


def chosen(questions, *seen):
    return choose(Catalog(questions=tuple(questions)), "L01.a", seen)


def test_one_that_draws_fresh_worlds_comes_before_one_that_is_only_shuffled():
    assert chosen([question("A"), question("B", unlimited=True)]) == "B"


def test_another_kind_than_the_last_comes_first():
    both = [question("A", unlimited=True), question("B", "order")]
    assert chosen(both, "A") == "B"
    assert chosen(both, "A", "B") == "A"


def test_otherwise_the_longest_unseen():
    three = [question(name) for name in "ABC"]
    assert chosen(three, "A", "B") == "C"
    assert chosen(three, "C", "B", "A") == "C"


def test_answers_to_other_questions_do_not_matter():
    assert chosen([question("A")], "X", "Y") == "A"


def test_an_objective_without_a_question_has_none():
    with pytest.raises(KeyError):
        chosen([])
