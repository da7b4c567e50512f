"""How long a client waits after a "no": the six strategies, for one wait or for a whole array of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Strategy = Literal["none", "fixed", "exponential", "full", "equal", "decorrelated"]
STRATEGIES: tuple[Strategy, ...] = ("none", "fixed", "exponential", "full", "equal", "decorrelated")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Twice as often doubled, every wait has met every cap that is allowed.
DOUBLINGS = 32


@dataclass(frozen=True, kw_only=True)
class Wait:
    """The bounds of one wait, in milliseconds. `mean` is None where it depends on what was drawn before."""

    least: float
    mean: float | None
    most: float
    capped: bool


def ceiling(base: float, cap: float, power: int) -> float:
    """The base doubled `power` times, up to the cap."""
    return min(cap, base * 2.0 ** min(power, DOUBLINGS))


def wait_of(strategy: Strategy, base: float, cap: float, power: int) -> Wait:
    """The bounds of a wait before which the base has doubled `power` times."""
    top = ceiling(base, cap, power)
    capped = base * 2.0 ** min(power, DOUBLINGS) >= cap
    found = {
        "none": Wait(least=0.0, mean=0.0, most=0.0, capped=False),
        "fixed": Wait(least=base, mean=base, most=base, capped=False),
        "exponential": Wait(least=top, mean=top, most=top, capped=capped),
        "full": Wait(least=0.0, mean=top / 2, most=top, capped=capped),
        "equal": Wait(least=top / 2, mean=top * 0.75, most=top, capped=capped),
    }
    if strategy != "decorrelated":
        return found[strategy]
    tripled = base * 3.0 ** (min(power, DOUBLINGS) + 1)
    mean = 2 * base if power == 0 and tripled <= cap else None
    return Wait(least=base, mean=mean, most=min(cap, tripled), capped=tripled >= cap)


Draw = Callable[[Ints, Floats], Floats]


def drawer(strategy: Strategy, base: float, cap: float, rng: np.random.Generator) -> Draw:
    """A function from (how often the base has doubled, the wait before) to the next waits."""
    tops = np.array([ceiling(base, cap, power) for power in range(DOUBLINGS + 1)])
    if strategy == "decorrelated":
        return lambda power, before: np.minimum(cap, base + (3 * before - base) * rng.random(power.size))
    if strategy == "full":
        return lambda power, before: tops.take(power, mode="clip") * rng.random(power.size)
    if strategy == "equal":
        return lambda power, before: tops.take(power, mode="clip") * (0.5 + 0.5 * rng.random(power.size))
    if strategy == "exponential":
        return lambda power, before: tops.take(power, mode="clip")
    constant = 0.0 if strategy == "none" else base
    return lambda power, before: np.full(power.size, constant)
