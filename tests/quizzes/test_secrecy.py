"""Nothing that a browser gets before the answer tells which answer is right."""

import html
import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from studyapp.catalog.model import CheckPart
from studyapp.course import course
from studyapp.questions.issue import issue
from studyapp.quizzes.sheets import question_sheet

QUESTIONS = course().questions
SEEDS = (0, 1, 7)


def every_question():
    return pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


def secrets_of(item):
    """What only the result may say: the title, the rule, feedback, misconceptions."""

    def walk(data, name=""):
        if isinstance(data, dict):
            for key, value in data.items():
                yield from walk(value, key)
        elif isinstance(data, list | tuple):
            for value in data:
                yield from walk(value, name)
        elif name in ("feedback",) and data:
            yield data

    yield from (item.title, item.rule, *walk(item.body))


def plain(text):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).replace("`", "").replace("*", "").split())


@every_question()
def test_the_page_says_nothing_of_the_key(client, question):
    for seed in SEEDS:
        page = client.get(f"/questions/{question.id}/?seed={seed}")
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "private, no-store"
        raw = page.content.decode()
        words = plain(raw)
        for secret in secrets_of(issue(question, seed)):
            assert plain(secret) not in words
        assert not re.search(r"\bM\d\d\b", raw.partition("<main")[2].replace("PKM", "")), "a misconception's id"
        for name in ('data-v="yes"', "data-right", "data-key", "misconception", "<!--"):
            assert name not in raw.partition("<main")[2]


MOVED = ("says", "because", "where", "right", "misconception", "feedback", "at", "id", "wrong")


def rotated(parts):
    """The same texts, each with the claims of its neighbour."""
    claims = [{name: part[name] for name in MOVED if name in part} for part in parts]
    texts = [{name: value for name, value in part.items() if name not in MOVED} for part in parts]
    return [{**text, **claim} for text, claim in zip(texts, claims[1:] + claims[:1], strict=True)]


def other_key(item):
    """The same item to look at, with another answer right."""
    body = dict(item.body)
    for name in ("options", "items", "rows"):
        if name in body and item.kind != "trace":
            body[name] = rotated(body[name])
    if item.kind == "numeric":
        body |= {"value": 123456, "tolerance": 3.5, "distractors": [], "feedback": "other"}
    if item.kind == "fix":
        body["goals"] = [{"text": goal["text"], "says": "other"} for goal in body["goals"]]
        body["edits"] = [{"id": edit["id"], "text": edit["text"], "where": {}} for edit in body["edits"]]
    return replace(item, body=body, title="Other", rule="Other.")


def rendered(question, seed, monkeypatch, change):
    from studyapp.quizzes import sheets

    with monkeypatch.context() as patch:
        patch.setattr(sheets, "issue", lambda one, number: change(issue(one, number)))
        sheet = question_sheet(question, seed)
    request = RequestFactory().get(f"/questions/{question.id}/")
    page = render_to_string(
        "quizzes/question.html", {**sheet, "token": "same", "csrf_token": "same"}, request=request
    )
    return re.sub(r'(name="csrfmiddlewaretoken" value|X-CSRFToken&quot;: &quot;|X-CSRFToken": ")[^>]*', "", page)


@pytest.mark.django_db
@every_question()
def test_with_another_answer_right_the_page_is_the_same_byte_for_byte(question, monkeypatch):
    for seed in SEEDS:
        as_is = rendered(question, seed, monkeypatch, lambda item: item)
        assert rendered(question, seed, monkeypatch, other_key) == as_is


@pytest.mark.django_db
@pytest.mark.parametrize("lesson", course().lessons, ids=lambda lesson: lesson.slug)
def test_a_lesson_says_nothing_of_the_keys_of_its_checks(client, lesson):
    words = plain(client.get(f"/lessons/{lesson.slug}/").content.decode())
    for part in lesson.parts:
        if isinstance(part, CheckPart):
            item = issue(course().question(part.question), 0)
            told = [secret for secret in secrets_of(item) if secret not in (item.title, item.rule)]
            assert [secret for secret in told if plain(secret) in words] == []
