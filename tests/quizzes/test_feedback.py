"""Disputes, puzzles tried before they are answered, and marking that is kept back."""

import pytest
from django.test import Client
from quiz_browser import place_of, send, text, token_of

from studyapp.course import course
from studyapp.models import Answer
from studyapp.questions.claims import own_finding
from studyapp.questions.issue import issue
from studyapp.questions.kinds.spot import at_fault
from studyapp.quizzes.sheets import issue_token

pytestmark = pytest.mark.django_db
Q01 = course().question("Q01")


def answered(client, **fields):
    return send(client, "Q01", choice=str(place_of(Q01, 3, right=False)), **fields).headers["Location"]


def test_the_line_that_decides_stands_above_the_run(client):
    page = text(client.get(answered(client)))
    assert (
        "The line that decides. Environment variables: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are both set."
        in page
    )


@pytest.mark.parametrize(("sure", "said"), [("1", "You were guessing."), ("2", "You were fairly sure.")])
def test_a_right_answer_is_repeated_as_a_sentence(client, sure, said):
    right = str(place_of(Q01, 3, right=True))
    page = text(client.get(send(client, "Q01", choice=right, confidence=sure).headers["Location"]))
    assert f"Right. The user loader , from the environment. {said}" in page


def test_of_the_lines_only_the_one_at_fault_says_what_the_engine_does(client):
    item = issue(course().question("Q29"), 3)
    sent = send(client, "Q29", choice=str(min(at_fault(item, own_finding(item)))))
    page = text(client.get(sent.headers["Location"]))
    assert page.count("The engine says: it answers 200.") == 1
    assert page.count("The engine says") == 1


def test_the_passages_and_the_source_are_linked(client):
    page = client.get(answered(client)).content.decode()
    for passage in Q01.passages:
        assert f'href="/notes/#{passage}"' in page
    assert Q01.sources[0].url in page
    assert "/labs/credential-chain/?w=" in page


def test_a_dispute_is_kept_and_the_run_made_anew(client):
    place = answered(client)
    sent = client.post(f"{place}dispute/", {"why": "  My shell says otherwise.  "})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{place}#dispute")
    assert Answer.objects.get().dispute == "My shell says otherwise."
    page = text(client.get(place))
    assert "Your dispute is kept. The answer was marked again just now , by a fresh run" in page or (
        "Your dispute is kept. The answer was marked again just now, by a fresh run" in page
    )
    assert "it comes out the same." in page


def test_a_marking_that_no_longer_holds_is_admitted(client):
    place = answered(client)
    Answer.objects.update(correct=True, score=1.0, dispute="Really?")
    assert "it comes out differently." in text(client.get(place))


@pytest.mark.parametrize("why", ["", "   ", "x" * 2001])
def test_a_dispute_says_something_and_is_bounded(client, why):
    place = answered(client)
    sent = client.post(f"{place}dispute/", {"why": why})
    assert sent.status_code == 422
    assert Answer.objects.get().dispute == ""


def test_nobody_disputes_anothers_answer(client):
    place = answered(client)
    assert Client().post(f"{place}dispute/", {"why": "mine"}).status_code == 404
    assert client.get(f"{place}dispute/").status_code == 405


@pytest.mark.parametrize("purpose", ["exam", "live"])
def test_the_marking_of_an_exam_and_of_a_live_vote_is_kept_back(client, purpose):
    place = answered(client)
    Answer.objects.update(purpose=purpose)
    assert client.get(place).status_code == 404
    assert client.post(f"{place}dispute/", {"why": "mine"}).status_code == 404


def try_out(client, edits, **more):
    page = client.get("/questions/Q14S/?seed=1")
    return client.post("/questions/Q14S/", {"token": token_of(page), "try": "1", "edit": edits, **more})


def test_a_puzzle_can_be_tried_as_often_as_one_likes_and_nothing_is_written(client):
    tried = try_out(client, ["unset-both"])
    page = text(tried)
    assert tried.status_code == 200
    assert "2 changes away from the nearest solution. The fewest changes that do it are 3." in page
    assert "You are app-deploy" in page
    solved = text(try_out(client, ["unset-both", "move-file", "restart"]))
    assert "Every goal holds." in solved
    assert "You are reports-reader" in solved
    assert Answer.objects.count() == 0


def test_starting_over_takes_every_change_back(client):
    page = try_out(client, ["unset-both"], **{"try": "reset"})
    assert 'value="unset-both" checked' not in page.content.decode()


def test_a_puzzle_in_a_lesson_is_tried_in_its_place(client):
    question = course().question("Q14S")
    data = {"token": issue_token(question, 1, "puzzle"), "try": "1", "edit": ["unset-both"]}
    tried = client.post("/questions/Q14S/", data, headers={"HX-Request": "true"})
    assert tried.status_code == 200
    assert tried.content.decode().startswith('<section class="check stack" id="check-Q14S"')
    assert "2 changes away from the nearest solution." in text(tried)


def test_a_made_up_change_is_refused_in_a_sentence(client):
    assert "Choose among the changes." in text(try_out(client, ["fly"]))


def test_a_solved_puzzle_is_right_and_the_lab_opens_in_the_mended_world(client):
    page = client.get("/questions/Q14S/?seed=1")
    data = {"token": token_of(page), "edit": ["unset-both", "move-file", "restart"], "confidence": "3"}
    sent = client.post("/questions/Q14S/", data)
    kept = Answer.objects.get()
    assert (kept.correct, kept.response) == (True, {"edits": ["unset-both", "move-file", "restart"]})
    result = text(client.get(sent.headers["Location"]))
    assert "You made 3 changes; the fewest that do it are 3." in result
    assert "You are reports-reader" in result


@pytest.mark.parametrize("name", ["Q31", "Q38"])
def test_a_run_beside_an_answer_is_to_be_read_and_has_no_controls(client, name):
    sent = send(client, name, choice=None, confidence=None, give_up="1")
    page = client.get(sent.headers["Location"]).content.decode()
    assert 'action="/labs/' not in page
    assert 'name="command"' not in page


@pytest.mark.parametrize(
    ("name", "engine"),
    [("Q01", "botocore 1.44.5"), ("Q24", "rolecall-policies 2"), ("Q31", "rolecall-imds 1"), ("Q13", "cited")],
)
def test_an_answer_keeps_who_marked_it(client, name, engine):
    send(client, name, choice=None, confidence=None, give_up="1")
    assert Answer.objects.get().engine == engine
