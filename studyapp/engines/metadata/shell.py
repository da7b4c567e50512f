"""The little of a shell that the metadata lab needs: commands cut apart, variables, quotes.

Source: POSIX shell command language, checked against bash 5.2. What is not known is left to curl to complain about.
"""

import re
import shlex
from collections.abc import Iterator, Mapping

ASSIGN = re.compile(r"^(?:export\s+)?([A-Za-z_]\w{0,31})=(.*)$", re.DOTALL)
WHOLE = re.compile(r"^\"?(?:\$\(([^()]*)\)|`([^`]*)`)\"?$", re.DOTALL)
SUBSTITUTION = re.compile(r"\$\(([^()]*)\)|`([^`]*)`")
VARIABLE = re.compile(r"('[^']*')|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})")
SLEEP = re.compile(r"^sleep\s+(\d{1,6})([smhd]?)$")
UNSET = re.compile(r"^unset((?:\s+[A-Za-z_]\w{0,31}){1,8})$")
KNOWN = "It knows curl, echo, sleep, date and unset, variables, $(…), && and ||."
SAYINGS = {
    "sleep": "sleep: give one number of seconds, or one with m, h or d behind it: sleep 300, sleep 5m, sleep 6h",
    "unset": "bash: unset: give the names of variables, such as TOKEN",
}
LACKING = {"|": "pipes", ">": "files to write to", "<": "files to read from", "&": "background"}
UNIT = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
# Phones turn quotes into typographic ones; a shell knows only the straight kind.
STRAIGHT = str.maketrans("“”‘’", "\"\"''")
MOST_COMMANDS = 8
# What a variable's value brings along is no syntax: its quotes travel as letters of the private use area.
_SHIELD = {ord(letter): 0xE000 + place for place, letter in enumerate("\"'\\$`")}
_BARE = {private: letter for letter, private in _SHIELD.items()}
SEPARATORS = frozenset({";", "\n", "&&", "||"})


def tidy(text: str) -> str:
    """Continued lines joined, typographic quotes made straight."""
    return text.replace("\r\n", "\n").replace("\\\n", " ").translate(STRAIGHT).strip()


def _cuts(text: str) -> Iterator[tuple[int, str]]:
    """Where an operator or a remark stands outside quotes and parentheses: its place and what it is."""
    at, depth, quote = 0, 0, ""
    while at < len(text):
        letter, width = text[at], 1
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'`":
            quote = letter
        elif letter in "()":
            depth = max(0, depth + (1 if letter == "(" else -1))
        elif depth == 0:
            found = _operator(text, at)
            if found:
                yield at, found
                width = len(found)
        at += width


def _operator(text: str, at: int) -> str:
    if text[at : at + 2] in {"&&", "||"}:
        return text[at : at + 2]
    if text[at] == "#":
        return "#" if at == 0 or text[at - 1] in " \t\n;" else ""
    return text[at] if text[at] in ";\n|<>&" else ""


def _without_remarks(text: str) -> str:
    """Each # at the beginning of a word ends its line."""
    while (at := next((at for at, operator in _cuts(text) if operator == "#"), None)) is not None:
        end = text.find("\n", at)
        text = text[:at] + (text[end:] if end >= 0 else "")
    return text


def commands(text: str) -> list[tuple[str, str]]:
    """A line as simple commands, each with the && or || before it, or nothing where it runs in any case."""
    text = _without_remarks(text)
    found, start, before = [], 0, ""
    for at, operator in _cuts(text):
        if operator in SEPARATORS:
            found.append((text[start:at].strip(), before))
            start, before = at + len(operator), operator if len(operator) == 2 else ""
    found.append((text[start:].strip(), before))
    return [(command, before) for command, before in found if command][:MOST_COMMANDS]


def lacking(text: str) -> str:
    """A sentence about the first operator of a shell that this terminal has not; empty when there is none."""
    operator = next((operator for _, operator in _cuts(text) if operator in LACKING), None)
    if operator is None:
        return ""
    return f"bash: this terminal has no {LACKING[operator]} ({operator}). Type the command before it alone."


def words(text: str) -> list[str]:
    """A command's words, their quotes taken off. Raises ValueError for a quote that is never closed."""
    return [bare(word) for word in shlex.split(text)]


def shielded(value: str) -> str:
    """A value fit to stand in a command: what is in it is text, and no quote and no variable of the command's."""
    return value.translate(_SHIELD)


def bare(text: str) -> str:
    """A shielded text as it was."""
    return text.translate(_BARE)


def expand(text: str, variables: Mapping[str, str]) -> str:
    """$NAME and ${NAME} replaced, except between single quotes; a variable that is not set becomes nothing."""

    def value(match: re.Match[str]) -> str:
        return match[1] or shielded(variables.get(match[2] or match[3], ""))

    return VARIABLE.sub(value, text)


def unquote(text: str) -> str:
    """A word without the quotes around it."""
    return bare(text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text)
