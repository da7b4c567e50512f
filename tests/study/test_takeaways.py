"""Files to carry away: opened again, and read as their readers read them."""

import csv
import html
import io
import json
import re
import sqlite3
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from anki.collection import Collection, ImportAnkiPackageRequest
from icalendar import Calendar
from study_browser import answer, sign_in, text

from studyapp import clock
from studyapp.course import course
from studyapp.study.anki import package
from studyapp.study.takeaways import cards, count, tsv
from studyapp.web.qr import QUIET, qr

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def made():
    return cards(course())


def test_every_question_is_a_card_and_its_back_says_what_the_engine_says(made):
    assert len(made) == count(course()) == len({one.id for one in made})
    assert {one.id.split("/")[1] for one in made} == {one.id for one in course().questions}
    first = next(one for one in made if one.id == "rolecall/Q01/1")
    assert "<b>The user <code>loader</code>, from the environment</b>" in first.back
    assert "AWS_ACCESS_KEY_ID" in first.front
    assert first.tags == ("rolecall", "chain", "L05")


def test_no_two_cards_ask_the_same(made):
    assert len({one.front for one in made}) == len(made)


def test_no_front_gives_its_back_away(made):
    told = [one.id for one in made if re.search(r"<b>([^<]{12,})</b>", one.back) and one.back[:60] in one.front]
    assert told == []


def test_the_cards_are_made_once(made):
    assert cards(course()) is made


def test_the_deck_is_a_package_that_anki_can_read(made, tmp_path):
    """The tables themselves; further down Anki's own package is the judge."""
    with zipfile.ZipFile(io.BytesIO(package(made, MONDAY.timestamp()))) as files:
        assert sorted(files.namelist()) == ["collection.anki2", "media"]
        (tmp_path / "collection.anki2").write_bytes(files.read("collection.anki2"))
    database = sqlite3.connect(tmp_path / "collection.anki2")
    try:
        notes = database.execute("SELECT guid, mid, tags, flds FROM notes ORDER BY id").fetchall()
        decks = json.loads(database.execute("SELECT decks FROM col").fetchone()[0])
        models = json.loads(database.execute("SELECT models FROM col").fetchone()[0])
        assert database.execute("SELECT count(*) FROM cards").fetchone() == (len(made),)
    finally:
        database.close()
    assert [flds.split("\x1f") for *_, flds in notes] == [[one.front, one.back] for one in made]
    assert len({guid for guid, *_ in notes}) == len(made)
    assert "Rolecall" in {deck["name"] for deck in decks.values()}
    assert {mid for _, mid, *_ in notes} == {int(name) for name in models}


def test_a_second_deck_has_the_same_ids(made, tmp_path):
    """So that importing it again updates the cards."""

    def guids(at):
        with zipfile.ZipFile(io.BytesIO(package(made[:3], at))) as files:
            path = tmp_path / f"{at}.anki2"
            path.write_bytes(files.read("collection.anki2"))
        database = sqlite3.connect(path)
        try:
            return database.execute("SELECT guid FROM notes ORDER BY id").fetchall()
        finally:
            database.close()

    assert guids(1.0) == guids(2.0)


@pytest.fixture
def held(tmp_path):
    """A collection of Anki's own, and a way to bring a package into it; returns how many notes are new."""
    collection = Collection(str(tmp_path / "held.anki2"))

    def bring(deck, at):
        path = tmp_path / "rolecall.apkg"
        path.write_bytes(package(deck, MONDAY.timestamp() + at))
        return len(collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path))).log.new)

    collection.bring = bring
    yield collection
    collection.close()


def test_anki_itself_imports_it(made, held):
    assert held.bring(made, 1) == len(made)
    assert held.note_count() == held.card_count() == len(made)
    shown = [(one.question(), one.answer()) for one in map(held.get_card, held.find_cards("deck:Rolecall"))]
    assert all(any(one.front in front and one.back in back for front, back in shown) for one in made)
    assert set(held.tags.all()) == {tag for one in made for tag in one.tags}


def test_anki_brings_a_changed_card_up_to_date_and_adds_none(made, held):
    held.bring(made[:3], 1)
    later = [replace(made[0], back="Another back."), *made[1:3]]
    assert held.bring(later, 2) == 0
    assert held.note_count() == 3
    assert len(held.find_notes('Back:"Another back."')) == 1


def test_the_table_has_one_row_a_card(made):
    lines = tsv(made).splitlines()
    head, rows = lines[:4], list(csv.reader(lines[4:], delimiter="\t", quoting=csv.QUOTE_NONE))
    assert head == ["#separator:tab", "#html:true", "#columns:Front\tBack\tTags", "#tags column:3"]
    assert {len(row) for row in rows} == {3}
    assert len(rows) == len(made)


@pytest.mark.django_db
def test_files_are_sent_as_files(client):
    for name, kind in (("rolecall.apkg", "application/octet-stream"), ("rolecall.tsv", "text/tab-separated-values")):
        sent = client.get(f"/takeaways/{name}")
        assert sent.headers["Content-Type"].startswith(kind)
        assert sent.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert len(sent.content) > 10_000


@pytest.mark.django_db
def test_files_are_made_so_often_a_minute(client, settings):
    # The minute stands still: on a slow machine making six files takes long enough for a seventh.
    with clock.virtual(MONDAY):
        sign_in(client, settings)
        codes = [client.get("/takeaways/rolecall.tsv").status_code for _ in range(7)]
    assert codes == [200] * 6 + [429]


@pytest.mark.django_db
def test_reviews_stand_in_the_calendar_on_their_days(client, settings):
    with clock.virtual(MONDAY) as moved:
        learner = sign_in(client, settings)
        answer(learner, "Q07", 1, confidence=3)
        answer(learner, "Q10", 1, right=False)
        moved.advance(timedelta(days=1))
        sent = client.get("/takeaways/reviews.ics")
        events = Calendar.from_ical(sent.content).walk("VEVENT")
        assert [(str(one["summary"]), one["dtstart"].dt.isoformat()) for one in events] == [
            ("Rolecall: 1 review", "2026-11-03"),
            ("Rolecall: 1 review", "2026-11-10"),
        ]
        assert "http://testserver/review/" in str(events[0]["description"])


@pytest.mark.django_db
def test_a_backlog_is_spread_over_days(client, settings):
    with clock.virtual(MONDAY) as moved:
        learner = sign_in(client, settings)
        learner.per_day = 1
        learner.save()
        for question in ("Q07", "Q10", "Q15"):
            answer(learner, question, 1, right=False)
        moved.advance(timedelta(days=1))
        events = Calendar.from_ical(client.get("/takeaways/reviews.ics").content).walk("VEVENT")
        assert [one["dtstart"].dt.day for one in events] == [3, 4, 5]


@pytest.mark.django_db
def test_a_stranger_gets_an_empty_calendar(client):
    assert Calendar.from_ical(client.get("/takeaways/reviews.ics").content).walk("VEVENT") == []


@pytest.mark.django_db
def test_a_worksheet_is_the_same_for_the_same_seed_and_keeps_its_key_apart(client):
    pages = [client.get("/takeaways/worksheet/?topic=chain&count=5&seed=3").content.decode() for _ in range(2)]
    token = re.compile(r'(?<=CSRFToken": ")\w+|(?<=name="csrfmiddlewaretoken" value=")\w+')
    assert token.sub("", pages[0]) == token.sub("", pages[1])
    questions, key = pages[0].split('<section class="key"')
    assert questions.count('class="qr"') == 5
    assert key.count("<li>") == 5
    links = re.findall(r'href="(http://testserver/questions/(\w+)/\?seed=\d+)"', questions)
    assert len(links) == 5
    assert {course().question(name).topic for _, name in links} == {"chain"}
    for answer_ in re.findall(r"<b>(.*?)</b>", key):
        assert html.unescape(answer_) != ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["count=0", "count=9999", "count=x", "seed=-1", "topic=%3Cb%3E", "seed=99999999999"]
)
def test_a_strange_worksheet_does_no_harm(client, query):
    page = client.get(f"/takeaways/worksheet/?{query}")
    assert page.status_code == 200
    assert "<b>topic" not in text(page)


def test_a_code_is_drawn_module_by_module():
    """Read back from its path, the drawing is the matrix of the encoder."""
    import segno

    code = qr("http://127.0.0.1:8000/questions/Q01/?seed=3")
    dark = {
        (int(x) + n - QUIET, int(y) - QUIET)
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.path)
        for n in range(int(length))
    }
    rows = list(segno.make("http://127.0.0.1:8000/questions/Q01/?seed=3", error="m", micro=False).matrix)
    assert dark == {(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module}
    assert code.size == len(rows) + 8
