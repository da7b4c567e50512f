"""Whether a question does its work: difficulty, discrimination, distractors. Pure.

Below thirty answers there are counts only: an index of twelve answers is noise with a decimal point.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 30
IDLE = 0.05  # a distractor that fewer choose does nothing


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One learner's first answer to a question: which option, whether right, and how they did on all the others."""

    choice: int | None
    correct: bool
    rest: float


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """A question looked at. `difficulty` and `discrimination` are None below thirty answers or without variance."""

    n: int
    right: int
    counts: tuple[int, ...]
    difficulty: float | None
    discrimination: float | None
    idle: tuple[str, ...]
    review: str


def analyse(answers: Sequence[Answered], key: Sequence[bool]) -> Analysis:
    """`key` says of each option whether it is right; empty for a kind without options."""
    n, right = len(answers), sum(one.correct for one in answers)
    counts = tuple(sum(one.choice == place for one in answers) for place in range(len(key)))
    enough = n >= LEAST
    sharp = biserial([one.correct for one in answers], [one.rest for one in answers]) if enough else None
    quiet = [chr(65 + place) for place, good in enumerate(key) if not good and counts[place] < IDLE * n]
    return Analysis(
        n=n,
        right=right,
        counts=counts,
        difficulty=right / n if enough else None,
        discrimination=sharp,
        idle=tuple(quiet) if enough else (),
        review=_review(answers, key, sharp) if enough else "",
    )


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
