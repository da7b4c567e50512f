"""A run one line at a time, for a wall: what the lab's engine did, in the order in which it did it.

Every line is read off the engine's own result. The chain has its roll; the others are told here.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from studyapp.labs.backoff.words import REASONS
from studyapp.labs.plot import seconds
from studyapp.labs.policy.present import SHORT, present
from studyapp.labs.registry import BY_SLUG
from studyapp.questions.items import Item
from studyapp.questions.retry_readings import retry_words
from studyapp.questions.verdict import Part, Verdict

MOST = 14  # lines that a class will watch; what repeats itself beyond them is counted
OUTPUT_LINES = 4


@dataclass(frozen=True, kw_only=True)
class Line:
    """One step. `s` is the design's state, `word` stands at its end, `text` is what a machine wrote."""

    label: str
    s: str
    word: str = ""
    why: str = ""
    text: str = ""


def walk(item: Item, verdict: Verdict) -> tuple[Line, ...]:
    """The steps of an item's run, then what the engine made of each option; () where nothing was run.

    The chain's own steps are not among them: its roll is drawn.
    """
    tried = _tried(item, verdict)
    if item.kind in ("multiple", "match", "hotspot") and tried:
        return tried
    return (*_run(item, verdict), *tried)


def _run(item: Item, verdict: Verdict) -> tuple[Line, ...]:
    teller = TELLERS.get(item.lab)
    if teller is None or verdict.finding is None:
        return ()
    lab = BY_SLUG[item.lab]
    asked = lab.schema.model_validate(verdict.state or item.state)
    # An ask may look at a part only; the wall shows the whole run.
    return _bounded(teller(asked, lab.run(asked)))


def _bounded(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The first lines and the last, with the number of those between."""
    found = tuple(lines)
    left = len(found) - MOST
    if left < 2:
        return found
    between = Line(label=f"{left} more of the same kind", s="read")
    return (*found[: MOST - 2], between, *found[-1:])


def _tried(item: Item, verdict: Verdict) -> tuple[Line, ...]:
    """What the engine made of each option, row or line; of a line at fault, of that one alone."""
    parts = [part for part in verdict.parts if part.result and (item.kind != "spot" or part.right)]
    return tuple(_try(item, part) for part in parts)


def _try(item: Item, part: Part) -> Line:
    if item.kind == "spot":
        return Line(
            label="The line at fault, put right", s="found", word="the answer", why=_told(part), text=part.text
        )
    if item.kind == "match":
        return Line(label=part.text, s="read", word=part.key, why=_told(part))
    word = "the answer" if part.right and item.kind != "multiple" else "so" if part.right else "not so"
    return Line(label=part.text, s="found" if part.right else "absent", word=word, why=_told(part))


def _told(part: Part) -> str:
    said = f"{part.result[0].upper()}{part.result[1:]}."
    return f"{part.tried}: {part.result}." if part.tried else said


def _imds(asked: Any, result: Any) -> Iterable[Line]:
    made = result.to_json()["exchanges"]
    for place, one in enumerate(made):
        status = one["status"]
        bad = one["lost"] or (status or 0) >= 400
        word = "no answer" if one["lost"] else str(status or "")
        output = "\n".join(one["output"].splitlines()[:OUTPUT_LINES]) if place == len(made) - 1 else ""
        yield Line(
            label=f"`{one['command']}`",
            s="stop" if bad else "found" if status else "read",
            word=word,
            why=one["why"],
            text=output,
        )


def _statement(text: str) -> str:
    """A statement in one line: what it does to which action on what, and whether there is a condition."""
    one: Mapping[str, Any] = json.loads(text)
    action = one.get("Action") or f"all but {_names(one.get('NotAction'))}"
    resource = one.get("Resource") or (f"all but {_names(one['NotResource'])}" if "NotResource" in one else "")
    words = f"{one['Effect']} {_names(action)}" + (f" on {_names(resource)}" if resource else "")
    return words + (f" if {json.dumps(one['Condition'])}" if "Condition" in one else "")


def _names(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _policy(asked: Any, result: Any) -> Iterable[Line]:
    told = present(asked, result, "")
    if told["goals"]:
        for row in told["goals"]:
            goal = row.goal.to_json()
            label = f"`{goal['action']}` on `{goal['resource']}`"
            yield Line(label=label, s="found" if goal["met"] else "stop", word=row.decision, why=goal["why"])
        return
    yield Line(label=f"`{asked.request.action}` on `{asked.request.resource}`", s="read", word="is asked")
    for block in told["blocks"]:
        for row in block.statements:
            label = f"{block.title}, statement {row.number}"
            yield Line(label=label, s=row.s, word=row.word, why=row.why, text=_statement(row.text))
    s = "found" if told["yes"] else "stop"
    yield Line(label="The decision", s=s, word=SHORT[result.decision], why=result.why)


REGION_WORDS = {"found": "found", "not-found": "absent", "ignored": "ignored", "error": "stopped"}
REGION_STATES = {"found": "found", "not-found": "absent", "ignored": "skipped", "error": "stop"}


def _region(asked: Any, result: Any) -> Iterable[Line]:
    told = result.to_json()
    for one in told["sources"]:
        name = one["status"]
        yield Line(
            label=one["name"], s=REGION_STATES.get(name, "read"), word=REGION_WORDS.get(name, name), why=one["why"]
        )
    for one in told["destinations"]:
        s = "stop" if one["error"] else "found"
        yield Line(label=f"A call to `{one['service']}`", s=s, word=one["outcome"], why=one["why"])


def _mfa(asked: Any, result: Any) -> Iterable[Line]:
    refused = result.refused
    if refused is not None:
        yield Line(label=f"`{result.command}`", s="stop", word=refused.code, why=refused.why)
    else:
        yield Line(
            label=f"`{result.command}`", s="found", word="a session", why=f"It lives until {result.session.expires}."
        )
    tried = result.tried
    if tried is not None:
        yield Line(
            label=f"`{tried.action}`", s="found" if tried.allowed else "stop", word=tried.result, why=tried.why
        )


def _classified(asked: Any, result: Any) -> Iterable[Line]:
    told = result.to_json()
    for one in told["checks"]:
        yes = one["says"]
        yield Line(
            label=f"`{one['checker']}`", s="found" if yes else "absent", word="yes" if yes else "no", why=one["why"]
        )
        if yes:
            break
    s = "found" if told["retryable"] else "stop"
    yield Line(label="What to do", s=s, word=retry_words(told["remedy"]), why=told["note"])


def _backoff(asked: Any, result: Any) -> Iterable[Line]:
    told = result.to_json()
    waits = {one["attempt"]: one for one in told["waits"] if one["allowed"]}
    first = [one for one in told["timeline"] if one["call"] == 1]
    for one in first:
        room = waits.get(one["attempt"] + 1)
        why = "" if one["wait_ms"] is None or room is None else f"It may wait {_between(room)}."
        word = "" if one["wait_ms"] is None else f"waits {seconds(one['wait_ms'])}"
        s = "found" if one["reason"] == "served" else "stop"
        label = f"Attempt {one['attempt']}, at {seconds(one['at_ms'])}: {REASONS[one['reason']]}"
        yield Line(label=label, s=s, word=word, why=why)
    if not first:
        for number, one in waits.items():
            why = "The cap holds it down." if one["capped"] else ""
            yield Line(
                label=f"Before attempt {number}",
                s="partial" if one["capped"] else "read",
                word=_between(one),
                why=why,
            )
    gave_up = f" {told['gave_up']:g} gave up." if told["gave_up"] else ""
    why = (
        f"{told['refused']:g} were refused; the last is done after {seconds(told['completion_ms']['mean'])}.{gave_up}"
    )
    yield Line(label="All together", s="read", word=f"{told['calls']['mean']:g} calls", why=why)


def _between(wait: Mapping[str, float]) -> str:
    least, most = wait["least_ms"], wait["most_ms"]
    return seconds(most) if least == most else f"{seconds(least)} to {seconds(most)}"


def _bucket(asked: Any, result: Any) -> Iterable[Line]:
    told = result.to_json()
    for one in told["seconds"]:
        came = f"{one['tokens']:g} tokens, {one['offered']} calls come"
        why = f"{came}: {one['refused']} are refused, {one['left']:g} tokens left."
        s = "partial" if one["refused"] and one["accepted"] else "stop" if one["refused"] else "found"
        yield Line(label=f"Second {one['second']}", s=s, word=f"{one['accepted']} pass", why=why)
    yield Line(label="All together", s="read", word=f"{told['accepted']} of {told['offered']} pass", why=told["why"])


def _signature(asked: Any, result: Any) -> Iterable[Line]:
    compared = result.comparison
    if compared is None:
        yield from _stages(result.signed)
        return
    for row in compared.rows:
        if row.same:
            yield Line(label=row.label[:1].upper() + row.label[1:], s="found", word="the same")
            continue
        yield Line(
            label=row.label[:1].upper() + row.label[1:],
            s="stop",
            word="differs",
            text=f"client   {row.ours or '(nothing)'}\nservice  {row.theirs or '(nothing)'}",
        )
        break
    if compared.cause is not None:
        yield Line(label=compared.cause.title, s="stop", word="the cause", why=compared.cause.why)


def _stages(signed: Any) -> Iterable[Line]:
    stages = signed.stages
    yield Line(label="1. The canonical request", s="read", text=stages.canonical.text)
    yield Line(
        label="2. The string to sign",
        s="read",
        why="Its last line is the hash of the first.",
        text=stages.string_to_sign,
    )
    scope = f"{stages.timestamp[:8]}, {stages.region}, {stages.service}"
    yield Line(label="3. The signing key", s="read", why=f"From the secret, step by step: {scope}, aws4_request.")
    yield Line(label="4. The signature", s="found", text=stages.signature)


TELLERS: Mapping[str, Callable[[Any, Any], Iterable[Line]]] = {
    "backoff": _backoff,
    "imds": _imds,
    "mfa-session": _mfa,
    "policy": _policy,
    "region": _region,
    "retry-classifier": _classified,
    "sigv4": _signature,
    "token-bucket": _bucket,
}
