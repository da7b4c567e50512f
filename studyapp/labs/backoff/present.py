"""A run of the backoff lab as the page shows it: figures and what changed, plots, comparison, waits, code."""

import json
import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from studyapp.engines.retries import BackoffInput, BackoffResult
from studyapp.engines.retries.profiles import profile_of
from studyapp.engines.retries.results import Line
from studyapp.engines.retries.sample import Step
from studyapp.labs.backoff.form import scrub
from studyapp.labs.backoff.plots import all_plots
from studyapp.labs.backoff.side import side_table, strokes
from studyapp.labs.backoff.words import LONG, REASONS, failing, notice
from studyapp.labs.plot import seconds
from studyapp.labs.snippets import curl

LONG_RIVAL = {"full": "full jitter", "exponential": "exponential backoff without jitter"}
SUMMARY = re.compile(r"^[\d.]{1,20}(\|[\d.]{1,20}){3}$")
MOST_STEPS = 60


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number at the top, and what it was before."""

    name: str
    value: str
    more: str
    was: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the comparison."""

    title: str
    words: str
    this: bool
    calls: str
    refused: str
    half: str
    last: str
    gave_up: str
    runs: int
    notice: str
    drawn: str
    stopped: bool


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One attempt of one client."""

    call: int
    attempt: int
    at: str
    what: str
    served: bool
    wait: str
    quota: str
    rate: str


def _count(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 or number == int(number) else f"{number:.1f}"


def _figures(line: Line, before: str) -> tuple[Figure, ...]:
    known = [float(part) for part in before.split("|")] if SUMMARY.match(before) else None
    calls, half, last = line.calls["mean"], line.client_ms["p50"], line.completion_ms["mean"]
    share = f"{line.refused / calls:.0%}" if calls else ""
    found = (
        ("Calls made", _count(calls), f"{share} refused", _count),
        ("Half are done by", seconds(half), "", seconds),
        ("The last is done at", seconds(last), "", seconds),
        ("Gave up", _count(line.gave_up), "calls a run" if line.gave_up else "", _count),
    )
    figures = []
    for number, (name, value, more, words) in enumerate(found):
        was = words(known[number]) if known else value
        figures.append(Figure(name=name, value=value, more=more, was="" if was == value else was))
    return tuple(figures)


def _summary(line: Line) -> str:
    return f"{line.calls['mean']}|{line.client_ms['p50']}|{line.completion_ms['mean']}|{line.gave_up}"


def _rows(result: BackoffResult) -> tuple[Row, ...]:
    wanted = result.asked.clients * result.asked.calls_each
    return tuple(
        Row(
            title=LONG[line.name][0],
            words=LONG[line.name][1],
            this=line.name == result.line.name,
            calls=_count(line.calls["mean"]),
            refused=f"{line.refused / line.calls['mean']:.0%}" if line.calls["mean"] else "",
            half=seconds(line.client_ms["p50"]),
            last=seconds(line.completion_ms["mean"]),
            gave_up=_count(line.gave_up) if line.gave_up else "nobody",
            runs=line.runs,
            notice=notice(line, result.compare, wanted),
            drawn="" if line.stopped and line is not result.line else drawn,
            stopped=line.stopped and line is not result.line,
        )
        for line, drawn in zip(result.compare, strokes(result), strict=True)
    )


def _moment(step: Step, following: Step | None) -> Moment:
    """An attempt; its wait is the SDK's own, or, where the model keeps none, the time until the next attempt."""
    wait = step.wait_ms
    if step.reason == "again" and following:
        wait = following.at_ms - step.at_ms
    return Moment(
        call=step.call,
        attempt=step.attempt,
        at=seconds(step.at_ms),
        what=REASONS[step.reason],
        served=step.reason == "served",
        wait="" if wait is None else seconds(wait),
        quota="" if step.quota is None else str(step.quota),
        rate="" if step.rate is None else f"{step.rate:.1f} a second",
    )


def consequences(asked: BackoffInput) -> tuple[str, ...]:
    """What the settings mean before any chance comes in."""
    found = []
    wanted = asked.clients * asked.calls_each
    if asked.model != "occ":
        first = min(asked.bucket, wanted)
        if asked.rate_per_second and wanted > first:
            least = (wanted - first) / asked.rate_per_second
            found.append(
                f"{first:,} of {wanted:,} calls pass at once, then {asked.rate_per_second:g} a second: no strategy "
                f"serves all of them before {seconds(least * 1000)}."
            )
        elif wanted > first:
            found.append(f"{first:,} of {wanted:,} calls can pass. Nothing comes back into the bucket.")
        else:
            found.append(f"The bucket holds a token for every one of the {wanted:,} calls.")
    else:
        found.append(f"One write in a row succeeds: {asked.clients} clients need at least {asked.clients} calls.")
    if asked.model == "sdk":
        found.append(f"A call gets {asked.most} attempts in this mode.")
        if asked.layers > 1 and asked.most:
            found.append(f"{asked.layers} layers multiply: up to {asked.most**asked.layers:,} calls for one.")
    elif asked.max_attempts:
        found.append(f"A client gives up after {asked.max_attempts} attempts.")
    if asked.refusal_cost and asked.model != "occ":
        found.append(f"Every refusal uses up {asked.refusal_cost:g} of a token: this part is our own model.")
    return tuple(found)


def headline(result: BackoffResult) -> str:
    """The finding in a sentence: this line against its rival on the same seed."""
    line = result.line
    if result.asked.model == "sdk":
        served = line.clients * result.asked.calls_each - line.gave_up
        made = _count(line.calls["mean"])
        return f"{_count(served)} calls are served and {_count(line.gave_up)} fail, with {made} attempts."
    other = next(one for one in result.compare if one.name == ("exponential" if line.name == "full" else "full"))
    more, later = line.calls["mean"] - other.calls["mean"], line.completion_ms["mean"] - other.completion_ms["mean"]
    if line.stopped or other.stopped:
        made, end = _count(line.calls["mean"]), seconds(line.completion_ms["mean"])
        return f"{made} calls, and the last client is done at {end}."
    calls = "as many calls as" if abs(more) < 0.5 else "more calls than" if more > 0 else "fewer calls than"
    time = "later" if later > 0 else "sooner"
    failed = failing(line, line.clients * result.asked.calls_each)
    if failed:
        return failed
    return f"{calls.capitalize()} {LONG_RIVAL[other.name]}, and the last client is done {time}."


def present(asked: BackoffInput, result: BackoffResult, before: str) -> dict[str, Any]:
    """What the result's template gets."""
    shown = result.steps[:MOST_STEPS]
    return {
        "result": result,
        "engine": result.engine,
        "headline": headline(result),
        "figures": _figures(result.line, before),
        "summary": _summary(result.line),
        "consequences": consequences(asked),
        "plots": all_plots(result),
        "rows": _rows(result),
        "side": side_table(result),
        "waits": [wait for wait in result.waits if wait.attempt <= 12],
        "moments": [_moment(*two) for two in zip_longest(shown, result.steps[1 : len(shown) + 1])],
        "more_moments": max(0, len(result.steps) - MOST_STEPS),
        "rated": result.line.name == "adaptive-2026",
        "profile": LONG[profile_of(asked.mode)] if asked.model == "sdk" else None,
        "sdk": asked.model == "sdk",
    }


def start(asked: BackoffInput) -> dict[str, Any]:
    """The settings as they stand beside a bet."""
    return {"asked": asked, "strategy": LONG[asked.strategy], "consequences": consequences(asked)}


def _config(asked: BackoffInput) -> str:
    """The SDK's setting, in code and as variables."""
    mode = {"legacy-1.43": "legacy", "adaptive-2026": "adaptive"}.get(profile_of(asked.mode), "standard")
    number = "" if asked.attempts is None else f', "total_max_attempts": {asked.attempts}'
    variable = "" if asked.attempts is None else f"\n# export AWS_MAX_ATTEMPTS={asked.attempts}"
    return (
        "# As variables, for every SDK and the CLI:\n"
        f"# export AWS_RETRY_MODE={mode}{variable}\n"
        "from botocore.config import Config\n"
        f'config = Config(retries={{"mode": "{mode}"{number}}})'
    )


FORMULAS = {
    "none": "0",
    "fixed": "BASE",
    "exponential": "min(CAP, BASE * 2**n)",
    "full": "random.uniform(0, min(CAP, BASE * 2**n))",
    "equal": "min(CAP, BASE * 2**n) * random.uniform(0.5, 1)",
    "decorrelated": "min(CAP, random.uniform(BASE, 3 * last))",
}


def _formula(asked: BackoffInput) -> str:
    first = "n is 1 before the first retry" if asked.model == "occ" else "n is 0 before the first retry"
    arguments = "last" if asked.strategy == "decorrelated" else "n"
    return (
        "import random\n\n"
        f"BASE, CAP = {asked.base_ms / 1000:g}, {asked.cap_ms / 1000:g}  # seconds\n\n\n"
        f"def wait({arguments}):  # {first if arguments == 'n' else 'last is BASE before the first retry'}\n"
        f"    return {FORMULAS[asked.strategy]}"
    )


def shell(asked: BackoffInput) -> str:
    """The request for curl, and the same behaviour in Python."""
    data = scrub(json.loads(asked.model_dump_json()))
    code = _config(asked) if asked.model == "sdk" else _formula(asked)
    return f"{curl('backoff', data)}\n\n# In Python:\n{code}"
