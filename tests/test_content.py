"""The content that ships: sound, sourced, within its budgets."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from studyapp.catalog.model import CheckPart, HtmlPart, LabPart
from studyapp.course import course, problems

# Passages whose lessons are still to be written. Take one out when its lesson is there; never add one.
TO_BE_TAUGHT = {f"N{n:02}" for n in (*range(1, 25), 35, 37, 38, 40)}
LESSONS = {"who-is-calling", "credential-chain", "eight-traps", "puzzle", "least-privilege"}


def prose(lesson):
    return " ".join(re.sub(r"<[^>]+>", " ", part.html) for part in lesson.parts if isinstance(part, HtmlPart))


def test_the_content_has_no_mistakes():
    assert [str(problem) for problem in problems()] == []


def test_the_notes_are_forty_passages_in_their_order():
    assert [passage.id for passage in course().passages] == [f"N{n:02}" for n in range(1, 41)]


def test_every_passage_lives_in_a_lesson_or_waits_for_one():
    assert set(course().untaught) <= TO_BE_TAUGHT


def test_the_lessons_on_the_chain_are_there():
    assert {lesson.slug for lesson in course().lessons} >= LESSONS


def lessons():
    return pytest.mark.parametrize("lesson", course().lessons, ids=lambda lesson: lesson.slug)


@lessons()
def test_a_lesson_keeps_the_rhythm(lesson):
    kinds = [type(part) for part in lesson.parts]
    assert LabPart in kinds
    assert CheckPart in kinds
    first = next(part for part in lesson.parts if isinstance(part, LabPart))
    assert first.bet is not None, "the first lab asks for a bet"
    assert lesson.objectives
    assert lesson.passages
    assert lesson.sources
    assert lesson.next_at_aws
    assert any(heading.text == "What to keep" for heading in lesson.headings)


@lessons()
def test_a_lesson_takes_as_long_as_it_says(lesson):
    # 130 words a minute leaves half of the time to labs and checks.
    assert 6 <= lesson.minutes <= 12
    assert 0.4 <= len(prose(lesson).split()) / 130 / lesson.minutes <= 1.0


@lessons()
def test_a_lesson_uses_no_style_and_no_script(lesson):
    html = "".join(part.html for part in lesson.parts if isinstance(part, HtmlPart))
    assert not re.search(r"style=|<script|hx-|on\w+=\"", html)


def test_every_part_of_the_dress_appears_somewhere():
    html = "".join(p.html for lesson in course().lessons for p in lesson.parts if isinstance(p, HtmlPart))
    for mark in ('<aside class="callout"', '<aside class="note">', "<caption>", 'class="highlight sheet"'):
        assert mark in html


def test_each_objective_of_a_lesson_belongs_to_one_lesson_only():
    ids = [objective.id for lesson in course().lessons for objective in lesson.objectives]
    assert sorted(ids) == sorted(set(ids))


def signers():
    """The questions whose options say who signs."""
    return [
        question
        for question in course().questions
        if question.ask == "signer" and question.kind == "single" and not question.body.get("claim")
    ]


def test_the_chain_is_asked_from_every_side():
    ids = {question.id for question in course().questions}
    assert ids >= {
        "Q01",
        "Q02",
        "Q05",
        "Q06",
        "Q07",
        "Q08",
        "Q09",
        "Q10",
        "Q12",
        "Q15",
        "Q17",
        "Q19",
        "PUZZLE",
    }
    keys = {question.expect for question in signers()}
    assert keys >= {
        "env",
        "iam-role",
        "container-role",
        "shared-credentials-file",
        "assume-role-with-web-identity",
        "error:PartialCredentialsError",
        "error:ProfileNotFound",
    }


def test_the_right_option_stands_in_no_favourite_place():
    places = [
        next(index for index, option in enumerate(question.options) if option.says == question.expect)
        for question in signers()
    ]
    assert len(set(places)) >= 3


def test_nothing_names_an_account_but_the_documented_ones():
    for file in Path(settings.CONTENT_DIR).rglob("*"):
        if file.is_file():
            accounts = set(re.findall(r"(?<![\w.-])\d{12}(?!\d)", file.read_text()))
            assert accounts <= {"111122223333", "444455556666", "123456789012"}, file
