"""What an author is told about a question: its key by the engine, and the rules of item writing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from studyapp.catalog.model import Question
from studyapp.catalog.problems import Problem
from studyapp.engines.credentials import resolve
from studyapp.engines.worlds import read_world
from studyapp.questions.grade import right_options
from studyapp.questions.interventions import INTERVENTIONS
from studyapp.questions.items import issue
from studyapp.questions.misconceptions import BY_ID
from studyapp.questions.outcomes import outcome_key

MOST_STEM_WORDS = 90
MOST_FEEDBACK_WORDS = 60
BANNED = re.compile(r"\b(all|none) of the (above|below)\b|\bwhich of the following is true\b", re.IGNORECASE)
NEGATIVE = re.compile(r"(?<!\*)\b(not|never|except)\b(?!\*)[^.?]*\?\**$", re.IGNORECASE)


def check_question(question: Question) -> list[Problem]:
    """Every mistake in one question; empty when it may be asked."""
    return [
        Problem(
            path=question.path, line=question.line, message=f"{question.id}: {text}", remedy=remedy, severity=level
        )
        for level, text, remedy in (*_shape(question), *_keys(question), *_style(question))
    ]


Found = Iterator[tuple[str, str, str]]


def _shape(question: Question) -> Found:
    if not question.passages and question.level != "deep":
        yield "warning", "no passage of the notes is named (IW01)", "Name one, or mark the question as added."
    if not 3 <= len(question.options) <= 5:
        yield "error", "a single choice has three or four options (IW04)", "Two good distractors beat four weak ones."
    texts = [option.text for option in question.options]
    if len(set(texts)) < len(texts):
        yield "error", "two options read the same (IW03)", "Make them differ, or drop one."
    for option in question.options:
        if option.because and option.because not in INTERVENTIONS:
            yield "error", f"no intervention is called {option.because}", f"Known: {', '.join(INTERVENTIONS)}."
        family = option.misconception.partition(".")[0]
        if family and family != "slip" and family not in BY_ID:
            yield "error", f"no misconception is called {option.misconception}", "See questions/misconceptions.py."
        if bool(option.says) == bool(option.because):
            yield "error", "an option needs says or because, one of the two", "Give each option one testable claim."


def _keys(question: Question) -> Found:
    if any(option.because and option.because not in INTERVENTIONS for option in question.options):
        return
    for flavour in question.flavours:
        item = replace(issue(question, 0), flavour=flavour)
        right = right_options(item)
        if len(right) != 1:
            yield "error", f"{len(right)} options are right in {flavour} (IW02)", "Exactly one may be."
            continue
        key = item.options[right[0]]
        if key.misconception:
            yield "error", "the right option names a misconception", "Remove it: the engine says it is right."
        for option in item.options:
            if option is not key and not option.misconception:
                yield "error", f"the option “{option.text}” has no misconception (IW03)", "Name one, or write slip."
            if not option.feedback:
                yield "error", f"the option “{option.text}” has no feedback (IW16)", "Say in a line why, or why not."
        came_out = outcome_key(resolve(read_world(question.world), flavour))
        if question.ask == "signer" and question.expect and question.expect != came_out:
            remedy = "Correct the world, or what you expect of it."
            yield "error", f"expected {question.expect}, the engine says {came_out} in {flavour} (IW02)", remedy


def _style(question: Question) -> Found:
    words = len(question.stem.split())
    if words > MOST_STEM_WORDS:
        yield "warning", f"the stem has {words} words (IW13)", f"Keep it to {MOST_STEM_WORDS}."
    if NEGATIVE.search(question.stem):
        yield "warning", "the question is put in the negative (IW06)", "Turn it round, or emphasise the word."
    lengths = [len(option.text) for option in question.options]
    if max(lengths) > 1.6 * median(lengths) + 12:
        yield "warning", "one option is much longer than the others (IW08)", "Even them out."
    for option in question.options:
        if BANNED.search(option.text) or BANNED.search(question.stem):
            yield "error", "an option or the stem leans on the other options (IW05)", "Let each stand alone."
        if len(option.feedback.split()) > MOST_FEEDBACK_WORDS:
            yield (
                "error",
                f"the feedback of “{option.text}” is too long (IW16)",
                f"{MOST_FEEDBACK_WORDS} words at most.",
            )
    if not question.review_until:
        yield "warning", "no review date (IW19)", "Add review: {until: …}, at most a year away."
