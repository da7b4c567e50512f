"""The map of the course: lanes that never collide, and lines that arrive where they should."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.lessons.coursemap import MARGIN, WIDTH, Slice, draw

COURSE = {
    "L00": (),
    "L01": (),
    "L02": ("L01",),
    "L03": ("L02",),
    "L04": ("L03",),
    "L05": ("L01",),
    "L06": ("L04", "L05"),
    "L07": ("L06",),
    "L08": ("L01",),
    "L09": ("L07", "L08"),
    "L10": ("L01",),
    "L11": ("L04", "L08", "L10"),
    "L12": ("L01",),
    "L13": ("L12",),
    "L14": ("L13",),
    "L15": ("L01",),
    "L16": ("L15",),
    "L17": ("L07", "L09", "L11", "L14", "L16"),
}


@st.composite
def graphs(draw_value):
    names = [f"n{number}" for number in range(draw_value(st.integers(0, 14)))]
    return {
        name: tuple(draw_value(st.lists(st.sampled_from(names[:place]), unique=True, max_size=4))) if place else ()
        for place, name in enumerate(names)
    }


def lanes_of_lines(row: Slice) -> list[int]:
    """Where lines leave the row at its lower edge."""
    return [line.x for line in row.lines if line.y2 == "100%"]


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_two_lessons_never_share_a_lane_on_one_row(needs):
    for row in draw(needs):
        columns = lanes_of_lines(row)
        assert len(columns) == len(set(columns))
        assert row.x not in [line.x for line in row.lines if line.source != row.lesson and line.y2 == "100%"]


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_every_line_runs_without_a_gap_from_a_lesson_to_each_that_leans_on_it(needs):
    rows = draw(needs)
    place = {row.lesson: number for number, row in enumerate(rows)}
    for lesson, wanted in needs.items():
        for need in wanted:
            start, end = place[need], place[lesson]
            lane = rows[start].x
            for row in rows[start:end]:
                assert [line.x for line in row.lines if line.source == need and line.y2 == "100%"] == [lane]
            target = rows[end]
            straight = [line for line in target.lines if line.source == need and line.y2 not in ("100%",)]
            curved = [curve for curve in target.curves if curve.source == need]
            assert len(straight) + len(curved) == 1
            assert (straight + curved)[0].x == lane


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_nothing_is_drawn_that_nothing_leans_on(needs):
    rows = draw(needs)
    last = {need: lesson for lesson, wanted in needs.items() for need in wanted}
    place = {row.lesson: number for number, row in enumerate(rows)}
    for number, row in enumerate(rows):
        for line in row.lines:
            assert place[line.source] <= number <= place[last[line.source]]
        assert {curve.source for curve in row.curves} <= set(needs[row.lesson])


@given(graphs())
@settings(max_examples=50, deadline=None)
def test_marks_and_lines_stay_inside_the_slice(needs):
    for row in draw(needs):
        for x in (row.x, *(line.x for line in row.lines), *(curve.x for curve in row.curves)):
            assert MARGIN <= x <= WIDTH - MARGIN


def test_the_course_needs_six_lanes_and_main_lines_go_straight():
    lane = {row.lesson: row.lane for row in draw(COURSE)}
    assert max(lane.values()) == 5
    assert lane["L02"] == lane["L03"] == lane["L04"]
    assert lane["L05"] == lane["L06"] == lane["L07"]
    assert lane["L12"] == lane["L13"] == lane["L14"]


def test_a_line_is_done_when_the_lesson_it_starts_from_is():
    rows = draw(COURSE, done={"L01"})
    assert {line.source for row in rows for line in row.lines if line.done} == {"L01"}
    assert {curve.source for row in rows for curve in row.curves if curve.done} == {"L01"}


def test_ids_that_do_not_come_earlier_are_left_out():
    rows = draw({"a": ("b", "ghost"), "b": ("a", "a", "b")})
    assert [(row.lesson, len(row.lines), len(row.curves)) for row in rows] == [("a", 1, 0), ("b", 1, 0)]


def test_an_empty_course_has_an_empty_map():
    assert draw({}) == ()
