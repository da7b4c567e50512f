"""The cards as a deck for Anki. Ids are fixed, so that a second import updates the first."""

import io
from collections.abc import Iterable

import genanki

from studyapp.study.takeaways import Card

MODEL_ID, DECK_ID = 1_731_604_211, 1_731_604_212
STYLE = (
    ".card { font: 18px/1.5 Georgia, serif; text-align: left; max-width: 40em; margin: auto } "
    "pre { font: 13px/1.4 monospace; white-space: pre-wrap; background: rgba(127, 127, 127, .12); padding: .6em }"
)
MODEL = genanki.Model(
    MODEL_ID,
    "Rolecall question",
    fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[{"name": "Question", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}],
    css=STYLE,
)


def package(cards: Iterable[Card], at: float) -> bytes:
    """An .apkg file, made at a moment given in seconds since 1970."""
    deck = genanki.Deck(DECK_ID, "Rolecall", "How AWS decides who you are. Every answer was computed by an engine.")
    for card in cards:
        deck.add_note(
            genanki.Note(
                model=MODEL, fields=[card.front, card.back], guid=genanki.guid_for(card.id), tags=list(card.tags)
            )
        )
    out = io.BytesIO()
    genanki.Package(deck).write_to_file(out, timestamp=at)
    return out.getvalue()
