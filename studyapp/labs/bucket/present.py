"""A bucket's seconds as the page shows them: the sum, a plot, the table."""

import json
import re
from typing import Any

from studyapp.engines.retries import BucketInput, BucketResult
from studyapp.engines.retries.bucket import RULES
from studyapp.labs.bucket.form import TITLES
from studyapp.labs.plot import LEFT, RIGHT, TOP, Path, Plot, Rect, Words, at, polyline, value_axis
from studyapp.labs.snippets import curl

SUMMARY = re.compile(r"^\d{1,9}\|\d{1,9}$")
REMEDIES = {
    "none": "Every call passes",
    "backoff": "Backoff with jitter is enough",
    "less": "Make fewer calls, or ask for an increase",
}
TALL, HEIGHT = 198.0, 232.0
NAMED = 56.0  # room for the name at the end of the line


def plot(result: BucketResult) -> Plot:
    """What passes and what is refused, second by second, and the tokens that are left."""
    seconds = result.seconds
    first = seconds[0]
    drawn = Plot(
        key="seconds",
        title="Calls, second by second.",
        caption="Solid pass, striped are refused. The line is what is left in the bucket.",
        label=f"{result.accepted} of {result.offered} calls pass, {first.accepted} of them in the first second.",
        height=HEIGHT,
    )
    most = max(max(one.offered, one.left) for one in seconds)
    end = RIGHT - NAMED
    y = value_axis(drawn, max(most, 1), TALL, TOP, right=end)
    wide = (end - LEFT) / len(seconds)
    every = max(1, len(seconds) // 20)
    for number, one in enumerate(seconds):
        left, width = LEFT + number * wide, at(wide * 0.7)
        x = at(left + wide * 0.15)
        if one.accepted:
            drawn.rects.append(Rect(x=x, y=at(y(one.accepted)), w=width, h=at(TALL - y(one.accepted))))
        if one.refused:
            top = y(one.offered)
            drawn.rects.append(Rect(x=x, y=at(top), w=width, h=at(y(one.accepted) - top), striped=True))
        if number % every == 0:
            place = at(left + wide / 2)
            drawn.texts.append(Words(x=place, y=at(TALL + 18), words=str(one.second), anchor="middle"))
    points = [(LEFT + (number + 1) * wide, y(one.left)) for number, one in enumerate(seconds)]
    start = (LEFT, y(min(first.tokens, max(most, 1))))
    drawn.paths.append(Path(d=polyline([start, *points]), width="1.75", dash="5 3"))
    last = seconds[-1].left
    drawn.texts.append(Words(x=at(end + 8), y=at(y(last) + 4), words=f"{last:g} left", kind="lbl"))
    drawn.head = ("Second", "Offered", "Pass", "Refused", "Left")
    drawn.rows = tuple(
        (str(one.second), str(one.offered), str(one.accepted), str(one.refused), f"{one.left:g}") for one in seconds
    )
    return drawn


def present(asked: BucketInput, result: BucketResult, before: str) -> dict[str, Any]:
    """What the result's template gets."""
    known = before.split("|") if SUMMARY.match(before) else None
    now = (str(result.accepted), str(result.refused))
    was = [old if known and old != new else "" for old, new in zip(known or now, now, strict=True)]
    return {
        "asked": asked,
        "result": result,
        "engine": result.to_json()["engine"],
        "rule": RULES[asked.rule],
        "finding": REMEDIES[result.remedy],
        "good": result.remedy != "less",
        "was_accepted": was[0],
        "was_refused": was[1],
        "summary": "|".join(now),
        "plot": plot(result),
    }


def start(asked: BucketInput) -> dict[str, Any]:
    """The bucket as it stands beside a bet."""
    offered = asked.offered
    return {
        "asked": asked,
        "rule": RULES[asked.rule],
        "when": TITLES[asked.rule],
        "offered": offered[0] if len(set(offered)) == 1 else None,
        "every": ", ".join(map(str, offered)),
        "count": len(offered),
    }


def shell(asked: BucketInput) -> str:
    """The request for curl."""
    data = {name: value for name, value in json.loads(asked.model_dump_json()).items() if value is not None}
    return curl("token-bucket", data)
