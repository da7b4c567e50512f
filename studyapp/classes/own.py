"""Where each phone has a world of its own: drawn once, kept, and the only one that its votes are marked by."""

import hashlib
import uuid
from functools import lru_cache

from django.db import transaction

from studyapp.classes.decks import question_of
from studyapp.models import Learner, OwnItem, Round
from studyapp.questions.issue import issue
from studyapp.questions.items import Item


def seed_of(round: Round, learner: Learner) -> int:
    """Another seed for every learner and round, short enough to be read out."""
    text = f"{round.session_id}/{round.place}/{learner.pk}"
    return int(hashlib.blake2s(text.encode(), digest_size=6).hexdigest(), 16) % 10**6


@lru_cache(maxsize=256)
def asked(session: uuid.UUID, pk: int) -> tuple[Round, Item] | None:
    """A round of a session with its item, as they were when the session began: neither ever changes.

    Its state does, and is not to be read off this one. None where the session has no such round.
    """
    found = Round.objects.filter(session_id=session, pk=pk).first()
    return (found, Item.from_json(found.issued)) if found is not None else None


def item_of(round: Round, learner: Learner) -> Item | None:
    """The question as this learner votes on it; None where their own was not drawn yet."""
    if not round.own:
        return Item.from_json(round.issued)
    kept = OwnItem.objects.filter(round=round, learner=learner).values_list("issued", flat=True).first()
    return Item.from_json(kept) if kept is not None else None


def draw(*, round: Round, learner: Learner) -> Item:
    """Draw this learner's own question, or find the one that was drawn: later edits of the course do not reach it."""
    found = item_of(round, learner)
    if found is not None:
        return found
    question = question_of(round.question)
    # A question that has left the course since the session began is asked as the session holds it.
    issued = issue(question, seed_of(round, learner)).to_json() if question is not None else round.issued
    with transaction.atomic():
        kept, _ = OwnItem.objects.get_or_create(round=round, learner=learner, defaults={"issued": issued})
    return Item.from_json(kept.issued)
