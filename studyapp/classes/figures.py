"""From rows to figures: the votes of a round, as `tally` counts them."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from studyapp.classes.tally import Held, RoundVotes, Standing, Vote, choice_of, gain, held, standing
from studyapp.models import Answer, LiveSession, Round
from studyapp.questions.grade import grade
from studyapp.questions.items import Item
from studyapp.questions.misconceptions import named, truth
from studyapp.questions.verdict import Verdict

COLUMNS = ("learner_id", "phase", "response", "correct", "misconception", "confidence", "round_id")


@lru_cache(maxsize=512)
def _graded(issued: str, response: str) -> Verdict:
    return grade(Item.from_json(json.loads(issued)), json.loads(response))


def graded(round: Round, response: Any = None) -> Verdict:
    """The verdict on a response to a round's item, run once for each."""
    return _graded(json.dumps(round.issued, sort_keys=True), json.dumps(response, sort_keys=True))


def options_of(round: Round) -> list[tuple[str, bool, str]]:
    """Text, right or not, misconception of each option; empty for a kind that is not chosen from a list."""
    if round.issued["kind"] not in ("single", "spot"):
        return []
    return [(part.text, part.right, part.misconception) for part in graded(round).parts]


def _vote(row: dict[str, Any], options: list[tuple[str, bool, str]]) -> Vote:
    choice = choice_of(row["response"])
    # An option that two beliefs share proves neither: the answer keeps none, the option has both.
    shared = options[choice][2] if choice is not None and choice < len(options) else ""
    return Vote(
        voter=str(row["learner_id"]),
        phase=row["phase"],
        choice=choice,
        correct=row["correct"],
        misconception=row["misconception"] or ("" if row["correct"] else shared),
        confidence=row["confidence"],
        given=row["response"] is not None,
        said=json.dumps(row["response"], sort_keys=True),
    )


def votes_of(rounds: Iterable[Round]) -> dict[int, list[Vote]]:
    """The votes of rounds, by the round's id; one query."""
    by_id = {one.pk: one for one in rounds}
    options = {name: options_of(one) for name, one in by_id.items()}
    found: dict[int, list[Vote]] = {name: [] for name in by_id}
    for row in Answer.objects.filter(round__in=by_id).values(*COLUMNS):
        found[row["round_id"]].append(_vote(row, options[row["round_id"]]))
    return found


def standing_of(round: Round) -> Standing:
    """How a round stands."""
    return standing(options_of(round), votes_of([round])[round.pk])


@dataclass(frozen=True, kw_only=True)
class Repair:
    """One way that was found to put it right, and by how many."""

    words: str
    count: int


def repairs(round: Round) -> tuple[Repair, ...]:
    """The distinct accepted repairs of a round, without names, the most frequent first."""
    rows = Answer.objects.filter(round=round, correct=True).values_list("response", flat=True)
    counts = Counter(graded(round, response).said or "no change" for response in rows)
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


def beliefs_of(round: Round) -> frozenset[str]:
    """The misconceptions that an answer to a round can bring to light."""
    options = round.issued["body"].get("options", []) + round.issued["body"].get("edits", [])
    return frozenset(one["misconception"] for one in options if one.get("misconception"))


def report(sessions: Iterable[LiveSession]) -> Report:
    """What a class believed before and after, over one session or several."""
    rounds = list(Round.objects.filter(session__in=sessions).order_by("session__started_at", "place"))
    votes = votes_of(rounds)
    found = held(RoundVotes(beliefs=beliefs_of(one), votes=votes[one.pk]) for one in rounds)
    lines = tuple(Line(held=one, name=named(one.id), truth=truth(one.id)) for one in found)
    asked = []
    for one in rounds:
        now = standing(options_of(one), votes[one.pk])
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
