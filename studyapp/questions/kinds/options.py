"""Options judged by the engine: what single choice, multiple choice, spot-the-error and hotspot share."""

from collections.abc import Mapping
from typing import Any

from studyapp.engines.worlds import read_world
from studyapp.questions.asks import Finding
from studyapp.questions.claims import asked_of, holds, outcome_of
from studyapp.questions.edits import neighbours
from studyapp.questions.interventions import INTERVENTIONS
from studyapp.questions.items import Item
from studyapp.questions.memo import remembered
from studyapp.questions.verdict import Part


def right_ones(item: Item, before: Finding | None) -> frozenset[int]:
    """The options that hold, by their place."""
    return frozenset(index for index, option in enumerate(item.body["options"]) if holds(item, option, before))


def judged(item: Item, right: frozenset[int], chosen: frozenset[int], before: Finding | None) -> tuple[Part, ...]:
    """Every option with its verdict, and what the engine made of its claim."""
    return tuple(
        _judged(item, option, index in right, index in chosen, before)
        for index, option in enumerate(item.body["options"])
    )


def _judged(item: Item, option: Mapping[str, Any], right: bool, chosen: bool, before: Finding | None) -> Part:
    tried = result = would_be = ""
    if before is not None and option.get("because"):
        after = outcome_of(item, option)
        tried, result = INTERVENTIONS[option["because"]].words, after.words if after else ""
    elif before is not None and option.get("where"):
        after = outcome_of(item, option)
        result = after.words if after else ""
    elif before is not None and not right:
        would_be = counterfactual(item, str(option.get("says", "")))
    return Part(
        text=option["text"],
        right=right,
        chosen=chosen,
        hit=right == chosen,
        feedback=option.get("feedback", ""),
        misconception=option.get("misconception", ""),
        tried=tried,
        result=result,
        would_be=would_be,
    )


def behind(part: Part) -> tuple[str, ...]:
    """The misconceptions a wrong option stands for; "M02+M08" is two that share the answer."""
    return tuple(one for one in part.misconception.split("+") if one)


def counterfactual(item: Item, wanted: str) -> str:
    """The smallest single change of the world after which the outcome is the wanted one, in words; "" if none is."""
    if "world" not in item.state or not wanted:
        return ""
    return remembered(item.state, (item.lab, item.ask, "would be", wanted), lambda: _search(item, wanted))


def _search(item: Item, wanted: str) -> str:
    ask = asked_of(item)
    for edit in neighbours(read_world(item.state["world"])):
        changed = {**item.state, "world": edit.world.model_dump(mode="json", by_alias=True, exclude_unset=True)}
        if ask.find(changed).key == wanted:
            return edit.words
    return ""
