"""Progress and review over HTTP, at moments of a virtual clock."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import signing
from django.test import Client
from study_browser import answer, sign_in, text

from studyapp import clock
from studyapp.course import course
from studyapp.models import Answer
from studyapp.questions.issue import content_hash
from studyapp.quizzes.token import SALT
from studyapp.study.history import picture_of

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def moved():
    with clock.virtual(MONDAY) as found:
        yield found


def mastered(learner, objective):
    lessons = picture_of(learner, course(), clock.now()).lessons
    return next(one.mastery for lesson in lessons for one in lesson.objectives if one.id == objective)


def test_a_stranger_reads_what_would_be_here(client):
    assert "Nothing is answered yet." in text(client.get("/progress/"))
    assert "Nothing to review yet" in text(client.get("/review/"))
    assert client.get("/review/next/").headers["Location"] == "/review/"


def test_four_of_five_on_two_days_is_solid_and_fades_when_it_falls_due(client, settings, moved):
    learner = sign_in(client, settings)
    answer(learner, "Q10", 1)
    answer(learner, "Q10", 2)
    moved.advance(DAY)
    answer(learner, "Q10", 3)
    answer(learner, "Q10", 4, confidence=3)
    objective = course().question("Q10").objective
    known = {
        one.id: one for lesson in picture_of(learner, course(), clock.now()).lessons for one in lesson.objectives
    }
    assert (known[objective].mastery.words, known[objective].mastery.state) == ("4 of 4, on 2 days", "solid")
    assert "4 of 4, on 2 days" in text(client.get("/progress/"))
    moved.advance(365 * DAY)
    faded = {
        one.id: one for lesson in picture_of(learner, course(), clock.now()).lessons for one in lesson.objectives
    }
    assert faded[objective].mastery.state == "fading"
    assert "due now" in text(client.get("/progress/"))


def test_an_idea_is_held_until_it_was_answered_rightly_twice(client, settings, moved):
    learner = sign_in(client, settings)
    wrong = answer(learner, "Q07", 1, right=False, confidence=3)
    name = wrong.misconception.partition(".")[0]
    for number in range(3):
        moved.advance(timedelta(hours=1))
        (idea,) = [one for one in picture_of(learner, course(), clock.now()).ideas if one.id == name]
        assert (idea.times, idea.sure, idea.right_since, idea.held) == (1, 1, number, number < 2)
        answer(learner, "Q07", 10 + number)


def test_a_wrong_answer_is_due_and_the_review_asks_it_in_another_world(client, settings, moved):
    learner = sign_in(client, settings)
    answer(learner, "Q07", 1, right=False)
    moved.advance(timedelta(minutes=2))
    assert "1 due" in text(client.get("/review/"))
    sent = client.get("/review/next/")
    question, seed = re.fullmatch(r"/questions/(\w+)/\?seed=(\d+)&for=review", sent.headers["Location"]).groups()
    assert course().question(question).objective == course().question("Q07").objective
    page = client.get(sent.headers["Location"])
    token = re.search(r'name="token" value="([^"]+)"', page.content.decode()).group(1)
    shown = client.post(f"/questions/{question}/", {"token": token, "give_up": "1"}, follow=True)
    kept = Answer.objects.get(question=question, seed=int(seed))
    assert (kept.purpose, kept.answered_at) == ("review", clock.now())
    assert "The next one due" in text(shown)


def test_when_nothing_is_due_the_page_says_when(client, settings, moved):
    answer(sign_in(client, settings), "Q07", 1, confidence=3)
    assert "Nothing is due The next one falls due in 8 days, on 10 November" in text(client.get("/review/"))
    assert client.get("/review/next/").headers["Location"] == "/review/"


def test_a_backlog_is_cut_to_the_days_share_and_more_is_offered(client, settings, moved):
    learner = sign_in(client, settings)
    learner.per_day = 1
    learner.save()
    for question in ("Q07", "Q10", "Q15"):
        answer(learner, question, 1, right=False)
    moved.advance(DAY)
    assert "1 due today" in text(client.get("/review/"))
    assert "2 more wait. At 1 a day you have caught up in 2 days." in text(client.get("/review/"))
    answer(learner, "Q07", 2, purpose="review")
    assert "Enough for today" in text(client.get("/review/"))
    assert client.get("/review/next/").headers["Location"] == "/review/"
    assert client.get("/review/next/?more=1").headers["Location"].startswith("/questions/")


def test_with_an_exam_ahead_everything_comes_back_before_it(client, settings, moved):
    learner = sign_in(client, settings)
    learner.exam_on = date(2026, 11, 6)
    learner.save()
    answer(learner, "Q07", 1, confidence=3)
    due = picture_of(learner, course(), clock.now()).plan.next_at
    assert (learner.exam_on - due.date()).days in (1, 2)
    assert "Your exam is on 6 November 2026" in text(client.get("/review/"))


def test_home_shows_what_is_due(client, settings, moved):
    answer(sign_in(client, settings), "Q07", 1, right=False)
    moved.advance(DAY)
    page = text(client.get("/"))
    assert "Due for review 1 question, about 1 minute" in page
    assert "Half done" in page


def test_nobody_sees_what_somebody_else_is_due(client, settings, moved):
    answer(sign_in(client, settings), "Q07", 1, right=False)
    moved.advance(DAY)
    stranger = Client()
    assert "Nothing to review yet" in text(stranger.get("/review/"))
    sign_in(stranger, settings)
    assert "Nothing to review yet" in text(stranger.get("/review/"))


@pytest.mark.parametrize("path", ["/progress/", "/review/", "/review/next/"])
def test_the_count_of_queries_does_not_grow_with_the_answers(
    client, settings, moved, path, django_assert_num_queries
):
    learner = sign_in(client, settings)
    answer(learner, "Q07", 1, right=False)
    moved.advance(DAY)
    queries = 3 if path.endswith("next/") else 2
    with django_assert_num_queries(queries):
        client.get(path)
    for seed in range(2, 12):
        answer(learner, "Q10", seed, right=seed % 2 == 0)
    with django_assert_num_queries(queries):
        client.get(path)


@pytest.mark.parametrize("path", ["/progress/", "/review/", "/review/next/"])
def test_only_reading_is_possible(client, path):
    assert client.post(path).status_code == 405


def test_a_learner_who_is_not_asked_how_sure_answers_without(client, settings, moved):
    learner = sign_in(client, settings)
    page = client.get("/questions/Q07/?seed=3").content.decode()
    assert "How sure are you?" in page
    learner.ask_confidence = False
    learner.save()
    page = client.get("/questions/Q07/?seed=3").content.decode()
    assert "How sure are you?" not in page
    token = re.search(r'name="token" value="([^"]+)"', page).group(1)
    assert client.post("/questions/Q07/", {"token": token, "choice": "0", "hints": "2"}).status_code == 302
    kept = Answer.objects.get()
    assert (kept.confidence, kept.hints) == (None, 2)


def test_a_form_of_the_release_before_still_counts(client, moved):
    """F11: its token knows nothing of reviews and decks."""
    nonce = uuid.uuid4()
    parts = ["Q07", 3, content_hash(course().question("Q07")), nonce.hex, ""]
    sent = client.post("/questions/Q07/", {"token": signing.dumps(parts, salt=SALT), "give_up": "1"})
    assert sent.status_code == 302
    assert Answer.objects.get().purpose == "practice"
