"""The issued question, carried by the form itself and signed, so that asking stores nothing."""

import uuid
from dataclasses import dataclass

from django.core import signing

SALT = "rolecall.issued"
ONE_DAY = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Issued:
    """What the form proves: which question, in which shape, where, and the nonce that makes it count once."""

    question: str
    seed: int
    content_hash: str
    nonce: uuid.UUID
    lesson: str = ""
    deck: str = ""
    purpose: str = "practice"


def seal(issued: Issued) -> str:
    """The issued question as a signed text."""
    parts = [issued.question, issued.seed, issued.content_hash, issued.nonce.hex]
    parts += [issued.lesson, issued.deck, issued.purpose]
    return signing.dumps(parts, salt=SALT, compress=False)


def unseal(text: str) -> Issued | None:
    """The issued question of a form; None when it was tampered with or is older than a week."""
    try:
        question, seed, content_hash, nonce, *where = signing.loads(text, salt=SALT, max_age=7 * ONE_DAY)
        # A page opened before the last release has a shorter token.
        place = dict(zip(("lesson", "deck", "purpose"), where, strict=False))
        return Issued(question=question, seed=seed, content_hash=content_hash, nonce=uuid.UUID(nonce), **place)
    except (signing.BadSignature, ValueError, TypeError):
        return None
