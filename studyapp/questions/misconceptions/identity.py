"""Beliefs about keys, regions and permissions."""

from studyapp.questions.misconceptions.model import Misconception

IDENTITY_BELIEFS: tuple[Misconception, ...] = (
    Misconception(
        id="M13",
        name="Temporary credentials are two strings",
        belief="An ASIA key and its secret are enough.",
        truth="A temporary key is three values. Without its session token AWS refuses it.",
    ),
)
