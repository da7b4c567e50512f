"""A question and a seed to an item: drawn by its generator or taken as written, shuffled, frozen."""

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any

from studyapp.catalog.model import Question
from studyapp.questions.generators import GENERATORS
from studyapp.questions.items import Chance, Item
from studyapp.questions.kinds import KINDS


def content_hash(question: Question) -> str:
    """Sixteen hex digits that change when anything a learner sees or is marked by changes."""
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
    if question.generator:
        generator = GENERATORS[question.generator]
        drawn = generator.draw(seed, target, **question.params)
        return replace(
            drawn,
            question=question.id,
            seed=seed,
            content_hash=content_hash(question),
            title=drawn.title or question.title,
            stem=drawn.stem or question.stem,
            rule=drawn.rule or question.rule,
            hints=drawn.hints or question.hints,
            generator=generator.id,
            version=generator.version,
        )
    return Item(
        question=question.id,
        seed=seed,
        content_hash=content_hash(question),
        kind=question.kind,
        title=question.title,
        stem=question.stem,
        rule=question.rule,
        lab=question.lab,
        ask=question.ask,
        state=question.state,
        body=KINDS[question.kind].shuffle(question.body, Chance(question.id, seed)),
        sheets=question.sheets,
        hints=question.hints,
        cite=asdict(question.cite) if question.cite else None,
    )
