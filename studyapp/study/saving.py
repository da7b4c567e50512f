"""Keeping the drafts of a test: every save is logged, the newest counts, and the same save counts once."""

from dataclasses import dataclass

from django.db import transaction

from studyapp import clock
from studyapp.models import Attempt, AttemptItem, Draft
from studyapp.study.drafts import Save
from studyapp.study.sitting import heard


class KeyReused(Exception):
    """A save's key came back with something else in it."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What became of a save: "saved", "stale" (there is a newer one), "paused" or "over"; and the place as it is."""

    status: str
    item: AttemptItem


def save_draft(*, attempt: Attempt, place: int, save: Save) -> Kept:
    """Keep a draft, whatever it says, and make it the current one if it is newer and in time.

    Raises AttemptItem.DoesNotExist for a place the test has not, KeyReused for a key that held something else.
    """
    with transaction.atomic():
        # The attempt's row is written first: savers, pausers and enders of one test wait for one another here.
        open_ = Attempt.objects.filter(pk=attempt.pk, ended_at=None, paused_at=None).update(**heard())
        item = AttemptItem.objects.get(attempt=attempt, place=place)
        first = Draft.objects.filter(pk=save.key).first()
        if first is not None:
            return _again(first, item, save)
        state = _put(item, save) if open_ else _closed(attempt)
        _log(item, save, state)
        item.refresh_from_db()
    return Kept(status=state, item=item)


def _put(item: AttemptItem, save: Save) -> str:
    """Make a save the current one, unless a newer one is there."""
    newer = AttemptItem.objects.filter(pk=item.pk, rev__lt=save.rev).update(
        fields=save.fields,
        confidence=save.confidence,
        flagged=save.flagged,
        milliseconds=max(item.milliseconds, save.milliseconds),
        rev=save.rev,
        saved_at=clock.now(),
    )
    return "saved" if newer else "stale"


def _again(first: Draft, item: AttemptItem, save: Save) -> Kept:
    same = (first.item_id, first.rev, first.fields, first.confidence, first.flagged) == (
        item.pk,
        save.rev,
        save.fields,
        save.confidence,
        save.flagged,
    )
    if not same:
        raise KeyReused
    # What became of it then, even if a newer one has come since: a save that was lost to a newer one was never kept.
    return Kept(status="over" if first.late else "stale" if first.stale else "saved", item=item)


def _closed(attempt: Attempt) -> str:
    now = Attempt.objects.values_list("ended_at", "paused_at").get(pk=attempt.pk)
    return "over" if now[0] else "paused"


def _log(item: AttemptItem, save: Save, state: str) -> None:
    Draft.objects.create(
        id=save.key,
        item=item,
        rev=save.rev,
        fields=save.fields,
        confidence=save.confidence,
        flagged=save.flagged,
        late=state not in ("saved", "stale"),
        stale=state == "stale",
    )
