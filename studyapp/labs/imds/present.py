"""A session as the page shows it: exchanges, what changed, the drawing, goals, and commands to try."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from studyapp.engines.metadata import SessionInput, SessionResult
from studyapp.engines.metadata.instance import PLACES, Instance
from studyapp.engines.metadata.session import Exchange
from studyapp.labs.imds.drawing import draw
from studyapp.labs.imds.form import clean
from studyapp.labs.imds.states import HEADER, LIST, ROLES, URL, V1, token

SUMMARY = re.compile(r"^(\d{3}|lost|none)(,(\d{3}|lost|none)){0,500}$")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One exchange; `v` is yes, no, or empty where nothing was asked of the service."""

    prompt: str
    command: str
    output: str
    why: str
    v: str
    headline: str
    changed: str


@dataclass(frozen=True, kw_only=True)
class Goal:
    """Something worth seeing here once."""

    words: str
    done: bool


def _state(exchange: Exchange) -> str:
    return "lost" if exchange.lost else str(exchange.status or "none")


def _headline(exchange: Exchange) -> str:
    if exchange.lost:
        return "No answer"
    return f"{exchange.status} {exchange.reason}" if exchange.status else ""


def _rows(exchanges: tuple[Exchange, ...], before: str) -> tuple[Row, ...]:
    known = before.split(",") if SUMMARY.match(before) else []
    words = {"lost": "no answer", "none": "nothing sent"}
    rows = []
    for index, exchange in enumerate(exchanges):
        now = _state(exchange)
        was = known[index] if index < len(known) else now
        failed = exchange.status or exchange.lost or exchange.exit_code
        v = "yes" if exchange.status == 200 else "no" if failed else ""
        changed = "" if was == now else words.get(was, was)
        rows.append(
            Row(
                prompt=exchange.place.prompt,
                # What stands under the name of a secret is not shown back.
                command=clean(exchange.command),
                output=clean(exchange.output),
                why=exchange.why,
                v=v,
                headline=_headline(exchange),
                changed=changed,
            )
        )
    return tuple(rows)


def _any(tests: Iterable[bool]) -> bool:
    return any(tests)


def goals(exchanges: tuple[Exchange, ...]) -> tuple[Goal, ...]:
    """Four things that the lesson is about, and whether this session has met them."""
    v1_refused = _any(e.status == 401 and not e.token for e in exchanges)
    named = [e for e in exchanges if e.status == 200 and e.path.endswith("/security-credentials/") and e.token]
    return (
        Goal(words="Have version 1 refused", done=v1_refused),
        Goal(words="Read the role’s name with a token", done=bool(named)),
        Goal(
            words="Read it again from a container behind a bridge",
            done=_any(e.place.id in {"container", "nested"} for e in named),
        ),
        Goal(
            words="Show that a forwarding proxy gets no token",
            done=_any(e.place.id == "proxy" and e.method == "PUT" and e.status == 403 for e in exchanges),
        ),
    )


def suggestions(instance: Instance) -> tuple[tuple[str, str], ...]:
    """(what it does, the command): what one would type next."""
    role = instance.role or "app-role"
    return (
        ("Ask without a token", V1),
        ("Ask for a token", token()),
        ("The role’s name", LIST),
        ("The role’s keys", f"curl -sS {ROLES}{role} {HEADER}"),
        ("What is there?", f"curl -sS {URL}/meta-data/ {HEADER}"),
        ("iam/info", f"curl -sS {URL}/meta-data/iam/info {HEADER}"),
        ("User data", f"curl -sS {URL}/user-data {HEADER}"),
        ("Who is this instance?", f"curl -sS {URL}/dynamic/instance-identity/document {HEADER}"),
        ("Let 5 minutes pass", "sleep 5m"),
        ("Let 6 hours pass", "sleep 6h"),
    )


def present(asked: SessionInput, result: SessionResult, before: str) -> dict[str, Any]:
    """What the result's template gets."""
    sent = [e for e in result.exchanges if e.method or e.exit_code]
    last = sent[-1] if sent else None
    # Someone who moved elsewhere since wants to see the way from there.
    shown = last if last is not None and asked.place in {last.place.id, asked.lines[-1].place} else None
    todo = goals(result.exchanges)
    return {
        "result": result,
        "instance": asked.instance,
        "here": PLACES[asked.place],
        "rows": _rows(result.exchanges, before),
        "summary": ",".join(_state(exchange) for exchange in result.exchanges),
        "drawing": draw(shown, asked.place, asked.instance),
        "shown": shown,
        "goals": todo,
        "goals_done": sum(goal.done for goal in todo),
        "suggestions": suggestions(asked.instance),
    }


def start(asked: SessionInput) -> dict[str, Any]:
    """The instance, and the commands that are about to be run."""
    lines = [(PLACES[line.place], line.command) for line in asked.lines]
    return {"instance": asked.instance, "typed": lines, "drawing": draw(None, asked.place, asked.instance)}


def shell(asked: SessionInput) -> str:
    """The options as the CLI sets them, then the session as it was typed."""
    instance = asked.instance
    words = [
        "aws ec2 modify-instance-metadata-options",
        f"--instance-id {instance.instance_id}",
        f"--http-tokens {instance.http_tokens}",
        f"--http-endpoint {instance.http_endpoint}",
        f"--http-put-response-hop-limit {instance.hop_limit}",
        f"--http-protocol-ipv6 {'enabled' if instance.ipv6 else 'disabled'}",
    ]
    lines = [" \\\n  ".join(words)]
    if instance.user_data:
        lines.append(f"# launched with: --user-data {shlex.quote(instance.user_data)}")
    where = ""
    for line in asked.lines:
        if line.place != where:
            where = line.place
            lines.append(f"# on {PLACES[where].label}")
        lines.append(line.command)
    return "\n".join(lines)
