"""How much work a simulation is, estimated before it starts. Microseconds, and rather too many."""

from dataclasses import dataclass
from math import inf

from studyapp.engines.retries.strategies import Strategy, wait_of

# One request may take this much for what it asked.
LIMIT = 1_000_000.0
ROUND_TRIP = 20.0


@dataclass(frozen=True, kw_only=True)
class Load:
    """The parameters on which the work depends."""

    model: str
    clients: int
    calls: int
    rate: float
    refusal_cost: float
    strategy: Strategy
    base: float
    cap: float
    attempts: int | None
    layers: int
    runs: int


def tries(strategy: Strategy, base: float, cap: float, patience: float, most: int | None) -> float:
    """How many attempts a client makes in so many milliseconds, on average."""
    passed, number = 0.0, 1
    while passed < patience and (most is None or number < most):
        wait = wait_of(strategy, base, cap, number - 1)
        step = ROUND_TRIP + (wait.mean if wait.mean is not None else min(cap, base * 1.5**number))
        if wait.capped or strategy in ("none", "fixed"):
            left = (patience - passed) / step
            return number + (left if most is None else min(left, most - number))
        passed += step
        number += 1
    return number


def calls_of(load: Load) -> float:
    """An upper estimate of the calls of one run."""
    if load.model == "occ":
        each = inf if load.attempts is None else load.attempts
        return load.clients * min(each, (load.clients + 1) / 2)
    wanted = load.clients * load.calls
    if load.model == "sdk":
        return float(wanted * (load.attempts or 1) ** load.layers)
    patience = 1000 * load.clients / load.rate if load.rate else inf
    return 0.75 * wanted * tries(load.strategy, load.base, load.cap, patience, load.attempts)


def work(load: Load) -> float:
    """Microseconds."""
    calls, runs = calls_of(load), load.runs
    if load.model == "occ":
        return load.clients * (40 + 0.003 * runs * load.clients) + 0.03 * calls * runs
    if load.model == "sdk":
        return runs * (25 * load.clients * load.layers + 15 * calls)
    if load.refusal_cost:
        return 2 * calls * (40 + 0.002 * runs * load.clients + 0.2 * runs)
    rounds = load.clients * load.calls
    return rounds * (60 + 0.004 * runs * load.clients) + 0.04 * calls * runs


def affordable_runs(load: Load, allowed: float) -> int:
    """The most runs of this load within so much work, at least one, at most what the load says."""
    low, high = 1, load.runs
    while low < high:
        middle = (low + high + 1) // 2
        fits = work(Load(**{**vars(load), "runs": middle})) <= allowed
        low, high = (middle, high) if fits else (low, middle - 1)
    return low
