"""The questions a page asks, carried by its forms and signed, so that asking stores nothing."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

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


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The questions of one page, each with its seed and content hash, under one signature."""

    asked: Mapping[str, tuple[int, str]]
    lesson: str = ""
    deck: str = ""
    purpose: str = "practice"

    @cached_property
    def _text(self) -> str:
        rows = [[question, *shape] for question, shape in self.asked.items()]
        told = json.dumps([rows, self.lesson, self.deck, self.purpose], separators=(",", ":"))
        return signing.b64_encode(told.encode()).decode()

    def seal(self, page: uuid.UUID | None = None) -> str:
        """The sheet as a signed text with an id of its own, from which each question's nonce follows."""
        return _signer().sign(f"{(page or uuid.uuid4()).hex}.{self._text}")


def unseal(text: str, question: str) -> Issued | None:
    """A question as the form issued it; None when that was tampered with, is older than a week or asks another."""
    try:
        page, _, told = _signer().unsign(text, max_age=7 * ONE_DAY).rpartition(".")
        found = json.loads(signing.b64_decode(told.encode()))
        issued = _of_page(uuid.UUID(page), found, question) if page else _alone(found)
    except (signing.BadSignature, ValueError, TypeError, KeyError):
        return None
    return issued if issued.question == question else None


def _of_page(page: uuid.UUID, told: Any, question: str) -> Issued:
    rows, lesson, deck, purpose = told
    seed, content_hash = {name: shape for name, *shape in rows}[question]
    where = {"lesson": lesson, "deck": deck, "purpose": purpose}
    nonce = uuid.uuid5(page, question)
    return Issued(question=question, seed=seed, content_hash=content_hash, nonce=nonce, **where)


def _alone(told: Any) -> Issued:
    """The token of the release before: one question, and its place from left to right as far as it knew of places."""
    question, seed, content_hash, nonce, *where = told
    place = dict(zip(("lesson", "deck", "purpose"), where, strict=False))
    return Issued(question=question, seed=seed, content_hash=content_hash, nonce=uuid.UUID(nonce), **place)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT)
