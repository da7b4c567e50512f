"""The little of a shell that the metadata lab needs: commands cut apart, variables, quotes.

Source: POSIX shell command language, checked against bash 5.2. What is not known is left to curl to complain about.
"""

import re
from collections.abc import Mapping

ASSIGN = re.compile(r"^(?:export\s+)?([A-Za-z_]\w{0,31})=(.*)$", re.DOTALL)
WHOLE = re.compile(r"^\"?(?:\$\(([^()]*)\)|`([^`]*)`)\"?$", re.DOTALL)
SUBSTITUTION = re.compile(r"\$\(([^()]*)\)|`([^`]*)`")
VARIABLE = re.compile(r"('[^']*')|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})")
SLEEP = re.compile(r"^sleep\s+(\d{1,6})([smhd]?)$")
UNIT = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
# Phones turn quotes into typographic ones; a shell knows only the straight kind.
STRAIGHT = str.maketrans("“”‘’", "\"\"''")
MOST_COMMANDS = 8


def tidy(text: str) -> str:
    """Continued lines joined, typographic quotes made straight."""
    return text.replace("\r\n", "\n").replace("\\\n", " ").translate(STRAIGHT).strip()


def commands(text: str) -> list[tuple[str, bool]]:
    """A line as simple commands, each with whether it runs only if the one before went well (&&)."""
    found, start, only = [], 0, False
    at, depth, quote = 0, 0, ""
    while at < len(text):
        letter, width = text[at], 0
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'`":
            quote = letter
        elif letter in "()":
            depth = max(0, depth + (1 if letter == "(" else -1))
        elif depth == 0 and (letter in ";\n" or text.startswith("&&", at)):
            width = 2 if letter == "&" else 1
            found.append((text[start:at].strip(), only))
            start, only = at + width, width == 2
        at += width or 1
    found.append((text[start:].strip(), only))
    return [(command, only) for command, only in found if command][:MOST_COMMANDS]


def expand(text: str, variables: Mapping[str, str]) -> str:
    """$NAME and ${NAME} replaced, except between single quotes; a variable that is not set becomes nothing."""

    def value(match: re.Match[str]) -> str:
        return match[1] or variables.get(match[2] or match[3], "")

    return VARIABLE.sub(value, text)


def unquote(text: str) -> str:
    """A word without the quotes around it."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
