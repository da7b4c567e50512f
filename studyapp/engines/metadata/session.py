"""A terminal on an instance: commands in, exchanges out, played from the start so that nothing is kept.

The clock is the lab's own: it moves with `sleep`, with time-outs, and not otherwise.
"""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from studyapp.engines.guard import no_io
from studyapp.engines.metadata import curl
from studyapp.engines.metadata.instance import PLACES, Instance, Place
from studyapp.engines.metadata.service import NOT_MODELLED, Answer, Service
from studyapp.engines.metadata.tree import moment, stamp

ASSIGN = re.compile(r"^([A-Za-z_]\w{0,31})=(?:\$\((.*)\)|`(.*)`|(\S*))$", re.DOTALL)
SLEEP = re.compile(r"^sleep (\d{1,6})([smh]?)$")
UNIT = {"": 1, "s": 1, "m": 60, "h": 3600}
LONGEST_SESSION = 60
# Phones turn quotes into typographic ones; a shell knows only the straight kind.
STRAIGHT = str.maketrans("“”‘’", "\"\"''")


class Line(BaseModel):
    """One command, and the place where it is typed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    command: str = Field(max_length=1_000)
    place: str = "host"

    @field_validator("place")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in PLACES:
            raise ValueError(f"Choose one of: {', '.join(PLACES)}.")
        return value


class SessionInput(BaseModel):
    """An instance and what is typed on it, oldest first."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    instance: Instance = Instance()
    lines: tuple[Line, ...] = Field((), max_length=LONGEST_SESSION)


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One command and what came of it. `status` is None where no answer arrived or none was asked for."""

    command: str
    place: Place
    output: str
    why: str
    at: float
    method: str = ""
    path: str = ""
    status: int | None = None
    reason: str = ""
    lost: bool = False
    hops_needed: int = 0
    hops_allowed: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "command": self.command,
            "place": self.place.id,
            "at": stamp(moment(self.at)),
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "lost": self.lost,
            "output": self.output,
            "why": self.why,
        }


@dataclass(frozen=True, kw_only=True)
class SessionResult:
    """Every exchange, and the clock after the last one (seconds since the instance started)."""

    exchanges: tuple[Exchange, ...]
    seconds: float
    not_modelled: tuple[str, ...] = NOT_MODELLED

    def to_json(self) -> dict[str, Any]:
        return {
            "engine": {"name": "rolecall-imds", "version": "1"},
            "exchanges": [exchange.to_json() for exchange in self.exchanges],
            "now": stamp(moment(self.seconds)),
            "not_modelled": list(self.not_modelled),
        }


class Terminal:
    """One player's shell: its variables, its clock, the service it talks to."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.service = Service(instance)
        self.variables: dict[str, str] = {}
        self.seconds = 0.0

    def run(self, line: Line) -> Exchange:
        place, text = PLACES[line.place], line.command.replace("\\\n", " ").strip()
        at = self.seconds
        slept = SLEEP.match(text)
        if slept:
            self.seconds += int(slept[1]) * UNIT[slept[2]]
            why = f"The clock now reads {stamp(moment(self.seconds))}."
            return Exchange(command=line.command, place=place, output="", why=why, at=at)
        assign = ASSIGN.match(text)
        inner = (assign[2] or assign[3]) if assign else text
        try:
            if assign and inner is None:
                value = curl.expand(assign[4].strip("\"'"), self.variables)
                self.variables[assign[1]] = value
                return Exchange(command=line.command, place=place, output="", why=f"{assign[1]} is set.", at=at)
            exchange = self._curl(line.command, inner or "", place, at)
        except curl.CurlError as error:
            return Exchange(command=line.command, place=place, output=error.text, why="Nothing was sent.", at=at)
        if not assign:
            return exchange
        self.variables[assign[1]] = exchange.output
        return _silenced(exchange)

    def _curl(self, command: str, text: str, place: Place, at: float) -> Exchange:
        asked = curl.read(curl.expand(text.translate(STRAIGHT), self.variables))
        curl.check_host(asked, ipv6=self.instance.ipv6)
        if place.methods is not None and asked.method not in place.methods:
            raise curl.CurlError(0, place.limit)
        if asked.headers and not place.may_set_headers:
            raise curl.CurlError(0, place.limit)
        answer = self.service.ask(asked.request, place=place, seconds=self.seconds)
        if answer.lost:
            output, waited = curl.no_answer(asked)
            self.seconds += waited
        else:
            output = curl.show(asked, answer)
        return _exchange(command, asked, answer, place, output, at)


def _silenced(exchange: Exchange) -> Exchange:
    """The output of $(…) goes into the variable; only curl's own complaints reach the screen."""
    shown = exchange.output if exchange.lost else ""
    return Exchange(**{**exchange.__dict__, "output": shown})


def _exchange(command: str, asked: curl.Curl, answer: Answer, place: Place, output: str, at: float) -> Exchange:
    return Exchange(
        command=command,
        place=place,
        output=output,
        why=answer.why,
        at=at,
        method=asked.method,
        path=asked.request.path,
        status=None if answer.lost else answer.status,
        reason="" if answer.lost else answer.reason,
        lost=answer.lost,
        hops_needed=place.hops,
        hops_allowed=answer.hops_allowed,
    )


def play(session: SessionInput) -> SessionResult:
    """Play every command on a fresh instance. The same session gives the same exchanges, always."""
    with no_io():
        terminal = Terminal(session.instance)
        exchanges = tuple(terminal.run(line) for line in session.lines)
        return SessionResult(exchanges=exchanges, seconds=terminal.seconds)
