"""A list of names becomes a roster: read, compared with what stands there, shown before anything is kept. Pure.

A list is lines with a tab, semicolon or comma between a name and, if there is one, a mail address or a number.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

MOST_LINES, MOST_BYTES = 2_000, 120_000
NAME_LENGTH, NUMBER_LENGTH = 40, 80
NAMES = {"name", "full name", "student", "learner", "display name", "student name", "participant"}
FIRST = {"first name", "firstname", "given name", "given names", "forename", "first"}
LAST = {"last name", "lastname", "surname", "family name", "last"}
NUMBERS = {
    "email",
    "e-mail",
    "mail",
    "email address",
    "e-mail address",
    "student number",
    "number",
    "id",
    "student id",
}
NUMBERS |= {"id number", "matriculation number", "login", "username", "user name", "sis user id", "login id"}


class Unreadable(Exception):
    """The list cannot be read. Its text is a sentence that says what to do."""


def clean_name(text: str, most: int = NAME_LENGTH) -> str:
    """A name as it may stand on a screen: composed, no control or direction characters, at most `most` characters."""
    composed = unicodedata.normalize("NFC", text[: 4 * most])
    visible = "".join(" " if char.isspace() else char for char in composed if unicodedata.category(char)[0] != "C")
    return " ".join(visible.split())[:most].strip()


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person of a list. `number` is a mail address or a student number, "" if there is none."""

    name: str
    number: str = ""


Read = tuple[list[tuple[int, Line]], list[tuple[int, str]]]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One person as the roster has them."""

    id: UUID
    name: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """A person whose name or number becomes another."""

    entry: Entry
    line: Line


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a list does to a roster. `unlisted` stand on the roster alone and stay; `left_out` says why, by line."""

    added: tuple[Line, ...] = ()
    changed: tuple[Change, ...] = ()
    same: tuple[Entry, ...] = ()
    unlisted: tuple[Entry, ...] = ()
    left_out: tuple[tuple[int, str], ...] = ()


def decoded(data: bytes) -> str:
    """A file as text. Raises Unreadable for anything but UTF-8, with or without a byte order mark."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"The file is larger than {MOST_BYTES // 1000} KB. Send it in two parts.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("The file is not UTF-8 text. In your spreadsheet, save it as “CSV UTF-8”.") from None


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Where names (one or two columns) and numbers stand, and whether the first line is a heading."""

    names: tuple[int, ...]
    number: int | None
    heading: bool = False
    comma_in_name: bool = False


def read(text: str) -> Read:
    """The people of a list with their line numbers, and the lines that were left out with the reason.

    Raises Unreadable where no line can be trusted.
    """
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise Unreadable("This is not a list of names but another kind of file. Save it as “CSV UTF-8”.")
    if len(text.encode()) > MOST_BYTES:
        raise Unreadable(f"The list is larger than {MOST_BYTES // 1000} KB. Send it in two parts.")
    mark = _separator(text)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        raise Unreadable("A quotation mark is opened and not closed. Look for one that stands alone.") from None
    rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(table, start=1)]
    rows = [(number, row) for number, row in rows if any(row)]
    columns = _columns([row for _, row in rows], mark)
    rows = rows[columns.heading :]
    if len(rows) > MOST_LINES:
        raise Unreadable(f"The list has more than {MOST_LINES} lines. Split it into classes.")
    return _people(rows, columns)


def _separator(text: str) -> str:
    """The character between the cells: the one that stands in the most lines, tab before semicolon before comma."""
    lines = [line for line in text.splitlines() if line.strip()][:50]
    counts = {mark: sum(mark in line for line in lines) for mark in "\t;,"}
    return max(counts, key=lambda mark: counts[mark])


def _columns(rows: Sequence[Sequence[str]], mark: str) -> Columns:
    head = [cell.casefold() for cell in rows[0]] if rows else []

    def at(words: set[str]) -> list[int]:
        return [place for place, cell in enumerate(head) if cell in words][:1]

    names = tuple(at(NAMES) or at(FIRST) + at(LAST))
    if names:
        return Columns(names=names, number=next(iter(at(NUMBERS)), None), heading=True)
    width = max((len(row) for row in rows), default=1)
    tells = [sum(_is_number(row[place]) for row in rows if place < len(row)) for place in range(width)]
    likely = max(range(width), key=lambda place: (tells[place], place))
    number = likely if width > 1 and tells[likely] else None
    if number is None and mark == "," and width == 2:  # "Lovelace, Ada"
        return Columns(names=(0, 1), number=None, comma_in_name=True)
    return Columns(names=(next((place for place in range(width) if place != number), 0),), number=number)


def _is_number(cell: str) -> bool:
    return "@" in cell or any(char.isdigit() for char in cell)


def _people(rows: Iterable[tuple[int, Sequence[str]]], columns: Columns) -> Read:
    kept: list[tuple[int, Line]] = []
    left: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    glue = ", " if columns.comma_in_name else " "
    for at, row in rows:
        cells = [row[place] for place in columns.names if place < len(row) and row[place]]
        raw = row[columns.number] if columns.number is not None and columns.number < len(row) else ""
        line = Line(name=clean_name(glue.join(cells)), number=clean_name(raw, NUMBER_LENGTH).lower())
        mark = f"#{line.number}" if line.number else line.name.casefold()
        if not line.name:
            left.append((at, "there is no name"))
        elif len(raw) > NUMBER_LENGTH:
            left.append((at, f"the number is longer than {NUMBER_LENGTH} characters"))
        elif mark in seen:
            left.append((at, f"the same as line {seen[mark]}"))
        else:
            seen[mark] = at
            kept.append((at, line))
    return kept, left


def plan(text: str, entries: Sequence[Entry]) -> Plan:
    """What a list would do to a roster: a number finds its person; otherwise a name that is clear does."""
    lines, left = read(text)
    by_number = {entry.number: entry for entry in entries if entry.number}
    by_name: dict[str, list[Entry]] = {}
    for one in entries:
        by_name.setdefault(one.name.casefold(), []).append(one)
    found: dict[UUID, int] = {}
    added, changed, same = [], [], []
    for at, line in lines:
        namesakes = by_name.get(line.name.casefold(), [])
        bare = [entry for entry in namesakes if not entry.number]
        if line.number:
            entry = by_number.get(line.number) or next((one for one in bare if one.id not in found), None)
        else:
            entry = next(iter(bare or namesakes), None)
        if entry is None:
            added.append(line)
        elif not line.number and not bare and len(namesakes) > 1:
            left.append((at, "more than one person here has this name: give a number"))
        elif entry.id in found:
            left.append((at, f"the same person as line {found[entry.id]}"))
        else:
            found[entry.id] = at
            becomes = Line(name=line.name, number=line.number or entry.number)
            if (becomes.name, becomes.number) == (entry.name, entry.number):
                same.append(entry)
            else:
                changed.append(Change(entry=entry, line=becomes))
    return Plan(
        added=tuple(added),
        changed=tuple(changed),
        same=tuple(same),
        unlisted=tuple(entry for entry in entries if entry.id not in found),
        left_out=tuple(sorted(left)),
    )


def as_text(text: str) -> str:
    """A list in its plainest form: one line a person, a tab between name and number; read again it says the same."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(("name", "number"))
    writer.writerows((line.name, line.number) for _, line in read(text)[0])
    return out.getvalue()
