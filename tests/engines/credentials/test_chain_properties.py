"""What holds for every world: the order, who ends the run, and that nobody behind the end matters."""

import random

import chain_random
import pytest

from studyapp.engines.credentials import FLAVOURS, resolve
from studyapp.engines.worlds import read_world

WORLDS = [chain_random.random_world(random.Random(seed)) for seed in range(1_000, 1_250)]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_run_ends_at_its_first_answer(flavour):
    for data in WORLDS:
        resolution = resolve(read_world(data), flavour)
        asked = [step for step in resolution.trace if step.provider != "command-line" and step.status != "removed"]
        states = [step.status for step in asked]
        ends = [place for place, state in enumerate(states) if state in ("found", "error")]
        if resolution.outcome.provider is None:
            assert ends == []
            assert resolution.outcome.status in ("none", "error")
            continue
        (end,) = ends
        assert asked[end].provider == resolution.outcome.provider
        assert set(states[:end]) <= {"not-found"}
        assert set(states[end + 1 :]) <= {"never-asked"}


def test_every_step_says_why():
    for data in WORLDS:
        assert all(step.why.endswith((".", "…", ")")) for step in resolve(read_world(data)).trace)


def without(data, part):
    """The world with the sources of one link taken away."""
    lost = {
        "iam-role": {"imds": None},
        "container-role": {
            "env": {name: value for name, value in data["env"].items() if "CONTAINER" not in name},
        },
    }[part]
    return {**data, **lost}


@pytest.mark.parametrize("part", ["iam-role", "container-role"])
def test_taking_away_a_source_never_asked_changes_nothing(part):
    changed = 0
    for data in WORLDS:
        before = resolve(read_world(data))
        step = next(step for step in before.trace if step.provider == part)
        if step.status != "never-asked" or any("credential_source" in text for text in data["files"].values()):
            continue
        after = resolve(read_world(without(data, part)))
        assert after.outcome == before.outcome
        changed += 1
    assert changed > 30


def test_a_world_is_not_changed_by_a_run():
    for data in WORLDS[:50]:
        world = read_world(data)
        before = world.model_dump_json(by_alias=True)
        resolve(world)
        assert world.model_dump_json(by_alias=True) == before
