"""A drawn test: its length, its shares, and that it is the same for the same seed."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studyapp.study.blueprint import BY_ID, Entry, draw, spread

TEN, MOST = BY_ID["ten"], BY_ID["sixty-five"]


def entry(number, topic="chain", *, unlimited=False, kind="single", level="exam", objective=""):
    return Entry(
        question=f"Q{number}",
        objective=objective or f"{topic}.{number}",
        topic=topic,
        kind=kind,
        level=level,
        unlimited=unlimited,
    )


def pool(per_topic=8, **more):
    topics = ("chain", "imds", "mfa", "limits")
    return [entry(100 * t + n, topic, **more) for t, topic in enumerate(topics) for n in range(per_topic)]


def test_the_same_seed_draws_the_same_test_and_another_seed_another():
    assert draw(pool(), TEN, 5) == draw(pool(), TEN, 5)
    assert draw(pool(), TEN, 5) != draw(pool(), TEN, 6)


def test_topics_get_shares_by_their_objectives():
    counts = Counter(one.entry.topic for one in draw(pool(), BY_ID["twenty-five"], 1))
    assert sorted(counts.values()) == [6, 6, 6, 7]


def test_an_exam_of_twenty_asks_what_exams_ask_and_little_else():
    levels = ("exam",) * 6 + ("practice", "deep")
    mixed = [
        entry(10 * t + n, topic, level=level)
        for t, topic in enumerate(("a", "b", "c", "d"))
        for n, level in enumerate(levels)
    ]
    counts = Counter(one.entry.level for one in draw(mixed, BY_ID["exam-twenty"], 3))
    assert counts["exam"] >= 17
    assert sum(counts.values()) == 20


def test_a_hand_made_question_is_asked_once():
    drawn = draw(pool(4), MOST, 1)
    assert len(drawn) == 16
    assert max(Counter(one.entry.question for one in drawn).values()) == 1


def test_an_unlimited_question_fills_the_test_with_other_seeds():
    drawn = draw([entry(n, unlimited=True) for n in range(3)], MOST, 1)
    assert len(drawn) == 65
    assert len({(one.entry.question, one.seed) for one in drawn}) == 65
    assert set(Counter(one.entry.question for one in drawn).values()) == {21, 22}


def test_difficulty_follows_the_shares():
    levels = [("exam", 30), ("practice", 30), ("deep", 30)]
    entries = [entry(1000 * n + m, level=level) for n, (level, count) in enumerate(levels) for m in range(count)]
    counts = Counter(one.entry.level for one in draw(entries, TEN, 3))
    assert counts == {"exam": 5, "practice": 4, "deep": 1}


def test_kinds_come_in_turn_when_all_else_is_equal():
    entries = [entry(n, kind=kind) for n, kind in enumerate(["single"] * 20 + ["order"] * 20)]
    assert Counter(one.entry.kind for one in draw(entries, TEN, 3)) == {"single": 5, "order": 5}


def test_neighbours_come_from_two_topics():
    drawn = draw(pool(), TEN, 2)
    topics = [one.entry.topic for one in drawn]
    assert all(one != other for one, other in pairwise(topics))


@given(st.integers(0, 10**6), st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=40))
def test_a_test_is_never_longer_than_asked_and_never_shorter_than_it_need_be(seed, shape):
    entries = [entry(n, topic, unlimited=unlimited) for n, (topic, unlimited) in enumerate(shape)]
    drawn = draw(entries, TEN, seed)
    most = 10 if any(unlimited for _, unlimited in shape) else min(10, len(entries))
    assert len(drawn) == most
    assert Counter(spread(drawn)) == Counter(drawn)
