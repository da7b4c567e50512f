import pytest

from studyapp.search.index import MOST_FOUND, Entry, build

HOPS = Entry(kind="Lesson", title="The hop limit", text="A bridge is one hop more.", url="/a")
TOKEN = Entry(kind="Word", title="Session token", text="The third part of a temporary key.", url="/b")
ADDRESS = Entry(kind="Note", title="An address", text="Ask 169.254.169.254 for the hop count.", url="/c")
INDEX = build([HOPS, TOKEN, ADDRESS])


def urls(query):
    return [found.entry.url for found in INDEX.find(query)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hop", ["/a", "/c"]),
        ("HOP limit", ["/a"]),
        ("session", ["/b"]),
        ("sesion tokn", ["/b"]),
        ("temp", ["/b"]),
        ("169.254.169.254", ["/c"]),
        ("169", ["/c"]),
        ("bridge token", ["/b", "/a"]),
        ("zebra", []),
        ("", []),
        ("  ...  ", []),
    ],
)
def test_words_are_found_whole_begun_or_misspelt(query, found):
    assert urls(query) == found


def test_a_title_counts_for_more_than_a_text():
    assert urls("hop")[0] == "/a"


def test_the_place_is_shown_with_its_neighbours():
    found = INDEX.find("bridge")[0]
    assert (found.before, found.word, found.after) == ("A ", "bridge", " is one hop more.")


def test_a_slip_shows_the_word_that_was_meant():
    found = INDEX.find("brigde")[0]
    assert (found.before, found.word, found.after) == ("A ", "bridge", " is one hop more.")


def test_a_word_in_the_title_alone_shows_the_beginning_of_the_text():
    found = INDEX.find("address")[0]
    assert (found.before, found.word) == ("Ask 169.254.169.254 for the hop count.", "")


@pytest.mark.parametrize(
    ("query", "near"),
    [("adres", ("address",)), ("sesson tukin", ("session", "token")), ("zebra", ()), ("", ()), ("\x00((*", ())],
)
def test_the_nearest_words_of_titles_are_offered(query, near):
    assert INDEX.near(query) == near


def test_a_short_word_is_not_a_slip_of_a_long_one():
    bets = build([Entry(kind="Lesson", title="A bet", text="", url="/a")])
    assert bets.find("boket") == ()


def test_a_long_text_is_cut_on_both_sides():
    text = "word " * 100 + "needle" + " word" * 100
    found = build([Entry(kind="Lesson", title="x", text=text, url="/x")]).find("needle")[0]
    assert found.before.startswith("…word")
    assert found.after.endswith("word…")
    assert len(found.before + found.after) < 200


def test_no_query_takes_the_index_apart():
    many = build([Entry(kind="Lesson", title=f"same {number}", text="", url="/") for number in range(100)])
    assert len(many.find("same " * 1_000)) == MOST_FOUND
    assert many.find("\x00(((*" * 30) == ()
