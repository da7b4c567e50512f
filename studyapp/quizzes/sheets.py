"""What a question page and a result page show, put together once for page, fragment and lesson."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from studyapp import hints
from studyapp.answers import CHANGES, CONFIDENCE
from studyapp.catalog.model import Lesson, Question
from studyapp.course import course
from studyapp.models import Answer
from studyapp.questions.deciding import deciding_line
from studyapp.questions.grade import Verdict, grade
from studyapp.questions.issue import content_hash, issue
from studyapp.questions.items import Item
from studyapp.questions.kinds import KINDS
from studyapp.questions.misconceptions import BY_ID, named, truth
from studyapp.questions.verdict import Part
from studyapp.quizzes.forms import AnswerForm
from studyapp.quizzes.practice import Deck, read_deck
from studyapp.quizzes.token import Sheet

SITUATIONS = {"credential-chain": "What is on the machine"}
LARGEST_SEED = 2**53 - 1


def fresh_seed() -> int:
    """A seed short enough to be read out."""
    return secrets.randbelow(10**6)


def read_seed(request: HttpRequest) -> int:
    """The seed of a permalink, or a fresh one."""
    text = request.GET.get("seed", "")
    return int(text) if text.isascii() and text.isdigit() and int(text) <= LARGEST_SEED else fresh_seed()


def read_from(request: HttpRequest) -> Deck | None:
    """The deck that a question or an answer belongs to, if its address names one."""
    text = request.GET.get("from", "")
    return read_deck(text, course(), {name: one.name for name, one in BY_ID.items()}) if text else None


def read_purpose(request: HttpRequest) -> str:
    """Why a question is opened: from the review, or to practise."""
    return "review" if request.GET.get("for") == "review" else "practice"


def issue_token(question: Question, seed: int, lesson: str = "", deck: str = "", purpose: str = "practice") -> str:
    """A fresh token for a question: with it an answer counts once."""
    asked = {question.id: (seed, content_hash(question))}
    return Sheet(asked=asked, lesson=lesson, deck=deck, purpose="lesson" if lesson else purpose).seal()


def lesson_sheet(lesson: str, seeds: Mapping[str, int]) -> Sheet:
    """The questions of a lesson's page, issued together."""
    found = {name: course().question(name) for name in seeds}
    asked = {name: (seeds[name], content_hash(one)) for name, one in found.items() if one is not None}
    return Sheet(asked=asked, lesson=lesson, purpose="lesson")


def question_sheet(
    question: Question,
    seed: int,
    *,
    lesson: str = "",
    deck: str = "",
    purpose: str = "practice",
    sure: bool = True,
    form: AnswerForm | None = None,
    token: str = "",
) -> dict[str, Any]:
    """A question ready to be asked, and `sure`: how sure one is. Nothing in it depends on which option is right."""
    item = issue(question, seed)
    kind = KINDS[item.kind]
    return {
        "question": question,
        "item": item,
        "kind": kind,
        "known": has_start(item),
        "machine": item,
        "situation": SITUATIONS.get(item.lab, "What is given"),
        "shown": kind.shown(item),
        "ask_template": f"quizzes/kinds/_{item.kind}.html",
        "given": form.data if form else {},
        "chosen": form.data.getlist("choice") if form else [],
        "edits": form.data.getlist("edit") if form else [],
        "taken": form.data.getlist("hint") if form else [],
        "token": token or issue_token(question, seed, lesson, deck, purpose),
        "confidence": CONFIDENCE if sure else (),
        "form": form,
        "lesson_slug": lesson,
    }


def has_start(item: Item) -> bool:
    """Whether there is anything to look at: an empty machine is nothing."""
    return bool(item.sheets or (item.lab and (item.lab != "credential-chain" or set(item.world) - {"now"})))


@dataclass(frozen=True, kw_only=True)
class Result:
    """An answer with everything that explains it."""

    answer: Answer
    item: Item
    verdict: Verdict

    @property
    def misconception(self) -> str:
        return named(self.answer.misconception)

    @property
    def truth(self) -> str:
        return truth(self.answer.misconception)

    @property
    def deciding(self) -> str:
        # An order is the chain's own, whatever this run found; rows and claims with a run of their own say it there.
        elsewhere = self.item.kind in ("order", "match") or (self.several and any(part.result for part in self.parts))
        return "" if elsewhere else deciding_line(self.verdict.finding)

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.verdict.parts

    @property
    def same(self) -> bool:
        """Whether a run of today marks the answer as it was marked then."""
        score = hints.left_of(self.verdict.score, self.answer.hints)
        return (self.answer.correct, round(self.answer.score, 6)) == (self.verdict.correct, round(score, 6))

    @property
    def shown(self) -> Item:
        """The item in the state that the answer led to, for the lab."""
        return self.item if self.verdict.state is None else replace(self.item, state=self.verdict.state)

    @property
    def says_it_all(self) -> bool:
        """Whether the answer is short enough to be repeated; rows and orders stand below anyway."""
        return bool(self.verdict.said) and self.item.kind in ("single", "numeric", "spot", "multiple", "hotspot")

    @property
    def several(self) -> bool:
        """Whether a right option may have been left out."""
        return self.item.kind in ("multiple", "hotspot") and not self.item.body.get("one")

    @property
    def percent(self) -> int:
        return round(100 * self.verdict.score)

    @property
    def hints(self) -> str:
        """What the hints cost, where anything was earned; else ""."""
        return hints.words(self.answer.hints) if self.verdict.score else ""

    @property
    def sure(self) -> str:
        return dict(CONFIDENCE).get(self.answer.confidence or 0, "").lower()


def result_of(answer: Answer) -> Result:
    """The stored item run once more: the trace and every option's verdict."""
    item = Item.from_json(answer.issued)
    return Result(answer=answer, item=item, verdict=grade(item, answer.response))


def result_sheet(answer: Answer, deck: Deck | None = None) -> dict[str, Any]:
    """A result ready to be shown."""
    catalog = course()
    question = catalog.question(answer.question)
    contrast = catalog.question(question.contrast) if question and question.contrast else None
    return {
        "result": result_of(answer),
        "question": question,
        "deck": deck,
        "contrast": contrast,
        "lesson": lesson_of(question),
        "changes": CHANGES.items(),
        "result_template": f"quizzes/kinds/_{answer.kind}_result.html",
        "seed": answer.seed + 1,
    }


def lesson_of(question: Question | None) -> Lesson | None:
    """The lesson that teaches what a question asks."""
    if question is None:
        return None
    return next((lesson for lesson in course().lessons if lesson.id == question.lesson), None)
