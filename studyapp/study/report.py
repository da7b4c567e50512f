"""The report of a test that is over, put together from its rows; the numbers are those of `figures`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studyapp.answers import CONFIDENCE
from studyapp.catalog.model import Catalog, Lesson
from studyapp.models import Answer, Attempt
from studyapp.questions.bank import topic_name
from studyapp.questions.misconceptions import named, truth
from studyapp.study import figures
from studyapp.study.blueprint import BY_ID, Form
from studyapp.study.figures import Level, Row, Share
from studyapp.study.history import lesson_named, texts

WIDTH, HEIGHT, LEFT, TOP = 358, 330, 46, 14  # of the calibration plot, in CSS pixels; a phone shows all of it
STRONG, WEAK, ENOUGH = 0.8, 0.5, 2
CLEAR = 0.15  # a share lower than that is drawn too near the axis for words below it


@dataclass(frozen=True, kw_only=True)
class Marked:
    """One place of the test with the answer it became."""

    row: Row
    answer: Answer
    title: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One objective: its words, the lesson that teaches it, and what came of it in this test."""

    objective: str
    text: str
    lesson: Lesson | None
    share: Share

    @property
    def sound(self) -> bool:
        return self.share.right == self.share.of


@dataclass(frozen=True, kw_only=True)
class Start:
    """A lesson that a first test points to: what it teaches that went wrong, and the ideas that showed there."""

    lesson: Lesson
    texts: tuple[str, ...]
    ideas: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Idea:
    """A misconception in this test."""

    name: str
    truth: str
    times: int
    sure: int


@dataclass(frozen=True, kw_only=True)
class Turned:
    """A misconception before the course and after it: how many answers showed it."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One level of confidence on the plot: its place, its distance from the line, its words."""

    x: float
    y: float
    line_y: float
    words_y: float  # of its words: below the dot, or above where the axis is near
    r: float
    below: bool
    few: bool
    words: str
    label: str
    stated: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything the page of a report shows."""

    attempt: Attempt
    form: Form
    marked: tuple[Marked, ...]
    left_out: int
    score: Share
    lines: tuple[Line, ...]
    levels: tuple[Level, ...]
    leaning: float | None
    ideas: tuple[Idea, ...]
    time: figures.TimeUse
    gain: float | None
    before: Share | None
    turned: tuple[Turned, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(one.row for one in self.marked)

    @property
    def surest(self) -> tuple[Marked, ...]:
        """Sure, and wrong."""
        places = {row.place for row in figures.sure_errors(self.rows)}
        return tuple(one for one in self.marked if one.row.place in places)

    @property
    def minutes(self) -> int:
        """How long it took, in minutes begun."""
        assert self.attempt.ended_at is not None
        return max(1, round((self.attempt.ended_at - self.attempt.started_at).total_seconds() / 60))

    @property
    def took(self) -> str:
        """Such as "33 of 50 minutes"; without a clock "1 minute"."""
        of = self.attempt.minutes
        count = of or self.minutes
        return f"{self.minutes}{f' of {of}' if of else ''} minute{'' if count == 1 else 's'}"

    @property
    def weak(self) -> tuple[Line, ...]:
        """Objectives with something wrong, the most wrong first."""
        found = [one for one in self.lines if not one.sound]
        return tuple(sorted(found, key=lambda one: one.share.right - one.share.of))

    @property
    def starts(self) -> tuple[Start, ...]:
        """Lessons with something wrong in them, in the course's order."""
        return tuple(self._start(lesson, lines) for lesson, lines in _by_lesson(self.lines) if not _sound(lines))

    @property
    def known(self) -> tuple[Lesson, ...]:
        """Lessons of which everything that was asked was right, in the course's order."""
        return tuple(lesson for lesson, lines in _by_lesson(self.lines) if _sound(lines))

    def _start(self, lesson: Lesson, lines: tuple[Line, ...]) -> Start:
        wrong = [one for one in lines if not one.sound]
        here = {one.objective for one in wrong}
        held = (named(row.misconception) for row in self.rows if row.objective in here and not row.correct)
        return Start(
            lesson=lesson, texts=tuple(one.text for one in wrong), ideas=tuple(dict.fromkeys(filter(None, held)))
        )

    @property
    def dots(self) -> tuple[Dot, ...]:
        return tuple(_dot(level) for level in self.levels if level.of)

    @property
    def leaning_words(self) -> str:
        """Whether one is surer than right, in words; careful while there are few answers."""
        answers = sum(level.of for level in self.levels)
        if self.leaning is None or answers < figures.FEW:
            return "Too few answers to judge by."
        points = round(100 * abs(self.leaning))
        if points <= 5:
            return "You are about as right as you feel."
        return (
            f"On average you feel {points} points {'surer' if self.leaning > 0 else 'less sure'} than you are right."
        )

    @property
    def lede(self) -> str:
        """What stands out, in two sentences."""
        return " ".join(filter(None, (_topics(self.rows), _surest(len(self.surest)))))


def _by_lesson(lines: tuple[Line, ...]) -> list[tuple[Lesson, tuple[Line, ...]]]:
    """The objectives under the lessons that teach them, in the course's order."""
    found: dict[str, list[Line]] = {}
    lessons = {line.lesson.slug: line.lesson for line in lines if line.lesson}
    for line in lines:
        if line.lesson:
            found.setdefault(line.lesson.slug, []).append(line)
    order = sorted(found, key=lambda slug: (lessons[slug].number is None, lessons[slug].number or 0))
    return [(lessons[slug], tuple(found[slug])) for slug in order]


def _sound(lines: tuple[Line, ...]) -> bool:
    return all(line.sound for line in lines)


def _topics(rows: tuple[Row, ...]) -> str:
    shares = [(_small(name), one) for name, one in figures.by(rows, "topic").items() if name and one.of >= ENOUGH]
    strong = [name for name, one in shares if one.right / one.of >= STRONG]
    weak = [name for name, one in shares if one.right / one.of < WEAK]
    said = [f"Strong on {_listed(strong)}." if strong else "", f"Look again at {_listed(weak)}." if weak else ""]
    return " ".join(filter(None, said))


def _small(topic: str) -> str:
    """A topic's name in the middle of a sentence."""
    name = topic_name(topic)
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _surest(count: int) -> str:
    if not count:
        return "No answer you were sure of was wrong."
    return "One answer you were sure of was wrong." if count == 1 else f"{count} answers you were sure of were wrong."


def _dot(level: Level) -> Dot:
    share = level.actual or 0.0
    y = _y(share)
    return Dot(
        x=LEFT + level.stated * (WIDTH - LEFT - 20),
        y=y,
        line_y=_y(level.stated),
        words_y=y + 30 if share < level.stated and share >= CLEAR else y - 20,
        r=round(5 + 1.6 * min(level.of, 25) ** 0.5, 1),
        below=share < level.stated,
        few=level.few,
        words=f"{level.right} of {level.of}",
        label=dict(CONFIDENCE)[level.confidence],
        stated=round(100 * level.stated),
    )


def _y(share: float) -> float:
    return round(TOP + (1 - share) * (HEIGHT - TOP - 46), 1)


def grid() -> list[tuple[int, float]]:
    """The lines of the plot: per cent, and height."""
    return [(percent, _y(percent / 100)) for percent in (0, 25, 50, 75, 100)]


def report_of(attempt: Attempt, catalog: Catalog) -> Report:
    """The report of a graded test, in a constant number of queries."""
    marked, left_out = _marked(attempt, catalog)
    rows = tuple(one.row for one in marked)
    score, words = figures.score(rows), texts(catalog)
    levels = figures.calibration(rows)
    before, held = _before(attempt)
    return Report(
        attempt=attempt,
        form=BY_ID[attempt.form],
        marked=marked,
        left_out=left_out,
        score=score,
        lines=tuple(
            Line(objective=name, text=words.get(name, name), lesson=lesson_named(catalog, name), share=share)
            for name, share in figures.by(rows, "objective").items()
        ),
        levels=levels,
        leaning=figures.leaning(levels),
        ideas=tuple(
            Idea(name=named(name), truth=truth(name), times=times, sure=sure)
            for name, times, sure in figures.ideas(rows)
            if named(name)
        ),
        time=figures.time_use(rows),
        before=before,
        gain=figures.gain(before, score) if before else None,
        turned=_turned(held, rows) if before else (),
    )


def _marked(attempt: Attempt, catalog: Catalog) -> tuple[tuple[Marked, ...], int]:
    items = list(attempt.items.order_by("place"))
    answers: Mapping[Any, Answer] = Answer.objects.in_bulk([one.nonce for one in items])
    found = []
    for one in items:
        answer = answers.get(one.nonce)
        if answer is None:
            continue
        question = catalog.question(answer.question)
        row = Row(
            place=one.place,
            objective=one.objective,
            lesson=one.lesson,
            topic=one.topic,
            correct=answer.correct,
            given=answer.response is not None,
            score=answer.score,
            confidence=answer.confidence,
            misconception=answer.misconception.partition(".")[0],
            milliseconds=one.milliseconds,
        )
        title = question.title if question else one.issued.get("title", answer.question)
        found.append(Marked(row=row, answer=answer, title=title))
    return tuple(found), len(items) - len(found)


def _before(attempt: Attempt) -> tuple[Share | None, Counter[str]]:
    """The score of the first test that a second one compares with, and the misconceptions it showed."""
    if attempt.form != "posttest":
        return None, Counter()
    first = (
        Attempt.objects.filter(
            learner=attempt.learner_id, form="pretest", graded_at__isnull=False, ended_at__lt=attempt.started_at
        )
        .order_by("-ended_at")
        .first()
    )
    if first is None:
        return None, Counter()
    nonces = first.items.values_list("nonce", flat=True)
    found = list(Answer.objects.filter(pk__in=nonces).values_list("correct", "misconception"))
    held = Counter(name.partition(".")[0] for correct, name in found if name and not correct)
    return Share(right=sum(correct for correct, _ in found), of=len(found)), held


def _turned(held: Counter[str], rows: tuple[Row, ...]) -> tuple[Turned, ...]:
    now = Counter({name: times for name, times, _ in figures.ideas(rows)})
    both = [(name, held[name], now[name]) for name in sorted(held | now) if named(name)]
    return tuple(Turned(name=named(name), before=before, after=after) for name, before, after in both)
