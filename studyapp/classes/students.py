"""Rehearsal students: each holds one misconception and votes as its solver answers. Pure, and the same every time."""

from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.classes.tally import family
from studyapp.engines.worlds import read_world
from studyapp.questions.grade import grade
from studyapp.questions.items import Chance, Item
from studyapp.questions.misconceptions import BY_ID
from studyapp.questions.outcomes import caller_key, outcome_key
from studyapp.questions.puzzle import solutions
from studyapp.questions.verdict import Response

KEYS = {"signer": outcome_key, "caller": caller_key}
# What a class of thirty holds: mostly that a role replaces the environment's keys.
BELIEFS = ("M01", "M01", "M01", "M01", "M05", "M08", "M07", "", "", "M21")
KEEPS_BELIEF, KNOWS, CONVINCED = 92, 55, 60  # in a hundred


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a student answers, and how sure it is; None: "I don't know yet"."""

    response: Response | None
    confidence: int | None
    milliseconds: int


def belief_of(number: int) -> str:
    """What the student of that number holds; "" for one who knows, or guesses."""
    return BELIEFS[number % len(BELIEFS)]


def answer(item: Item, belief: str, number: int, phase: int, chance: Chance) -> Said:
    """One vote. After the discussion, most of those who held the belief give it up."""
    confident = 3 if belief else 1 + chance.below(3)
    took = 4_000 + chance.below(50_000)
    holds = belief and chance.below(100) < (KEEPS_BELIEF if phase == 1 else 100 - CONVINCED)
    response = believed(item, belief) if holds else None
    if response is None:
        knows = chance.below(100) < (KNOWS if phase == 1 else 85) or (belief != "" and phase == 2)
        response = right(item) if knows else some(item, chance)
    return Said(response=response, confidence=confident if response else None, milliseconds=took)


def believed(item: Item, belief: str) -> Response | None:
    """The answer that a belief leads to; None where it has nothing to say on the question."""
    if item.kind == "fix":
        edits = [edit["id"] for edit in item.body["edits"] if _stands_for(edit.get("misconception", ""), belief)]
        return {"edits": edits[:1]} if edits else None
    if item.kind not in ("single", "spot"):
        return None
    places = _by_solver(item, belief) or _by_label(item, belief)
    return {"choice" if item.kind == "single" else "spot": places[0]} if places else None


def _stands_for(label: str, belief: str) -> bool:
    return belief in {family(one) for one in label.split("+")}


def _by_label(item: Item, belief: str) -> list[int]:
    """Options that stand for the belief, which the solvers were asked about when the question was made."""
    options = item.body["options"]
    return [place for place, option in enumerate(options) if _stands_for(option.get("misconception", ""), belief)]


def _by_solver(item: Item, belief: str) -> list[int]:
    """Ask the chain as the belief has it, and look for the option that says so."""
    solver = BY_ID[belief].solvers.get("chain") if belief in BY_ID else None
    key = KEYS.get(item.ask)
    if solver is None or key is None or item.lab != "credential-chain":
        return []
    found = solver(read_world(item.world), item.flavour or "botocore")
    says = found if isinstance(found, str) or found is None else key(found)
    truth = grade(item, None)
    return [
        place
        for place, option in enumerate(item.body["options"])
        if option.get("says") == says and not truth.parts[place].right
    ]


def right(item: Item) -> Response | None:
    """The key; None for a kind that these students cannot fill in."""
    if item.kind == "fix":
        ways = solutions(item)
        return {"edits": list(ways[0])} if ways else None
    if item.kind not in ("single", "spot", "multiple"):
        return None
    places = [place for place, part in enumerate(grade(item, None).parts) if part.right]
    if item.kind == "multiple":
        return {"choices": places}
    return {"choice" if item.kind == "single" else "spot": places[0]}


def some(item: Item, chance: Chance) -> Response | None:
    """A guess, or "I don't know yet"."""
    options: Sequence[object] = item.body.get("options", ())
    if item.kind not in ("single", "spot") or chance.below(6) == 0:
        return None
    return {"choice" if item.kind == "single" else "spot": chance.below(len(options))}
