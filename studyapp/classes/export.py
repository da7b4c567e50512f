"""What a class takes along: one row a response as CSV or XLSX, and decks as frozen GIFT or Moodle XML."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from django.utils.html import strip_tags
from openpyxl import Workbook

from studyapp.catalog.render import inline_html
from studyapp.classes.decks import question_of
from studyapp.classes.gradebook import counting
from studyapp.classes.people import names_of
from studyapp.classes.tally import choice_of
from studyapp.models import Answer, Classroom, Deck, Participant
from studyapp.questions.given import given_text
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
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


@dataclass(frozen=True, kw_only=True)
class Static:
    """A question as another system can hold it: one world, and options with one or several right ones, as HTML."""

    name: str
    html: str
    single: bool
    options: tuple[tuple[str, bool, str], ...]
    note: str

    def share(self, right: bool) -> str:
        """What choosing an option is worth in a hundred: all of a single one, an equal part of several."""
        if not right:
            return "0" if self.single else "-100"
        return f"{100 / sum(good for _, good, _ in self.options):.7g}"


def _static(deck: Deck) -> tuple[list[Static], list[str]]:
    """The questions of a deck that other systems can hold, and the ids of those that only an engine can mark."""
    found, left = [], []
    for one in deck.items.order_by("place"):
        question = question_of(one.question)
        item = issue(question, one.seed) if question is not None else None
        if item is None or item.kind not in ("single", "multiple"):
            left.append(one.question)
            continue
        given = given_text(item)
        found.append(
            Static(
                name=unescape(strip_tags(inline_html(f"{item.question}: {item.title}"))),
                html=f"<p>{inline_html(item.stem)}</p>" + (f"<pre>{escape(given)}</pre>" if given else ""),
                single=item.kind == "single",
                options=tuple(
                    (inline_html(part.text), part.right, inline_html(part.feedback))
                    for part in grade(item, None).parts
                ),
                note=f"<p>{inline_html(item.rule)}</p><p>{FROZEN.format(seed=item.seed)}</p>",
            )
        )
    return found, left


def _left_out(left: Sequence[str]) -> str:
    return f"Left out, since an engine has to mark them: {', '.join(left)}." if left else ""


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "~=#{}:\\" else char for char in text).replace("\n", "\\n")


def as_gift(deck: Deck) -> str:
    """GIFT: each question as one world has it, with the world, feedback and the note of what was frozen."""
    found, left = _static(deck)
    out = [f"// {line}" for line in (FROZEN.format(seed="and world as given"), _left_out(left)) if line] + [""]
    for one in found:
        lines = [f"::{_escaped(one.name)}::[html]{_escaped(one.html)} {{"]
        for text, good, feedback in one.options:
            mark = ("=" if good else "~") if one.single else f"~%{one.share(good)}%"
            lines.append(f"  {mark}{_escaped(text)}" + (f"#{_escaped(feedback)}" if feedback else ""))
        out += [*lines, f"  ####{_escaped(one.note)}", "}", ""]
    return "\n".join(out)


def as_moodle(deck: Deck) -> bytes:
    """Moodle XML: the same."""
    found, left = _static(deck)
    quiz = ElementTree.Element("quiz")
    if left:
        quiz.append(ElementTree.Comment(f" {_left_out(left)} "))
    for one in found:
        node = ElementTree.SubElement(quiz, "question", type="multichoice")
        _text(ElementTree.SubElement(node, "name"), one.name)
        _text(ElementTree.SubElement(node, "questiontext", format="html"), one.html)
        _text(ElementTree.SubElement(node, "generalfeedback", format="html"), one.note)
        ElementTree.SubElement(node, "defaultgrade").text = "1"
        ElementTree.SubElement(node, "single").text = str(one.single).lower()
        ElementTree.SubElement(node, "shuffleanswers").text = "true"
        ElementTree.SubElement(node, "answernumbering").text = "ABCD"
        for text, good, feedback in one.options:
            answer = ElementTree.SubElement(node, "answer", fraction=one.share(good), format="html")
            _text(answer, text)
            _text(ElementTree.SubElement(answer, "feedback", format="html"), feedback)
    return bytes(ElementTree.tostring(quiz, encoding="utf-8", xml_declaration=True))


def _text(node: ElementTree.Element, words: str) -> None:
    ElementTree.SubElement(node, "text").text = words
