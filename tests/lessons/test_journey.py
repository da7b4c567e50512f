"""States of lessons, counted from answers and bets."""

from datetime import UTC, datetime, timedelta

import pytest

from studyapp.catalog.model import Bet, Catalog, CheckPart, LabPart, Lesson
from studyapp.lessons.journey import Answered, Placed, journey, leaned_on

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def lesson(number: int, *needs: str, checks: tuple[str, ...] = (), bets: tuple[str, ...] = ()) -> Lesson:
    bet = Bet(prompt="Who?", options=())
    parts = (
        *(LabPart(key=key, lab="credential-chain", title="", state={}, bet=bet) for key in bets),
        *(CheckPart(question=question) for question in checks),
    )
    name = f"L0{number}"
    return Lesson(id=name, slug=f"s{number}", number=number, title=name, path="", prerequisites=needs, parts=parts)


COURSE = Catalog(
    lessons=(
        lesson(0, checks=("Q00",)),
        lesson(1, checks=("Q01", "Q02"), bets=("a",)),
        lesson(2, "L01", bets=("a", "b")),
        lesson(3, "L01"),
        lesson(4, "L02", "L03", checks=("Q04",)),
    )
)


def answered(question: str, correct: bool, minutes: int, slug: str = "s1") -> Answered:
    return Answered(question=question, lesson=slug, correct=correct, at=NOON + timedelta(minutes=minutes))


def placed(slug: str, part: str, minutes: int) -> Placed:
    at = NOON + timedelta(minutes=minutes)
    return Placed(lesson=slug, part=part, said="env", outcome="iam-role", right=False, at=at)


def states(*args: object) -> str:
    return " ".join(standing.state for standing in journey(COURSE, *args).standings)


def test_a_stranger_may_start_where_nothing_is_leaned_on():
    found = journey(COURSE)
    assert states() == "ready ready later later later"
    assert (found.started, found.current, found.last_bet) == (False, None, None)
    assert found.beginning == COURSE.lesson("s1")


def test_the_lesson_worked_on_last_is_the_one_to_go_on_with():
    found = journey(COURSE, [answered("Q01", True, 1)])
    assert found.current
    assert found.current.lesson.slug == "s1"
    assert found.current.words == "1 of 2 checks right"
    assert states([answered("Q01", True, 1)]) == "ready now later later later"


def test_one_goes_on_at_the_bet_placed_last_in_that_lesson():
    assert journey(COURSE).resume_at == ""
    assert journey(COURSE, [], [placed("s1", "a", 1)]).resume_at == "a"
    assert journey(COURSE, [answered("Q01", True, 2)], [placed("home", "first", 1)]).resume_at == ""


def test_the_last_answer_to_a_question_counts():
    answers = [answered("Q01", True, 3), answered("Q01", False, 1), answered("Q02", False, 4)]
    standing = journey(COURSE, answers).standings[1]
    assert (standing.checks, standing.answered, standing.right) == (2, 2, 1)
    assert [answer.at for answer in journey(COURSE, answers).answers] == [
        NOON + timedelta(minutes=minutes) for minutes in (4, 3, 1)
    ]


def test_a_finished_lesson_opens_the_next():
    answers = [answered("Q01", True, 1), answered("Q02", True, 2)]
    assert states(answers) == "ready done now ready later"
    assert journey(COURSE, answers).done == {"s1"}


def test_where_nothing_is_asked_placing_every_bet_finishes_a_lesson():
    answers = [answered("Q01", True, 1), answered("Q02", True, 2)]
    one = [placed("s2", "a", 3)]
    assert journey(COURSE, answers, one).standings[2].words == "1 of 2 bets placed"
    assert states(answers, one) == "ready done now ready later"
    # Lesson 3 holds nothing to answer, so it keeps nobody from lesson 4.
    assert states(answers, [*one, placed("s2", "b", 4)]) == "ready done done ready now"


def test_a_bet_on_the_front_page_leads_to_the_beginning():
    found = journey(COURSE, [], [placed("home", "first", 0)])
    assert found.started
    assert found.current
    assert found.current.lesson.slug == "s1"
    assert found.last_bet
    assert found.last_bet.lesson == "home"


def test_an_optional_lesson_is_offered_last():
    answers = [answered("Q01", True, 1), answered("Q02", True, 2), answered("Q04", True, 5, "s4")]
    bets = [placed("s2", "a", 3), placed("s2", "b", 4)]
    assert states(answers, bets) == "now done done ready done"
    everything = journey(COURSE, [*answers, answered("Q00", True, 6, "s0")], bets)
    assert everything.current is None


@pytest.mark.parametrize("names", [("L01",), ("s1",), ("L01", "L99")])
def test_prerequisites_are_ids_or_slugs_and_unknown_ones_are_left_out(names):
    assert leaned_on(COURSE, lesson(9, *names)) == (COURSE.lesson("s1"),)


def test_an_empty_course_has_no_beginning():
    assert journey(Catalog()).beginning is None
    assert journey(Catalog(), [answered("Q01", True, 1)]).current is None
