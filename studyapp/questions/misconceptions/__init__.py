"""Misconceptions as solvers: each is the real engine with one rule changed, asked the same question.

Evidence and sources stand in the course's notes. One module a topic; a belief may have a say in several.
"""

from studyapp.questions.misconceptions.chain import CHAIN_BELIEFS
from studyapp.questions.misconceptions.identity import IDENTITY_BELIEFS
from studyapp.questions.misconceptions.model import Misconception

MISCONCEPTIONS: tuple[Misconception, ...] = tuple(
    sorted((*CHAIN_BELIEFS, *IDENTITY_BELIEFS), key=lambda one: one.id)
)
BY_ID = {one.id: one for one in MISCONCEPTIONS}


def named(misconception: str) -> str:
    """The name for people of an option's misconception ("M05.merge" is M05); "" for a slip.

    An answer that several beliefs share ("M02+M08") has all their names.
    """
    found = [BY_ID.get(one.partition(".")[0]) for one in misconception.split("+")]
    return ", or: ".join(one.name for one in found if one is not None)


def truth(misconception: str) -> str:
    """The reply to a belief, in a sentence or two."""
    return BY_ID[misconception.split("+")[0].partition(".")[0]].truth
