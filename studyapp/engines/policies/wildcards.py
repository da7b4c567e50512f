"""Matching with * and ?, never slower than pattern length times text length.

Source: IAM guide, "IAM JSON policy elements: Resource" and "Action". In an ARN a wildcard stays inside its segment
for the first five segments and runs to the end in the sixth.
"""

from collections.abc import Callable

# What a policy variable puts into a pattern is meant as it stands: its * and ? are no wildcards.
_LITERAL = str.maketrans({"*": "\ue000", "?": "\ue001"})
_PLAIN = {"\ue000": "*", "\ue001": "?"}


def literal(text: str) -> str:
    """A text that stands for itself inside a pattern."""
    return text.translate(_LITERAL)


def matches(pattern: str, text: str) -> bool:
    """True if the whole text fits the pattern: * is any run of characters, ? is exactly one."""
    at = star = -1
    position = index = 0
    while index < len(text):
        letter = pattern[position] if position < len(pattern) else ""
        if letter == "*":
            star, at = position, index
            position += 1
        elif letter and (letter == "?" or _PLAIN.get(letter, letter) == text[index]):
            position += 1
            index += 1
        elif star >= 0:
            at += 1
            position, index = star + 1, at
        else:
            return False
    return set(pattern[position:]) <= {"*"}


def action_matches(pattern: str, action: str) -> bool:
    """Actions compare without regard to case."""
    return matches(pattern.lower(), action.lower())


def arn_matches(pattern: str, arn: str) -> bool:
    """Resources compare with regard to case, segment by segment where both are ARNs."""
    if pattern == "*":
        return True
    wanted, given = pattern.split(":", 5), arn.split(":", 5)
    if len(wanted) == len(given) == 6:
        return all(matches(one, other) for one, other in zip(wanted, given, strict=True))
    return matches(pattern, arn)


def any_matches(patterns: tuple[str, ...], text: str, match: Callable[[str, str], bool]) -> str | None:
    """The first pattern that fits, or None."""
    return next((pattern for pattern in patterns if match(pattern, text)), None)
