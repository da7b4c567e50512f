"""A run of the chain as the roll that the page draws: one row a provider, its mark, and what changed."""

import re
from dataclasses import dataclass
from typing import Any

from studyapp.engines.credentials import ChainInput, Resolution, resolve
from studyapp.engines.credentials.results import Event, Outcome, Step
from studyapp.questions.outcomes import outcome_key, outcome_words

STATES = {"found": "found", "not-found": "absent", "never-asked": "never", "removed": "skipped", "error": "stop"}
WORDS = {
    "found": "found",
    "absent": "absent",
    "never": "not reached",
    "skipped": "skipped",
    "stop": "stopped",
    "partial": "half a key",
}
FOLDED = ("ec2-credentials-file", "boto-config")
QUIET = frozenset({"absent", "never", "skipped"})
SUMMARY = re.compile(r"^[a-z0-9-]{1,40}:[a-z]{1,10}(,[a-z0-9-]{1,40}:[a-z]{1,10}){0,20}$")
# The tools that can stand on one box; the notes' six steps are no tool.
TOOLS = {
    "botocore": "boto3, AWS CLI v1",
    "cli-2": "AWS CLI v2",
    "js-3": "JavaScript SDK v3, modelled",
}
DECISIONS = {"allowed": "allowed", "explicitDeny": "denied by a statement", "implicitDeny": "not allowed"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One provider on the roll. `s` is the design's state; `changed` says what it was in the run before."""

    provider: str
    label: str
    s: str
    word: str
    why: str
    events: tuple[Event, ...]
    changed: str = ""
    who: Outcome | None = None


@dataclass(frozen=True, kw_only=True)
class Permission:
    """One request and what the identity may do about it."""

    action: str
    resource: str
    yes: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class Roll:
    """The whole drawing."""

    rows: tuple[Row, ...]
    setup: tuple[Event, ...]
    outcome: Outcome
    headline: str
    engine: str
    not_modelled: tuple[str, ...]
    summary: str
    who: str
    permissions: tuple[Permission, ...]
    before_any: bool
    refused: str = ""


def _state(step: Step, outcome: Outcome) -> str:
    error = outcome.error
    if step.status == "error" and error is not None and error.type == "PartialCredentialsError":
        return "partial"
    return STATES[step.status]


def _previous(summary: str) -> dict[str, str]:
    """The states of the run before; a text that is not such a summary counts as none."""
    if not SUMMARY.match(summary):
        return {}
    return dict(entry.split(":", 1) for entry in summary.split(","))


def _rows(resolution: Resolution, before: dict[str, str]) -> list[Row]:
    rows = []
    for step in resolution.trace:
        state = _state(step, resolution.outcome)
        was = before.get(step.provider, state)
        rows.append(
            Row(
                provider=step.provider,
                label=step.label,
                s="read" if step.provider == "command-line" else state,
                word="read" if step.provider == "command-line" else WORDS[state],
                why=step.why,
                events=step.events,
                changed="" if was == state else WORDS.get(was, ""),
                who=resolution.outcome if state == "found" else None,
            )
        )
    return rows


def _fold(rows: list[Row]) -> list[Row]:
    """The two legacy files as one row while both have nothing to say."""
    legacy = [row for row in rows if row.provider in FOLDED]
    if len(legacy) < 2 or len({row.s for row in legacy}) > 1 or legacy[0].s not in QUIET:
        return rows
    events = tuple(event for row in legacy for event in row.events)
    why = " ".join(dict.fromkeys(row.why for row in legacy)) if legacy[0].s == "absent" else legacy[0].why
    both = Row(
        provider="+".join(FOLDED),
        label="Two legacy files",
        s=legacy[0].s,
        word=legacy[0].word,
        why=why,
        events=events,
        changed=legacy[0].changed,
    )
    at = rows.index(legacy[0])
    return [*(row for row in rows[:at]), both, *(row for row in rows[at:] if row.provider not in FOLDED)]


def _name(outcome: Outcome) -> str:
    """Who signs, as short as it can be said: the user's or role's name, or the key id."""
    if not outcome.identity:
        return outcome.access_key_id or ""
    kind, _, rest = outcome.identity.rpartition(":")[2].partition("/")
    return rest.split("/")[0] if kind == "assumed-role" else rest.rpartition("/")[2] or outcome.identity


def _refused(outcome: Outcome, *, owners: bool) -> str:
    """Why AWS refuses whatever these keys sign, in half a sentence; "" where nothing here says that it does.

    The chain never asks AWS. What can be told from the values is told: a temporary key has a token and a permanent
    one has none. `owners`: the world says whose its keys are, so that one it does not list is nobody's.
    """
    key = outcome.access_key_id or ""
    if outcome.status == "found" and key.startswith("ASIA") and not outcome.has_token:
        return "a temporary key, and its session token is missing"
    if outcome.status == "found" and key.startswith("AKIA") and outcome.has_token:
        return "a permanent key, and a session token that is not its own"
    return "AWS knows no such key" if outcome.status == "found" and owners and not outcome.identity else ""


def roll(resolution: Resolution, before: str = "", *, owners: bool = False) -> Roll:
    """Draw a run; `before` is the summary that the last drawing carried, `owners` as for `_refused`."""
    rows = _rows(resolution, _previous(before))
    outcome = resolution.outcome
    words = outcome_words(outcome_key(resolution))
    return Roll(
        rows=tuple(_fold(rows)),
        setup=resolution.setup,
        outcome=outcome,
        headline=words[0].upper() + words[1:],
        engine=f"{resolution.engine.name} {resolution.engine.version}",
        not_modelled=resolution.not_modelled,
        summary=",".join(
            f"{row.provider}:{_state(step, outcome)}" for row, step in zip(rows, resolution.trace, strict=True)
        ),
        who=_name(outcome),
        permissions=tuple(
            Permission(
                action=one.action,
                resource=one.resource,
                yes=one.decision == "allowed",
                words=DECISIONS[one.decision],
            )
            for one in outcome.decisions
        ),
        before_any=outcome.status == "error" and outcome.provider is None,
        refused=_refused(outcome, owners=owners),
    )


@dataclass(frozen=True, kw_only=True)
class OtherTool:
    """Another tool on the same box: who signs there, and whether that is somebody else."""

    flavour: str
    label: str
    words: str
    who: str
    here: bool
    differs: bool


def tools(asked: ChainInput, resolution: Resolution) -> list[OtherTool]:
    """Every tool on this world, the chosen one among them."""
    rows = []
    for flavour, label in TOOLS.items():
        here = flavour == asked.flavour
        found = resolution if here else resolve(asked.world, flavour)
        key, chosen = outcome_key(found), outcome_key(resolution)
        same_key = found.outcome.access_key_id == resolution.outcome.access_key_id
        words = outcome_words(key)
        rows.append(
            OtherTool(
                flavour=flavour,
                label=label,
                words=words[0].upper() + words[1:],
                who=_name(found.outcome) if found.outcome.status == "found" else "",
                here=here,
                differs=not here and (key != chosen or not same_key),
            )
        )
    return rows


def present(asked: ChainInput | None, resolution: Resolution, before: str) -> dict[str, Any]:
    """What the result's template gets. Without the input there is no box to put other tools on."""
    others = tools(asked, resolution) if asked else []
    return {
        "roll": roll(resolution, before, owners=bool(asked and asked.world.identities)),
        "resolution": resolution,
        "tools": others,
        "tools_differ": sum(tool.differs for tool in others),
    }


def start(asked: Any) -> dict[str, Any]:
    """What the template of a starting world gets."""
    return {"world": asked.world}
