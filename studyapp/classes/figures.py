"""From rows to figures: the votes of a round, as `tally` counts them."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from studyapp.classes.tally import Held, RoundVotes, Standing, Vote, by_belief, choice_of, gain, held, standing
from studyapp.models import Answer, LiveSession, Round
from studyapp.questions.grade import grade
from studyapp.questions.items import Item
from studyapp.questions.misconceptions import named, truth
from studyapp.questions.verdict import Verdict

LETTERED = ("single", "spot")  # kinds whose answer is one of several options
COLUMNS = ("learner_id", "phase", "response", "correct", "misconception", "confidence", "round_id")


@lru_cache(maxsize=2_048)
def _graded(issued: str, response: str) -> Verdict:
    return grade(Item.from_json(json.loads(issued)), json.loads(response))


def graded(round: Round, response: Any = None) -> Verdict:
    """The verdict on a response to a round's item, run once for each."""
    return verdict_on(round.issued, response)


def verdict_on(issued: Any, response: Any = None) -> Verdict:
    """The verdict on a response to an item as it was issued, run once for each."""
    return _graded(json.dumps(issued, sort_keys=True), json.dumps(response, sort_keys=True))


def options_of(round: Round) -> list[tuple[str, bool, str]]:
    """Text, right or not, misconception of each option; empty where not everybody chooses from one list."""
    if round.own or round.issued["kind"] not in LETTERED:
        return []
    return [(part.text, part.right, part.misconception) for part in graded(round).parts]


def _vote(row: dict[str, Any], options: list[tuple[str, bool, str]], own: bool) -> Vote:
    choice = choice_of(row["response"])
    # An option that two beliefs share proves neither: the answer keeps none, the option has both.
    shared = options[choice][2] if choice is not None and choice < len(options) else ""
    if own and choice is not None and row["issued"]["kind"] in LETTERED:
        shared = row["issued"]["body"]["options"][choice].get("misconception", "")
    return Vote(
        voter=str(row["learner_id"]),
        phase=row["phase"],
        choice=None if own else choice,
        correct=row["correct"],
        misconception=row["misconception"] or ("" if row["correct"] else shared),
        confidence=row["confidence"],
        given=row["response"] is not None,
        said=json.dumps(row["response"], sort_keys=True),
    )


def votes_of(rounds: Iterable[Round]) -> dict[int, list[Vote]]:
    """The votes of rounds, by the round's id; one query, and another where some had a world of their own."""
    by_id = {one.pk: one for one in rounds}
    options = {name: options_of(one) for name, one in by_id.items()}
    found: dict[int, list[Vote]] = {name: [] for name in by_id}
    same = [name for name, one in by_id.items() if not one.own]
    for row in Answer.objects.filter(round__in=same).values(*COLUMNS):
        found[row["round_id"]].append(_vote(row, options[row["round_id"]], False))
    if len(same) < len(by_id):
        for row in Answer.objects.filter(round__in=set(by_id) - set(same)).values(*COLUMNS, "issued"):
            found[row["round_id"]].append(_vote(row, [], True))
    return found


def standing_of(round: Round) -> Standing:
    """How a round stands."""
    return _standing(round, votes_of([round])[round.pk])


def _standing(round: Round, votes: list[Vote]) -> Standing:
    """Counted by option; where each phone had a world of its own, by what the answers stand for."""
    return by_belief(votes, named) if round.own else standing(options_of(round), votes)


@dataclass(frozen=True, kw_only=True)
class Repair:
    """One way that was found to put it right, and by how many."""

    words: str
    count: int


def repairs(round: Round) -> tuple[Repair, ...]:
    """The distinct accepted repairs of a round, without names, the most frequent first."""
    rows = Answer.objects.filter(round=round, correct=True)
    if round.own:
        found = [verdict_on(issued, response) for issued, response in rows.values_list("issued", "response")]
    else:
        found = [graded(round, response) for response in rows.values_list("response", flat=True)]
    counts = Counter(verdict.said or "no change" for verdict in found)
    return tuple(Repair(words=words, count=count) for words, count in counts.most_common())


@dataclass(frozen=True, kw_only=True)
class Line:
    """One misconception in the report, with its name and the reply to it."""

    held: Held
    name: str
    truth: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One round in the report."""

    round: Round
    standing: Standing
    gain: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """A session looked back on."""

    lines: tuple[Line, ...]
    rounds: tuple[Asked, ...]
    gain: str


def beliefs_of(issued: dict[str, Any]) -> frozenset[str]:
    """The misconceptions that an answer to an item can bring to light."""
    options = issued["body"].get("options", []) + issued["body"].get("edits", [])
    return frozenset(one["misconception"] for one in options if one.get("misconception"))


def _believable(round: Round, votes: list[Vote]) -> Iterator[RoundVotes]:
    """The votes with what they can bring to light: everybody's question, or each voter's own."""
    if not round.own:
        yield RoundVotes(beliefs=beliefs_of(round.issued), votes=votes)
        return
    for learner, issued in round.own_items.values_list("learner_id", "issued"):
        yield RoundVotes(beliefs=beliefs_of(issued), votes=[vote for vote in votes if vote.voter == str(learner)])


def report(sessions: Iterable[LiveSession]) -> Report:
    """What a class believed before and after, over one session or several."""
    rounds = list(Round.objects.filter(session__in=sessions).order_by("session__started_at", "place"))
    votes = votes_of(rounds)
    found = held(part for one in rounds for part in _believable(one, votes[one.pk]))
    lines = tuple(Line(held=one, name=named(one.id), truth=truth(one.id)) for one in found)
    asked = []
    for one in rounds:
        now = _standing(one, votes[one.pk])
        if now.answered:
            won = gain((now.right_before, now.before), (now.right_after, now.after))
            asked.append(Asked(round=one, standing=now, gain=won))
    return Report(lines=lines, rounds=tuple(asked), gain=_day(asked))


def _day(asked: list[Asked]) -> str:
    """The gain of the day: the first votes of the cycles against the exit ticket."""
    first = [one.standing for one in asked if one.round.stage == "cycle"]
    last = [one.standing for one in asked if one.round.stage == "exit"]
    return gain(
        (sum(one.right_before for one in first), sum(one.before for one in first)),
        (sum(one.right_before for one in last), sum(one.before for one in last)),
    )
