"""An index in memory, built once per course, so that search is the same on any database.

A word of the query finds words that are equal to it, that begin with it, or that differ by a slip of the finger.
Rare words count for more than frequent ones, and words in a title for more than words in a text.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

MOST_WORDS, MOST_LETTERS, MOST_FOUND = 8, 100, 40
IN_TITLE, IN_TEXT = 4.0, 1.0
EXACT, BEGINS, SLIP = 1.0, 0.7, 0.5
LIKE_ENOUGH = 75.0  # of 100, for words of four letters and more
AROUND = 80  # letters shown before and after a find
_WORD = re.compile(r"[\w.:/-]*\w")
_PIECE = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that can be found."""

    kind: str
    title: str
    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """An entry, how well it fits, and the piece of its text around the first word found."""

    entry: Entry
    score: float
    before: str = ""
    word: str = ""
    after: str = ""


def words_of(text: str) -> list[str]:
    """The words of a text in lower case: whole ones such as 169.254.169.254, and the pieces they are made of."""
    whole = _WORD.findall(text.lower())
    return list(dict.fromkeys([*whole, *(piece for word in whole for piece in _PIECE.findall(word))]))


@dataclass(frozen=True)
class Index:
    """What can be found, by its words."""

    entries: tuple[Entry, ...]

    @cached_property
    def _places(self) -> dict[str, dict[int, float]]:
        places: dict[str, dict[int, float]] = defaultdict(dict)
        for number, entry in enumerate(self.entries):
            for text, weight in ((entry.text, IN_TEXT), (entry.title, IN_TITLE)):
                for word in words_of(text):
                    places[word][number] = max(weight, places[word].get(number, 0.0))
        return dict(places)

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        return tuple(self._places)

    def find(self, query: str) -> tuple[Found, ...]:
        """The best entries first: those with every word of the query, or, if there are none, with any."""
        wanted = [word.lower() for word in _WORD.findall(query[:MOST_LETTERS])][:MOST_WORDS]
        by_word = [self._scores(word) for word in dict.fromkeys(wanted)]
        if not by_word:
            return ()
        every = set.intersection(*(set(scores) for scores in by_word))
        numbers = every or set().union(*by_word)
        scored = [(sum(scores.get(number, 0.0) for scores in by_word), number) for number in numbers]
        best = sorted(scored, key=lambda one: (-one[0], one[1]))[:MOST_FOUND]
        return tuple(self._found(number, score, wanted) for score, number in best)

    def _scores(self, wanted: str) -> dict[int, float]:
        scores: dict[int, float] = {}
        for word, likeness in self._like(wanted).items():
            rarity = math.log(1 + len(self.entries) / len(self._places[word]))
            for number, weight in self._places[word].items():
                scores[number] = max(scores.get(number, 0.0), likeness * rarity * weight)
        return scores

    def _like(self, wanted: str) -> dict[str, float]:
        """Words of the index and how like they are to the wanted one."""
        like = {word: BEGINS for word in self._vocabulary if len(wanted) > 1 and word.startswith(wanted)}
        if len(wanted) >= 4:
            near = process.extract(wanted, self._vocabulary, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=12)
            for word, likeness, _ in near:
                like.setdefault(word, SLIP * likeness / 100)
        if wanted in self._places:
            like[wanted] = EXACT
        return like

    def _found(self, number: int, score: float, wanted: Sequence[str]) -> Found:
        entry = self.entries[number]
        lower = entry.text.lower()
        start, word = min(
            ((lower.find(word), word) for word in wanted if word in lower), default=(-1, ""), key=lambda one: one[0]
        )
        if start < 0 or len(lower) != len(entry.text):
            return Found(entry=entry, score=score, before=_cut(entry.text, 2 * AROUND))
        end = start + len(word)
        before = entry.text[max(0, start - AROUND) : start]
        if start > AROUND:
            before = "…" + before.partition(" ")[2]
        return Found(
            entry=entry, score=score, before=before, word=entry.text[start:end], after=_cut(entry.text[end:], AROUND)
        )


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0].rstrip(".,;: ") + "…"


def build(entries: Iterable[Entry]) -> Index:
    """The index of some entries."""
    return Index(tuple(entries))
