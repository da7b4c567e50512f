"""What comes next in practice, and the pages around it."""

from datetime import UTC, datetime, timedelta

import pytest
from quiz_browser import place_of, send, text

from studyapp.course import course
from studyapp.models import Answer
from studyapp.questions.misconceptions import BY_ID
from studyapp.quizzes.practice import Met, choose, read_deck, shelves

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
NAMES = {name: one.name for name, one in BY_ID.items()}
Q01 = course().question("Q01")


def met(question, *, correct=True, sure=2, minutes=0, idea=""):
    at = NOON + timedelta(minutes=minutes)
    return Met(question=question, correct=correct, confidence=sure, misconception=idea, at=at)


def deck(text_):
    return read_deck(text_, course(), NAMES)


def chosen(questions, history, dice=range(60)):
    return {choose(questions, history, one).id for one in dice}


CHAIN = deck("topic:chain").questions


def test_whoever_is_new_gets_anything():
    assert chosen(CHAIN, [], range(len(CHAIN))) == {one.id for one in CHAIN}


def test_sure_and_wrong_comes_back_first():
    history = [met("Q01", correct=False, sure=3), met("Q05", correct=False, sure=1, minutes=1), met("Q06", minutes=2)]
    assert chosen(CHAIN, history) == {"Q01"}


def test_what_is_new_comes_before_an_unsure_miss():
    history = [met("Q01", correct=False, sure=1), met("Q05", minutes=1)]
    assert not chosen(CHAIN, history) & {"Q01", "Q05"}


def test_a_question_is_never_asked_twice_in_a_row():
    history = [met(one.id, minutes=number) for number, one in enumerate(CHAIN)]
    assert CHAIN[-1].id not in chosen(CHAIN, [*history, met(CHAIN[-1].id, correct=False, sure=3, minutes=99)])


def test_once_all_are_right_the_oldest_come_back():
    history = [met(one.id, minutes=number) for number, one in enumerate(CHAIN)]
    assert chosen(CHAIN, history) <= {one.id for one in CHAIN[: len(CHAIN) // 3]}


def test_mixed_practice_changes_the_topic():
    mixed = deck("mixed").questions
    after_chain = {one.topic for one in mixed if one.id in chosen(mixed, [met("Q01")])}
    assert after_chain
    assert "chain" not in after_chain


def test_an_only_question_is_asked_again():
    assert chosen([Q01], [met("Q01")]) == {"Q01"}


def test_an_empty_deck_is_refused():
    with pytest.raises(ValueError, match="empty"):
        choose([], [], 0)


@pytest.mark.parametrize(
    "name", ["", "topic:", "topic:cooking", "misconception:M99", "misconception:", "lesson:L05", "x"]
)
def test_a_deck_that_is_not_there_is_none(name):
    assert deck(name) is None


def test_every_topic_and_misconception_of_the_page_leads_to_questions():
    topics, ideas = shelves(course(), [], NAMES)
    assert topics
    assert ideas
    assert all(deck(one.text).questions for one in (*topics, *ideas))


def test_what_one_held_stands_first():
    history = [
        met("Q05", correct=False, idea="M02"),
        *(met(one, correct=False, idea="M01") for one in ("Q01", "Q02")),
    ]
    ideas = shelves(course(), history, NAMES)[1]
    assert [(one.text, one.held) for one in ideas[:2]] == [("misconception:M01", 2), ("misconception:M02", 1)]


@pytest.mark.django_db
def test_the_page_counts_without_judging(client):
    assert "questions from every topic" in text(client.get("/practice/"))
    send(client, "Q01", choice=str(place_of(Q01, 3, right=True)))
    page = text(client.get("/practice/"))
    assert "1 answered, 1 right last time" in page
    assert "streak" not in page.lower()


@pytest.mark.django_db
def test_one_goes_from_question_to_question_within_a_deck(client):
    first = client.get("/practice/next/?from=topic:chain")
    assert first.status_code == 302
    place = first.headers["Location"]
    assert place.startswith("/questions/")
    assert place.endswith("&from=topic:chain")
    page = client.get(place)
    assert "Practice : The credential chain" in text(page) or "Practice: The credential chain" in text(page)


@pytest.mark.django_db
def test_the_deck_goes_with_the_answer(client):
    sent = send(client, "Q01", "topic:chain", choice=str(place_of(Q01, 3, right=True)))
    assert sent.headers["Location"].endswith("/?from=topic:chain")
    assert 'href="/practice/next/?from=topic:chain"' in client.get(sent.headers["Location"]).content.decode()


@pytest.mark.django_db
def test_after_a_miss_the_contrast_pair_comes_first(client):
    sent = send(client, "Q01", "mixed", choice=str(place_of(Q01, 3, right=False)))
    page = client.get(sent.headers["Location"]).content.decode()
    primary = page.index("btn primary")
    assert page[primary:].partition('href="')[2].startswith(f"/questions/{Q01.contrast}/?from=mixed")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["topic:cooking", "<script>", ""])
def test_a_strange_deck_is_not_found_or_left_out(client, name):
    assert client.get("/practice/next/", {"from": name}).status_code == 404
    page = client.get("/questions/Q01/", {"from": name, "seed": "1"})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()
    assert ">Practice</a>:" not in page.content.decode()


@pytest.mark.django_db
def test_practice_costs_the_same_however_much_was_answered(client, django_assert_max_num_queries):
    for seed in range(6):
        send(client, "Q01", seed=seed, choice="0")
    assert Answer.objects.count() == 6
    with django_assert_max_num_queries(4):
        client.get("/practice/")
    with django_assert_max_num_queries(4):
        client.get("/practice/next/?from=mixed")
