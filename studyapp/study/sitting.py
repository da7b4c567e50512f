"""The verbs of a test: begin, pause, end, grade. Each is atomic, and each may be asked for twice."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from botocore import __version__ as botocore_release
from django.db import IntegrityError, transaction

from studyapp import clock
from studyapp.answers import record_answer
from studyapp.catalog.model import Catalog, Question
from studyapp.models import Attempt, AttemptItem, Learner
from studyapp.questions.bank import ready, unlimited
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.study import timing
from studyapp.study.blueprint import Drawn, Entry, Form, draw
from studyapp.study.drafts import response_of

ENGINE = f"botocore {botocore_release}"


class NothingToAsk(Exception):
    """The course has no question for such a test."""


def pool(catalog: Catalog) -> list[Entry]:
    """Every question that can be issued, as a test draws from it."""
    return [_entry(one) for one in ready(catalog)]


def _entry(one: Question) -> Entry:
    return Entry(
        question=one.id,
        objective=one.objective,
        topic=one.topic,
        kind=one.kind,
        level=one.level,
        unlimited=unlimited(one),
    )


def begin(
    *, learner: Learner, key: uuid.UUID, form: Form, seed: int, catalog: Catalog, drawn: Sequence[Drawn] = ()
) -> Attempt:
    """Draw a test, freeze its items and start its clock. The same key gives the same test."""
    known = Attempt.objects.filter(pk=key, learner=learner).first()
    if known is not None:
        return known
    found = list(drawn) or list(draw(pool(catalog), form, seed))
    asked = [(one, question) for one in found if (question := catalog.question(one.entry.question))]
    if not asked:
        raise NothingToAsk
    items = [(one, question, issue(question, one.seed)) for one, question in asked]
    digest = hashlib.sha256("/".join(item.content_hash for *_, item in items).encode()).hexdigest()[:16]
    now, minutes = clock.now(), _minutes(form, learner)
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                id=key,
                learner=learner,
                form=form.id,
                seed=seed,
                engine=ENGINE,
                content=digest,
                started_at=now,
                minutes=minutes,
                deadline=None if minutes is None else now + timedelta(minutes=minutes),
                **heard(),
            )
            AttemptItem.objects.bulk_create(
                AttemptItem(
                    attempt=attempt,
                    place=place,
                    issued=item.to_json(),
                    objective=question.objective,
                    topic=question.topic,
                    lesson=question.lesson,
                )
                for place, (_, question, item) in enumerate(items, start=1)
            )
    except IntegrityError:
        return Attempt.objects.get(pk=key, learner=learner)
    return attempt


def again_of(learner: Learner, catalog: Catalog) -> list[Drawn]:
    """The ground of the learner's last first test: the same questions, in their order, each with another seed."""
    first = (
        Attempt.objects.filter(learner=learner, form="pretest", ended_at__isnull=False).order_by("-ended_at").first()
    )
    if first is None:
        return []
    entries = {one.question: one for one in pool(catalog)}
    issued = [Item.from_json(row.issued) for row in first.items.order_by("place")]
    return [Drawn(entry=entries[one.question], seed=one.seed + 1) for one in issued if one.question in entries]


def _minutes(form: Form, learner: Learner) -> int | None:
    return None if form.minutes is None else round(form.minutes * learner.extra_time / 100)


def _now() -> timing.Moment:
    return timing.Moment(at=clock.now(), ran=clock.monotonic(), boot=clock.boot())


def heard() -> dict[str, object]:
    """The fields that say when a test was last heard of."""
    now = _now()
    return {"heard_at": now.at, "heard_ran": now.ran, "heard_boot": now.boot}


def pause(*, attempt: Attempt) -> bool:
    """Stop the clock, if there is one and a pause is left."""
    return bool(
        Attempt.objects.filter(
            pk=attempt.pk, ended_at=None, paused_at=None, pauses__lt=timing.MOST_PAUSES, deadline__isnull=False
        ).update(paused_at=clock.now(), **heard())
    )


def resume(*, attempt: Attempt) -> bool:
    """Let the clock run on; the end moves by the pause, up to the longest one there is."""
    if attempt.paused_at is None or attempt.deadline is None:
        return False
    return bool(
        # Whoever else resumed it meanwhile has cleared the moment this one saw.
        Attempt.objects.filter(pk=attempt.pk, ended_at=None, paused_at=attempt.paused_at).update(
            deadline=attempt.deadline + timing.given_back(attempt.paused_at, clock.now()),
            paused_at=None,
            pauses=attempt.pauses + 1,
            **heard(),
        )
    )


def finish(*, attempt: Attempt, by: str = "learner", at: datetime | None = None) -> bool:
    """End a test once; true for whoever ended it. Whoever comes second changes nothing."""
    ended = Attempt.objects.filter(pk=attempt.pk, ended_at=None).update(
        ended_at=at or clock.now(), ended_by=by, paused_at=None
    )
    return bool(ended)


def settle(attempt: Attempt) -> Attempt:
    """The test as it stands now: a clock that was set is allowed for, time that is up ends it, an end is graded."""
    _mind_the_clock(attempt)
    now = clock.now()
    if attempt.ended_at is None and timing.over(attempt.deadline, attempt.paused_at, now):
        assert attempt.deadline is not None
        finish(attempt=attempt, by="time", at=timing.ends_at(attempt.deadline, attempt.paused_at, now))
        attempt.refresh_from_db()
    if attempt.ended_at is not None and attempt.graded_at is None:
        grade_attempt(attempt)
        attempt.refresh_from_db()
    return attempt


def _mind_the_clock(attempt: Attempt) -> None:
    if attempt.ended_at is not None:
        return
    before = timing.Moment(at=attempt.heard_at, ran=attempt.heard_ran, boot=attempt.heard_boot)
    by = timing.moved(before, _now())
    if not by:
        return
    # Only one of several requests that notice it at the same time moves the end.
    Attempt.objects.filter(pk=attempt.pk, ended_at=None, heard_ran=attempt.heard_ran).update(
        started_at=attempt.started_at + by,
        deadline=attempt.deadline and attempt.deadline + by,
        paused_at=attempt.paused_at and attempt.paused_at + by,
        clock_moved=attempt.clock_moved + abs(by.total_seconds()),
        **heard(),
    )
    attempt.refresh_from_db()


def grade_attempt(attempt: Attempt) -> None:
    """Turn the last drafts into answers. Each has its id beforehand: a second run finds those of the first."""
    assert attempt.ended_at is not None
    for row in attempt.items.order_by("place"):
        item = Item.from_json(row.issued)
        response, _ = response_of(item, row.fields)
        try:
            record_answer(
                learner=attempt.learner,
                nonce=row.nonce,
                item=item,
                response=response,
                confidence=row.confidence,
                milliseconds=row.milliseconds or None,
                purpose="exam",
                at=attempt.ended_at,
            )
        except (LookupError, TypeError, ValueError):
            # An engine that can no longer run what was asked: the report leaves this place out and says so.
            continue
    Attempt.objects.filter(pk=attempt.pk, graded_at=None).update(graded_at=clock.now())


def sweep() -> int:
    """End and grade every test whose time is up; returns how many were graded."""
    due = Attempt.objects.filter(graded_at=None).exclude(ended_at=None, deadline=None).select_related("learner")
    return sum(settle(attempt).graded_at is not None for attempt in due)
