"""A puzzle tried before it is answered: changes made, what they come to, how far it is. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from studyapp.questions.items import Item
from studyapp.questions.kinds import fix
from studyapp.questions.puzzle import Lamp, Trial, configured, par


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A puzzle with some changes made, as a page shows it."""

    lamps: tuple[Lamp, ...]
    hint: str
    par: int
    verdict: Trial

    @property
    def solved(self) -> bool:
        return self.verdict.solved


def trial_sheet(item: Item, edits: Sequence[str]) -> dict[str, Any]:
    """For a page: `edits` made, the `machine` as they leave it, and the `trial`. Raises Unreadable."""
    response = fix.accept({"edits": list(edits)}, item)
    tried = fix.trial(item, response)
    hint = fix.hint(item, tried, response)
    return {
        "edits": response["edits"],
        "machine": replace(item, state=configured(item, response["edits"])),
        "trial": Tried(lamps=tried.lamps, hint=hint, par=par(item), verdict=tried),
    }


def asked_to_try(fields: Any, item: Item) -> list[str] | None:
    """The changes that a form wants tried ("try", or "try=reset" for none); None where it wants something else."""
    if item.kind != "fix" or "try" not in fields:
        return None
    return [] if fields["try"] == "reset" else list(fields.getlist("edit"))
