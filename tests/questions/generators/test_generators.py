"""What holds for every drawn question, over many seeds."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings

from studyapp.engines.secrets import find_real_keys
from studyapp.questions.asks import ask_of
from studyapp.questions.claims import find, own_finding
from studyapp.questions.generators import ALL, GENERATORS
from studyapp.questions.generators.contract import family
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS, match, numeric
from studyapp.questions.kinds.options import right_ones
from studyapp.questions.misconceptions import BY_ID
from studyapp.questions.puzzle import attempt
from tests.questions.generators.scenes import IDS, SCENES, deck

SEEDS = int(os.environ.get("DRAW_SEEDS", "40"))
every_scene = pytest.mark.parametrize(("generator", "scene"), SCENES, ids=IDS)
# Scenes whose key an engine finds; the others cite a page.
RUN = [(generator, scene) for generator, scene in SCENES if scene.ask]
every_run = pytest.mark.parametrize(("generator", "scene"), RUN, ids=[f"{one.id}-{two.id}" for one, two in RUN])


def items(generator, scene, seeds=SEEDS):
    """One item a seed, each class of keys in turn; fewer puzzles, since all their ways out are searched."""
    seeds = min(seeds, 4) if scene.kind == "fix" else seeds
    question = deck(generator, scene)
    for seed in range(seeds):
        yield issue(question, seed, scene.classes[seed % len(scene.classes)])


@every_scene
def test_the_engine_finds_one_key_and_the_wrong_answers_come_from_different_beliefs(generator, scene):
    for item in items(generator, scene):
        before = own_finding(item)
        assert_sound[item.kind](item, before)
        assert [found.message for found in KINDS[item.kind].check_key(item, before)] == []


def sound_single(item, before):
    right = right_ones(item, before)
    assert len(right) == 1
    texts = [one["text"] for one in item.body["options"]]
    assert 3 <= len(set(texts)) == len(texts) <= 4
    wrong = [one for index, one in enumerate(item.body["options"]) if index not in right]
    assert len({family(name) for one in wrong for name in one["misconception"].split("+")}) >= 2
    assert item.body["options"][min(right)]["misconception"] == ""


def sound_multiple(item, before):
    assert 1 <= len(right_ones(item, before)) < len(item.body["options"])


def sound_match(item, before):
    keys = [match.key_of(item, row, before) for row in item.body["rows"]]
    assert len(set(keys)) >= 2
    for row, key in zip(item.body["rows"], keys, strict=True):
        assert key not in {slip["choice"] for slip in row["wrong"]}
    assert len({family(slip["misconception"]) for row in item.body["rows"] for slip in row["wrong"]}) >= 2


def sound_numeric(item, before):
    key = numeric.key_number(item, before)
    wrong = item.body["distractors"]
    assert len({family(one["misconception"]) for one in wrong}) >= 2
    # Nobody who follows a belief is a rounding away from the key.
    least = 0.05 if item.body["unit"] == "attempt" else 0.15
    assert all(abs(one["value"] - key) >= least * max(abs(key), abs(one["value"])) for one in wrong)


def sound_spot(item, before):
    assert before.key != item.body["goal"]
    right = [
        place for place, one in enumerate(item.body["options"]) if find(item, one["where"]).key == item.body["goal"]
    ]
    assert len(right) == 1


def sound_hotspot(item, before):
    assert len(right_ones(item, before)) == 1
    assert len({one["text"] for one in item.body["options"]}) == len(item.body["options"])


def sound_trace(item, before):
    assert 5 <= len(item.body["rows"]) <= 8
    key = {step.provider: step.status for step in before.result.trace}
    assert "never-asked" in {key[row] for row in item.body["rows"]}
    assert len(item.body["beliefs"]) >= 2
    assert all(belief["rows"] != {row: key[row] for row in item.body["rows"]} for belief in item.body["beliefs"])


def sound_fix(item, before):
    assert any(edit.get("misconception") for edit in item.body["edits"])
    tempting = [edit["id"] for edit in item.body["edits"] if edit.get("misconception")]
    assert not any(attempt(item, (one,)).solved for one in tempting)


assert_sound = {
    "single": sound_single,
    "multiple": sound_multiple,
    "match": sound_match,
    "numeric": sound_numeric,
    "spot": sound_spot,
    "hotspot": sound_hotspot,
    "trace": sound_trace,
    "fix": sound_fix,
}


def _named(data):
    if isinstance(data, dict):
        for name, value in data.items():
            if name == "misconception":
                yield value
            else:
                yield from _named(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _named(value)


@every_scene
def test_every_wrong_answer_names_a_belief_that_exists(generator, scene):
    for item in items(generator, scene, 24):
        families = {family(one) for held in _named(item.body) for one in held.split("+")}
        assert families <= {*BY_ID, "slip", ""}


@every_run
def test_a_key_is_of_the_class_that_was_drawn(generator, scene):
    for seed in range(12):
        for target in scene.classes:
            wanted, drawn = generator.draw(scene.id, seed, target)
            assert wanted == target
            if drawn.expect and scene.kind != "spot":
                found = ask_of(scene.lab, scene.ask).find(drawn.state)
                assert found.key == drawn.expect


@every_run
def test_what_is_a_decoy_decides_nothing(generator, scene):
    decoys = 0
    for seed in range(24):
        _, drawn = generator.draw(scene.id, seed)
        if not drawn.bare:
            continue
        decoys += drawn.bare != drawn.state
        ask = ask_of(scene.lab, scene.ask)
        assert ask.find(drawn.bare).key == ask.find(drawn.state).key
    assert decoys == 24


@every_scene
def test_classes_of_keys_are_drawn_evenly(generator, scene):
    seeds = 40 * len(scene.classes)
    drawn = Counter(generator.draw(scene.id, seed)[0] for seed in range(seeds))
    fair = seeds / len(scene.classes)
    chi = sum((drawn[name] - fair) ** 2 / fair for name in scene.classes)
    # The 99.9 % points of chi-square for one to nine degrees of freedom.
    points = (10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32, 26.12, 27.88)
    assert set(drawn) <= set(scene.classes)
    assert len(scene.classes) == 1 or chi < points[len(scene.classes) - 2], drawn


@every_scene
def test_no_key_looks_real_and_the_item_survives_storage(generator, scene):
    for item in items(generator, scene, 24):
        data = item.to_json()
        assert find_real_keys(data) == ()
        back = Item.from_json(json.loads(json.dumps(data)))
        assert json.dumps(back.to_json(), sort_keys=True) == json.dumps(data, sort_keys=True)


@every_scene
def test_the_same_seed_is_the_same_item_and_another_is_another(generator, scene):
    question = deck(generator, scene)
    assert all(issue(question, seed) == issue(question, seed) for seed in range(8))
    items = [issue(question, seed) for seed in range(40)]
    shown = {json.dumps([item.state, item.body], sort_keys=True) for item in items}
    assert len(shown) >= 8


@every_scene
def test_a_class_asked_for_is_graded_without_a_fault(generator, scene):
    for seed, target in enumerate(scene.classes):
        verdict = grade(issue(deck(generator, scene), seed, target), None)
        assert verdict.answer
        assert not verdict.correct


PRINT_ALL = """
import hashlib, json
from studyapp.questions.issue import issue
from tests.questions.generators.scenes import SCENES, deck
shown = [issue(deck(g, s), seed).to_json() for g, s in SCENES for seed in range(3)]
print(hashlib.sha256(json.dumps(shown).encode()).hexdigest())
"""


def test_items_do_not_depend_on_the_process_that_draws_them():
    def printed(hash_seed: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(settings.BASE_DIR)}
        run = subprocess.run(
            [sys.executable, "-c", PRINT_ALL],
            env=env,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout

    assert printed("1") == printed("4242")


def test_generators_are_listed_in_order_with_a_version():
    assert [one.id for one in ALL] == sorted(GENERATORS)
    assert all(one.version >= 1 and one.scenes for one in ALL)
    for one in ALL:
        assert len({scene.id for scene in one.scenes}) == len(one.scenes)


def test_who_retries_a_throttled_call_too_soon_does_not_hold_that_every_failure_is_worth_it():
    """A row about throttling says what throttling asks for; the belief belongs to errors that stay as they are."""
    for seed in range(30):
        for row in issue(deck(GENERATORS["G10"], GENERATORS["G10"].scene("errors")), seed).body["rows"]:
            hasty = [
                slip for slip in row["wrong"] if slip["choice"] == "retry-fast" and slip["misconception"] == "M35"
            ]
            assert not (hasty and "throttling" in row["feedback"])


def test_no_reply_speaks_of_a_refusal_before_any_policy_where_policies_were_read():
    for seed in range(20):
        item = issue(deck(GENERATORS["G07"], GENERATORS["G07"].scene("operator")), seed)
        replies = {option["says"]: option["feedback"] for option in item.body["options"]}
        assert "before any permission" not in replies.get("not-allowed", "")
