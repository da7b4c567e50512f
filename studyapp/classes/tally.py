"""Votes counted: how a round stands, what a teacher should do next, and which misconceptions a class holds.

Pure: plain rows in, plain figures out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

LEAST_PUBLIC = 3  # below this many answers nobody but the teacher sees a count


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One vote, with what it stands for: `choice` is the place of an option, None where the kind has none."""

    voter: str
    phase: int
    choice: int | None
    correct: bool
    misconception: str
    confidence: int | None = None
    given: bool = True
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One option: its votes before and after, and how sure those were who chose it last."""

    letter: str
    text: str
    right: bool
    misconception: str
    before: int
    after: int
    sure: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a round stands."""

    bars: tuple[Bar, ...]
    before: int
    after: int
    right_before: int
    right_after: int
    pairs: int

    @property
    def answered(self) -> int:
        return max(self.before, self.after)

    @property
    def percent(self) -> int:
        """Right answers in a hundred, at the last vote."""
        right, of = (self.right_after, self.after) if self.after else (self.right_before, self.before)
        return round(100 * right / of) if of else 0

    @property
    def public(self) -> bool:
        """Whether there are enough answers for the counts to be shown."""
        return self.before >= LEAST_PUBLIC or self.after >= LEAST_PUBLIC


def pairs(votes: Iterable[Vote]) -> int:
    """How many pairs of neighbours with different answers can be made at once."""
    counts = Counter(vote.choice if vote.choice is not None else vote.said for vote in votes if vote.given)
    total, most = sum(counts.values()), max(counts.values(), default=0)
    return min(total - most, total // 2)


def standing(options: Sequence[tuple[str, bool, str]], votes: Sequence[Vote]) -> Standing:
    """Count the votes of a round. `options`: text, whether it is right, the misconception it stands for."""
    first = [vote for vote in votes if vote.phase == 1]
    second = [vote for vote in votes if vote.phase == 2]
    last = second or first
    bars = tuple(
        Bar(
            letter=chr(65 + place),
            text=text,
            right=right,
            misconception=belief,
            before=sum(vote.choice == place for vote in first),
            after=sum(vote.choice == place for vote in second),
            sure=Counter(vote.confidence for vote in last if vote.choice == place and vote.confidence),
        )
        for place, (text, right, belief) in enumerate(options)
    )
    return Standing(
        bars=bars,
        before=len(first),
        after=len(second),
        right_before=sum(vote.correct for vote in first),
        right_after=sum(vote.correct for vote in second),
        pairs=pairs(first),
    )


RIGHT, OTHER, UNSURE = "Right", "Another wrong answer", "“I don’t know yet”"


def by_belief(votes: Sequence[Vote], named: Callable[[str], str]) -> Standing:
    """Count the votes of a round in which each had a world of their own: right, wrong for what reason, not yet known.

    A pair to be made is two people who think differently, not two with different letters.
    """
    stands = [_stands_for(vote) for vote in votes]
    found = Counter(stand for stand in stands if stand not in (RIGHT, OTHER, UNSURE))
    rows = [RIGHT, *(name for name, _ in found.most_common()), OTHER, UNSURE]
    rows = [row for row in rows if row in stands or row == RIGHT]
    options = [(named(row) or row, row == RIGHT, row if row in found else "") for row in rows]
    placed = [replace(vote, choice=rows.index(stand)) for vote, stand in zip(votes, stands, strict=True)]
    now = standing(options, placed)
    return replace(now, bars=tuple(replace(bar, letter="") for bar in now.bars))


def _stands_for(vote: Vote) -> str:
    if not vote.given:
        return UNSURE
    return RIGHT if vote.correct else family(vote.misconception) if vote.misconception else OTHER


def advice(now: Standing, low: int, high: int, once: bool = False) -> str:
    """What the first vote asks for: below `low` per cent right, above `high`, or between; `once`: no second."""
    if not now.answered:
        return "Nobody has answered yet."
    if now.after:
        return f"{now.right_before} were right before talking, {now.right_after} after it. Show the answer."
    if once:
        return f"{now.percent} % are right. This question is voted on once: show the answer."
    if now.percent < low:
        return f"{now.percent} % are right: fewer than {low}. Give the hint, or run a smaller world, and vote again."
    if now.percent > high:
        return f"{now.percent} % are right: more than {high}. Explain in a sentence and go on."
    return f"{now.percent} % are right. Let them convince their neighbours, then vote again."


@dataclass(frozen=True, kw_only=True)
class Held:
    """One misconception in a class: in how many answers it could show, and in how many it did, before and after."""

    id: str
    shown: int
    before: int
    after: int
    voted_again: int
    confident: int

    @property
    def gain(self) -> str:
        """How much of it the discussion took away: 1 is all. "" where nobody voted twice or nobody held it."""
        if not self.voted_again or not self.before:
            return ""
        return f"{(self.before - self.after) / self.before:.2f}"


@dataclass(frozen=True, kw_only=True)
class RoundVotes:
    """The votes of one round, and the misconceptions its options can bring to light."""

    beliefs: frozenset[str]
    votes: Sequence[Vote]


def family(misconception: str) -> str:
    """M05.merge belongs to M05; an answer that two beliefs share stays as it is."""
    return misconception if "+" in misconception else misconception.partition(".")[0]


def held(rounds: Iterable[RoundVotes]) -> tuple[Held, ...]:
    """What the class believed, the most frequent belief first; answers that two beliefs share come last."""
    sums: dict[str, Counter[str]] = {}
    for one in rounds:
        first = [vote for vote in one.votes if vote.phase == 1]
        twice = {vote.voter for vote in one.votes if vote.phase == 2}
        for belief in {family(name) for name in one.beliefs}:
            sums.setdefault(belief, Counter())["shown"] += len(first)
            sums[belief]["again"] += len(twice)
        for vote in one.votes:
            if vote.correct or not vote.misconception:
                continue
            counter = sums.setdefault(family(vote.misconception), Counter())
            counter[f"phase{vote.phase}"] += 1
            if vote.phase == 1 and vote.confidence == 3:
                counter["sure"] += 1
    found = [
        Held(
            id=name,
            shown=count["shown"],
            before=count["phase1"],
            after=count["phase2"],
            voted_again=count["again"],
            confident=count["sure"],
        )
        for name, count in sums.items()
        if count["phase1"] or count["phase2"]
    ]
    return tuple(sorted(found, key=lambda one: ("+" in one.id, -one.before, -one.after, one.id)))


def gain(before: tuple[int, int], after: tuple[int, int]) -> str:
    """The normalised gain of (right, of) over (right, of): the part won of what could be won; "" if none could."""
    if not before[1] or not after[1]:
        return ""
    old, new = before[0] / before[1], after[0] / after[1]
    return f"{(new - old) / (1 - old):.2f}" if old < 1 else ""


def choice_of(response: Mapping[str, Any] | None) -> int | None:
    """The option of a single answer; None for every other shape."""
    found = (response or {}).get("choice", (response or {}).get("spot"))
    return found if isinstance(found, int) else None
