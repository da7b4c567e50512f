"""What the beliefs of a topic answer: the engine run on the state as their holders see it."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from studyapp.questions.asks import ask_of
from studyapp.questions.generators.contract import Answer
from studyapp.questions.misconceptions import holding


@lru_cache(maxsize=8192)
def _key(lab: str, ask: str, state: str) -> str:
    found = ask_of(lab, ask)
    if found is None:
        raise LookupError(f"{lab} has no ask {ask}")
    return found.find(json.loads(state)).key


def key_of(lab: str, ask: str, state: Mapping[str, Any]) -> str:
    """The engine's own answer, kept for a process."""
    return _key(lab, ask, json.dumps(state))


def answers(topic: str, lab: str, ask: str, state: Mapping[str, Any]) -> tuple[Answer, ...]:
    """Every belief of a topic that has a say on this state, and what it would answer."""
    out = []
    for name, solver in holding(topic):
        seen = solver(state)
        if seen is not None:
            says = seen if isinstance(seen, str) else key_of(lab, ask, seen)
            out.append(Answer(misconception=name, says=says))
    return tuple(out)
