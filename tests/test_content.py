"""The content that ships: sound, sourced, within its budgets."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from studyapp.catalog.model import CheckPart, HtmlPart, LabPart
from studyapp.course import course, problems
from studyapp.questions.claims import own_finding
from studyapp.questions.issue import issue
from studyapp.questions.kinds.options import right_ones


def prose(lesson):
    return " ".join(re.sub(r"<[^>]+>", " ", part.html) for part in lesson.parts if isinstance(part, HtmlPart))


def test_the_content_has_no_mistakes():
    assert [str(problem) for problem in problems()] == []


def test_the_notes_are_forty_passages_in_their_order():
    assert [passage.id for passage in course().passages] == [f"N{n:02}" for n in range(1, 41)]


def test_every_passage_lives_in_a_lesson():
    assert course().untaught == ()


def test_the_course_is_eighteen_lessons_in_their_order():
    assert [lesson.id for lesson in course().lessons] == [f"L{n:02}" for n in range(18)]


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
    assert lesson.teaching
    assert any(heading.text == "What to keep" for heading in lesson.headings)


@lessons()
def test_a_lesson_asks_each_question_once(lesson):
    asked = [part.question for part in lesson.parts if isinstance(part, CheckPart)]
    assert sorted(asked) == sorted(set(asked))


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


def variants(seeds):
    """The single choices on who signs, each with some seeds."""
    for question in course().questions:
        if question.kind == "single" and (question.lab == "credential-chain" or question.generator == "G01"):
            for seed in range(seeds):
                yield issue(question, seed)


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
    kinds = {own_finding(item).key.partition("/")[0] for item in variants(8)}
    assert kinds >= {"user", "role", "unknown", "error:PartialCredentialsError", "error:ProfileNotFound"}


def test_the_right_option_stands_in_no_favourite_place():
    places = [min(right_ones(item, own_finding(item))) for item in variants(6)]
    assert {places.count(place) * 10 // len(places) for place in range(3)} <= {2, 3, 4}


def test_nothing_names_an_account_but_the_documented_ones():
    for file in Path(settings.CONTENT_DIR).rglob("*"):
        if file.is_file():
            accounts = set(re.findall(r"(?<![\w.-])\d{12}(?!\d)", file.read_text()))
            assert accounts <= {"111122223333", "444455556666", "123456789012"}, file
