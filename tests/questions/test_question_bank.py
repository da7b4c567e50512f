"""Which questions there are."""

from dataclasses import replace

from studyapp.catalog.model import Catalog
from studyapp.course import course
from studyapp.questions import bank

ALL = course()


def test_every_question_is_found_by_its_objective_topic_and_misconceptions():
    for question in bank.ready(ALL):
        assert question in bank.for_objective(ALL, question.objective)
        assert question in bank.for_topic(ALL, question.topic)
        for name in question.misconceptions:
            assert question in bank.for_misconception(ALL, name)


def test_a_part_of_a_misconception_is_the_misconception():
    assert bank.for_misconception(ALL, "M05.merge") == bank.for_misconception(ALL, "M05")


def test_a_question_without_its_generator_is_not_ready():
    drawn = next(question for question in ALL.questions if question.generator)
    lost = replace(drawn, id="Q98", generator="G98")
    assert bank.ready(Catalog(questions=(drawn, lost))) == (drawn,)
    assert bank.unlimited(drawn)


def test_a_drawn_question_is_about_its_scenes_lab():
    labs = {question.id: bank.lab_of(question) for question in ALL.questions}
    assert labs["Q01"] == "credential-chain"
    assert labs["Q31"] == "imds"
    assert labs["Q13"] == ""
    assert bank.lab_of(replace(ALL.question("Q31"), params={"scene": "gone"})) == ""
