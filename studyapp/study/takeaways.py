"""What one may carry away: every question as a card, made once from the course, with the answer the engine gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from studyapp.catalog.model import Catalog, Question
from studyapp.catalog.render import inline_html
from studyapp.questions.bank import ready, topic_name, unlimited
from studyapp.questions.given import given_text
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.verdict import Verdict

VARIANTS = 3  # of a question that draws another world for each seed
FIRST_SEED, SEEDS_TRIED = 1, 20


@dataclass(frozen=True, kw_only=True)
class Card:
    """Two sides, as HTML; `id` stays the same as long as the question and its seed do."""

    id: str
    front: str
    back: str
    tags: tuple[str, ...]


_kept: list[tuple[Catalog, tuple[Card, ...]]] = []


def cards(catalog: Catalog) -> tuple[Card, ...]:
    """Every question of the course as a card, and several worlds of those that have no end of them."""
    for known, made in _kept:
        if known is catalog:
            return made
    made = tuple(one for question in ready(catalog) for one in _cards_of(question))
    _kept[:] = [(catalog, made)]
    return made


def count(catalog: Catalog) -> int:
    """How many cards there are, without making them."""
    return sum(VARIANTS if unlimited(question) else 1 for question in ready(catalog))


def _cards_of(question: Question) -> tuple[Card, ...]:
    """A card, or several with different fronts: two seeds of a question on numbers may draw the same ones."""
    if not unlimited(question):
        return (_card(question, FIRST_SEED),)
    found: dict[str, Card] = {}
    for seed in range(FIRST_SEED, FIRST_SEED + SEEDS_TRIED):
        one = _card(question, seed)
        found.setdefault(one.front, one)
        if len(found) == VARIANTS:
            break
    return tuple(found.values())


def _card(question: Question, seed: int) -> Card:
    item = issue(question, seed)
    verdict = grade(item, None)
    front = [f"<p>{inline_html(item.stem)}</p>", _given(item), _to_choose(KINDS[item.kind].shown(item))]
    back = [f"<p><b>{inline_html(verdict.answer)}</b></p>", _why(verdict), f"<p>{inline_html(item.rule)}</p>"]
    return Card(
        id=f"rolecall/{question.id}/{seed}",
        front="".join(filter(None, front)),
        back="".join(filter(None, back)),
        tags=tuple(filter(None, ("rolecall", question.topic, question.lesson))),
    )


def _given(item: Item) -> str:
    text = given_text(item)
    return f"<pre>{escape(text)}</pre>" if text else ""


def _to_choose(shown: Mapping[str, Any]) -> str:
    """The options, rows or steps, as far as a card can show them."""
    lines = list(shown.get("options", ()))
    lines += [one["text"] for name in ("things", "rows", "edits") for one in shown.get(name, ())]
    return f"<ul>{''.join(f'<li>{inline_html(str(line))}</li>' for line in lines)}</ul>" if lines else ""


def _why(verdict: Verdict) -> str:
    said = [part for part in verdict.parts if part.feedback]
    lines = (f"<li>{inline_html(part.text)}: {inline_html(part.feedback)}</li>" for part in said)
    return f"<ul>{''.join(lines)}</ul>" if said else ""


def tsv(made: Iterable[Card]) -> str:
    """The cards as a table that Anki and others read: front, back, tags."""
    head = ["#separator:tab", "#html:true", "#columns:Front\tBack\tTags", "#tags column:3"]
    rows = ["\t".join((_cell(one.front), _cell(one.back), " ".join(one.tags))) for one in made]
    return "\n".join([*head, *rows]) + "\n"


def _cell(text: str) -> str:
    return text.replace("\t", "  ").replace("\r", "").replace("\n", "<br>")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One question of a worksheet, with its answer for the other page."""

    item: Item
    shown: Mapping[str, Any]
    topic: str
    answer: str
    how: str


def sheet(question: Question, seed: int) -> Sheet:
    """A question for paper."""
    item = issue(question, seed)
    kind = KINDS[item.kind]
    return Sheet(
        item=item,
        shown=kind.shown(item),
        topic=topic_name(question.topic),
        answer=grade(item, None).answer,
        how=kind.how,
    )
