"""The reading pages as requests and responses."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.course import course
from studyapp.lessons.first_run import FIRST_RUN

# Nobody's reading asks the database: none of the guest's tests below is given one.


def test_a_stranger_meets_one_world_and_a_bet(client):
    response = client.get("/")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert page.count('type="radio"') == len(FIRST_RUN.bet.options) + 3  # and the three themes
    assert re.findall(r'<form[^>]*method="post"[^>]*action="([^"]+)"|action="([^"]+)"[^>]*method="post"', page)
    for lesson in course().lessons:
        assert reverse("lessons:lesson", args=[lesson.slug]) in page


def test_every_lesson_opens(client):
    for lesson in course().lessons:
        response = client.get(reverse("lessons:lesson", args=[lesson.slug]))
        page = response.content.decode()
        assert response.status_code == 200
        assert page.count("<h1") == 1
        for heading in lesson.headings:
            assert f'id="{heading.anchor}"' in page
            assert f'href="#{heading.anchor}"' in page


def test_the_notes_show_every_passage(client):
    page = client.get("/notes/").content.decode()
    assert re.findall(r'<li id="(N\d\d)"', page) == [passage.id for passage in course().passages]


@pytest.mark.parametrize("path", ["/", "/notes/", "/lessons/credential-chain/"])
def test_reading_takes_get_and_head_and_nothing_else(client, path):
    assert client.head(path).status_code == 200
    assert client.head(path).content == b""
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/notes/", "/lessons/credential-chain/"])
def test_no_page_needs_inline_script_or_style(client, path):
    page = client.get(path).content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on", page) == []


def test_a_lesson_that_does_not_exist_is_404_in_our_words(client):
    response = client.get("/lessons/no-such-lesson/")
    assert response.status_code == 404
    assert "Asked everywhere, found nowhere" in response.content.decode()


def test_ids_on_a_lesson_page_are_unique(client):
    page = client.get("/lessons/credential-chain/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_each_guests_page_carries_a_token_that_works():
    for _ in range(2):
        guest = Client(enforce_csrf_checks=True)
        page = guest.get("/lessons/credential-chain/").content.decode()
        tokens = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page))
        header = re.search(r"hx-headers='{\"X-CSRFToken\": \"([^\"]+)\"}'", page)
        assert tokens
        assert header
        for token in tokens | {header[1]}:
            response = guest.post("/prefs/theme/", {"theme": "dark", "csrfmiddlewaretoken": token})
            assert response.status_code == 302
