"""Asking and answering over HTTP: what works, what is refused, and what nobody else may see."""

import re
import uuid

import pytest
from django.test import Client
from quiz_browser import place_of, send, text, token_of

from studyapp.course import course
from studyapp.models import Answer, Learner
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
from studyapp.quizzes import token as sealing
from studyapp.quizzes import views

pytestmark = pytest.mark.django_db
Q01 = course().question("Q01")


def test_a_question_is_asked_without_writing_anything(client):
    page = client.get("/questions/Q01/?seed=3")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert (Learner.objects.count(), Answer.objects.count()) == (0, 0)


def test_the_same_seed_is_the_same_page_but_for_the_tokens(client):
    pages = []
    for _ in range(2):
        page = client.get("/questions/Q01/?seed=3")
        pages.append(text(page))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("seed", ["", "x", "-1", "1.5", "9" * 30, "١"])
def test_a_strange_seed_gives_a_fresh_one(client, seed):
    assert client.get("/questions/Q01/", {"seed": seed}).status_code == 200


def test_a_question_that_does_not_exist_is_not_found(client):
    assert client.get("/questions/Q99/").status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/questions/Q01/").status_code == 405


def test_a_right_answer_is_kept_and_shown_at_an_address_of_its_own(client):
    sent = send(client, "Q01", choice=str(place_of(Q01, 3, right=True)))
    kept = Answer.objects.get()
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/questions/Q01/answers/{kept.pk}/")
    assert (kept.correct, kept.confidence, kept.milliseconds, kept.purpose) == (True, 2, 900, "practice")
    assert "Right. The user loader" in text(client.get(sent.headers["Location"]))


def test_a_wrong_answer_gets_the_idea_behind_it_and_the_smallest_change(client):
    parts = grade(issue(Q01, 3), None).parts
    belief = next(place for place, part in enumerate(parts) if part.misconception == "M01")
    sent = send(client, "Q01", choice=str(belief), confidence="3")
    page = text(client.get(sent.headers["Location"]))
    for said in (
        "Not this time. You said:",
        "You were sure, so this idea comes back early.",
        "The idea behind your answer: A role replaces the environment’s keys",
        "For this to be right: unset both key variables and restart",
        "The rule. The chain asks in order",
        "What changed your mind?",
    ):
        assert said in page


def test_not_knowing_needs_neither_choice_nor_confidence(client):
    sent = send(client, "Q01", choice=None, confidence=None, give_up="1")
    assert Answer.objects.get().response is None
    assert "Not yet, then." in text(client.get(sent.headers["Location"]))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"choice": None}, "Choose an answer first"),
        ({"choice": "7"}, "Choose one of the answers."),
        ({"choice": "x"}, "Choose one of the answers."),
        ({"choice": "0", "confidence": None}, "Say how sure you are"),
        ({"choice": "0", "confidence": "9"}, "Choose one of the three."),
        ({"choice": "0", "milliseconds": "soon"}, "Q01"),
    ],
)
def test_what_is_missing_is_said_at_the_field(client, fields, said):
    answered = send(client, "Q01", **fields)
    assert answered.status_code == 422
    assert said in text(answered)
    assert Answer.objects.count() == 0


def test_the_form_that_came_back_still_counts_once(client):
    again = send(client, "Q01", choice="0", confidence=None)
    data = {"token": token_of(again), "choice": "0", "confidence": "1"}
    assert client.post("/questions/Q01/", data).status_code == 302
    assert client.post("/questions/Q01/", {**data, "choice": "1"}).status_code == 302
    assert Answer.objects.get().response == {"choice": 0}


@pytest.mark.parametrize("token", ["", "nonsense", "WyJRMDEiXQ:1:x"])
def test_a_token_that_was_tampered_with_marks_nothing(client, token):
    sent = client.post("/questions/Q01/", {"token": token, "choice": "0", "confidence": "1"})
    assert sent.status_code == 409
    assert "This form has grown too old." in text(sent)
    assert Answer.objects.count() == 0


def test_a_token_of_another_question_marks_nothing(client):
    token = token_of(client.get("/questions/Q02/?seed=1"))
    assert client.post("/questions/Q01/", {"token": token, "choice": "0", "confidence": "1"}).status_code == 409


def test_a_token_is_too_old_after_a_week(client, monkeypatch):
    page = client.get("/questions/Q01/?seed=3")
    monkeypatch.setattr(sealing, "ONE_DAY", -1)
    data = {"token": token_of(page), "choice": "0", "confidence": "1"}
    assert client.post("/questions/Q01/", data).status_code == 409


def test_a_question_that_was_improved_meanwhile_is_asked_anew(client, monkeypatch):
    page = client.get("/questions/Q01/?seed=3")
    monkeypatch.setattr(views, "content_hash", lambda question: "another")
    sent = client.post("/questions/Q01/", {"token": token_of(page), "choice": "0", "confidence": "1"})
    assert sent.status_code == 409
    assert "This question was improved since you opened it." in text(sent)


def test_nobody_sees_anothers_answer(client):
    place = send(client, "Q01", choice="0").headers["Location"]
    assert client.get(place).status_code == 200
    stranger = Client()
    assert stranger.get(place).status_code == 404
    send(stranger, "Q02", choice="0")
    assert stranger.get(place).status_code == 404
    assert stranger.post(f"{place}mind/", {"what": "trace"}).status_code == 404
    assert client.get(place.replace("Q01", "Q02")).status_code == 404
    assert client.get(f"/questions/Q01/answers/{uuid.uuid4()}/").status_code == 404


def test_a_form_that_somebody_else_answered_is_asked_anew(client):
    page = client.get("/questions/Q01/?seed=3")
    data = {"token": token_of(page), "choice": "0", "confidence": "1"}
    client.post("/questions/Q01/", data)
    stranger = Client()
    sent = stranger.post("/questions/Q01/", data)
    assert sent.status_code == 409
    assert "This form was answered already." in text(sent)
    assert Answer.objects.count() == 1


def test_one_click_keeps_what_changed_a_mind(client):
    place = send(client, "Q01", choice=str(place_of(Q01, 3, right=False))).headers["Location"]
    assert client.post(f"{place}mind/", {"what": "trace"}).status_code == 302
    assert Answer.objects.get().changed_mind == "trace"
    client.post(f"{place}mind/", {"what": "magic"})
    assert Answer.objects.get().changed_mind == "trace"
    assert client.get(f"{place}mind/").status_code == 405


def test_a_check_in_a_lesson_answers_in_place(client):
    page = client.get("/lessons/credential-chain/")
    assert 'id="check-' in page.content.decode()
    token = token_of(page)
    question = course().question(re.search('id="check-(Q[^"]+)"', page.content.decode())[1])
    issued = sealing.unseal(token, question.id)
    choice = str(place_of(question, issued.seed, right=True))
    sent = client.post(
        f"/questions/{issued.question}/",
        {"token": token, "choice": choice, "confidence": "2"},
        headers={"HX-Request": "true"},
    )
    assert sent.status_code == 200
    assert "Right." in text(sent)
    assert "<html" not in sent.content.decode()
    assert Answer.objects.get().purpose == "lesson"


def test_a_lesson_brings_what_its_checks_need(client):
    page = client.get("/lessons/credential-chain/").content.decode()
    assert "css/quizzes.css" in page
    assert "js/quiz.js" in page


@pytest.mark.parametrize("slug", [lesson.slug for lesson in course().lessons])
def test_a_check_in_a_lesson_says_what_was_drawn(client, slug):
    page = client.get(f"/lessons/{slug}/").content.decode()
    stems = re.findall(r'<p class="ask-stem"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert stems
    assert [stem for stem in stems if re.search(r"\{[a-z_]+\}", stem)] == []


def test_asking_takes_no_query_for_a_guest(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/questions/Q01/?seed=3")
