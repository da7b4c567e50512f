"""What is remembered of a state's variations, and what never is."""

from studyapp.questions.memo import MOST, remembered


def counter():
    calls = []
    return calls, lambda: calls.append(1) or len(calls)


def test_a_variation_is_made_once():
    calls, make = counter()
    state = {"world": {"now": "2026-11-24T09:00:00Z"}, "flavour": "once"}
    assert [remembered(state, ("a",), make) for _ in range(3)] == [1, 1, 1]
    assert remembered(dict(reversed(state.items())), ("a",), make) == 1
    assert remembered(state, ("b",), make) == 2
    assert len(calls) == 2


def test_a_world_without_a_time_is_run_each_time():
    _, make = counter()
    assert [remembered({"world": {}}, ("a",), make) for _ in range(3)] == [1, 2, 3]


def test_the_oldest_is_forgotten():
    calls, make = counter()
    for number in range(MOST + 1):
        remembered({"n": number}, ("flood",), make)
    before = len(calls)
    remembered({"n": MOST}, ("flood",), make)
    assert len(calls) == before
    remembered({"n": 0}, ("flood",), make)
    assert len(calls) == before + 1
