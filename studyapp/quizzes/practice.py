"""What to practise next: from a topic, about a misconception, or mixed. Plain rules on plain data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from studyapp.catalog.model import Catalog, Question
from studyapp.questions import bank
from studyapp.questions.bank import topic_name

MIXED = "mixed"


@dataclass(frozen=True, kw_only=True)
class Met:
    """One answer given before."""

    question: str
    correct: bool
    confidence: int | None
    misconception: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Deck:
    """What is practised: everything, one topic, or one misconception. `text` stands in addresses."""

    text: str
    title: str
    questions: tuple[Question, ...]


def read_deck(text: str, catalog: Catalog, names: Mapping[str, str]) -> Deck | None:
    """The deck of an address: "mixed", "topic:chain", "misconception:M01". None if it holds no question.

    `names` are the misconceptions' names by id.
    """
    what, _, name = text.partition(":")
    if text == MIXED:
        found, title = bank.ready(catalog), "Mixed"
    elif what == "topic":
        found, title = bank.for_topic(catalog, name), topic_name(name)
    elif what == "misconception" and name in names:
        found, title = bank.for_misconception(catalog, name), names[name]
    else:
        return None
    return Deck(text=text, title=title, questions=found) if found else None


def latest(history: Iterable[Met]) -> dict[str, Met]:
    """The newest answer to each question; `history` runs from old to new."""
    return {met.question: met for met in history}


def choose(questions: Sequence[Question], history: Sequence[Met], dice: int) -> Question:
    """The next question: sure and wrong first, then new ones, then other misses, then what was longest not asked.

    The last question asked is not asked again at once, and of equals one on another topic comes first. `dice` settles
    what is left to chance. ValueError if there are no questions.
    """
    if not questions:
        raise ValueError("an empty deck")
    last = history[-1].question if history else ""
    left = [one for one in questions if one.id != last] or list(questions)
    topic = next((one.topic for one in questions if one.id == last), "")
    newest = latest(history)
    ranks = {one.id: _rank(newest.get(one.id)) for one in left}
    best = min(ranks.values())
    fitting = [one for one in left if ranks[one.id] == best]
    fitting = [one for one in fitting if one.topic != topic] or fitting
    if best == 3:
        fitting = sorted(fitting, key=lambda one: newest[one.id].at)[: max(1, len(fitting) // 3)]
    return fitting[dice % len(fitting)]


def _rank(met: Met | None) -> int:
    if met is None:
        return 1
    if met.correct:
        return 3
    return 0 if met.confidence == 3 else 2


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One deck on the practice page, with what this learner did in it."""

    text: str
    title: str
    total: int
    answered: int
    right: int
    held: int = 0


def shelf(deck: Deck, newest: Mapping[str, Met], held: int = 0) -> Shelf:
    """Count without judging: how many there are, how many were answered, how many right last time."""
    met = [newest[one.id] for one in deck.questions if one.id in newest]
    return Shelf(
        text=deck.text,
        title=deck.title,
        total=len(deck.questions),
        answered=len(met),
        right=sum(one.correct for one in met),
        held=held,
    )


def shelves(catalog: Catalog, history: Sequence[Met], names: Mapping[str, str]) -> tuple[list[Shelf], list[Shelf]]:
    """The topics, and the misconceptions: those this learner held come first."""
    newest = latest(history)
    decks = (read_deck(f"topic:{topic}", catalog, names) for topic in bank.topics(catalog))
    topics = [shelf(deck, newest) for deck in decks if deck]
    ideas = []
    for name in bank.misconceptions(catalog):
        deck = read_deck(f"misconception:{name}", catalog, names)
        if deck is not None:
            held = sum(name in met.misconception.split("+") for met in history if not met.correct)
            ideas.append(shelf(deck, newest, held))
    return topics, sorted(ideas, key=lambda one: (-one.held, one.text))
