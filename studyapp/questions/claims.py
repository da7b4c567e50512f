"""Claims put to the test: what an option says, under which change, and whether the engine agrees."""

import json
from collections.abc import Mapping
from typing import Any

from studyapp.engines.credentials import Engine
from studyapp.engines.worlds import read_world
from studyapp.questions.asks import Ask, Finding, ask_of
from studyapp.questions.edits import data_of
from studyapp.questions.interventions import INTERVENTIONS
from studyapp.questions.items import Item
from studyapp.questions.memo import remembered

UNSET = "(unset)"
MOST_ENGINE = 40


class BrokenItem(ValueError):
    """The engine cannot give this item one key: the question is at fault, not the answer."""


def asked_of(item: Item) -> Ask:
    """The ask an item names. BrokenItem if there is none."""
    ask = ask_of(item.lab, item.ask)
    if ask is None:
        raise BrokenItem(f"{item.question}: {item.lab or 'no lab'} has no ask {item.ask}")
    return ask


def find(item: Item, change: Mapping[str, Any] | None = None) -> Finding:
    """Run the engine on the item's state, or on a changed one."""
    return asked_of(item).find(merged(item.state, change) if change else item.state)


def merged(state: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The state with a change laid over it: tables are merged, all else is replaced, "(unset)" takes away."""
    out = dict(state)
    for name, value in change.items():
        held = out.get(name)
        if value == UNSET:
            out.pop(name, None)
        elif isinstance(value, Mapping) and isinstance(held, Mapping):
            out[name] = merged(held, value)
        else:
            out[name] = value
    return out


def intervened(state: Mapping[str, Any], intervention: str) -> dict[str, Any]:
    """The state once an intervention was made on its world. KeyError for an unknown one."""
    return {**state, "world": data_of(INTERVENTIONS[intervention].apply(read_world(state["world"])))}


def outcome_of(item: Item, option: Mapping[str, Any]) -> Finding | None:
    """What comes out under an option's own conditions; None where it makes no claim of its own."""
    if because := option.get("because"):
        key = (item.lab, item.ask, "because", because)
        return remembered(item.state, key, lambda: asked_of(item).find(intervened(item.state, because)))
    if where := option.get("where"):
        key = (item.lab, item.ask, "where", json.dumps(where, sort_keys=True, default=str))
        return remembered(item.state, key, lambda: find(item, where))
    return None


def holds(item: Item, option: Mapping[str, Any], before: Finding | None) -> bool:
    """Whether a claim is so. `before` is the run of the item's own state; None in a cited item."""
    if before is None:
        return bool(option.get("right"))
    after = outcome_of(item, option)
    claim = item.body.get("claim", "says")
    if claim == "why":
        # The cause is what changes the outcome when it is undone.
        return after is not None and after.key != before.key
    if claim == "change":
        return after is not None and after.key == item.body["goal"]
    return str(option.get("says")) == (after or before).key


def own_finding(item: Item) -> Finding | None:
    """The run of the item's own state; None where a page of a source gives the key."""
    return None if item.cite else find(item)


def engine_of(item: Item, finding: Finding | None) -> str:
    """Whose word the key is, such as "botocore 1.44.5"."""
    if finding is None:
        return "cited"
    engine = getattr(finding.result, "engine", None)
    told = vars(engine) if isinstance(engine, Engine) else finding.result.to_json().get("engine")
    if not isinstance(told, Mapping) or "name" not in told:
        return f"model of {item.lab}"
    return f"{told['name']} {told.get('version', '')}".strip()[:MOST_ENGINE]
