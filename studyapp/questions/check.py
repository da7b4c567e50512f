"""What an author is told about a question: its key by the engine, and the rules of item writing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from statistics import median
from typing import Any

from pydantic import ValidationError

from studyapp.catalog.model import Question
from studyapp.catalog.problems import Problem
from studyapp.questions.asks import BY_ID as ASK_IDS
from studyapp.questions.asks import ask_of
from studyapp.questions.claims import own_finding
from studyapp.questions.generators import GENERATORS
from studyapp.questions.grade import BrokenItem, grade
from studyapp.questions.interventions import INTERVENTIONS
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.kinds.base import Found
from studyapp.questions.misconceptions import BY_ID

MOST_STEM_WORDS = 90
MOST_FEEDBACK_WORDS = 60
BANNED = re.compile(r"\b(all|none) of the (above|below)\b|\bwhich of the following is true\b", re.IGNORECASE)
NEGATIVE = re.compile(r"(?<!\*)\b(not|never|except)\b(?!\*)[^.?]*\?\**$", re.IGNORECASE)


def check_question(question: Question) -> list[Problem]:
    """Every mistake in one question; empty when it may be asked."""
    return [
        Problem(
            path=question.path,
            line=question.line_of(*one.at),
            message=f"{question.id}: {one.message}",
            remedy=one.remedy,
            severity=one.severity,
        )
        for one in (
            *_shape(question),
            *(one for asked in _asked(question) for one in (*_keys(asked), *_style(asked))),
        )
    ]


def _asked(question: Question) -> tuple[Question, ...]:
    """The question itself, or of a deck's entry one variant of every class of answers, as if it were hand-made."""
    generator = GENERATORS.get(question.generator)
    if generator is None or generator.refuse(question):
        return (question,)
    classes = generator.scene(str(question.params["scene"])).classes
    return tuple(replace(generator.fill(question, 0, target), generator="", params={}) for target in classes)


def _warning(message: str, remedy: str, *at: int | str) -> Found:
    return Found(at=at, message=message, remedy=remedy, severity="warning")


def _error(message: str, remedy: str, *at: int | str) -> Found:
    return Found(at=at, message=message, remedy=remedy)


def _shape(question: Question) -> Iterator[Found]:
    if not question.passages and question.level != "deep" and not question.added:
        yield _warning("no passage of the notes is named (IW01)", "Name one, or write `added: true`.", "id")
    for index, option in enumerate(question.options):
        if option.because and option.because not in INTERVENTIONS:
            known = ", ".join(INTERVENTIONS)
            yield _error(
                f"no intervention is called {option.because}", f"Known: {known}.", "options", index, "because"
            )
    for at, name in _beliefs(question.body):
        if name != "slip" and name.partition(".")[0] not in BY_ID:
            yield _error(f"no misconception is called {name}", "See questions/misconceptions.", *at)
    for index, name in enumerate(question.targets):
        if name.partition(".")[0] not in BY_ID:
            yield _error(f"no misconception is called {name}", "See questions/misconceptions.", "targets", index)


def _beliefs(data: Any, at: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Every misconception an author names, with its place."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name == "misconception":
                yield from (((*at, name), one) for one in str(value).split("+") if one)
            else:
                yield from _beliefs(value, (*at, name))
    elif isinstance(data, list | tuple):
        for index, value in enumerate(data):
            yield from _beliefs(value, (*at, index))


def _issued(question: Question) -> Iterator[Item]:
    """The item for every flavour claimed."""
    item = issue(question, 0)
    if not question.flavours:
        yield item
        return
    for flavour in question.flavours:
        yield replace(item, state={**item.state, "flavour": flavour})


def _keys(question: Question) -> Iterator[Found]:
    if question.kind not in KINDS:
        yield _error(f"the kind {question.kind} cannot be asked yet", "Choose another.", "kind")
        return
    if question.generator and question.generator not in GENERATORS:
        yield _error(f"no generator is called {question.generator}", "See questions/generators.", "generator")
        return
    if question.generator:
        yield _error(GENERATORS[question.generator].refuse(question), "See the generator’s scenes.", "generator")
        return
    if not question.cite and ask_of(question.lab, question.ask) is None:
        known = ", ".join(ASK_IDS)
        yield _error(f"{question.lab or 'no lab'} has no ask “{question.ask}”", f"There are: {known}.", "ask")
        return
    if any(option.because and option.because not in INTERVENTIONS for option in question.options):
        return
    yield from KINDS[question.kind].check(question, issue(question, 0))
    for item in _issued(question):
        yield from _key(question, item)


def _key(question: Question, item: Item) -> Iterator[Found]:
    where = f" in {item.flavour}" if item.flavour else ""
    try:
        finding = own_finding(item)
        verdict = grade(item, None)
    except (BrokenItem, ValidationError, KeyError) as broken:
        yield _error(f"{broken}{where} (IW02)", "Exactly one key may come out.", "options")
        return
    yield from KINDS[item.kind].check_key(item, finding)
    if question.expect and finding and not {"claim", "goal"} & item.body.keys() and question.expect != finding.key:
        remedy = "Correct the state, or what you expect of it."
        yield _error(f"expected {question.expect}, the engine says {finding.key}{where} (IW02)", remedy, "expect")
    if item.kind != "single":
        return
    places = {option["text"]: index for index, option in enumerate(question.body.get("options", ()))}
    for part in verdict.parts:
        at = ("options", places.get(part.text, 0))
        if part.right and part.misconception:
            yield _error("the right option names a misconception", "Remove it: the engine says it is right.", *at)
        if not part.right and not part.misconception:
            yield _error(f"the option “{part.text}” has no misconception (IW03)", "Name one, or write slip.", *at)
        if not part.feedback:
            yield _error(f"the option “{part.text}” has no feedback (IW16)", "Say in a line why, or why not.", *at)


def _style(question: Question) -> Iterator[Found]:
    words = len(question.stem.split())
    if words > MOST_STEM_WORDS:
        yield _warning(f"the stem has {words} words (IW13)", f"Keep it to {MOST_STEM_WORDS}.")
    if NEGATIVE.search(question.stem):
        yield _warning("the question is put in the negative (IW06)", "Turn it round, or emphasise the word.")
    lengths = [len(option.text) for option in question.options]
    if question.kind in {"single", "multiple"} and max(lengths) > 1.6 * median(lengths) + 12:
        yield _warning("one option is much longer than the others (IW08)", "Even them out.", "options")
    for index, option in enumerate(question.options):
        if BANNED.search(option.text) or BANNED.search(question.stem):
            message = "an option or the stem leans on the other options (IW05)"
            yield _error(message, "Let each stand alone.", "options", index)
        if len(option.feedback.split()) > MOST_FEEDBACK_WORDS:
            message = f"the feedback of “{option.text}” is too long (IW16)"
            yield _error(message, f"{MOST_FEEDBACK_WORDS} words at most.", "options", index)
    if not question.review_until:
        yield _warning("no review date (IW19)", "Add review: {until: …}, at most a year away.", "id")
