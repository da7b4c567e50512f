"""A terminal on an instance: commands in, exchanges out, played from the start so that nothing is kept.

The clock is the lab's own: it moves with `sleep`, with time-outs, and not otherwise.
"""

from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from studyapp.engines.guard import no_io
from studyapp.engines.metadata import curl, shell
from studyapp.engines.metadata.fetcher import Fetch, fetch
from studyapp.engines.metadata.instance import PLACES, Instance, Place
from studyapp.engines.metadata.service import NOT_MODELLED, Answer, Service
from studyapp.engines.metadata.tree import moment, stamp
from studyapp.engines.secrets import refuse_real_keys

LONGEST_SESSION = 60
STRICT = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def known_place(value: str) -> str:
    """Refuse a place that the lab has not."""
    if value not in PLACES:
        raise ValueError(f"Choose one of: {', '.join(PLACES)}.")
    return value


class Line(BaseModel):
    """One command, and the place where it is typed."""

    model_config = STRICT

    command: str = Field(max_length=1_000)
    place: str = "host"

    _known = field_validator("place")(known_place)


class SessionInput(BaseModel):
    """An instance and what is typed on it, oldest first; `place` is where the next command would be typed."""

    model_config = STRICT

    instance: Instance = Instance()
    lines: tuple[Line, ...] = Field((), max_length=LONGEST_SESSION)
    place: str = Field("host", description="Where you stand: botocore's own search starts there.")
    v1_disabled: bool = Field(False, description="AWS_EC2_METADATA_V1_DISABLED, for botocore's own search.")

    _known = field_validator("place")(known_place)
    _careful = model_validator(mode="before")(refuse_real_keys)

    @field_validator("lines", mode="before")
    @classmethod
    def _room(cls, lines: Any) -> Any:
        if isinstance(lines, list | tuple) and len(lines) > LONGEST_SESSION:
            raise ValueError(f"The terminal holds {LONGEST_SESSION} commands. Run shows them again; then clear it.")
        return lines


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
    token: bool = False
    status: int | None = None
    reason: str = ""
    lost: bool = False
    hops_needed: int = 0
    hops_allowed: int | None = None
    exit_code: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "command": self.command,
            "place": self.place.id,
            "at": stamp(moment(self.at)),
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "lost": self.lost,
            "exit_code": self.exit_code,
            "output": self.output,
            "why": self.why,
        }


@dataclass(frozen=True, kw_only=True)
class SessionResult:
    """Every exchange, the clock after the last one (seconds since the start), and botocore's own search."""

    exchanges: tuple[Exchange, ...]
    seconds: float
    search: Fetch | None = None
    not_modelled: tuple[str, ...] = NOT_MODELLED

    @property
    def now(self) -> str:
        return stamp(moment(self.seconds))

    def to_json(self) -> dict[str, Any]:
        return {
            "engine": {"name": "rolecall-imds", "version": "1"},
            "exchanges": [exchange.to_json() for exchange in self.exchanges],
            "search": self.search and self.search.to_json(),
            "now": self.now,
            "not_modelled": list(self.not_modelled),
        }


class Terminal:
    """One player's shell: its variables, its clock, the services it can reach."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.service = Service(instance)
        self.neighbour = Service(instance.neighbour())
        self.variables: dict[str, str] = {}
        self.seconds = 0.0

    def run(self, line: Line) -> list[Exchange]:
        """Every exchange of one typed line, inner commands first."""
        done: list[Exchange] = []
        for text, before in shell.commands(shell.tidy(line.command)):
            failed = bool(done and done[-1].exit_code)
            if before == "" or failed == (before == "||"):
                done += self._command(text, PLACES[line.place])
        return done

    def _command(self, text: str, place: Place) -> list[Exchange]:
        at = self.seconds
        plain = Exchange(command=text, place=place, output="", why="", at=at)
        if said := shell.lacking(text):
            return [replace(plain, output=said, why="Nothing was sent.", exit_code=2)]
        if slept := shell.SLEEP.match(text):
            self.seconds += int(slept[1]) * shell.UNIT[slept[2]]
            return [replace(plain, why=f"The clock now reads {stamp(moment(self.seconds))}.")]
        if text in {"echo", "date"} or text.startswith("echo "):
            return [self._said(plain, text)]
        if unset := shell.UNSET.match(text):
            for name in unset[1].split():
                self.variables.pop(name, None)
            return [replace(plain, why="Unset. What ran before keeps its copy.")]
        if saying := shell.SAYINGS.get(text.split()[0]):
            return [replace(plain, output=saying, why="Nothing was sent.", exit_code=1)]
        if assign := shell.ASSIGN.match(text):
            return self._assign(assign[1], assign[2], plain)
        inner, text = self._substituted(text, place)
        return [*inner, self._curl(replace(plain, at=self.seconds), text)]

    def _said(self, plain: Exchange, text: str) -> Exchange:
        """What echo and date print."""
        if text == "date":
            now = moment(self.seconds).strftime("%a %b %e %H:%M:%S UTC %Y")
            return replace(plain, output=now, why="The lab's own clock: sleep moves it.")
        try:
            said = " ".join(shell.words(shell.expand(text[4:], self.variables)))
        except ValueError:
            return replace(plain, output=curl.UNCLOSED, why="Nothing was sent.", exit_code=2)
        return replace(plain, output=said, why="The shell's own word; nothing was sent.")

    def _assign(self, name: str, value: str, plain: Exchange) -> list[Exchange]:
        whole = shell.WHOLE.match(value)
        if whole is None:
            self.variables[name] = shell.unquote(shell.expand(value, self.variables))
            return [replace(plain, why=f"{name} is set.")]
        made = self._curl(plain, whole[1] or whole[2] or "")
        # The output of $(…) goes into the variable; only curl's own complaints reach the screen.
        self.variables[name] = "" if made.exit_code else made.output
        return [made if made.exit_code else replace(made, output="")]

    def _substituted(self, text: str, place: Place) -> tuple[list[Exchange], str]:
        """$(…) inside a command: each runs first, and its output takes its place."""
        inner: list[Exchange] = []
        while (match := shell.SUBSTITUTION.search(text)) and len(inner) < shell.MOST_COMMANDS:
            command = match[1] or match[2] or ""
            blank = Exchange(command=command, place=place, output="", why="", at=self.seconds)
            made = self._curl(blank, command)
            inner.append(made if made.exit_code else replace(made, output=""))
            output = "" if made.exit_code else made.output
            text = text[: match.start()] + shell.shielded(output) + text[match.end() :]
        return inner, text

    def _curl(self, plain: Exchange, text: str) -> Exchange:
        try:
            if said := shell.lacking(text):
                raise curl.CurlError(2, said)
            return self._ask(plain, curl.read(shell.expand(text, self.variables)))
        except curl.CurlError as error:
            why = "Nothing was sent."
            return replace(plain, output=error.text, why=why, exit_code=error.code or 1)

    def _ask(self, plain: Exchange, asked: curl.Curl) -> Exchange:
        place = PLACES["host"] if plain.place.elsewhere and asked.no_proxy else plain.place
        curl.check_host(asked, ipv6=self.instance.ipv6)
        if place.methods is not None and asked.method not in place.methods:
            raise curl.CurlError(0, place.limit)
        if asked.headers and not place.may_set_headers:
            raise curl.CurlError(0, place.limit)
        answer = self.reached(place).ask(asked.request, place=place, seconds=self.seconds)
        if answer.lost:
            output, waited = curl.no_answer(asked)
            self.seconds += waited
            code = 28
        else:
            output, code = curl.show(asked, answer), curl.exit_code(asked, answer)
        return _exchange(plain, asked, answer, place, output, code)

    def reached(self, place: Place) -> Service:
        """Whose service answers a request from there."""
        return self.neighbour if place.elsewhere else self.service


def _exchange(plain: Exchange, asked: curl.Curl, answer: Answer, place: Place, output: str, code: int) -> Exchange:
    return replace(
        plain,
        place=place,
        output=output,
        why=f"{answer.why} {place.limit}" if place.elsewhere else answer.why,
        method=asked.method,
        path=asked.request.path,
        token="x-aws-ec2-metadata-token" in asked.headers,
        status=None if answer.lost else answer.status,
        reason="" if answer.lost else answer.reason,
        lost=answer.lost,
        hops_needed=place.hops,
        hops_allowed=answer.hops_allowed,
        exit_code=code,
    )


def play(session: SessionInput) -> SessionResult:
    """Play every command on a fresh instance. The same session gives the same exchanges, always."""
    with no_io():
        terminal = Terminal(session.instance)
        exchanges = tuple(exchange for line in session.lines for exchange in terminal.run(line))
        place = PLACES[session.place]
        search = None
        if place.methods is None:  # an attacker through somebody else's application runs no botocore
            search = fetch(terminal.reached(place), place, terminal.seconds, v1_disabled=session.v1_disabled)
        return SessionResult(exchanges=exchanges, seconds=terminal.seconds, search=search)
