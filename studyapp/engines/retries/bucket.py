"""A token bucket second by second, under one of two rules of refilling, in exact arithmetic."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from studyapp.engines.guard import no_io
from studyapp.engines.retries.asked import complain

Rule = Literal["each-second", "continuous"]
RULES: dict[Rule, str] = {
    "each-second": "The bucket is full when the first second begins. At the start of every later second the refill "
    "is added, up to the size of the bucket.",
    "continuous": "The bucket is full when the first second begins. Tokens come back all the time, and what comes "
    "back during a second can be spent in that second.",
}
ENGINE, VERSION = "rolecall-bucket", "1"
NOT_MODELLED = (
    "Calls inside one second are evenly spread.",
    "Resource tokens: some EC2 calls pay from a second bucket, for the instances they start or stop.",
    "AWS may change a bucket, and larger ones can be asked for.",
)


class BucketInput(BaseModel):
    """One bucket, and the calls that come to it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, allow_inf_nan=False)

    capacity: int = Field(100, ge=1, le=10_000, description="Tokens that the bucket holds.")
    refill: float = Field(20, ge=0, le=10_000, description="Tokens that come back each second.")
    rule: Rule = "each-second"
    calls_per_second: int = Field(100, ge=0, le=10_000, description="Calls of one caller, each second.")
    callers: int = Field(1, ge=1, le=100, description="Callers that share the bucket.")
    seconds: int = Field(5, ge=1, le=120)
    demand: tuple[int, ...] | None = Field(
        None, max_length=120, description="Calls of one caller second by second, in place of a steady number."
    )

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.demand is not None and not self.demand:
            raise complain("demand", "Give the calls of at least one second, or leave this out.")
        if self.demand is not None and not all(0 <= calls <= 10_000 for calls in self.demand):
            raise complain("demand", "Each second has between 0 and 10,000 calls.")
        return self

    @property
    def offered(self) -> tuple[int, ...]:
        """The calls of each second, of all callers together."""
        each = self.demand if self.demand is not None else (self.calls_per_second,) * self.seconds
        return tuple(calls * self.callers for calls in each)


@dataclass(frozen=True, kw_only=True)
class Second:
    """One second: what the bucket has to give, what is asked of it, what is left."""

    second: int
    tokens: float
    added: float
    offered: int
    accepted: int
    refused: int
    left: float


Remedy = Literal["none", "backoff", "less"]


@dataclass(frozen=True, kw_only=True)
class BucketResult:
    """All seconds, and what follows from them."""

    rule: Rule
    offered: int
    accepted: int
    refused: int
    seconds: tuple[Second, ...]
    remedy: Remedy
    why: str
    not_modelled: tuple[str, ...] = NOT_MODELLED

    def to_json(self) -> dict[str, Any]:
        return {
            "engine": {"name": ENGINE, "version": VERSION},
            "rule": self.rule,
            "rule_words": RULES[self.rule],
            "offered": self.offered,
            "accepted": self.accepted,
            "refused": self.refused,
            "seconds": [dict(vars(second)) for second in self.seconds],
            "remedy": self.remedy,
            "why": self.why,
            "not_modelled": list(self.not_modelled),
        }


def _remedy(asked: BucketInput, refused: int) -> tuple[Remedy, str]:
    """Whether waiting helps: over time nobody gets more than the refill."""
    offered = asked.offered
    if not refused:
        return "none", "Every call passes."
    mean = Fraction(sum(offered), len(offered))
    refill = Fraction(str(asked.refill))
    given = asked.capacity + refill * (len(offered) - 1)
    if mean <= refill or (max(offered) > 2 * mean and sum(offered) <= given):
        return "backoff", (
            f"On average {float(mean):g} calls a second come, and {float(refill):g} come back: spread over time, all "
            "pass. Backoff with jitter spreads them."
        )
    return "less", (
        f"On average {float(mean):g} calls a second come, and only {float(refill):g} come back. However long callers "
        "wait, that does not fit: make fewer calls, or ask for an increase."
    )


def fill(asked: BucketInput) -> BucketResult:
    """Play all seconds."""
    with no_io():
        return _fill(asked)


def _fill(asked: BucketInput) -> BucketResult:
    capacity, refill = Fraction(asked.capacity), Fraction(str(asked.refill))
    held, seconds = capacity, []
    for number, offered in enumerate(asked.offered):
        if asked.rule == "continuous":
            added, tokens = refill, held + refill
        else:
            added = min(refill, capacity - held) if number else Fraction(0)
            tokens = held + added
        accepted = min(offered, floor(tokens))
        held = min(capacity, tokens - accepted)
        seconds.append(
            Second(
                second=number + 1,
                tokens=round(float(tokens), 6),
                added=round(float(added), 6),
                offered=offered,
                accepted=accepted,
                refused=offered - accepted,
                left=round(float(held), 6),
            )
        )
    accepted, total = sum(one.accepted for one in seconds), sum(asked.offered)
    remedy, why = _remedy(asked, total - accepted)
    return BucketResult(
        rule=asked.rule,
        offered=total,
        accepted=accepted,
        refused=total - accepted,
        seconds=tuple(seconds),
        remedy=remedy,
        why=why,
    )
