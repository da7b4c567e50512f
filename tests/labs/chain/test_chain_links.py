"""A link of the chain lab: every secret gone, and nobody becomes somebody else by it."""

import json

import pytest

from studyapp.engines.credentials import ChainInput, run
from studyapp.labs.chain import scrub, states


@pytest.mark.parametrize("state", states(), ids=lambda state: state["slug"])
def test_a_link_shows_the_same_outcome(state):
    here, there = (run(ChainInput.model_validate(data)).outcome for data in (state["data"], scrub(state["data"])))
    assert here == there


def test_two_tokens_stay_two_in_a_link():
    role = {"trusts_tokens": ["hunter2", "hunter3"]}
    world = {"files": {"/token": "hunter3\n"}, "roles": {"arn:aws:iam::111122223333:role/r": role}}
    clean = scrub({"world": world})["world"]
    assert "hunter" not in json.dumps(clean)
    first, second = clean["roles"]["arn:aws:iam::111122223333:role/r"]["trusts_tokens"]
    assert first != second == clean["files"]["/token"]
