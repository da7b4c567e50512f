"""The cycle of a question: the whole table, and what must hold however a teacher clicks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.classes import machine
from studyapp.classes.machine import NotNow, after, moves, phase_of, undone, usual
from studyapp.models.classes import STAGES, STATES

pytestmark = pytest.mark.pure


def test_the_usual_cycle_goes_through_every_state_once():
    state, seen = "draft", ["draft"]
    while move := usual(state, "cycle"):
        state = after(state, move)
        seen.append(state)
    assert tuple(seen) == STATES


@pytest.mark.parametrize("stage", ["warmup", "exit", "fix"])
def test_what_is_voted_on_once_goes_from_the_vote_to_the_answer(stage):
    state, seen = "draft", []
    while move := usual(state, stage):
        state = after(state, move)
        seen.append(state)
    assert seen == ["open1", "closed1", "reveal", "run", "done"]


ALLOWED = {
    "draft": ("open", "finish"),
    "open1": ("close", "finish"),
    "closed1": ("discuss", "again", "reveal", "finish"),
    "discuss": ("again", "reveal", "finish"),
    "open2": ("close", "finish"),
    "closed2": ("reveal", "finish"),
    "reveal": ("run", "finish"),
    "run": ("finish",),
    "done": (),
}


@pytest.mark.parametrize("state", STATES)
def test_a_state_allows_these_moves_and_no_other(state):
    assert moves(state) == ALLOWED[state]
    for move in set(machine.WORDS) - set(ALLOWED[state]):
        with pytest.raises(NotNow):
            after(state, move)


def test_votes_count_in_two_states_only():
    assert {state: phase_of(state) for state in STATES if phase_of(state)} == {"open1": 1, "open2": 2}


@given(st.lists(st.sampled_from(tuple(machine.WORDS)), max_size=30))
def test_no_clicks_lead_out_of_the_table_or_back(clicks):
    state = "draft"
    for move in clicks:
        try:
            following = after(state, move)
        except NotNow:
            continue
        assert STATES.index(following) > STATES.index(state)
        state = following
    assert state in STATES


@given(st.sampled_from(sorted(machine.TABLE)))
def test_undo_takes_back_exactly_one_move(step):
    state, move = step
    following = after(state, move)
    assert undone(following, state) == state
    with pytest.raises(NotNow):
        undone(state, "")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("state", STATES)
def test_the_usual_move_is_possible(state, stage):
    assert (usual(state, stage) or None) in (*moves(state), None)
