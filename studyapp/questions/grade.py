"""Whether an answer is right. This is the only place that decides it, and the engine decides for it."""

from dataclasses import dataclass

from studyapp.catalog.model import Option
from studyapp.engines.credentials import Resolution, resolve
from studyapp.engines.worlds import World, read_world
from studyapp.questions.edits import neighbours
from studyapp.questions.interventions import INTERVENTIONS
from studyapp.questions.items import Item
from studyapp.questions.outcomes import outcome_key, outcome_words


class NoSingleKey(ValueError):
    """The engine finds no option right, or more than one: the question is broken."""


@dataclass(frozen=True, kw_only=True)
class OptionVerdict:
    """One option: whether it is the key, what was tried for it, and what would have to change for it to be right."""

    text: str
    right: bool
    chosen: bool
    feedback: str
    misconception: str
    tried: str = ""
    result: str = ""
    would_be: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came of an answer, with the run that explains it."""

    correct: bool
    key: int
    choice: int | None
    outcome: str
    resolution: Resolution
    options: tuple[OptionVerdict, ...]

    @property
    def right_option(self) -> OptionVerdict:
        return self.options[self.key]

    @property
    def chosen_option(self) -> OptionVerdict | None:
        return None if self.choice is None else self.options[self.choice]

    @property
    def misconception(self) -> str:
        chosen = self.chosen_option
        return "" if chosen is None or chosen.right else chosen.misconception


def world_after(option: Option, world: World) -> World:
    """The world once what the option rests on has been done. KeyError for an unknown intervention."""
    return INTERVENTIONS[option.because].apply(world)


def right_options(item: Item) -> tuple[int, ...]:
    """The options that the engine finds right."""
    world = read_world(item.world)
    before = outcome_key(resolve(world, item.flavour))
    return tuple(index for index, option in enumerate(item.options) if _is_right(option, item, world, before))


def _is_right(option: Option, item: Item, world: World, before: str) -> bool:
    if item.ask == "signer":
        return option.says == before
    after = outcome_key(resolve(world_after(option, world), item.flavour))
    # "why": the cause is what changes the outcome when it is undone. "change": what reaches the goal.
    return after != before if item.ask == "why" else after == item.goal


def grade(item: Item, choice: int | None) -> Verdict:
    """Grade one choice (None: "I don't know yet") by running the item's world.

    Raises NoSingleKey for a question without exactly one right option, IndexError for a choice that is not there.
    """
    world = read_world(item.world)
    resolution = resolve(world, item.flavour)
    right = right_options(item)
    if len(right) != 1:
        raise NoSingleKey(f"{item.question}: {len(right)} options are right")
    if choice is not None and not 0 <= choice < len(item.options):
        raise IndexError(choice)
    return Verdict(
        correct=choice == right[0],
        key=right[0],
        choice=choice,
        outcome=outcome_key(resolution),
        resolution=resolution,
        options=tuple(_option(item, world, index, right[0], choice) for index in range(len(item.options))),
    )


def _option(item: Item, world: World, index: int, key: int, choice: int | None) -> OptionVerdict:
    option = item.options[index]
    tried = result = would_be = ""
    if option.because:
        tried = INTERVENTIONS[option.because].words
        result = outcome_words(outcome_key(resolve(world_after(option, world), item.flavour)))
    elif index != key:
        would_be = counterfactual(world, item.flavour, option.says)
    return OptionVerdict(
        text=option.text,
        right=index == key,
        chosen=index == choice,
        feedback=option.feedback,
        misconception=option.misconception,
        tried=tried,
        result=result,
        would_be=would_be,
    )


def counterfactual(world: World, flavour: str, wanted: str) -> str:
    """The smallest single change after which the outcome is the wanted one, in words; "" when one is too few."""
    for edit in neighbours(world):
        if outcome_key(resolve(edit.world, flavour)) == wanted:
            return edit.words
    return ""
