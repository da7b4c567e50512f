"""How much work a simulation is: estimated before it starts, counted while it runs. Microseconds, rather too many.

Both go by sizes alone and never by a clock, so that the same request always ends in the same way.
"""

from dataclasses import dataclass
from math import inf

from studyapp.engines.retries.strategies import Strategy, wait_of

# One request may take this much for what it asked.
LIMIT = 850_000.0
ROUND_TRIP = 20.0
# An SDK's client: to make one, and to judge a call; the adaptive mode measures its rate besides.
SDK_CLIENT, SDK_CALL, SDK_ADAPTIVE = 30.0, 15.0, 30.0


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
    adaptive: bool = False


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


def success_costs(runs: int, clients: int) -> float:
    """A round of the bucket: the next call of each run is looked for and served."""
    return 30 + 0.001 * runs * clients + 0.3 * runs


def refusal_costs(runs: int, clients: int, refused: float) -> float:
    """A batch of refusals in all runs."""
    return 40 + 0.001 * runs * clients + 0.05 * refused


def single_costs(runs: int, clients: int) -> float:
    """One call of each run, where calls are taken one by one."""
    return 60 + 0.001 * runs * clients + 0.5 * runs


def sdk_call_costs(adaptive: bool) -> float:
    """One call of an SDK's client."""
    return SDK_ADAPTIVE if adaptive else SDK_CALL


def _patience(load: Load) -> float:
    """Milliseconds until the bucket has served one client after the other."""
    return 1000 * load.clients / load.rate if load.rate else inf


def calls_of(load: Load) -> float:
    """An upper estimate of the calls of one run."""
    if load.model == "occ":
        each = inf if load.attempts is None else load.attempts
        return load.clients * min(each, (load.clients + 1) / 2)
    wanted = load.clients * load.calls
    if load.model == "sdk":
        return float(wanted * (load.attempts or 1) ** load.layers)
    if load.refusal_cost and load.attempts is not None:
        return float(wanted * load.attempts)
    return 0.75 * wanted * tries(load.strategy, load.base, load.cap, _patience(load), load.attempts)


def batches(load: Load) -> float:
    """How often some clients are refused together: as often as the most impatient one tries, from call to call."""
    # A client that begins anew tries several times while another is served.
    restless = 4 if load.calls > 1 else 2
    tried = tries(load.strategy, load.base, load.cap, _patience(load), load.attempts)
    return load.clients * load.calls * restless + load.calls * tried


def work(load: Load) -> float:
    """Microseconds."""
    calls, runs = calls_of(load), load.runs
    if load.model == "occ":
        return load.clients * (40 + 0.003 * runs * load.clients) + 0.03 * calls * runs
    if load.model == "sdk":
        return runs * (SDK_CLIENT * load.clients * load.layers + sdk_call_costs(load.adaptive) * calls)
    if load.refusal_cost:
        return calls * single_costs(runs, load.clients)
    served = load.clients * load.calls * success_costs(runs, load.clients)
    return served + batches(load) * refusal_costs(runs, load.clients, 0) + 0.05 * calls * runs


def affordable_runs(load: Load, allowed: float) -> int:
    """The most runs of this load within so much work, at least one, at most what the load says."""
    low, high = 1, load.runs
    while low < high:
        middle = (low + high + 1) // 2
        fits = work(Load(**{**vars(load), "runs": middle})) <= allowed
        low, high = (middle, high) if fits else (low, middle - 1)
    return low
