"""Adaptive mode: when a whole client of botocore sends, its clock and its waiting replaced, and when ours does."""

import random
import threading
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from studyapp.engines.retries.answers import Answer
from studyapp.engines.retries.client import Caller, Client, Clock
from studyapp.engines.retries.services import operation, service
from tests.engines.retries.test_real_clients import KEYS, OK, response

WAY, CALLS = 0.02, 40
THROTTLED = Answer(status=400, code="ThrottlingException")


def answers(seed: int) -> Any:
    """Answers without end, one in three a throttle."""
    chance = random.Random(seed)
    while True:
        yield THROTTLED if chance.random() < 0.34 else OK


def real_times(seed: int, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock, sent, said = Clock(1000.0), [], answers(seed)

    class Waiting(threading.Condition):
        """Waiting takes virtual time."""

        def wait(self, timeout: float | None = None) -> bool:
            # As in ours, a hair more: the real wait is never exact either.
            clock.now += (timeout or 0.0) + 1e-9
            return True

    def sleep(seconds: float) -> None:
        clock.now += seconds

    monkeypatch.setattr("botocore.retries.bucket.threading.Condition", Waiting)
    monkeypatch.setattr("botocore.retries.bucket.Clock.current_time", lambda self: clock.now)
    monkeypatch.setattr("botocore.endpoint.time.sleep", sleep)
    client = botocore.session.Session().create_client("kms", config=Config(retries={"mode": "adaptive"}), **KEYS)

    def answer(request: Any, **_: Any) -> Any:
        sent.append(clock.now)
        clock.now += WAY
        return response("kms", next(said))

    client.meta.events.register_last("before-send", answer)
    random.seed(seed)
    for _ in range(CALLS):
        try:
            client.describe_key(KeyId="k")
        except ClientError:
            continue
    return sent


def our_times(seed: int) -> list[float]:
    clock, sent, said, chance = Clock(1000.0), [], answers(seed), random.Random(seed)
    client = Client("adaptive-2026", operation(service("kms"), "DescribeKey"), None, chance.random, clock)
    for _ in range(CALLS):
        caller = Caller(layers=[client], clock=clock, left=1)
        caller.begin()
        while True:
            while wait := client.hold():
                clock.now += wait
            sent.append(clock.now)
            clock.now += WAY
            answer = next(said)
            if answer is OK:
                caller.served()
                break
            judged = caller.refused(answer)
            if judged.delay is None:
                break
            clock.now += judged.delay
    return sent


@pytest.mark.parametrize("seed", range(5))
def test_calls_leave_at_the_same_moments(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = real_times(seed, monkeypatch)
    monkeypatch.undo()
    ours = our_times(seed)
    assert len(ours) == len(theirs) > CALLS
    assert ours == pytest.approx(theirs, abs=1e-6)
    # The limiter was at work: some call waited although the one before it had been served.
    assert theirs[-1] - theirs[0] > 10
