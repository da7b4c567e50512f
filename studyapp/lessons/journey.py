"""How far a learner has come, counted from answers and bets; nothing is stored for it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from studyapp.catalog.model import Catalog, CheckPart, LabPart, Lesson

State = Literal["done", "now", "ready", "later"]
WORDS: dict[State, str] = {"done": "Done", "now": "Ready", "ready": "Ready", "later": "Not yet"}


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One answer; `lesson` is a slug, "" outside lessons."""

    question: str
    lesson: str
    correct: bool
    at: datetime
    test: bool = False  # given in a test, whose answers are told in its report only


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One bet: what was said and what the engine did, in words."""

    lesson: str
    part: str
    said: str
    outcome: str
    right: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a learner stands in one lesson: its checks and bets, counted."""

    lesson: Lesson
    leans_on: tuple[Lesson, ...]
    checks: int
    answered: int
    right: int
    bets: int
    placed: int
    state: State = "later"

    @property
    def finished(self) -> bool:
        """Every check right; where there is none, every bet placed."""
        return self.right == self.checks if self.checks else 0 < self.bets == self.placed

    @property
    def open_ended(self) -> bool:
        """There is nothing to answer, so nothing to wait for."""
        return not self.checks and not self.bets

    @property
    def started(self) -> bool:
        return bool(self.answered or self.placed)

    @property
    def words(self) -> str:
        """The state in words: counts, and no percentages."""
        if self.answered:
            return f"{self.right} of {self.checks} check{'s' if self.checks > 1 else ''} right"
        if self.placed:
            return f"{self.placed} of {self.bets} bet{'s' if self.bets > 1 else ''} placed"
        return WORDS[self.state]


@dataclass(frozen=True, kw_only=True)
class Journey:
    """The course as one learner sees it, in the course's order."""

    standings: tuple[Standing, ...]
    answers: tuple[Answered, ...]  # the latest first
    last_bet: Placed | None

    @property
    def started(self) -> bool:
        return bool(self.answers or self.last_bet)

    @property
    def done(self) -> frozenset[str]:
        """Slugs of the lessons that are finished."""
        return frozenset(standing.lesson.slug for standing in self.standings if standing.state == "done")

    @property
    def beginning(self) -> Lesson | None:
        """Where the course begins: the first lesson that another leans on."""
        needed = {other.slug for one in self.standings for other in one.leans_on}
        lessons = [one.lesson for one in self.standings]
        return next((lesson for lesson in lessons if lesson.slug in needed), lessons[0] if lessons else None)

    @property
    def resume_at(self) -> str:
        """The anchor at which the learner stopped in the lesson to go on with; "" for its beginning."""
        current, bet = self.current, self.last_bet
        return bet.part if current and bet and bet.lesson == current.lesson.slug else ""

    @property
    def current(self) -> Standing | None:
        """The lesson to go on with; None when there is nothing left to do."""
        return next((standing for standing in self.standings if standing.state == "now"), None)


def leaned_on(catalog: Catalog, lesson: Lesson) -> tuple[Lesson, ...]:
    """The lessons this one builds on, in the order it names them; ids that do not exist are left out."""
    by_id = {other.id: other for other in catalog.lessons}
    found = (by_id.get(name) or catalog.lesson(name) for name in lesson.prerequisites)
    return tuple(other for other in found if other)


def journey(catalog: Catalog, answers: Iterable[Answered] = (), bets: Iterable[Placed] = ()) -> Journey:
    """Count answers (the last one to a question counts) and bets against the course."""
    newest = tuple(sorted(answers, key=lambda answer: answer.at, reverse=True))
    latest_bets = sorted(bets, key=lambda bet: bet.at, reverse=True)
    verdicts = {answer.question: answer.correct for answer in reversed(newest)}
    places = {(bet.lesson, bet.part) for bet in latest_bets}
    counted = [_count(catalog, lesson, verdicts, places) for lesson in catalog.lessons]
    passed = {one.lesson.slug for one in counted if one.finished or one.open_ended}
    last_bet = latest_bets[0] if latest_bets else None
    now = _goes_on_with(counted, passed, _last_lesson(newest, last_bet)) if newest or last_bet else ""
    standings = tuple(replace(one, state=_state(one, passed, now)) for one in counted)
    return Journey(standings=standings, answers=newest, last_bet=last_bet)


def _count(
    catalog: Catalog, lesson: Lesson, verdicts: Mapping[str, bool], places: Collection[tuple[str, str]]
) -> Standing:
    checks = {part.question for part in lesson.parts if isinstance(part, CheckPart)}
    bets = {(lesson.slug, part.key) for part in lesson.parts if isinstance(part, LabPart) and part.bet}
    return Standing(
        lesson=lesson,
        leans_on=leaned_on(catalog, lesson),
        checks=len(checks),
        answered=sum(question in verdicts for question in checks),
        right=sum(verdicts.get(question, False) for question in checks),
        bets=len(bets),
        placed=sum(place in places for place in bets),
    )


def _last_lesson(newest: tuple[Answered, ...], last_bet: Placed | None) -> str:
    answer = next((answer for answer in newest if answer.lesson), None)
    if answer and (not last_bet or answer.at >= last_bet.at):
        return answer.lesson
    return last_bet.lesson if last_bet else ""


def _goes_on_with(counted: list[Standing], passed: Collection[str], last: str) -> str:
    """The unfinished lesson worked on last, otherwise the next one that leans on nothing unfinished."""
    slugs = [one.lesson.slug for one in counted]
    needed = {other.slug for one in counted for other in one.leans_on}
    # A lesson nothing leans on, such as an opening test, is offered and never the place to begin.
    begin = slugs.index(last) if last in slugs else next((n for n, slug in enumerate(slugs) if slug in needed), 0)
    for one in counted[begin:] + counted[:begin]:
        is_open = one.lesson.slug == last or all(other.slug in passed for other in one.leans_on)
        if one.lesson.slug not in passed and is_open:
            return one.lesson.slug
    return ""


def _state(one: Standing, passed: Collection[str], now: str) -> State:
    if one.finished:
        return "done"
    if one.lesson.slug == now:
        return "now"
    return "ready" if all(other.slug in passed for other in one.leans_on) else "later"
