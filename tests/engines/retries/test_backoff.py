"""The backoff lab: bounds, the same bytes, the waits of the facts, and the SDK's own numbers."""

import json
from itertools import pairwise

import pytest
from pydantic import ValidationError

from studyapp.engines.retries import BackoffInput, BackoffResult, alone, run, with_rival
from studyapp.engines.retries.asked import MOST_ATTEMPTS
from studyapp.engines.retries.work import LIMIT, affordable_runs, work

PUBLISHED = {"model": "occ", "base_ms": 5, "cap_ms": 2000}
SHUT = {"model": "sdk", "clients": 1, "runs": 1, "bucket": 0, "rate_per_second": 0}


def ask(**fields: object) -> BackoffResult:
    return alone(BackoffInput.model_validate(fields))


def refusal(**fields: object) -> dict[str, str]:
    """Field to sentence."""
    with pytest.raises(ValidationError) as caught:
        BackoffInput.model_validate(fields)
    return {".".join(map(str, one["loc"])): one["msg"] for one in caught.value.errors()}


@pytest.mark.parametrize(
    "fields",
    [
        {"max_attempts": 10**9},
        {"base_ms": 1e308},
        {"base_ms": float("nan")},
        {"base_ms": float("inf")},
        {"clients": -1},
        {"base_ms": 0},
        {"clients": 1_000_000},
        {"runs": 0},
        {"seed": -1},
        {"strategy": "hope"},
        {"mode": "std-2027"},
        {"service": "../../etc"},
        {"rate_per_second": "many"},
    ],
)
def test_nothing_beyond_its_bound_runs(fields: dict) -> None:
    assert set(refusal(**fields)) == set(fields)


def test_a_bound_between_two_fields_stands_at_one_of_them() -> None:
    assert refusal(base_ms=100, cap_ms=50) == {
        "cap_ms": "The cap is below the base. A wait cannot be capped below where it begins."
    }
    assert set(refusal(bucket=0)) == {"max_attempts"}
    assert set(refusal(rate_per_second=0)) == {"max_attempts"}
    assert set(refusal(refusal_cost=0.1)) == {"max_attempts"}
    assert set(refusal(max_attempts=0)) == {"max_attempts"}
    assert set(refusal(model="occ", calls_each=2)) == {"calls_each"}


def test_too_much_work_is_refused_before_it_starts() -> None:
    assert set(refusal(clients=500, strategy="none", rate_per_second=1, bucket=1, runs=1000)) == {"runs"}
    assert set(refusal(clients=500, calls_each=200, strategy="none", rate_per_second=0.01, runs=1)) == {"clients"}
    assert set(refusal(model="sdk", layers=3, max_attempts=20, clients=100, runs=1)) == {"clients"}


def test_affordable_runs_fit() -> None:
    load = BackoffInput(clients=300, strategy="none", runs=1).load(runs=1000)
    runs = affordable_runs(load, LIMIT)
    more = BackoffInput(clients=300, strategy="none", runs=1).load(runs=runs + 1)
    assert (1 < runs < 1000, work(more) > LIMIT) == (True, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"clients": 20, "runs": 20},
        {**PUBLISHED, "clients": 20, "runs": 20, "strategy": "decorrelated"},
        {"model": "sdk", "clients": 10, "runs": 5, "mode": "adaptive"},
        {"refusal_cost": 0.2, "max_attempts": 5, "clients": 20, "runs": 10},
    ],
)
def test_the_same_request_gives_the_same_bytes(fields: dict) -> None:
    asked = BackoffInput.model_validate(fields)
    first, second = (json.dumps(run(asked).to_json(), sort_keys=True) for _ in range(2))
    assert first == second
    other = json.dumps(run(asked.model_copy(update={"seed": 8})).to_json(), sort_keys=True)
    assert other != first


def test_numbers_of_a_seed_do_not_move() -> None:
    """They change with numpy's streams or with ours: links and questions rest on them."""
    assert ask(clients=10, runs=3).to_json()["calls"] == {"mean": 27.667, "p50": 28.0, "p99": 28.0}
    published = ask(**PUBLISHED, clients=10, runs=3).to_json()
    assert published["calls"] == {"mean": 37.667, "p50": 37.0, "p99": 40.92}


def test_the_answer_has_the_names_of_the_contract() -> None:
    found = run(BackoffInput(clients=5, runs=2)).to_json()
    assert {"calls", "completion_ms", "gave_up", "series", "seed", "engine", "not_modelled"} <= set(found)
    assert set(found["calls"]) == set(found["completion_ms"]) == {"mean", "p50", "p99"}
    assert sum(found["series"]["completion"]["counts"]) == 10


def test_the_comparison_is_on_the_same_seed() -> None:
    asked = BackoffInput(clients=10, runs=5)
    for line in run(asked).compare:
        assert line == alone(asked.model_copy(update={"strategy": line.name})).line
        assert line.runs == 5


def test_the_growth_ends_at_the_number_that_was_asked_for() -> None:
    found = run(BackoffInput(clients=12, runs=4))
    assert [line.clients for line in found.sweep] == [2, 4, 6, 8, 10, 12]
    assert [line.name for line in found.against] == ["exponential"] * 6


@pytest.mark.parametrize(
    ("fields", "most"),
    [
        # Throttling: a second, doubled; other errors: a twentieth of that, for DynamoDB a fortieth.
        ({"mode": "std-2026"}, [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]),
        ({"mode": "std-2026", "code": "X", "status": 500}, [50, 100, 200, 400, 800, 1600, 3200]),
        (
            {"mode": "std-2026", "code": "X", "status": 500, "service": "dynamodb"},
            [25, 50, 100, 200, 400, 800, 1600],
        ),
        ({"mode": "legacy-1.43"}, [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000]),
        ({"mode": "legacy-1.43", "service": "dynamodb"}, [50, 100, 200, 400, 800, 1600, 3200]),
        ({"mode": "standard-1.43", "code": "X", "status": 500}, [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]),
        # The server's hint raises a wait, by five seconds at most.
        ({"mode": "std-2026", "retry_after_ms": 60_000}, [6000, 7000, 9000, 13_000, 21_000, 25_000, 25_000]),
        ({"mode": "standard-1.43", "retry_after_ms": 60_000}, [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]),
    ],
)
def test_the_largest_waits_of_the_profiles(fields: dict, most: list) -> None:
    waits = ask(**SHUT, **fields).waits
    assert [wait.most_ms for wait in waits[:7]] == most


def test_half_of_the_largest_is_the_mean_and_nothing_the_least() -> None:
    waits = ask(**SHUT, mode="std-2026").waits
    assert [(wait.least_ms, wait.mean_ms) for wait in waits[:3]] == [(0, 500), (0, 1000), (0, 2000)]
    fixed = ask(**SHUT, mode="legacy", service="dynamodb").waits
    assert [(wait.least_ms, wait.mean_ms) for wait in fixed[:2]] == [(50, 50), (100, 100)]


@pytest.mark.parametrize(
    ("number", "given", "calls"),
    [
        (3, "AWS_MAX_ATTEMPTS", 3),
        (3, "max_attempts", 4),
        (3, "total_max_attempts", 3),
        (1, "AWS_MAX_ATTEMPTS", 1),
        (0, "max_attempts", 1),
        (None, "AWS_MAX_ATTEMPTS", 3),
    ],
)
def test_what_a_number_of_attempts_means(number: int | None, given: str, calls: int) -> None:
    assert ask(**SHUT, max_attempts=number, given_as=given).line.calls["mean"] == calls


@pytest.mark.parametrize(
    ("fields", "calls"),
    [
        ({"mode": "legacy"}, 5),
        ({"mode": "legacy", "service": "dynamodb"}, 10),
        ({"mode": "standard", "service": "dynamodb"}, 4),
        ({"mode": "standard-1.43", "service": "dynamodb"}, 3),
        ({"mode": "standard", "layers": 3, "max_attempts": 3}, 27),
        ({"mode": "standard", "code": "AccessDenied", "status": 403}, 1),
        ({"mode": "standard", "layers": 2, "code": "AccessDenied", "status": 403}, 1),
    ],
)
def test_calls_to_a_door_that_stays_shut(fields: dict, calls: int) -> None:
    assert ask(**SHUT, **fields).line.calls["mean"] == calls


@pytest.mark.parametrize(
    ("fields", "retries"),
    [
        ({"code": "X", "status": 500}, 35),
        ({}, 100),
        ({"code": "X", "status": 500, "mode": "standard-1.43"}, 100),
        ({"broken": "read-timeout", "mode": "standard-1.43"}, 50),
    ],
)
def test_the_quota_ends_the_retries(fields: dict, retries: int) -> None:
    result = ask(**SHUT, **fields, calls_each=100, max_attempts=20)
    assert result.line.calls["mean"] - 100 == retries
    assert result.steps[-1].reason == "quota"


def test_adaptive_mode_holds_calls_back_after_the_first_throttle() -> None:
    result = ask(model="sdk", mode="adaptive", clients=1, calls_each=5, bucket=1, rate_per_second=1, runs=1)
    assert result.steps[0].rate is None
    assert {step.rate is None for step in result.steps[1:]} == {False}


def test_jitter_brings_the_last_client_home_sooner_with_fewer_calls() -> None:
    """The state in which the lesson begins: a crowd, throttling, the SDK's base and cap, no jitter."""
    found = with_rival(BackoffInput(strategy="exponential", base_ms=1000, cap_ms=20_000))
    jitter = found.against[0]
    assert (jitter.name, found.line.name) == ("full", "exponential")
    assert jitter.completion_ms["mean"] < 0.6 * found.line.completion_ms["mean"]
    assert jitter.calls["mean"] < 0.9 * found.line.calls["mean"]


def test_most_attempts_of_an_sdk_are_the_bound_too() -> None:
    assert len(ask(**SHUT, max_attempts=MOST_ATTEMPTS).steps) == MOST_ATTEMPTS


def test_the_timeline_says_why() -> None:
    found = run(BackoffInput(**SHUT, max_attempts=2)).to_json()["timeline"]
    assert [(one["attempt"], one["why"]) for one in found] == [
        (1, "The answer is one to retry, and attempts and quota are left."),
        (2, "It was the last attempt."),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"clients": 10, "runs": 3},
        {"clients": 10, "runs": 3, "calls_each": 3},
        {"clients": 10, "runs": 3, "max_attempts": 2},
        {"clients": 10, "runs": 3, "calls_each": 2, "max_attempts": 3, "strategy": "fixed", "refusal_cost": 0.5},
        {"model": "occ", "clients": 10, "runs": 3},
        {"model": "occ", "clients": 10, "runs": 3, "max_attempts": 3},
    ],
)
def test_every_model_tells_the_story_of_one_client(fields: dict) -> None:
    """It is that of the client who calls last, and every call of it is in the series of attempts."""
    asked = BackoffInput.model_validate(fields)
    found = run(asked).to_json()
    attempts, told = found["series"]["attempts"], found["timeline"]
    assert found["timeline_client"] == attempts[-1][1]
    own = [(time, served) for time, client, served in attempts if client == found["timeline_client"]]
    assert [(one["at_ms"], one["reason"] == "served") for one in told] == own
    assert [one["call"] for one in told] == sorted(one["call"] for one in told)
    for before, after in pairwise([*told, {"call": None, "attempt": 1}]):
        ended = before["reason"] != "again"
        assert ended == (after["call"] != before["call"])
        assert after["attempt"] == (1 if ended else before["attempt"] + 1)
        assert (before["reason"] == "attempts") == (before["attempt"] == asked.attempts and not ended_well(before))
    assert told[-1]["call"] == asked.calls_each


def ended_well(step: dict) -> bool:
    return step["reason"] == "served"


def test_the_story_of_an_sdk_client_is_that_of_the_first() -> None:
    assert ask(model="sdk", clients=5, runs=1).to_json()["timeline_client"] == 0


@pytest.mark.parametrize("strategy", ["fixed", "decorrelated"])
@pytest.mark.parametrize("model", ["occ", "throttle"])
def test_a_default_that_is_said_changes_nothing(model: str, strategy: str) -> None:
    """The base is a whole number as a default and a float when it is said: neither rounds what is drawn."""
    few = {"model": model, "strategy": strategy, "clients": 20, "runs": 5}
    said = BackoffInput.model_validate({**few, "base_ms": 100, "cap_ms": 5000})
    assert run(BackoffInput.model_validate(few)).to_json() == run(said).to_json()


# Each is about as much as one run may take.
HEAVY = (
    {"clients": 500, "runs": 350},
    {"clients": 150, "strategy": "none", "rate_per_second": 0.5, "runs": 1},
    {"clients": 100, "calls_each": 20, "runs": 20},
    {"clients": 200, "calls_each": 10, "max_attempts": 20, "runs": 5},
    {"clients": 20, "calls_each": 50, "max_attempts": 3, "refusal_cost": 1, "strategy": "exponential", "runs": 20},
)


@pytest.mark.parametrize("fields", HEAVY)
def test_what_is_let_in_is_played_to_its_end(fields: dict) -> None:
    """The estimate before the start is above the work that is counted on the way."""
    assert not alone(BackoffInput.model_validate(fields)).line.stopped


@pytest.mark.parametrize(
    ("fields", "most_impatient"),
    [
        ({"clients": 100, "calls_each": 20, "runs": 1}, "none"),
        ({"model": "sdk", "clients": 500, "calls_each": 10, "mode": "std-2026", "runs": 1}, "legacy-1.43"),
    ],
)
def test_what_is_far_too_much_to_show_beside_is_stopped_and_says_so(fields: dict, most_impatient: str) -> None:
    found = run(BackoffInput.model_validate(fields)).to_json()
    series = found["series"]
    assert most_impatient in [one["name"] for one in series["compare"] if one["stopped"]]
    assert not [one for one in (*series["clients"], *series["against"]) if one["stopped"]]
    assert len(series["clients"]) == len(series["against"])
    assert not found["stopped"]
