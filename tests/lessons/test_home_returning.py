"""The front page of somebody who has been here before."""

import uuid

import pytest
from django.core import signing
from django.urls import reverse

from studyapp import learners
from studyapp.catalog.model import CheckPart
from studyapp.course import course
from studyapp.models import Answer, Bet, Learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client, settings):
    found = Learner.objects.create()
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(str(found.pk), salt=learners.SALT)
    return found


def answer(learner: Learner, question: str, lesson: str, *, correct: bool = True) -> None:
    Answer.objects.create(
        id=uuid.uuid4(),
        learner=learner,
        question=question,
        lesson=lesson,
        seed=0,
        content_hash="",
        issued={},
        flavour="botocore",
        engine="botocore",
        kind="single",
        response={"choice": 0},
        score=1.0,
        correct=correct,
    )


def bet(learner: Learner, lesson: str, part: str, *, said: str = "iam-role", outcome: str = "env") -> None:
    Bet.objects.create(
        learner=learner,
        lesson=lesson,
        part=part,
        ask="signer",
        said=said,
        outcome=outcome,
        right=said == outcome,
        engine="",
    )


def lesson_with_checks():
    return next(one for one in course().lessons if sum(isinstance(part, CheckPart) for part in one.parts) > 1)


def test_a_learner_who_has_done_nothing_meets_what_a_stranger_meets(client, learner):
    assert "Learn how AWS decides who you are</h1>" in client.get("/").content.decode()


def test_the_bet_on_the_front_page_is_remembered(client, learner):
    bet(learner, "home", "first")
    page = client.get("/").content.decode()
    assert "<b>You bet: the instance’s role signs.</b> In fact the environment signs." in page
    assert 'id="first-run"' not in page


def test_a_right_bet_is_not_corrected(client, learner):
    bet(learner, "home", "first", said="env")
    page = client.get("/").content.decode()
    assert "<b>You bet: the environment signs.</b> So it came out." in page
    assert "In fact" not in page


def test_the_lesson_begun_is_the_one_to_go_on_with(client, learner):
    lesson = lesson_with_checks()
    checks = [part.question for part in lesson.parts if isinstance(part, CheckPart)]
    answer(learner, checks[0], lesson.slug)
    page = client.get("/").content.decode()
    link = reverse("lessons:lesson", args=[lesson.slug])
    assert f'<a class="btn primary" href="{link}">Go on where you stopped</a>' in page
    assert f"1 of {len(checks)} checks right" in page
    assert 'data-s="now"' in page


def test_an_answer_to_a_question_that_is_gone_does_no_harm(client, learner):
    answer(learner, "GONE", "gone-too", correct=False)
    assert "GONE" in client.get("/").content.decode()


QUERIES = 6  # answers and bets, what is due, and one that asks for homework of a class


def test_the_count_of_queries_does_not_grow_with_what_was_done(client, learner, django_assert_num_queries):
    bet(learner, "home", "first")
    with django_assert_num_queries(QUERIES):
        client.get("/")
    lesson = lesson_with_checks()
    for number in range(12):
        answer(learner, f"Q{number:02}", lesson.slug, correct=number % 2 == 0)
        bet(learner, lesson.slug, f"lab-{number}")
    with django_assert_num_queries(QUERIES):
        client.get("/")


def test_nobody_sees_what_somebody_else_did(client, learner):
    bet(Learner.objects.create(), "home", "first")
    assert "You bet" not in client.get("/").content.decode()


def test_reading_writes_nothing(client):
    for path in ("/", "/notes/", "/lessons/credential-chain/"):
        response = client.get(path)
        assert "learner" not in response.cookies
    assert Learner.objects.count() == 0
