"""Misconceptions as solvers: each is the real engine with one rule changed, asked the same question.

Evidence and sources stand in the course's notes. One module a topic; a belief may have a say in several, and is
then written down in each.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from studyapp.questions.misconceptions.chain import CHAIN_BELIEFS
from studyapp.questions.misconceptions.facts import FACT_BELIEFS
from studyapp.questions.misconceptions.identity import IDENTITY_BELIEFS
from studyapp.questions.misconceptions.imds import IMDS_BELIEFS
from studyapp.questions.misconceptions.mfa import MFA_BELIEFS
from studyapp.questions.misconceptions.model import Misconception, Solver
from studyapp.questions.misconceptions.policy import POLICY_BELIEFS
from studyapp.questions.misconceptions.retries import RETRY_BELIEFS
from studyapp.questions.misconceptions.sigv4 import SIGNATURE_BELIEFS

TOPICS: tuple[tuple[Misconception, ...], ...] = (
    CHAIN_BELIEFS,
    IDENTITY_BELIEFS,
    IMDS_BELIEFS,
    MFA_BELIEFS,
    POLICY_BELIEFS,
    RETRY_BELIEFS,
    SIGNATURE_BELIEFS,
    FACT_BELIEFS,
)


def _united(topics: Iterable[tuple[Misconception, ...]]) -> Iterator[Misconception]:
    """Each belief once, with its solvers of every topic; the first topic that has it words it."""
    found: dict[str, Misconception] = {}
    for one in (belief for topic in topics for belief in topic):
        held = found.get(one.id)
        if held is None:
            found[one.id] = one
        else:
            solvers = {**held.solvers, **one.solvers}
            found[one.id] = replace(held, solvers=solvers, modelled=held.modelled or one.modelled)
    yield from (found[name] for name in sorted(found))


MISCONCEPTIONS: tuple[Misconception, ...] = tuple(_united(TOPICS))
BY_ID = {one.id: one for one in MISCONCEPTIONS}


def named(misconception: str) -> str:
    """The name for people of an option's misconception ("M05.merge" is M05); "" for a slip.

    An answer that several beliefs share ("M02+M08") has all their names.
    """
    found = [BY_ID.get(one.partition(".")[0]) for one in misconception.split("+")]
    return ", or: ".join(one.name for one in found if one is not None)


def truth(misconception: str) -> str:
    """The reply to a belief, in a sentence or two; "" for a slip."""
    found = BY_ID.get(misconception.split("+")[0].partition(".")[0])
    return found.truth if found else ""


def holding(topic: str) -> Iterator[tuple[str, Solver]]:
    """Every solver of a topic with the name of its belief; the part after the topic goes to the name: "M05.merge"."""
    for belief in MISCONCEPTIONS:
        for name, solver in belief.solvers.items():
            if name == topic:
                yield belief.id, solver
            elif name.startswith(f"{topic}.") and name.count(".") == topic.count(".") + 1:
                yield f"{belief.id}.{name.rpartition('.')[2]}", solver
