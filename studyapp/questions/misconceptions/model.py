"""What a misconception is to a program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

# What a solver is asked and what it gives is the topic's own affair; each topic's module says so at its head.
Solver = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Misconception:
    """A named belief, the sentence a learner who holds it would say, and what it would answer.

    `truth` is the reply to it. `solvers` holds one per topic it has something to say on: the real engine with one
    rule changed, or, where `modelled`, an answer read off the question because no rule exists to change.
    """

    id: str
    name: str
    belief: str
    truth: str
    solvers: Mapping[str, Solver] = field(default_factory=dict)
    modelled: bool = False
