"""Rules on sentences: what a stem and options must not do, and what should make an author look twice."""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from studyapp.catalog.model import Option, Question
from studyapp.questions.check.shape import error, warning
from studyapp.questions.claims import BrokenItem
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
from studyapp.questions.kinds.base import Found

MOST_STEM_WORDS, MOST_FEEDBACK_WORDS, MOST_SENTENCE_WORDS = 90, 60, 32
LEANING = re.compile(r"\b(?i:all|none|both|neither) of the (?i:above|below)\b|^\W*[A-E] and [A-E]\b")
LAZY = re.compile(r"\bwhich of the following( statements)? (is|are) (true|false|correct)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"(?<!\*)\b(not|never|except)\b(?!\*)[^.?]*\?\**$", re.IGNORECASE)
ABSOLUTE = re.compile(r"\b(always|never|only|every|all|must|none)\b", re.IGNORECASE)
NUMBER = re.compile(r"^[\d.,:]+( ?[a-zA-Z%/]+)?$")
MODES = ("legacy", "standard", "adaptive", "2026", "profile", "mode", "botocore", "SDK", "defaults")
RETRIES = ("backoff", "retry-classifier")


def style_rules(question: Question) -> Iterator[Found]:
    """IW05 to IW10, IW12, IW13, IW16 and IW17."""
    yield from _stem(question)
    options = question.options
    if question.kind in {"single", "multiple"}:
        yield from _options(options)
        yield from _clues(question, options)
    for index, option in enumerate(options):
        if LEANING.search(option.text):
            message = "this option leans on the other options (IW05)"
            yield error(message, "Let each stand alone.", "options", index)
        if len(option.feedback.split()) > MOST_FEEDBACK_WORDS:
            message = f"the feedback of “{option.text}” is too long (IW16)"
            yield error(message, f"{MOST_FEEDBACK_WORDS} words at most.", "options", index)
    if len(question.rule.split()) > MOST_FEEDBACK_WORDS:
        yield error("the rule is too long (IW16)", f"{MOST_FEEDBACK_WORDS} words at most.", "rule")


def _stem(question: Question) -> Iterator[Found]:
    stem = question.stem
    words = len(stem.split())
    if words > MOST_STEM_WORDS:
        yield warning(f"the stem has {words} words (IW13)", f"Keep it to {MOST_STEM_WORDS}.")
    if LEANING.search(stem):
        yield error("the stem leans on the options (IW05)", "Let it stand alone.")
    if LAZY.search(stem):
        message = "the stem cannot be answered with the options covered (IW07)"
        yield warning(message, "Ask for the thing itself.")
    if NEGATIVE.search(stem):
        yield warning("the question is put in the negative (IW06)", "Turn it round, or emphasise the word.")
    for sentence in re.split(r"(?<=[.?!;:])\s", stem):
        if len(sentence.split()) > MOST_SENTENCE_WORDS:
            message = f"a sentence of the stem has {len(sentence.split())} words (IW17)"
            yield warning(message, f"Cut it: {MOST_SENTENCE_WORDS} at most.")
    if question.kind == "numeric" and question.lab in RETRIES and not any(mode in stem for mode in MODES):
        message = "the stem does not say whose retries these are (IW10)"
        yield error(message, "Name the retry profile.", "id")


def _options(options: Sequence[Option]) -> Iterator[Found]:
    lengths = [len(option.text) for option in options]
    if max(lengths) > 1.6 * median(lengths) + 12:
        yield warning("one option is much longer than the others (IW08)", "Even them out.", "options")
    numbers = [bool(NUMBER.match(option.text.replace("`", "").strip())) for option in options]
    if any(numbers) and not all(numbers) and sum(numbers) == len(numbers) - 1:
        index = numbers.index(False)
        message = "one option is no number among numbers (IW09)"
        yield warning(message, "Offer things of one kind.", "options", index)


def _clues(question: Question, options: Sequence[Option]) -> Iterator[Found]:
    """IW12: absolute words in wrong options alone, and words of the stem in the right one alone."""
    try:
        parts = grade(issue(question, 0), None).parts
    except (BrokenItem, ValueError, LookupError):
        return  # Said elsewhere: this question has no key.
    right = [part.text for part in parts if part.right]
    wrong = [part.text for part in parts if not part.right]
    if question.kind != "single" or not right or not wrong:
        return
    absolute = [text for text in wrong if ABSOLUTE.search(text)]
    if len(absolute) > 1 and not any(ABSOLUTE.search(text) for text in right):
        remedy = "Take always, never, only and the like out."
        yield warning("absolute words stand in wrong options alone (IW12)", remedy, "options")
    asked = _words(question.stem.rpartition(". ")[2])
    shared = [word for word in asked & _words(right[0]) if not any(word in _words(text) for text in wrong)]
    if shared and len(asked) > 3:
        message = f"“{sorted(shared)[0]}” stands in the question and in the right option alone (IW12)"
        yield warning(message, "Use the word in a wrong option too, or in none.", "options")


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Za-z]{7,}", text)}
