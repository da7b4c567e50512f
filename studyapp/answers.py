"""The only writers of answers and bets: grade, one row, and the same result however often it is asked for."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, connection, transaction

from studyapp import clock
from studyapp.course import course
from studyapp.database.prepared import Prepared
from studyapp.hints import left_of
from studyapp.models import Answer, Bet, Homework, Learner, Round
from studyapp.questions.grade import BrokenItem, Unreadable, grade
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.verdict import Response, Verdict

CONFIDENCE = ((1, "A guess"), (2, "Fairly sure"), (3, "Sure"))


# Asked of every form that comes in, and nearly always no.
_known = Prepared(lambda nonce: Answer.objects.filter(pk=nonce), uuid.UUID(int=1), fields=("id", "learner_id"))


class NotYours(Exception):
    """The form was already answered by somebody else."""


class Closed(Exception):
    """The vote is not open, or not open any more."""


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
    homework: Homework | None = None,
    place: int | None = None,
    phase: int | None = None,
) -> tuple[Answer, bool]:
    """Grade and keep one answer, given now or `at`. Returns it, and whether it is new.

    The nonce decides: a second call with it, whatever else it says, returns the first answer. Raises NotYours if
    that one belongs to another learner, Unreadable for a response of another shape than the question's.
    """
    first = answered(nonce)
    if first is None:
        # Graded before the transaction opens: writers wait for one another, not for the engine.
        about = {
            "purpose": purpose,
            "lesson": lesson,
            "confidence": None if response is None else confidence,
            "milliseconds": milliseconds,
            "hints": hints,
            "answered_at": at or clock.now(),
            "homework": homework,
            "place": place,
            "phase": phase,
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


def answered(nonce: uuid.UUID) -> Answer | None:
    """The answer that a form has already become."""
    return Answer.objects.get(pk=nonce) if _known(nonce) else None


def _marked(item: Item, response: Response | None, **about: Any) -> Answer:
    """The row of an answer, graded and not yet written."""
    columns = _columns(item, response, grade(item, response))
    columns["score"] = left_of(columns["score"], about["hints"])
    return Answer(issued=item.to_json(), **columns, **about)


def _columns(item: Item, response: Response | None, verdict: Verdict) -> dict[str, Any]:
    """What an answer keeps of its item and of the marks."""
    return {
        "question": item.question,
        "kind": item.kind,
        "seed": item.seed,
        "content_hash": item.content_hash,
        "flavour": item.flavour,
        "engine": verdict.engine,
        "response": response,
        "correct": verdict.correct,
        "score": verdict.score,
        "misconception": verdict.misconception,
    }


@lru_cache(maxsize=2_048)
def _vote(issued: str, response: str) -> dict[str, Any]:
    """The columns of a vote. A class votes on one item, and there are few answers to it: each is graded once."""
    item, said = Item.from_json(json.loads(issued)), json.loads(response)
    return _columns(item, said, grade(item, said))


VOTED = ("response", "correct", "score", "misconception", "confidence", "milliseconds", "answered_at")


def record_vote(
    *,
    learner: Learner,
    round: Round,
    phase: int,
    response: Response | None,
    confidence: int | None,
    milliseconds: int | None = None,
    item: Item | None = None,
) -> Answer:
    """Keep the vote of a learner in a phase of a round; a later one replaces it while the phase is open.

    It is marked by the round's item, or by `item`, the learner's own where each has one.

    Raises Closed once the phase is over: the server's word counts, whatever a phone still shows. Raises Unreadable
    for a response of another shape than the question's.
    """
    issued = round.issued if item is None else item.to_json()
    columns = _vote(json.dumps(issued, sort_keys=True), json.dumps(response, sort_keys=True))
    answer = Answer(
        id=uuid.uuid4(),
        learner=learner,
        purpose="live",
        round=round,
        phase=phase,
        issued=issued,
        confidence=None if response is None else confidence,
        milliseconds=milliseconds,
        answered_at=clock.now(),
        **columns,
    )
    with transaction.atomic():
        if _state_held(round.pk) != f"open{phase}":
            raise Closed
        Answer.objects.bulk_create(
            [answer], update_conflicts=True, unique_fields=["round", "phase", "learner"], update_fields=VOTED
        )
    return answer


def _state_held(round_id: int) -> str:
    """The state of a round, which nobody changes before this transaction ends.

    PostgreSQL lets many voters share the lock, while closing waits for them. SQLite's IMMEDIATE transactions come one
    after the other, so there a plain look is enough.
    """
    share = " FOR SHARE" if connection.vendor == "postgresql" else ""
    table = connection.ops.quote_name(Round._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state FROM {table} WHERE id = %s{share}", [round_id])  # noqa: S608 -- a table's name
        found = cursor.fetchone()
    return str(found[0]) if found else ""


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


class Unmarkable(Exception):
    """A stored answer that no engine of today can mark. Its text says why."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """An answer that is marked differently today, the item it is marked by, and the reason in a sentence."""

    answer: Answer
    item: Item
    verdict: Verdict
    why: str

    @property
    def score(self) -> float:
        """The marks of today, less what the hints cost."""
        return left_of(self.verdict.score, self.answer.hints)


def regraded(answer: Answer) -> Change | None:
    """Mark a stored answer again; None if its marks stand. Writes nothing. Raises Unmarkable.

    The item is the one that was shown. Where the question still shows the same words, its present claims are used, so
    that a corrected key reaches old answers; where the words have changed, the old claims are run.
    """
    try:
        stored = Item.from_json(answer.issued)
        item = _today(stored) or stored
        verdict = grade(item, answer.response)
    except (BrokenItem, Unreadable, ValueError, LookupError, TypeError) as why:
        raise Unmarkable(str(why) or type(why).__name__) from why
    score = left_of(verdict.score, answer.hints)
    marks = (verdict.correct, round(score, 6), verdict.misconception)
    if marks == (answer.correct, round(answer.score, 6), answer.misconception):
        return None
    if item.content_hash != answer.content_hash:
        why = f"The content changed; the outcome is {verdict.outcome}."
    elif verdict.engine != answer.engine:
        why = f"{answer.engine} marked it, {verdict.engine} says {verdict.outcome}."
    else:
        why = f"The same engine now says {verdict.outcome}."
    return Change(answer=answer, item=item, verdict=verdict, why=why)


def _today(stored: Item) -> Item | None:
    """The same question and seed issued today, if a learner would see the same."""
    question = course().question(stored.question)
    if question is None:
        return None
    fresh = issue(question, stored.seed)
    same = (fresh.kind, fresh.stem, fresh.state) == (stored.kind, stored.stem, stored.state)
    return fresh if same and KINDS[fresh.kind].shown(fresh) == KINDS[stored.kind].shown(stored) else None


def record_regrade(*, change: Change) -> None:
    """Write new marks, and the item they were given by."""
    verdict, item = change.verdict, change.item
    with transaction.atomic():
        Answer.objects.filter(pk=change.answer.pk).update(
            correct=verdict.correct,
            score=change.score,
            misconception=verdict.misconception,
            engine=verdict.engine,
            issued=item.to_json(),
            content_hash=item.content_hash,
        )
