"""What a run of the chain yields: frozen, printable, free of secrets."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Status = Literal["found", "not-found", "error", "never-asked", "removed"]


@dataclass(frozen=True, kw_only=True)
class Engine:
    """Which code answered."""

    name: str
    version: str


@dataclass(frozen=True, kw_only=True)
class Event:
    """One look-up: its kind (env, file, config, http, process, sts, ...), what was asked, what came back."""

    kind: str
    what: str
    result: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One link of the chain, what it looked at, and why it answered or did not."""

    provider: str
    label: str
    status: Status
    why: str
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ErrorInfo:
    """The exception that stopped the tool: class name and message, as the tool prints it."""

    type: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What becomes of one request: allowed, explicitDeny or implicitDeny."""

    action: str
    resource: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Who signs, or what stops the tool. On an error, provider names the link that failed (null: before any)."""

    status: Literal["found", "none", "error"]
    provider: str | None = None
    access_key_id: str | None = None
    has_token: bool = False
    error: ErrorInfo | None = None
    identity: str | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """The whole answer. setup holds the look-ups made before the first link is asked."""

    engine: Engine
    order: tuple[str, ...]
    trace: tuple[Step, ...]
    outcome: Outcome
    not_modelled: tuple[str, ...] = ()
    setup: tuple[Event, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON data, in the shape of the public endpoint."""
        data = asdict(self)
        del data["setup"]
        return _lists(data)  # type: ignore[no-any-return]


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_lists(item) for item in value]
    return value
