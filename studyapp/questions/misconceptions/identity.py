"""Beliefs about keys, sessions and regions.

A solver takes the lab's fields and gives them as its holder sees the situation: the engine then runs on those. A
`modelled` one gives an outcome key at once. None: the belief is silent here.
"""

from collections.abc import Mapping
from typing import Any

from studyapp.questions.misconceptions.model import Misconception

Fields = Mapping[str, Any]
Seen = Mapping[str, Any] | str | None
MFA = "mfa"


def two_strings_are_enough(fields: Fields) -> Seen:
    return {**fields, "exported": "all"} if fields.get("exported") == "no-token" else None


IDENTITY_BELIEFS: tuple[Misconception, ...] = (
    Misconception(
        id="M13",
        name="Temporary credentials are two strings",
        belief="An ASIA key and its secret are enough.",
        truth="A temporary key is three values. Without its session token AWS refuses it.",
        solvers={MFA: two_strings_are_enough},
    ),
)
