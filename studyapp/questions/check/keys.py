"""Rules that only a run of the engine can hold: one key, in every flavour claimed, and the marks around it."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import ValidationError

from studyapp.catalog.model import Question
from studyapp.questions.asks import ASKS, ask_of
from studyapp.questions.asks import BY_ID as ASK_IDS
from studyapp.questions.check.shape import error
from studyapp.questions.claims import own_finding
from studyapp.questions.generators import GENERATORS
from studyapp.questions.grade import BrokenItem, grade
from studyapp.questions.interventions import INTERVENTIONS
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.kinds.base import Found
from studyapp.questions.verdict import Part, Verdict

WITH_OPTIONS = ("single", "multiple", "spot", "hotspot")


def key_rules(question: Question) -> Iterator[Found]:
    """IW02, IW03, IW04, IW10, IW16 and IW20, kind by kind."""
    if unready := list(_unready(question)):
        yield from unready
        return
    if any(option.because and option.because not in INTERVENTIONS for option in question.options):
        return
    yield from KINDS[question.kind].check(question, issue(question, 0))
    for item in _issued(question):
        yield from _key(question, item)


def _unready(question: Question) -> Iterator[Found]:
    """Why there is nothing to run."""
    if question.generator and question.generator not in GENERATORS:
        remedy = f"There are: {', '.join(GENERATORS)}."
        yield error(f"no generator is called {question.generator}", remedy, "generator", "id")
    elif question.generator:
        yield error(GENERATORS[question.generator].refuse(question), "See the generator’s scenes.", "generator")
    elif not question.cite and ask_of(question.lab, question.ask) is None:
        known = [ask.id for ask in ASKS if ask.lab == question.lab] or list(ASK_IDS)
        message = f"{question.lab or 'no lab'} has no ask “{question.ask}”"
        yield error(message, f"There are: {', '.join(known)}.", "ask")


def _issued(question: Question) -> Iterator[Item]:
    """The item for every flavour claimed."""
    item = issue(question, 0)
    if not question.flavours:
        yield item
        return
    for flavour in question.flavours:
        yield replace(item, state={**item.state, "flavour": flavour})


def _key(question: Question, item: Item) -> Iterator[Found]:
    where = f" in {item.flavour}" if item.flavour else ""
    try:
        finding = own_finding(item)
        verdict = grade(item, None)
        more = list(KINDS[item.kind].check_key(item, finding))
    except (BrokenItem, ValidationError, KeyError, LookupError) as broken:
        yield error(f"{broken}{where} (IW02)", "Exactly one key may come out.", _main(item))
        return
    yield from more
    if question.expect and finding and not {"claim", "goal"} & item.body.keys() and question.expect != finding.key:
        remedy = "Correct the state, or what you expect of it."
        yield error(f"expected {question.expect}, the engine says {finding.key}{where} (IW02)", remedy, "expect")
    if item.kind in WITH_OPTIONS:
        yield from _options(question, item, verdict)


def _main(item: Item) -> str:
    """The field that holds what is asked, kind by kind."""
    return next((name for name in ("options", "items", "rows", "distractors", "goals") if name in item.body), "ask")


def _options(question: Question, item: Item, verdict: Verdict) -> Iterator[Found]:
    places = {option["text"]: index for index, option in enumerate(question.body["options"])}
    one_key = item.kind in ("single", "spot") or bool(item.body.get("one"))
    for part in verdict.parts:
        yield from _option(part, one_key, "options", places.get(part.text, 0))
    right = sum(part.right for part in verdict.parts)
    if not one_key and not 0 < right < len(verdict.parts):
        message = f"{right} of {len(verdict.parts)} options are right, so that there is nothing to tell apart (IW02)"
        yield error(message, "Let some be right and some wrong.", "options")


def _option(part: Part, one_key: bool, *at: int | str) -> Iterator[Found]:
    if part.right and part.misconception and one_key:
        yield error("the right option names a misconception", "Remove it: the engine says it is right.", *at)
    if not part.right and not part.misconception:
        yield error(f"the option “{part.text}” has no misconception (IW03)", "Name one, or write slip.", *at)
    if not part.feedback:
        yield error(f"the option “{part.text}” has no feedback (IW16)", "Say in a line why, or why not.", *at)
