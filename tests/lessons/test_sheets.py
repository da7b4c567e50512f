import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from studyapp.course import course
from studyapp.lessons.sheets import ABOUT_THE_COURSE, NUMBERS, keeps_of, numbers_of, terms_of

pytestmark = pytest.mark.django_db


def page(client, name):
    response = client.get(reverse(f"lessons:{name}"))
    assert response.status_code == 200
    return response.content.decode()


def test_every_lesson_has_its_lines_on_the_cheat_sheet():
    about_aws = [lesson for lesson in course().lessons if lesson.slug != ABOUT_THE_COURSE]
    assert [lesson for lesson, _ in keeps_of(course())] == about_aws
    assert len(about_aws) == len(course().lessons) - 1
    for lesson, part in keeps_of(course()):
        assert 3 <= part.html.count("<li>") <= 8, lesson.slug
        assert "<h2" not in part.html


@pytest.mark.parametrize(("number", "slug"), [(number, slug) for number, _, slug in NUMBERS])
def test_a_number_to_look_up_stands_in_the_lesson_it_names(number, slug):
    lesson = course().lesson(slug)
    text = Path(settings.CONTENT_DIR, lesson.path).read_text(encoding="utf-8").replace(",", "")
    for digits in re.findall(r"[\d.]{2,}", number.replace(",", "")):
        assert re.search(rf"(?<![\d.]){re.escape(digits)}(?!\d)", text), digits


def test_every_number_has_its_lesson():
    assert len(numbers_of(course())) == len(NUMBERS)


def test_every_word_names_a_lesson_that_will_explain_it(client):
    text = page(client, "glossary")
    for term, _ in terms_of(course()):
        assert f'<div id="{term.id}">' in text


def test_the_whole_course_is_on_one_page_with_each_anchor_once(client):
    text = page(client, "whole")
    ids = re.findall(r'\bid="([^"]+)"', text.partition("<main")[2].partition("</main>")[0])
    assert sorted(ids) == sorted(set(ids))
    for lesson in course().lessons:
        assert f'<article class="prose whole" id="{lesson.slug}">' in text


def test_references_on_the_whole_course_lead_somewhere(client):
    text = page(client, "whole")
    main = text.partition("<main")[2].partition("</main>")[0]
    ids = set(re.findall(r'\bid="([^"]+)"', main))
    wanted = re.findall(r'aria-labelledby="([^"]+)"', main) + re.findall(r'href="#([^"]+)"', main)
    assert set(wanted) <= ids


def test_the_cheat_sheet_opens(client):
    text = page(client, "cheat_sheet")
    assert text.count("<section>") == len(course().lessons) - 1
    assert text.index("Environment variables") < text.index("Credentials file") < text.index("Instance profile")
