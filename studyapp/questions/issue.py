"""A question and a seed to an item: drawn by its generator or taken as written, shuffled, frozen."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from studyapp.catalog.model import Question
from studyapp.questions.generators import GENERATORS
from studyapp.questions.items import Chance, Item
from studyapp.questions.kinds import KINDS

# A question of the catalog is one frozen object for as long as the course is loaded: it is hashed once.
_hashes: dict[int, tuple[Question, str]] = {}
MOST_HASHES = 4_096


def content_hash(question: Question) -> str:
    """Sixteen hex digits that change when anything a learner sees or is marked by changes."""
    known = _hashes.get(id(question))
    if known is None or known[0] is not question:
        if len(_hashes) >= MOST_HASHES:
            _hashes.clear()
        known = _hashes[id(question)] = question, _content_hash(question)
    return known[1]


def _content_hash(question: Question) -> str:
    generator = GENERATORS.get(question.generator)
    parts: list[Any] = [question.kind, question.stem, question.rule, question.lab, question.ask, question.expect]
    parts += [
        [dict(sheet) for sheet in question.sheets],
        list(question.flavours),
        dict(question.state),
        dict(question.body),
        dict(question.params),
    ]
    parts += [question.cite and asdict(question.cite), question.generator, generator.version if generator else 0]
    shown = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def issue(question: Question, seed: int, target: str | None = None) -> Item:
    """Shuffle and freeze. The same question and seed give the same item, on every Python.

    `target` asks a generator for a class of answers; KeyError if the question names a generator that is not there.
    """
    generator = GENERATORS[question.generator] if question.generator else None
    asked = generator.fill(question, seed, target or "") if generator else question
    kind = KINDS[asked.kind]
    # A line at fault is known by the outcome that its repair brings.
    body = {"goal": asked.expect, **asked.body} if asked.kind == "spot" else asked.body
    return Item(
        question=question.id,
        seed=seed,
        content_hash=content_hash(question),
        kind=asked.kind,
        title=asked.title,
        stem=asked.stem,
        rule=asked.rule,
        lab=asked.lab,
        ask=asked.ask,
        state=asked.state,
        body=kind.shuffle(kind.prepare(body, asked.state), Chance(question.id, seed)),
        sheets=asked.sheets,
        hints=asked.hints,
        cite=asdict(asked.cite) if asked.cite else None,
        generator=question.generator,
        version=generator.version if generator else 0,
    )
