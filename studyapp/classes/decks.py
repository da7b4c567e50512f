"""What a class can be asked: the ready 45 minutes, and the questions to choose from."""

from dataclasses import dataclass

from studyapp.catalog.model import Question
from studyapp.course import course
from studyapp.questions import bank


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One question of a deck to be."""

    stage: str
    question: str
    seed: int = 1
    own: bool = False
    minutes: int = 8
    note: str = ""


READY_NAME = "Who signs? 45 minutes on the chain"
READY = (
    Planned(
        stage="warmup", question="Q05", minutes=3, note="No names, no answer in advance: it warms the phones up."
    ),
    Planned(
        stage="cycle",
        question="Q01",
        minutes=10,
        note="Silent first vote. Under 30 % right: give the hint. Up to 70 %: let them convince each other.",
    ),
    Planned(
        stage="cycle",
        question="Q10",
        minutes=8,
        note="A key that is found and refused. Ask for the line that decides.",
    ),
    Planned(
        stage="cycle",
        question="Q07",
        minutes=6,
        note="A name that no file knows. Which sentence does the tool end with?",
    ),
    Planned(
        stage="fix",
        question="Q14",
        minutes=9,
        note="In pairs. Collect the different repairs on the wall; each that works counts.",
    ),
    Planned(
        stage="exit", question="Q01N", seed=7, minutes=3, note="The same idea in another world: the gain of the day."
    ),
    Planned(stage="exit", question="Q12", minutes=2, note="Variables that are there and empty."),
)
STAGE_WORDS = {"warmup": "Warm-up", "cycle": "Vote, discuss, vote", "fix": "Repair in pairs", "exit": "Exit ticket"}


def ready_deck() -> tuple[Planned, ...]:
    """The ready deck, as far as the course has its questions."""
    known = {one.id for one in bank.ready(course())}
    return tuple(one for one in READY if one.question in known)


def question_of(name: str) -> Question | None:
    """A question that can be issued, by id."""
    return next((one for one in bank.ready(course()) if one.id == name), None)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A question in the picker."""

    id: str
    title: str
    topic: str
    kind: str
    unlimited: bool


def choices() -> tuple[Choice, ...]:
    """Everything there is to choose from, topic by topic."""
    return tuple(
        Choice(id=one.id, title=one.title, topic=one.topic, kind=one.kind, unlimited=bank.unlimited(one))
        for one in sorted(bank.ready(course()), key=lambda one: (one.topic, one.id))
    )
