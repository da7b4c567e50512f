"""The vectorised models against the heap, and what the published article found."""

import random

import numpy as np
import pytest

from studyapp.engines.retries import occ, throttle
from studyapp.engines.retries.sample import Sample
from studyapp.engines.retries.strategies import STRATEGIES
from studyapp.engines.retries.throttle import Door
from tests.engines.retries import heap_reference as heap

RUNS = 400


def ks(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The largest distance between two distributions, in units in which 1.95 is passed once in a thousand times."""
    both = np.sort(np.concatenate([ours, theirs]))
    below = [np.searchsorted(np.sort(sample), both, side="right") / len(sample) for sample in (ours, theirs)]
    scale = np.sqrt(len(ours) * len(theirs) / (len(ours) + len(theirs)))
    return float(np.abs(below[0] - below[1]).max() * scale)


def rng(seed: int = 7) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def race(clients: int, strategy: str, runs: int, seed: int = 7, **more: object) -> Sample:
    fields = {"base": 5, "cap": 2000, "attempts": None, **more}
    return occ.play(clients=clients, runs=runs, strategy=strategy, rng=rng(seed), **fields)


def crowd(strategy: str, runs: int = RUNS, seed: int = 7, **more: object) -> Sample:
    fields = {
        "clients": 12,
        "calls": 1,
        "base": 50,
        "cap": 1000,
        "attempts": None,
        "door": Door(bucket=3, rate=10),
        "effort": 10_000_000,
        **more,
    }
    return throttle.play(runs=runs, strategy=strategy, rng=rng(seed), **fields)


# The same seeds on both sides every time: no test here can fail by chance.
LIMIT = 1.95


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_occ_is_distributed_as_on_the_heap(strategy: str) -> None:
    chance = random.Random(11)
    theirs = [heap.occ(15, strategy, 5, 2000, chance) for _ in range(RUNS)]
    ours = race(15, strategy, RUNS)
    assert ks(ours.calls, np.array([one.calls for one in theirs])) < LIMIT
    assert ks(ours.end, np.array([one.end for one in theirs])) < LIMIT
    assert ks(ours.done[:, 7], np.array([sorted(one.done)[7] for one in theirs])) < LIMIT


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_bucket_is_distributed_as_on_the_heap(strategy: str) -> None:
    chance = random.Random(11)
    theirs = [heap.throttle(12, 1, strategy, (50, 1000), None, (3, 10, 0), chance) for _ in range(RUNS)]
    ours = crowd(strategy)
    assert ks(ours.calls, np.array([one.calls for one in theirs])) < LIMIT
    assert ks(ours.end, np.array([one.end for one in theirs])) < LIMIT


@pytest.mark.parametrize(
    ("calls", "attempts", "cost"), [(1, 3, 0.0), (4, 5, 0.0), (1, 6, 0.25), (3, 4, 0.5), (1, 1, 0.0)]
)
def test_so_are_several_calls_giving_up_and_refusals_that_cost(calls: int, attempts: int, cost: float) -> None:
    chance = random.Random(11)
    theirs = [heap.throttle(12, calls, "full", (50, 1000), attempts, (3, 10, cost), chance) for _ in range(RUNS)]
    ours = crowd("full", calls=calls, attempts=attempts, door=Door(bucket=3, rate=10, refusal_cost=cost))
    assert ks(ours.calls, np.array([one.calls for one in theirs])) < LIMIT
    assert ks(ours.end, np.array([one.end for one in theirs])) < LIMIT
    assert ks(ours.gave_up, np.array([one.gave_up for one in theirs])) < LIMIT


def test_one_by_one_and_by_rounds_are_the_same_model() -> None:
    """A cost of almost nothing takes the other way through the code."""
    rounds, single = crowd("equal"), crowd("equal", seed=8, door=Door(bucket=3, rate=10, refusal_cost=1e-12))
    assert ks(rounds.calls, single.calls) < LIMIT
    assert ks(rounds.end, single.end) < LIMIT


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_call_is_served_refused_or_given_up(strategy: str) -> None:
    for sample in (race(20, strategy, 30), crowd(strategy, 30), race(20, strategy, 30, attempts=4)):
        assert (sample.served + sample.gave_up == sample.done.shape[1]).all()
        assert (sample.calls >= sample.done.shape[1]).all()
        assert not sample.stopped


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_recorded_run_is_the_first_one(strategy: str) -> None:
    for sample in (race(20, strategy, 5), crowd(strategy, 5), race(20, strategy, 5, attempts=3)):
        events = sample.events.ordered()
        assert len(events) == sample.calls[0]
        assert sum(served for _, _, served in events) == sample.served[0]
        winners = [client for _, client, served in events if served]
        assert len(set(winners)) == len(winners)


def test_nobody_passes_faster_than_the_bucket_allows() -> None:
    door = Door(bucket=3, rate=10)
    for strategy in STRATEGIES:
        times = [time for time, _, served in crowd(strategy, 1, door=door).events.ordered() if served]
        for number, time in enumerate(times):
            assert number + 1 <= 3 + time / 1000 * 10 + 1e-6


def test_a_run_ends_where_it_was_told_to() -> None:
    for more in ({}, {"door": Door(bucket=3, rate=10, refusal_cost=0.1), "attempts": 20}):
        whole, cut = crowd("none", 10, **more), crowd("none", 10, effort=1_000, **more)
        assert (whole.stopped, cut.stopped) == (False, True)
        assert 0 < cut.refused.sum() < whole.refused.sum()


# What the article "Exponential Backoff And Jitter" found with 100 clients, from many seeds.
@pytest.fixture(scope="module")
def article() -> dict[str, tuple[float, float]]:
    """Mean calls and time of each strategy, over ten seeds of 50 runs."""
    found = {}
    for strategy in STRATEGIES:
        samples = [race(100, strategy, 50, seed) for seed in range(10)]
        calls = np.mean([sample.calls.mean() for sample in samples])
        found[strategy] = (float(calls), float(np.mean([sample.end.mean() for sample in samples])))
    return found


def test_without_backoff_the_work_is_most(article: dict) -> None:
    calls = {name: calls for name, (calls, _) in article.items()}
    assert max(calls, key=calls.__getitem__) == "none"
    assert calls["none"] == pytest.approx(2420, rel=0.02)


def test_exponential_backoff_without_jitter_takes_longest_and_still_works_a_lot(article: dict) -> None:
    times = {name: time for name, (_, time) in article.items()}
    assert max(times, key=times.__getitem__) == "exponential"
    assert times["exponential"] > 5 * max(time for name, time in times.items() if name != "exponential")
    assert article["exponential"][0] > 1.5 * max(article[name][0] for name in ("full", "equal", "decorrelated"))


def test_full_jitter_needs_fewest_calls(article: dict) -> None:
    calls = {name: calls for name, (calls, _) in article.items()}
    assert min(calls, key=calls.__getitem__) == "full"
    # Less than half of exponential backoff alone; equal jitter is close, decorrelated needs a quarter more.
    assert calls["full"] < 0.5 * calls["exponential"]
    assert calls["equal"] == pytest.approx(1.02 * calls["full"], rel=0.01)
    assert calls["decorrelated"] == pytest.approx(1.27 * calls["full"], rel=0.03)


def test_full_jitter_is_quicker_than_equal_and_decorrelated_a_little_quicker_than_both(article: dict) -> None:
    times = {name: time for name, (_, time) in article.items()}
    assert times["decorrelated"] < times["full"] < times["equal"]


def test_without_backoff_work_grows_with_the_square_of_the_clients() -> None:
    small, large = race(40, "none", 100), race(160, "none", 100)
    grown = float(np.log(large.calls.mean() / small.calls.mean()) / np.log(4))
    assert grown == pytest.approx(1.8, abs=0.15)
    jittered = race(160, "full", 100).calls.mean() / race(40, "full", 100).calls.mean()
    assert np.log(jittered) / np.log(4) < 1.4
