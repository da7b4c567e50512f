"""What is asked today."""

from dataclasses import replace

from evidence_kit import at
from hypothesis import given
from hypothesis import strategies as st

from studyapp.study.plan import interleaved, lesson_of, plan
from studyapp.study.schedule import Memory


def held(objective, due=0.0, recall=0.8, *, sure_error=False):
    return Memory(objective=objective, due=at(due), last=at(-1), recall=recall, reviews=1, sure_error=sure_error)


def names(memories):
    return [one.objective for one in memories]


def test_a_sure_error_comes_first_then_what_is_nearest_to_being_forgotten():
    found = plan(
        [held("L01.a", recall=0.9), held("L02.a", recall=0.5), held("L03.a", recall=0.95, sure_error=True)],
        now=at(1),
        per_day=10,
    )
    assert names(found.today) == ["L03.a", "L02.a", "L01.a"]


def test_neighbours_come_from_two_lessons():
    found = plan(
        [held("L01.a", recall=0.1), held("L01.b", recall=0.2), held("L02.a", recall=0.3)], now=at(1), per_day=9
    )
    assert names(found.today) == ["L01.a", "L02.a", "L01.b"]


def test_a_backlog_is_cut_to_a_days_share_and_nothing_of_it_is_lost():
    found = plan([held(f"L{n:02}.a", recall=n / 100) for n in range(25)], now=at(1), per_day=10)
    assert (len(found.today), len(found.waiting), found.due, found.days_to_catch_up) == (10, 15, 25, 2)
    assert names(found.today)[0] == "L00.a"


def test_what_was_done_today_counts_towards_the_share():
    found = plan([held(f"L{n:02}.a") for n in range(9)], now=at(1), per_day=10, done_today=8)
    assert (len(found.today), len(found.waiting)) == (2, 7)


def test_when_nothing_is_due_it_says_when_the_next_one_is():
    found = plan([held("L02.a", due=3), held("L01.a", due=2)], now=at(1), per_day=10)
    assert (found.today, found.next_at, found.within(at(2.5))) == ((), at(2), 1)
    assert plan([], now=at(1), per_day=10).next_at is None


@given(st.lists(st.sampled_from(["L01", "L02", "L03"]), max_size=30))
def test_interleaving_loses_nothing_and_repeats_a_lesson_only_when_no_other_is_left(lessons):
    before = [replace(held("x"), objective=f"{lesson}.{n}") for n, lesson in enumerate(lessons)]
    after = interleaved(before)
    assert sorted(names(after)) == sorted(names(before))
    for place in range(1, len(after)):
        if lesson_of(after[place].objective) == lesson_of(after[place - 1].objective):
            assert {lesson_of(one.objective) for one in after[place:]} == {lesson_of(after[place].objective)}
