"""Rules on all questions together: no clue in how they are built, none gives another's answer away."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from studyapp.catalog.model import Question
from studyapp.questions.check.shape import warning
from studyapp.questions.claims import BrokenItem
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
from studyapp.questions.kinds.base import Found

MOST_LONGEST = 0.4
FEWEST = 8
MOST_IN_ONE_PLACE = 0.6


def bank_rules(questions: Sequence[Question]) -> Iterator[tuple[Question, Found]]:
    """IW08 and IW11 over a set, and IW15."""
    written = [one for one in questions if not one.generator]
    yield from _longest([one for one in written if one.kind == "single"])
    yield from _places([one for one in written if one.kind in ("spot", "hotspot") and len(one.options) > 1])
    yield from _twice(written)


def _keys(question: Question) -> list[bool]:
    """Which options are right, in the order the author wrote them; [] where there is no key."""
    try:
        right = {part.text for part in grade(issue(question, 0), None).parts if part.right}
    except (BrokenItem, ValueError, LookupError):
        return []
    return [option.text in right for option in question.options]


def _longest(questions: Sequence[Question]) -> Iterator[tuple[Question, Found]]:
    found = []
    for question in questions:
        lengths = [len(option.text) for option in question.options]
        keys = _keys(question)
        longest = max(lengths, default=0)
        if keys and lengths.count(longest) == 1 and keys[lengths.index(longest)]:
            found.append(question)
    if len(questions) >= FEWEST and len(found) > MOST_LONGEST * len(questions):
        message = f"the right option is the longest in {len(found)} of {len(questions)} questions (IW08)"
        yield found[-1], warning(message, "Shorten right options, or lengthen wrong ones.", "options")


def _places(questions: Sequence[Question]) -> Iterator[tuple[Question, Found]]:
    places = Counter(_keys(question).index(True) for question in questions if sum(_keys(question)) == 1)
    if sum(places.values()) >= FEWEST:
        place, count = places.most_common(1)[0]
        if count > MOST_IN_ONE_PLACE * sum(places.values()):
            message = f"the answer stands in place {place + 1} in {count} of {sum(places.values())} questions (IW11)"
            yield questions[-1], warning(message, "Let the place change.", "options")


def _twice(questions: Sequence[Question]) -> Iterator[tuple[Question, Found]]:
    """The same situation asked for the same thing, or the same words, in two questions."""
    seen: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        if question.state and question.kind not in ("order", "fix"):
            claim = question.body.get("claim", "")
            asked = [
                question.lab,
                question.ask,
                claim,
                dict(question.state),
                question.kind == "match" and question.id,
            ]
            seen[json.dumps(asked, sort_keys=True, default=str)].append(question)
        seen[question.stem].append(question)
    for same in seen.values():
        for question in same[1:]:
            message = f"this is asked in {same[0].id} already (IW15)"
            yield question, warning(message, "Change the situation.", "id")
