"""The two contention models once more, one event after the other on a heap: slow, plain, and written on its own."""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field

Wait = Callable[[int], float]


@dataclass
class Outcome:
    """One run."""

    calls: int = 0
    end: float = 0.0
    gave_up: int = 0
    done: list[float] = field(default_factory=list)


def waiter(strategy: str, base: float, cap: float, chance: random.Random) -> Wait:
    """The wait after a number of failures, in which the first doubling is that of one failure."""
    last = base

    def decorrelated(_: int) -> float:
        nonlocal last
        last = min(cap, chance.uniform(base, last * 3))
        return last

    def top(power: int) -> float:
        return min(cap, base * 2**power)

    waits: dict[str, Wait] = {
        "none": lambda power: 0.0,
        "fixed": lambda power: base,
        "exponential": top,
        "full": lambda power: chance.uniform(0, top(power)),
        "equal": lambda power: top(power) / 2 + chance.uniform(0, top(power) / 2),
        "decorrelated": decorrelated,
    }
    return waits[strategy]


def way(chance: random.Random) -> float:
    return abs(chance.normalvariate(10, 2))


def occ(clients: int, strategy: str, base: float, cap: float, chance: random.Random) -> Outcome:
    """One row with a version; a client reads it, writes it, and starts again if the version has moved on."""
    outcome, version, seen = Outcome(), 0, [0] * clients
    failed = [0] * clients
    waits = [waiter(strategy, base, cap, chance) for _ in range(clients)]
    events = [(way(chance), number, "read") for number in range(clients)]
    heapq.heapify(events)
    while events:
        now, number, kind = heapq.heappop(events)
        if kind == "read":
            seen[number] = version
            heapq.heappush(events, (now + way(chance) + way(chance), number, "write"))
            continue
        outcome.calls += 1
        told = now + way(chance)
        if seen[number] == version:
            version += 1
            outcome.end = max(outcome.end, told)
            outcome.done.append(told)
        else:
            failed[number] += 1
            again = told + waits[number](failed[number]) + way(chance)
            heapq.heappush(events, (again, number, "read"))
    return outcome


def throttle(
    clients: int,
    calls: int,
    strategy: str,
    times: tuple[float, float],
    attempts: int | None,
    door: tuple[float, float, float],
    chance: random.Random,
) -> Outcome:
    """A bucket (size, tokens a second, cost of a refusal); its refill is counted at every call."""
    bucket, rate, cost = door
    outcome, tokens, last = Outcome(), bucket, 0.0
    left, failed = [calls] * clients, [0] * clients
    waits = [waiter(strategy, *times, chance) for _ in range(clients)]
    events = [(way(chance), number) for number in range(clients)]
    heapq.heapify(events)
    while events:
        now, number = heapq.heappop(events)
        outcome.calls += 1
        tokens, last = min(bucket, tokens + (now - last) / 1000 * rate), now
        told = now + way(chance)
        if tokens >= 1:
            tokens -= 1
            outcome.done.append(told)
        else:
            tokens = max(0.0, tokens - cost)
            failed[number] += 1
            if attempts is None or failed[number] < attempts:
                heapq.heappush(events, (told + waits[number](failed[number] - 1) + way(chance), number))
                continue
            outcome.gave_up += 1
        outcome.end = max(outcome.end, told)
        left[number] -= 1
        if left[number]:
            failed[number] = 0
            waits[number] = waiter(strategy, *times, chance)
            heapq.heappush(events, (told + way(chance), number))
    return outcome
