"""An index in memory, built once per course, so that search is the same on any database.

A word of the query finds words that are equal to it, that begin with it, or that differ by a slip of the finger.
Rare words count for more than frequent ones, and words in a title for more than words in a text.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_WORDS, MOST_LETTERS, MOST_FOUND = 8, 100, 40
IN_TITLE, IN_TEXT = 4.0, 1.0
EXACT, BEGINS, SLIP = 1.0, 0.7, 0.5
# One less the share of letters that a slip changed, left out, added or swapped; for words of four letters and more.
LIKE_ENOUGH = 0.7
NEAR_ENOUGH, MOST_NEAR = 0.5, 5  # for a word to be offered when nothing was found
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

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """The words worth offering: those of titles that are more than a syllable or a number."""
        words = (word for entry in self.entries for word in words_of(entry.title))
        return tuple(dict.fromkeys(word for word in words if len(word) > 2 and not word.isnumeric()))

    def find(self, query: str) -> tuple[Found, ...]:
        """The best entries first: those with every word of the query, or, if there are none, with any."""
        wanted = [word.lower() for word in _WORD.findall(query[:MOST_LETTERS])][:MOST_WORDS]
        likes = [self._like(word) for word in dict.fromkeys(wanted)]
        by_word = [self._scores(like) for like in likes]
        if not by_word:
            return ()
        every = set.intersection(*(set(scores) for scores in by_word))
        numbers = every or set().union(*by_word)
        scored = [(sum(scores.get(number, 0.0) for scores in by_word), number) for number in numbers]
        best = sorted(scored, key=lambda one: (-one[0], one[1]))[:MOST_FOUND]
        shown = [*wanted, *(word for like in likes for word in like)]
        return tuple(self._found(number, score, shown) for score, number in best)

    def near(self, query: str) -> tuple[str, ...]:
        """The words of the index that come nearest to the query's, the nearest first."""
        wanted = [word.lower() for word in _WORD.findall(query[:MOST_LETTERS])][:MOST_WORDS]
        like: dict[str, float] = {}
        for word in wanted:
            for known, likeness in _slips(word, self._names, NEAR_ENOUGH, MOST_NEAR):
                like[known] = max(likeness, like.get(known, 0.0))
        return tuple(sorted(like, key=lambda word: (-like[word], word))[:MOST_NEAR])

    def _scores(self, like: Mapping[str, float]) -> dict[int, float]:
        scores: dict[int, float] = {}
        for word, likeness in like.items():
            rarity = math.log(1 + len(self.entries) / len(self._places[word]))
            for number, weight in self._places[word].items():
                scores[number] = max(scores.get(number, 0.0), likeness * rarity * weight)
        return scores

    def _like(self, wanted: str) -> dict[str, float]:
        """Words of the index and how like they are to the wanted one."""
        like = {word: BEGINS for word in self._vocabulary if len(wanted) > 1 and word.startswith(wanted)}
        if len(wanted) >= 4:
            for word, likeness in _slips(wanted, self._vocabulary, LIKE_ENOUGH, 12):
                like.setdefault(word, SLIP * likeness)
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


def _slips(wanted: str, words: Sequence[str], enough: float, most: int) -> list[tuple[str, float]]:
    """Words that a slip of the finger leads to, with how like they are, from 0 to 1."""
    found = process.extract(wanted, words, scorer=OSA.normalized_similarity, score_cutoff=enough, limit=most)
    return [(word, likeness) for word, likeness, _ in found]


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0].rstrip(".,;: ") + "…"


def build(entries: Iterable[Entry]) -> Index:
    """The index of some entries."""
    return Index(tuple(entries))
