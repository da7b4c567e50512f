"""What an author is told about a question: its key by the engine, and the rules of item writing IW01 to IW20.

One module a concept: `shape` reads what is written, `keys` runs the engine, `style` reads the sentences, `bank` looks
at all questions together. The world's own rules (IW18, unreadable states) are the catalog's.
"""

from collections.abc import Sequence
from dataclasses import replace

from studyapp.catalog.model import Question
from studyapp.catalog.problems import Problem
from studyapp.questions.check.bank import bank_rules
from studyapp.questions.check.keys import key_rules
from studyapp.questions.check.shape import shape_rules
from studyapp.questions.check.style import style_rules
from studyapp.questions.generators import GENERATORS
from studyapp.questions.kinds.base import Found

__all__ = ["check_bank", "check_question", "due"]


def check_question(question: Question) -> list[Problem]:
    """Every mistake in one question; empty when it may be asked."""
    drawn = [one for asked in _asked(question) for one in (*key_rules(asked), *style_rules(asked))]
    return [_problem(question, one) for one in (*shape_rules(question), *drawn)]


def check_bank(questions: Sequence[Question]) -> list[Problem]:
    """What only shows in several questions together."""
    return [_problem(question, one) for question, one in bank_rules(questions)]


def due(questions: Sequence[Question], today: str) -> tuple[Question, ...]:
    """The questions whose review is over on a day (ISO date)."""
    return tuple(question for question in questions if question.review_until and question.review_until < today)


def _problem(question: Question, found: Found) -> Problem:
    return Problem(
        path=question.path,
        line=question.line_of(*found.at),
        message=f"{question.id}: {found.message}",
        remedy=found.remedy,
        severity=found.severity,
    )


def _asked(question: Question) -> tuple[Question, ...]:
    """The question itself, or of a deck's entry one variant of every class of answers, as if it were hand-made."""
    generator = GENERATORS.get(question.generator)
    if generator is None or generator.refuse(question):
        return (question,)
    classes = generator.scene(str(question.params["scene"])).classes
    return tuple(replace(generator.fill(question, 0, target), generator="", params={}) for target in classes)
