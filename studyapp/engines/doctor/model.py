"""A rule: what the text looks like, what it means, where to see it happen."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One named rule. `pattern` is searched in the text; `lab` and `state` say where the cause can be watched."""

    id: str
    pattern: re.Pattern[str]
    title: str
    cause: str
    check: str
    lesson: str
    lab: str
    state: str
    over: tuple[str, ...] = ()


def rule(
    name: str,
    pattern: str,
    title: str,
    cause: str,
    check: str,
    where: str,
    over: tuple[str, ...] = (),
) -> Rule:
    """One row of a table. `where` is "L06 credential-chain half-a-key"; `over` are the wider rules it beats."""
    lesson, lab, state = where.split()
    return Rule(
        id=name,
        pattern=re.compile(pattern, re.IGNORECASE),
        title=title,
        cause=cause,
        check=check,
        lesson=lesson,
        lab=lab,
        state=state,
        over=over,
    )
