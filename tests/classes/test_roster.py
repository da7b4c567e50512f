"""A list of names becomes a roster: what is read, what is refused, and what a second list changes."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.classes.roster import MOST_LINES, Entry, Line, Unreadable, as_text, decoded, plan, read

pytestmark = pytest.mark.pure


def lines(text):
    return [(one.name, one.number) for _, one in read(text)[0]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada Lovelace\nAlan Turing", [("Ada Lovelace", ""), ("Alan Turing", "")]),
        ("Ada\tada@example.org\nAlan\t\n", [("Ada", "ada@example.org"), ("Alan", "")]),
        ("\ufeffName;E-Mail\nAda;ADA@example.org\n", [("Ada", "ada@example.org")]),
        ('Name,Student number\r\n"Lovelace, Ada",0017\r\n', [("Lovelace, Ada", "0017")]),
        ("Lovelace, Ada\nTuring, Alan", [("Lovelace, Ada", ""), ("Turing, Alan", "")]),
        ("Last name;First name;ID\nLovelace;Ada;7", [("Ada Lovelace", "7")]),
        ("s17;Ada Lovelace\ns18;Alan Turing", [("Ada Lovelace", "s17"), ("Alan Turing", "s18")]),
        ("Ada 2\nAda 3", [("Ada 2", ""), ("Ada 3", "")]),
        ('"Ada ""Countess"" Lovelace";1', [('Ada "Countess" Lovelace', "1")]),
        ("", []),
        ("  \n;;\n", []),
    ],
)
def test_lists_of_many_makes_are_read(text, found):
    assert lines(text) == found


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2"])
def test_what_looks_like_a_formula_is_a_name_and_stays_one(text):
    assert lines(f"{text};9") == [(text, "9")]


def test_names_are_cleaned_as_everywhere():
    assert lines("  Ada \u202e\u0007  Lovelace " + "x" * 60) == [(("Ada Lovelace " + "x" * 60)[:40], "")]
    assert read("Ada\n\u200b\n")[1] == [(2, "there is no name")]


def test_somebody_twice_is_left_out_with_the_line():
    found, left = read("Ada;1\nAlan;2\nAda L.;1\nalan;\nALAN;\n")
    assert [one.number for _, one in found] == ["1", "2", ""]
    assert left == [(3, "the same as line 1"), (5, "the same as line 4")]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("Ada".encode("utf-16"), "UTF-8"),
        ("José".encode("latin-1"), "UTF-8"),
        (b"x" * 120_001, "larger than"),
    ],
)
def test_another_encoding_says_what_to_do(data, word):
    with pytest.raises(Unreadable, match=word):
        decoded(data)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("PK\0\0", "another kind of file"),
        ('Ada;"7\nAlan;8', "quotation mark"),
        ("\n".join(f"p{number}" for number in range(MOST_LINES + 1)), "more than 2000 lines"),
        ("é" * 60_001, "larger than"),
    ],
)
def test_what_cannot_be_trusted_is_refused_whole(text, word):
    with pytest.raises(Unreadable, match=word):
        read(text)


def test_two_thousand_people_and_a_heading_are_read():
    assert len(read("name\n" + "\n".join(f"p{number}" for number in range(MOST_LINES)))[0]) == MOST_LINES


def test_the_plan_adds_changes_leaves_and_takes_nobody_away():
    ada, alan, grace = [
        Entry(id=uuid.uuid4(), name=name, number=number)
        for name, number in (("Ada", "1"), ("Alan", ""), ("Grace", "3"))
    ]
    found = plan("name;number\nAda Lovelace;1\nalan;2\nEdsger;\nGrace;3\n", [ada, alan, grace])
    assert found.added == (Line(name="Edsger"),)
    assert [(one.entry, one.line) for one in found.changed] == [
        (ada, Line(name="Ada Lovelace", number="1")),
        (alan, Line(name="alan", number="2")),
    ]
    assert (found.same, found.unlisted) == ((grace,), ())
    assert plan("Ada;1", [ada, alan, grace]).unlisted == (alan, grace)


def test_namesakes_are_told_apart_by_number_only():
    two = [Entry(id=uuid.uuid4(), name="Ada", number=number) for number in ("1", "2")]
    found = plan("name;number\nAda;2\nAda;3\nAda;", two)
    assert (found.same, found.added) == ((two[1],), (Line(name="Ada", number="3"),))
    assert found.left_out == ((4, "more than one person here has this name: give a number"),)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_its_plain_form_says_the_same(text):
    try:
        found = lines(text)
        plain = as_text(text)
    except Unreadable:
        return
    assert lines(plain) == found


@given(st.lists(st.tuples(st.sampled_from("abcAB "), st.sampled_from(["", "1", "2", "x@y"])), max_size=12))
def test_a_list_saved_twice_changes_nothing_the_second_time(rows):
    text = "name;number\n" + "\n".join(";".join(row) for row in rows)
    first = plan(text, [])
    kept = [Entry(id=uuid.uuid4(), name=one.name, number=one.number) for one in first.added]
    again = plan(text, kept)
    assert (again.changed, again.unlisted) == ((), ())
    assert again.added == ()
