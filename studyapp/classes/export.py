"""What a class takes along: one row a response as CSV or XLSX, and decks as frozen GIFT or Moodle XML."""

import csv
import io
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from studyapp.classes.decks import question_of
from studyapp.classes.gradebook import counting
from studyapp.classes.people import names_of
from studyapp.classes.tally import choice_of
from studyapp.models import Answer, Classroom, Deck, Participant
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.web.cells import cell

COLUMNS = (
    "session",
    "question",
    "seed",
    "phase",
    "learner",
    "option",
    "misconception",
    "correct",
    "confidence",
    "milliseconds",
    "flavour",
    "engine version",
    "content version",
    "answered_at",
)
FROZEN = "Frozen from seed {seed}: in Rolecall this question draws its worlds anew and an engine computes the key."


def rows(room: Classroom) -> Iterator[list[Any]]:
    """One list a vote in class, in the order of COLUMNS; a learner is a random id unless they opted in to a name.

    A code of the roster typed is opting in. Rehearsals are in it only where there is nothing else.
    """
    names, zone = names_of(room), ZoneInfo(room.time_zone)
    seats = {
        (session, learner): str(pk)
        for pk, session, learner in Participant.objects.filter(session__classroom=room).values_list(
            "pk", "session_id", "learner_id"
        )
    }
    votes = Answer.objects.filter(round__session__in=counting(room)).select_related("round__session")
    for vote in votes.order_by("round__session__started_at", "round__place", "phase", "answered_at", "pk"):
        session = vote.round.session
        choice = choice_of(vote.response)
        yield [
            f"{session.title} {session.started_at.astimezone(zone):%Y-%m-%d}",
            vote.question,
            vote.seed,
            vote.phase,
            names.get(vote.learner_id) or seats.get((session.pk, vote.learner_id), ""),
            "" if choice is None else chr(65 + choice),
            vote.misconception,
            int(vote.correct),
            vote.confidence,
            vote.milliseconds,
            vote.flavour,
            vote.engine,
            vote.content_hash,
            vote.answered_at.isoformat(),
        ]


def as_csv(room: Classroom) -> str:
    """Every cell quoted, none a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in row] for row in rows(room))
    return out.getvalue()


def as_xlsx(room: Classroom) -> bytes:
    """The same rows with numbers as numbers; a text stays a text whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Responses")
    sheet.append(COLUMNS)
    for row in rows(room):
        sheet.append(
            [value if isinstance(value, int) else cell(value) if value is not None else None for value in row]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _static(deck: Deck) -> Iterator[tuple[Item, list[tuple[str, bool]]]]:
    """The questions of a deck that other systems can hold: options with one or several right ones."""
    for one in deck.items.order_by("place"):
        question = question_of(one.question)
        item = issue(question, one.seed) if question is not None else None
        if item is not None and item.kind in ("single", "multiple"):
            yield item, [(part.text, part.right) for part in grade(item, None).parts]


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "~=#{}:\\" else char for char in text).replace("\n", "\\n")


def as_gift(deck: Deck) -> str:
    """GIFT: each question as one world has it."""
    out = ["// " + FROZEN.format(seed="and world as given"), ""]
    for item, options in _static(deck):
        right = sum(good for _, good in options)
        lines = [f"// {FROZEN.format(seed=item.seed)}", f"::{_escaped(item.question)}::{_escaped(item.stem)} {{"]
        for text, good in options:
            single = "=" if good else "~"
            mark = single if item.kind == "single" else f"~%{100 / right:.5g}%" if good else "~%-100%"
            lines.append(f"  {mark}{_escaped(text)}")
        out += [*lines, "}", ""]
    return "\n".join(out)


def as_moodle(deck: Deck) -> bytes:
    """Moodle XML: the same, with the note of what was frozen as general feedback."""
    quiz = ElementTree.Element("quiz")
    for item, options in _static(deck):
        right = sum(good for _, good in options) or 1
        node = ElementTree.SubElement(quiz, "question", type="multichoice")
        _text(ElementTree.SubElement(node, "name"), item.question)
        _text(ElementTree.SubElement(node, "questiontext", format="markdown"), item.stem)
        _text(ElementTree.SubElement(node, "generalfeedback", format="markdown"), FROZEN.format(seed=item.seed))
        ElementTree.SubElement(node, "single").text = str(item.kind == "single").lower()
        for text, good in options:
            fraction = f"{100 / right:.5g}" if good else "0" if item.kind == "single" else "-100"
            _text(ElementTree.SubElement(node, "answer", fraction=fraction, format="markdown"), text)
    return bytes(ElementTree.tostring(quiz, encoding="utf-8", xml_declaration=True))


def _text(node: ElementTree.Element, words: str) -> None:
    ElementTree.SubElement(node, "text").text = words
