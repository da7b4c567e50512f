"""Find `::: name argument` … `:::` in Markdown, leave tokens in their place, and read what they hold."""

import hashlib
import re
from dataclasses import dataclass, field

from studyapp.catalog.problems import Problem

NAMES = ("lab", "check", "figure", "correction", "note")
# They have nothing to say, so their closing line may be left out.
_BODILESS = ("check", "figure")
_OPEN = re.compile(r"^:::[ \t]*([A-Za-z][\w-]*)[ \t]*(.*?)[ \t]*$")
_CLOSE = re.compile(r"^:::[ \t]*$")
_FENCE = re.compile(r"^[ ]{0,3}(?:[-*+>][ ]+|\d+[.)][ ]+)*[ ]{0,8}(`{3,}|~{3,})")


@dataclass(frozen=True, kw_only=True)
class Directive:
    """One directive as written; lines count from 1 in the file."""

    name: str
    argument: str
    body: str
    line: int

    @property
    def body_line(self) -> int:
        return self.line + 1


@dataclass(kw_only=True)
class Scan:
    """Lines of Markdown in which text and directives alternate."""

    pieces: list[str | Directive] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add_line(self, line: str) -> None:
        if self.pieces and isinstance(self.pieces[-1], str):
            self.pieces[-1] += "\n" + line
        else:
            self.pieces.append(line)


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Words that stand for pieces of directives while Markdown runs.

    They hold a hash of the source, so no source can hold its own tokens.
    """

    digest: str

    @classmethod
    def for_source(cls, source: str) -> "Tokens":
        return cls(digest=hashlib.sha256(source.encode()).hexdigest()[:16])

    @property
    def pattern(self) -> str:
        return rf"rolecall{self.digest}x\d+x[a-z]+"

    def word(self, index: int, part: str) -> str:
        return f"rolecall{self.digest}x{index}x{part}"

    def read(self, word: str) -> tuple[int, str]:
        """The directive's index and the piece's name."""
        _, index, part = word.rsplit("x", 2)
        return int(index), part


def scan(text: str, *, path: str, first_line: int) -> Scan:
    """Cut Markdown at its directives, leaving everything inside code fences alone."""
    result = Scan()
    lines = text.split("\n")
    number = 0
    fence = ""
    while number < len(lines):
        line = lines[number]
        opened = None if fence else _OPEN.match(line)
        if opened:
            number = _take(result, lines, number, opened, path=path, first_line=first_line)
            continue
        if not fence and _CLOSE.match(line):
            result.problems.append(_stray(path, first_line + number))
        else:
            result.add_line(line)
        fence = _fence_after(fence, line)
        number += 1
    return result


def _fence_after(fence: str, line: str) -> str:
    """The code fence that is open after this line, or nothing."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match.group(1)
    closes = match.group(1).startswith(fence) and not line[match.end(1) :].strip()
    return "" if closes else fence


def _take(result: Scan, lines: list[str], start: int, opened: re.Match[str], *, path: str, first_line: int) -> int:
    """Read one directive; the index of the line after it."""
    name, argument = opened.group(1), opened.group(2)
    end, body = _body(lines, start + 1)
    line = first_line + start
    if name not in NAMES:
        known = ", ".join(NAMES)
        result.problems.append(
            Problem(path=path, line=line, message=f"no directive is called {name}", remedy=f"There are: {known}.")
        )
    closed = end < len(lines) and _CLOSE.match(lines[end])
    if name in _BODILESS and not (closed and not "".join(body).strip()):
        result.pieces.append(Directive(name=name, argument=argument, body="", line=line))
        return start + 1
    if not closed:
        result.problems.append(
            Problem(
                path=path,
                line=line,
                message=f"{name}: this directive has no end",
                remedy="Close it with `:::`.",
            )
        )
        return start + 1 if end < len(lines) else end
    if name in NAMES:
        result.pieces.append(Directive(name=name, argument=argument, body="\n".join(body), line=line))
    return end + 1


def _body(lines: list[str], start: int) -> tuple[int, list[str]]:
    """Lines up to the closing mark or the next opening one; code fences inside are skipped."""
    fence = ""
    number = start
    while number < len(lines):
        line = lines[number]
        if not fence and (_CLOSE.match(line) or _OPEN.match(line)):
            break
        fence = _fence_after(fence, line)
        number += 1
    return number, lines[start:number]


def _stray(path: str, line: int) -> Problem:
    return Problem(
        path=path, line=line, message="`:::` closes nothing", remedy="Remove it, or open a directive above."
    )
