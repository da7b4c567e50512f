"""What most generators do alike: a state, what the engine says of it, what the beliefs say, the options of both."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from studyapp.questions.generators.beliefs import answers, key_of
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Answer, Told, family, offer
from studyapp.questions.misconceptions import truth

State = Mapping[str, Any]
Texts = Callable[[str], str]


def options_on(
    state: State,
    chance: Chance,
    *,
    lab: str,
    ask: str,
    topic: str,
    text: Texts,
    why: str,
    more: tuple[Answer, ...] = (),
    replies: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, tuple[dict[str, Any], ...]] | None:
    """The engine's key and the options of a single choice; None where too few beliefs part from the engine.

    `text` words an outcome as an option, `why` is the line of feedback on the key; `replies` answers a belief in
    this situation where its general reply would miss the point.
    """
    key = key_of(lab, ask, state)

    def tell(says: str, belief: str) -> Told:
        reply = replies.get(belief) or replies.get(family(belief)) or truth(belief)
        return Told(text=text(says), feedback=reply if belief else why)

    options = offer(key, (*answers(topic, lab, ask, state), *more), tell, chance)
    return None if options is None else (key, options)


def row(text: str, where: State, wrong: Mapping[str, str], feedback: str = "", reply: str = "") -> dict[str, Any]:
    """A row of a matching question; `wrong` names the belief behind a wrong choice, `reply` what it is told here."""
    slips = [
        {"choice": choice, "misconception": belief, "feedback": reply or truth(belief)}
        for choice, belief in wrong.items()
    ]
    return {"text": text, "where": dict(where), "wrong": slips} | ({"feedback": feedback} if feedback else {})


def number(value: float, misconception: str, feedback: str = "") -> dict[str, Any]:
    """A wrong number, with the belief that leads to it."""
    return {"value": value, "misconception": misconception, "feedback": feedback or truth(misconception)}
