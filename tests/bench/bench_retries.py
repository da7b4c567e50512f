"""The contention models against the published simulator on the article's whole setting, and the lab over HTTP."""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.conf import settings
from django.test.utils import override_settings

from studyapp.engines.retries import BackoffInput, alone, occ
from studyapp.engines.retries.strategies import Strategy
from tests.bench.bench_pages import CSRF, Browser, must
from tests.bench.measure import Row, median_seconds
from tests.engines.retries import heap_reference as heap

# The article's setting: 10 to 190 clients, five strategies, a hundred runs of each.
SIZES = tuple(range(10, 200, 10))
STRATEGIES: tuple[Strategy, ...] = ("exponential", "decorrelated", "equal", "full", "none")
BASE, CAP, RUNS = 5.0, 2000.0, 100
# The baseline's time grows with its runs exactly, so a tenth of them is enough; BENCH_WHOLE=1 plays them all.
PART = 1 if os.environ.get("BENCH_WHOLE") else 10
# Where the published script lies (src/backoff_simulator.py of aws-samples/aws-arch-backoff-simulator).
SCRIPT = os.environ.get("BACKOFF_SIMULATOR", "")
HUNDRED = {"clients": 100, "runs": 100}


def rows() -> Iterator[Row]:
    """The whole setting, then the lab with a hundred clients and a hundred runs, comparison and plots included."""
    yield _article()
    states: dict[str, dict[str, Any]] = {
        "bucket": HUNDRED,
        "occ": {"model": "occ", "base_ms": 5, "cap_ms": 2000, **HUNDRED},
    }
    with override_settings(ROOT_URLCONF="tests.bench.urls", ALLOWED_HOSTS=["127.0.0.1"]):
        for name, state in states.items():
            yield _page(name, state)
        yield _json(states["bucket"])


def _cpu(call: Callable[[], int]) -> tuple[float, int]:
    begun = time.process_time()
    calls = call()
    return time.process_time() - begun, calls


def _article() -> Row:
    ours, calls = min(_cpu(_vectorised) for _ in range(3))
    baseline, theirs = _cpu(_published if SCRIPT else _on_a_heap)
    assert abs(theirs * PART / calls - 1) < 0.05, "not the same work"
    name = "published script" if SCRIPT else "heap, one event after the other"
    return Row(
        name=f"occ: the article’s whole setting, {calls / 1e6:.1f} M calls",
        ours=ours,
        baseline=baseline * PART,
        against=name if PART == 1 else f"{name}, a tenth",
        reach=("at least", 50),
    )


def _vectorised() -> int:
    total = 0
    for strategy in STRATEGIES:
        for clients in SIZES:
            rng = np.random.Generator(np.random.PCG64(clients))
            sample = occ.play(
                clients=clients,
                runs=RUNS,
                strategy=strategy,
                base=BASE,
                cap=CAP,
                attempts=None,
                rng=rng,
                record=False,
            )
            total += int(sample.calls.sum())
    return total


def _on_a_heap() -> int:
    chance = random.Random(7)
    runs = range(RUNS // PART)
    return sum(
        heap.occ(clients, strategy, BASE, CAP, chance).calls
        for strategy in STRATEGIES
        for clients in SIZES
        for _ in runs
    )


class _NoFile:
    """The script notes the time of every write; here nobody reads it."""

    def write(self, _: str) -> None:
        pass


def _published() -> int:
    """The script's own classes and loop, in the Python of today; its last line would start it all."""
    source = Path(SCRIPT).read_text(encoding="utf-8").rsplit("run()", 1)[0]
    script: dict[str, Any] = {"xrange": range, "__name__": "published"}
    exec(compile(source, SCRIPT, "exec"), script)
    total, nothing = 0, _NoFile()
    for clients in SIZES:
        for backoff, _ in script["backoff_types"]:
            stats = script["Stats"]()
            for _ in range(RUNS // PART):
                queue, stats = script["setup_sim"](clients, backoff, nothing, stats)
                script["run_sim"](queue)
            total += stats.calls
    return total


def _page(name: str, state: dict[str, Any]) -> Row:
    form = urlencode({**state, "jitter": "1", "csrfmiddlewaretoken": CSRF}).encode()
    page = must(Browser(f"{settings.CSRF_COOKIE_NAME}={CSRF}"), 200, "/labs/backoff/", form)
    (ours,) = median_seconds(page)
    return Row(name=f"backoff lab, page, {name}: 100 clients × 100 runs", ours=ours, target=0.15)


def _json(state: dict[str, Any]) -> Row:
    asked = BackoffInput.model_validate(state)
    answer = must(Browser(), 200, "/labs/backoff/run.json", json.dumps(state).encode(), "application/json")
    ours, bare = median_seconds(answer, lambda: alone(asked))
    return Row(
        name="backoff lab over HTTP (JSON), comparison included", ours=ours, baseline=bare, against="one strategy"
    )
