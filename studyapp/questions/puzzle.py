"""Fix-it puzzles: what a set of changes makes of a state, which goals hold then, and how far a solution is.

Every set of changes after which all goals and guards hold is a solution. A running application keeps the
environment, files and options it was started with; a restart, where the puzzle knows one, comes after all else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Any

from studyapp.questions.asks import Finding, ask_of
from studyapp.questions.claims import merged
from studyapp.questions.items import Item

STARTED_WITH = ("env", "files", "profile")
GUARDS = {
    "no_long_term_key": "No permanent key is left on the machine",
    "no_wider_policy": "No policy allows more than before",
}
MOST_TRIES = 4_000
MANY_SOLUTIONS = 12


@dataclass(frozen=True, kw_only=True)
class Lamp:
    """One thing that shall hold, and whether it does."""

    text: str
    on: bool
    guard: bool = False


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A state after some changes: the lamps, and the run that lights them."""

    state: Mapping[str, Any]
    finding: Finding
    lamps: tuple[Lamp, ...]

    @property
    def solved(self) -> bool:
        return all(lamp.on for lamp in self.lamps)


def after(item: Item, chosen: Iterable[str]) -> dict[str, Any]:
    """What is really in force once the changes are made, in the order in which the puzzle lists them."""
    ids = set(chosen)
    state = dict(item.state)
    for edit in item.body["edits"]:
        if edit["id"] in ids and edit.get("where"):
            state = merged(state, edit["where"])
    if item.body.get("restart") and "restart" not in ids:
        state = {**state, "world": _still_running(item.state["world"], state["world"])}
    return state


def _still_running(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The world as a process sees it that was started before the changes."""
    world = {name: value for name, value in now.items() if name not in STARTED_WITH}
    return {**world, **{name: before[name] for name in STARTED_WITH if name in before}}


def configured(item: Item, chosen: Iterable[str]) -> dict[str, Any]:
    """What is written down once the changes are made, restarted or not."""
    return after(item, {*chosen, "restart"})


def attempt(item: Item, chosen: Iterable[str]) -> Trial:
    """Make the changes and ask the engine. Which edits are chosen is all that counts, not their order."""
    ids = frozenset(chosen)
    state = after(item, ids)
    finding = _ask(item, state)
    lamps = [Lamp(text=goal["text"], on=_met(item, goal, state, finding)) for goal in item.body["goals"]]
    lamps += [
        Lamp(text=GUARDS[name], on=_kept(name, item.state, configured(item, ids)), guard=True)
        for name in item.body.get("guards", ())
    ]
    return Trial(state=state, finding=finding, lamps=tuple(lamps))


def _ask(item: Item, state: Mapping[str, Any], name: str = "") -> Finding:
    ask = ask_of(item.lab, name or item.ask)
    if ask is None:
        raise LookupError(name or item.ask)
    return ask.find(_with_requests(item, state))


def _with_requests(item: Item, state: Mapping[str, Any]) -> Mapping[str, Any]:
    """The state with everything the goals speak of among what is tried."""
    wanted = [goal[word] for goal in item.body["goals"] for word in ("allowed", "denied") if word in goal]
    if not wanted:
        return state
    tried = list(state["world"].get("requests", ()))
    for text in wanted:
        action, _, resource = text.partition(" ")
        request = {"action": action, "resource": resource}
        if request not in tried:
            tried.append(request)
    return {**state, "world": {**state["world"], "requests": tried}}


def _met(item: Item, goal: Mapping[str, Any], state: Mapping[str, Any], finding: Finding) -> bool:
    if "says" in goal:
        found = _ask(item, state, goal["ask"]) if goal.get("ask") else finding
        return found.key == str(goal["says"])
    text = goal.get("allowed") or goal.get("denied", "")
    action, _, resource = text.partition(" ")
    outcome = getattr(finding.result, "outcome", None)
    made = [one for one in getattr(outcome, "decisions", ()) if (one.action, one.resource) == (action, resource)]
    allowed = bool(made) and made[0].decision == "allowed"
    return allowed if "allowed" in goal else not allowed


def _kept(guard: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    world = now.get("world", {})
    if guard == "no_long_term_key":
        env = world.get("env", {})
        lasting = env.get("AWS_SECRET_ACCESS_KEY") and not env.get("AWS_SESSION_TOKEN")
        return not lasting and "AKIA" not in json.dumps([env, world.get("files", {})])
    held = before.get("world", {}).get("identities", {})
    return all(
        _allows(identity) <= _allows(held.get(key, {})) for key, identity in world.get("identities", {}).items()
    )


def _allows(identity: Mapping[str, Any]) -> set[str]:
    return {
        json.dumps(statement, sort_keys=True)
        for policy in identity.get("policies", ())
        for statement in _statements(policy)
        if statement.get("Effect") == "Allow"
    }


def _statements(policy: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = policy.get("Statement", [])
    return [found] if isinstance(found, Mapping) else list(found)


def solutions(item: Item, beyond: int = 0) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of changes that solve it, and those up to `beyond` larger; () if none is found in bounds."""
    # The seed and the words are no part of it: what has been searched once is known for every learner.
    same = replace(item, seed=0, question="", content_hash="", title="", stem="", rule="", hints=(), sheets=())
    return _solutions(json.dumps(same.to_json(), sort_keys=True, default=str), beyond)


@lru_cache(maxsize=256)
def _solutions(stored: str, beyond: int) -> tuple[tuple[str, ...], ...]:
    item = Item.from_json(json.loads(stored))
    ids = [edit["id"] for edit in item.body["edits"]]
    known: dict[str, bool] = {}
    found: list[tuple[str, ...]] = []
    # A restart belongs to almost every way out, so it is not one of the changes to look for.
    most = item.body.get("depth", 3) + bool(item.body.get("restart"))
    for size in range(1, most + beyond + 1):
        for chosen in combinations(ids, size):
            if len(known) > MOST_TRIES or len(found) >= MANY_SOLUTIONS:
                return tuple(found)
            # A superset of a solution is another way only if it is not the same with something needless added.
            if any(set(smaller) <= set(chosen) for smaller in found):
                continue
            states = json.dumps([after(item, chosen), configured(item, chosen)], sort_keys=True, default=str)
            if states not in known:
                known[states] = attempt(item, chosen).solved
            if known[states]:
                found.append(chosen)
        if found and size >= len(found[0]) + beyond:
            break
    return tuple(found)


def par(item: Item) -> int:
    """The fewest changes that solve it; 0 if no solution is within bounds."""
    found = solutions(item)
    return len(found[0]) if found else 0


def distance(item: Item, chosen: Iterable[str]) -> int:
    """How many changes are still to be made or taken back, at least; 0 once it is solved or if nobody knows."""
    ids = set(chosen)
    return min((len(ids ^ set(one)) for one in solutions(item, 1)), default=0)
