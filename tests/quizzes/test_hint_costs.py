"""Each hint costs a third of the marks: said before it is taken, counted once, the same wherever marks are shown."""

import csv
import io
from io import StringIO

import pytest
from django.core.management import call_command
from quiz_browser import place_of, send, text

from studyapp.answers import regraded
from studyapp.course import course
from studyapp.hints import left_of, words
from studyapp.models import Answer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("hints", "left"), [(0, 0.6), (1, 0.4), (2, 0.2), (3, 0.0), (9, 0.0)])
def test_a_third_goes_with_each(hints, left):
    assert left_of(0.6, hints) == pytest.approx(left)


def test_the_price_is_said_in_words():
    assert words(0) == ""
    assert words(1) == "With one hint it counts two thirds of the marks."
    assert words(2) == "With two hints it counts one third of the marks."
    assert words(3) == "With all three hints it counts no marks."


def answered(client, hints, *, right=True):
    place = str(place_of(course().question("Q07"), 3, right=right))
    result = send(client, "Q07", choice=place, hint=[str(n + 1) for n in range(hints)])
    return Answer.objects.get(), text(client.get(result.url))


@pytest.mark.parametrize(("hints", "score"), [(0, 1.0), (1, 2 / 3), (2, 1 / 3), (3, 0.0)])
def test_a_right_answer_stays_right_and_counts_less(client, hints, score):
    kept, page = answered(client, hints)
    assert (kept.correct, kept.hints, kept.score) == (True, hints, pytest.approx(score))
    assert "Right." in page
    assert words(hints) in page
    assert ("With" in page and "it counts" in page) == bool(hints)


def test_a_wrong_answer_has_nothing_to_lose(client):
    kept, page = answered(client, 2, right=False)
    assert (kept.hints, kept.score) == (2, 0.0)
    assert "it counts" not in page


def test_the_price_stands_at_the_hint_before_it_is_taken(client):
    page = text(client.get("/questions/Q07/?seed=3"))
    count = len(course().question("Q07").hints)
    assert page.count("it costs a third of the marks") == count > 1


@pytest.mark.parametrize("hints", [1, 3])
def test_marking_again_takes_the_hints_into_account(client, hints):
    kept, _ = answered(client, hints)
    assert regraded(kept) is None
    Answer.objects.update(score=1.0)  # as it was kept before hints cost anything
    out = StringIO()
    call_command("regrade", since="2000-01-01", apply=True, stdout=out)
    assert f"score 1.00 becomes {left_of(1.0, hints):.2f}" in out.getvalue()
    assert Answer.objects.get().score == pytest.approx(left_of(1.0, hints))


def test_the_download_says_how_many(client):
    answered(client, 2)
    (row,) = csv.DictReader(io.StringIO(client.post("/accounts/download.csv").content.decode()))
    assert (row["hints"], round(float(row["score"]), 4)) == ("2", 0.3333)
    (answer,) = client.post("/accounts/download.json").json()["answer"]
    assert (answer["hints"], round(answer["score"], 4)) == (2, 0.3333)


def test_a_form_that_comes_back_remembers_what_was_taken(client):
    """Otherwise a try, or an answer without a confidence, would give the hints back for nothing."""
    page = send(client, "Q07", choice="0", hint=["1", "2"], confidence=None).content.decode()
    assert page.count('name="hint" value="1" checked') == page.count('name="hint" value="2" checked') == 1
    page = send(client, "Q14", hint=["1"], **{"try": "1"}).content.decode()
    assert page.count('name="hint" value="1" checked') == 1


def test_no_more_hints_are_counted_than_there_are(client):
    place = str(place_of(course().question("Q07"), 3, right=True))
    send(client, "Q07", choice=place, hint=["1", "1", "2", "3", "4", "5", "x"])
    assert Answer.objects.get().hints == len(course().question("Q07").hints)
