"""Whether a question does its work: difficulty, discrimination, distractors, time, how sure they were. Pure.

Below thirty answers there are counts only: an index of twelve answers is noise with a decimal point.
"""

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 30
IDLE = 0.05  # a distractor that fewer choose does nothing
WEAK = 0.10  # an index below this hardly tells the strong from the weak
EASY, HARD = 0.9, 0.3
SURE = 3


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One learner's first answer to a question: which option, whether right, and how they did on all the others."""

    choice: int | None
    correct: bool
    rest: float
    confidence: int | None = None
    milliseconds: int | None = None
    misconception: str = ""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option: who chose it, and, from thirty answers on, how choosing it goes with doing well elsewhere.

    A distractor works when one in twenty choose it, and those rather do badly elsewhere.
    """

    letter: str
    right: bool
    count: int
    discrimination: float | None
    works: bool | None


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """A question looked at. `difficulty` and `discrimination` are None below thirty answers or without variance.

    `seconds` is the median of the timed answers; `sure` and `sure_wrong` count those who said they were sure.
    `beliefs` are the misconceptions that answers stood for, the most frequent first. `need` is how much a question
    wants looking at, 0 not at all.
    """

    n: int
    right: int
    options: tuple[Option, ...]
    difficulty: float | None
    discrimination: float | None
    idle: tuple[str, ...]
    review: str
    reading: str
    need: int
    sure: int
    sure_wrong: int
    seconds: float | None
    beliefs: tuple[tuple[str, int], ...]

    @property
    def counts(self) -> tuple[int, ...]:
        return tuple(one.count for one in self.options)


def analyse(answers: Sequence[Answered], key: Sequence[bool], planned: int | None = None) -> Analysis:
    """`key` says of each option whether it is right; empty for a kind without options. `planned` is in seconds."""
    n, right = len(answers), sum(one.correct for one in answers)
    enough = n >= LEAST
    rest = [one.rest for one in answers]
    sharp = biserial([one.correct for one in answers], rest) if enough else None
    options = tuple(_option(answers, rest, place, good, enough) for place, good in enumerate(key))
    times = [one.milliseconds / 1000 for one in answers if one.milliseconds is not None]
    seconds = statistics.median(times) if times else None
    share = right / n if enough else None
    review = _review(answers, key, sharp) if enough else ""
    slow = enough and planned is not None and seconds is not None and seconds > 2 * planned
    need, reading = _reading(share, sharp, options, review, slow)
    beliefs = Counter(one.misconception for one in answers if one.misconception and not one.correct)
    return Analysis(
        n=n,
        right=right,
        options=options,
        difficulty=share,
        discrimination=sharp,
        idle=tuple(one.letter for one in options if enough and not one.right and one.count < IDLE * n),
        review=review,
        reading=reading,
        need=need,
        sure=sum(one.confidence == SURE for one in answers),
        sure_wrong=sum(one.confidence == SURE and not one.correct for one in answers),
        seconds=seconds,
        beliefs=tuple(sorted(beliefs.items(), key=lambda one: (-one[1], one[0]))),
    )


def _option(answers: Sequence[Answered], rest: Sequence[float], place: int, good: bool, enough: bool) -> Option:
    chosen = [one.choice == place for one in answers]
    sharp = biserial(chosen, rest) if enough else None
    works = None
    if enough and not good:
        works = sum(chosen) >= IDLE * len(answers) and sharp is not None and sharp < 0
    return Option(letter=chr(65 + place), right=good, count=sum(chosen), discrimination=sharp, works=works)


def biserial(right: Sequence[bool], rest: Sequence[float]) -> float | None:
    """The point-biserial correlation of being right here with doing well elsewhere; None without variance."""
    n = len(right)
    share, mean = sum(right) / n if n else 0.0, math.fsum(rest) / n if n else 0.0
    spread = math.sqrt(math.fsum((one - mean) ** 2 for one in rest) / n) if n else 0.0
    if not 0 < share < 1 or spread < 1e-12:
        return None
    good = math.fsum(score for score, yes in zip(rest, right, strict=True) if yes) / (n * share)
    bad = math.fsum(score for score, yes in zip(rest, right, strict=True) if not yes) / (n * (1 - share))
    return (good - bad) / spread * math.sqrt(share * (1 - share))


def _review(answers: Sequence[Answered], key: Sequence[bool], sharp: float | None) -> str:
    """Why somebody should look at the key; "" if nothing speaks for it."""
    if sharp is not None and sharp < 0:
        return "Those who do well elsewhere get this wrong."
    top = sorted(answers, key=lambda one: -one.rest)[: max(1, len(answers) // 3)]
    for place, good in enumerate(key):
        if not good and sum(one.choice == place for one in top) > sum(one.correct for one in top):
            return f"The best third chooses {chr(65 + place)} more often than the key."
    return ""


def _reading(
    share: float | None, sharp: float | None, options: Sequence[Option], review: str, slow: bool
) -> tuple[int, str]:
    """How much a question wants attention, and why, in a sentence."""
    if share is None:
        return 1, "Counts only, below 30 answers."
    if review:
        return 6, review
    draw = next((one for one in options if not one.right and (one.discrimination or 0) > WEAK), None)
    if draw is not None:
        return 5, f"Those who do well elsewhere are drawn to {draw.letter}: look at its wording."
    if sharp is not None and sharp < WEAK:
        return 4, "It hardly tells the strong from the weak."
    if slow:
        return 3, "It takes more than twice the time planned: shorten its text."
    if share < HARD:
        return 3, "Hard: fewer than three in ten get it. Teach it again."
    if share > EASY:
        return 2, "Easy. Keep it as a warm-up."
    return 0, "Working."
