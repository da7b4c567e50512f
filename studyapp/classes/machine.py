"""How one question goes through a class: a table of (state, move) to state, and nothing else."""

from typing import Literal

from studyapp.models.classes import STATES

Move = Literal["open", "close", "discuss", "again", "reveal", "run", "finish"]
TABLE: dict[tuple[str, str], str] = {
    ("draft", "open"): "open1",
    ("open1", "close"): "closed1",
    ("closed1", "discuss"): "discuss",
    ("closed1", "again"): "open2",
    ("closed1", "reveal"): "reveal",
    ("discuss", "again"): "open2",
    ("discuss", "reveal"): "reveal",
    ("open2", "close"): "closed2",
    ("closed2", "reveal"): "reveal",
    ("reveal", "run"): "run",
    # A question may be left at any time.
    **{(state, "finish"): "done" for state in STATES if state != "done"},
}
# The move that the space bar makes; `again` is skipped where a question is voted on once.
NEXT = {
    "draft": "open",
    "open1": "close",
    "closed1": "discuss",
    "discuss": "again",
    "open2": "close",
    "closed2": "reveal",
    "reveal": "run",
    "run": "finish",
}
ONCE = {"closed1": "reveal"}
PHASES = {"open1": 1, "open2": 2}
# How long a phase takes as a rule, in seconds. A suggestion: nothing ends by it.
PACE = {"open1": 90, "discuss": 180, "open2": 60}
STAGE_PACE = {("fix", "open1"): 480, ("exit", "open1"): 120}
PUBLIC = frozenset({"reveal", "run", "done"})  # where everybody may know the answer
WORDS = {
    "open": "Open the vote",
    "close": "Close the vote",
    "discuss": "Discuss",
    "again": "Vote again",
    "reveal": "Show the answer",
    "run": "Run it for real",
    "finish": "Finish the question",
}
STATE_WORDS = {
    "draft": "not asked yet",
    "open1": "first vote",
    "closed1": "first vote closed",
    "discuss": "discussion",
    "open2": "second vote",
    "closed2": "second vote closed",
    "reveal": "the answer",
    "run": "the run",
    "done": "done",
}


class NotNow(ValueError):
    """The move does not exist in this state."""


def after(state: str, move: str) -> str:
    """The state a move leads to. Raises NotNow where it leads nowhere."""
    try:
        return TABLE[state, move]
    except KeyError:
        raise NotNow(f"“{WORDS.get(move, move)}” is not possible now: {STATE_WORDS.get(state, state)}.") from None


def undone(state: str, before: str) -> str:
    """Where "undo" leads: one step back, once. Raises NotNow where there is nothing to undo."""
    if not before:
        raise NotNow("There is nothing to undo.")
    return before


def moves(state: str) -> tuple[str, ...]:
    """What is possible in a state, in the order of a cycle."""
    return tuple(move for move in WORDS if (state, move) in TABLE)


def usual(state: str, stage: str, own: bool = False, runs: bool = True) -> str:
    """The move that comes next as a rule; "" once the question is done.

    A warm-up and an exit ticket vote once, and so do phones with a world of their own each: there is no one world to
    talk about. What no engine `runs` is done once its answer was shown.
    """
    if state == "reveal" and not runs:
        return "finish"
    return ONCE.get(state, NEXT.get(state, "")) if voted_once(stage, own) else NEXT.get(state, "")


def voted_once(stage: str, own: bool) -> bool:
    """Whether a question is voted on once as a rule."""
    return own or stage in ("warmup", "exit", "fix")


def phase_of(state: str) -> int | None:
    """Which vote is open: the first, the second, or none."""
    return PHASES.get(state)


def pace(state: str, stage: str) -> int:
    """How many seconds a phase takes as a rule; 0 for one that waits for the teacher."""
    return STAGE_PACE.get((stage, state), PACE.get(state, 0))


def last_phase(state: str) -> int:
    """The vote whose count a screen shows: 2 once the second has been opened."""
    return 2 if state in ("open2", "closed2") else 1
