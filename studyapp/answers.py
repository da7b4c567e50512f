"""The only writers of answers and bets: grade, one row, and the same result however often it is asked for."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from studyapp import clock
from studyapp.models import Answer, Bet, Learner
from studyapp.questions.grade import grade
from studyapp.questions.items import Item
from studyapp.questions.verdict import Response

CONFIDENCE = ((1, "A guess"), (2, "Fairly sure"), (3, "Sure"))


class NotYours(Exception):
    """The form was already answered by somebody else."""


def record_answer(
    *,
    learner: Learner,
    nonce: uuid.UUID,
    item: Item,
    response: Response | None,
    confidence: int | None,
    milliseconds: int | None = None,
    hints: int = 0,
    lesson: str = "",
    purpose: str = "practice",
    at: datetime | None = None,
) -> tuple[Answer, bool]:
    """Grade and keep one answer, given now or `at`. Returns it, and whether it is new.

    The nonce decides: a second call with it, whatever else it says, returns the first answer. Raises NotYours if
    that one belongs to another learner, Unreadable for a response of another shape than the question's.
    """
    first = Answer.objects.filter(pk=nonce).first()
    if first is None:
        # Graded before the transaction opens: writers wait for one another, not for the engine.
        about = {
            "purpose": purpose,
            "lesson": lesson,
            "confidence": None if response is None else confidence,
            "milliseconds": milliseconds,
            "hints": hints,
            "answered_at": at or clock.now(),
        }
        new = _marked(item, response, id=nonce, learner=learner, **about)
        try:
            with transaction.atomic():
                new.save(force_insert=True)
            return new, True
        except IntegrityError:
            # Another request with the same form was quicker: its answer is the answer.
            first = Answer.objects.get(pk=nonce)
    if first.learner_id != learner.pk:
        raise NotYours
    return first, False


def _marked(item: Item, response: Response | None, **about: Any) -> Answer:
    """The row of an answer, graded and not yet written."""
    verdict = grade(item, response)
    return Answer(
        question=item.question,
        kind=item.kind,
        seed=item.seed,
        content_hash=item.content_hash,
        issued=item.to_json(),
        flavour=item.flavour,
        engine=verdict.engine,
        response=response,
        correct=verdict.correct,
        score=verdict.score,
        misconception=verdict.misconception,
        **about,
    )


def record_bet(
    *, learner: Learner, lesson: str, part: str, ask: str, said: str, outcome: str, right: bool, engine_version: str
) -> Bet:
    """Keep a prediction. The first one stands; later ones return it."""
    try:
        with transaction.atomic():
            bet, _ = Bet.objects.get_or_create(
                learner=learner,
                lesson=lesson,
                part=part,
                defaults={"ask": ask, "said": said, "outcome": outcome, "right": right, "engine": engine_version},
            )
    except IntegrityError:
        bet = Bet.objects.get(learner=learner, lesson=lesson, part=part)
    return bet


def record_dispute(*, answer: Answer, why: str) -> None:
    """Keep why the learner thinks the marking is wrong; a second word replaces the first."""
    with transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(dispute=why)


CHANGES = {"trace": "the trace", "rule": "the rule", "misread": "I misread it", "nothing": "nothing did"}


def record_change_of_mind(*, answer: Answer, what: str) -> None:
    """Keep what changed the learner's mind, one of CHANGES; the last click counts. KeyError for another word."""
    CHANGES[what]
    with transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(changed_mind=what)
