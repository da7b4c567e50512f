"""Same seed, same item; another seed, another order; another text, another hash."""

import json
from dataclasses import replace

import pytest

from studyapp.course import course
from studyapp.questions.issue import content_hash, issue
from studyapp.questions.items import Chance, Item

QUESTIONS = course().questions


def every_question():
    return pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


@every_question()
def test_a_seed_gives_the_same_item_every_time(question):
    assert [issue(question, seed) for seed in range(8)] == [issue(question, seed) for seed in range(8)]


@every_question()
def test_an_item_survives_being_stored(question):
    item = issue(question, 3)
    assert Item.from_json(json.loads(json.dumps(item.to_json()))) == item


@every_question()
def test_the_hash_follows_what_is_shown(question):
    assert content_hash(question) == content_hash(replace(question, review_until="2030-01-01"))
    assert content_hash(question) != content_hash(replace(question, stem=question.stem + " "))
    assert content_hash(question) != content_hash(replace(question, rule=question.rule + "."))


def test_the_order_of_a_published_seed_never_changes():
    item = issue(course().question("Q01"), 7)
    assert [option.says for option in item.options] == ["iam-role", "error:PartialCredentialsError", "env"]


def test_every_order_of_three_options_comes_up_and_none_is_a_favourite():
    question = course().question("Q01")
    seen = [tuple(option.says for option in issue(question, seed).options) for seed in range(600)]
    counts = {order: seen.count(order) for order in set(seen)}
    assert len(counts) == 6
    assert all(65 <= count <= 140 for count in counts.values()), counts


@pytest.mark.parametrize("count", [3, 4])
def test_the_right_option_is_as_often_in_one_place_as_in_another(count):
    """IW11: over the seeds of every hand-made question, the key's place is even (chi-squared, p about 0.001)."""
    places = [0] * count
    for question in QUESTIONS:
        if question.generator or question.kind != "single" or len(question.options) != count:
            continue
        for seed in range(40):
            item = issue(question, seed)
            texts = [option.text for option in item.options]
            places[texts.index(question.options[0].text)] += 1
    expected = sum(places) / count
    assert sum((seen - expected) ** 2 / expected for seen in places) < {3: 13.8, 4: 16.3}[count], places


def test_a_shuffle_keeps_everything():
    assert sorted(Chance("a", 1).shuffled(tuple(range(20)))) == list(range(20))


def test_a_draw_stays_below_its_bound():
    chance = Chance("b")
    assert {chance.below(3) for _ in range(200)} == {0, 1, 2}
