"""Homework, marks, and what is taken along."""

import csv
import io
from datetime import UTC, datetime

import pytest
from class_kit import a_session, a_teacher, browser, cast, fresh, go, phones, text
from django.core.management import call_command
from openpyxl import load_workbook

from studyapp import clock
from studyapp.classes import actions
from studyapp.classes.decks import Planned
from studyapp.classes.export import COLUMNS, as_csv, as_xlsx
from studyapp.classes.homework import drawn, own_standing, seed_of
from studyapp.models import Answer, Learner, Member
from studyapp.questions.grade import grade
from studyapp.questions.items import Item
from studyapp.web.cells import cell

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def work():
    room = actions.create_class(teacher=a_teacher(), name="Cloud 1", time_zone="Europe/Vienna")
    deck = actions.create_deck(classroom=room, name="At home", planned=[Planned(stage="cycle", question="Q01N")])
    return actions.create_homework(deck=deck, title="Who signs", attempts=2)


def hand_in(client, work, choice, attempt=1):
    address = f"/homework/{work.pk}/1/?again=1"
    return client.post(address, {"attempt": attempt, "choice": choice, "confidence": "2"})


def right_of(work, learner, attempt=1):
    place = own_standing(work, learner)[0].places[0]
    parts = grade(drawn(work, place, learner.pk, attempt), None).parts
    return next(index for index, part in enumerate(parts) if part.right)


def test_reading_a_homework_writes_nothing(client, work):
    before = Learner.objects.count()
    assert [client.get(f"/homework/{work.pk}/{path}").status_code for path in ("", "1/")] == [200, 200]
    assert Learner.objects.count() == before


def test_each_learner_and_try_has_a_seed_of_its_own(work):
    ids = [Learner.objects.create().pk for _ in range(2)]
    seeds = {seed_of(work, pk, 1, attempt) for pk in ids for attempt in (1, 2)}
    assert len(seeds) == 4
    assert seed_of(work, ids[0], 1, 1) == seed_of(work, ids[0], 1, 1)


def test_a_try_counts_once_and_the_tries_end(work):
    learner = Learner.objects.create()
    client = browser(learner)
    for attempt in (1, 2):
        wrong = (right_of(work, learner, attempt) + 1) % 3
        for _ in range(2):
            assert hand_in(client, work, wrong, attempt).status_code == 302
    assert hand_in(client, work, 0, 3).status_code == 302
    assert sorted(Answer.objects.values_list("phase", "correct", "purpose")) == [
        (1, False, "homework"),
        (2, False, "homework"),
    ]
    assert "Not this time." in text(client.get(f"/homework/{work.pk}/1/"))


def test_a_solved_question_takes_no_more(work):
    learner = Learner.objects.create()
    client = browser(learner)
    hand_in(client, work, right_of(work, learner))
    hand_in(client, work, 0, 2)
    kept = Answer.objects.get()
    assert (kept.correct, Item.from_json(kept.issued).seed) == (True, seed_of(work, learner.pk, 1, 1))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "  =1", "\u00a0=1"]
)
def test_no_cell_is_a_formula(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ana", "1", "a=b"])
def test_a_plain_cell_stays_as_it_is(text):
    assert cell(text) == text


def voted_class():
    session = a_session()
    clients = phones(session, 2)
    clients[0].post(f"/join/{session.code}/")
    learner = session.participants.order_by("joined_at").first().learner
    Member.objects.create(classroom=session.classroom, learner=learner, name="=cmd()")
    go(session, "open")
    for client in clients:
        cast(client, session, "right", confidence="3", milliseconds="900")
    return session


def test_the_export_has_the_agreed_columns_and_no_formula():
    session = voted_class()
    rows = list(csv.DictReader(io.StringIO(as_csv(session.classroom))))
    assert tuple(rows[0]) == COLUMNS
    assert {row["learner"] for row in rows} == {
        "'=cmd()",
        str(session.participants.order_by("joined_at").last().pk),
    }
    assert {(row["question"], row["phase"], row["correct"], row["confidence"]) for row in rows} == {
        ("Q01", "1", "1", "3")
    }
    sheet = load_workbook(io.BytesIO(as_xlsx(session.classroom))).active
    assert next(sheet.iter_rows(values_only=True)) == COLUMNS
    assert "'=cmd()" in [line[4] for line in sheet.iter_rows(values_only=True)]


def test_a_session_is_named_by_the_day_it_was_in_the_class():
    with clock.virtual(datetime(2026, 11, 23, 20, 30, tzinfo=UTC)):
        session = voted_class()
        session.classroom.time_zone = "Pacific/Auckland"
        session.classroom.save()
        teacher = browser(session.classroom.teachers.get().learner)
        actions.end_session(session=session)
    assert [row["session"] for row in csv.DictReader(io.StringIO(as_csv(session.classroom)))] == [
        "Deck 2026-11-24"
    ] * 2
    assert "24 November 2026, 09:30 (Pacific/Auckland)" in text(teacher.get(f"/classes/{session.classroom_id}/"))


def test_files_are_not_fetched_over_and_over():
    session = voted_class()
    teacher = browser(session.classroom.teachers.get().learner)
    asked = [teacher.get(f"/classes/{session.classroom_id}/export.csv").status_code for _ in range(13)]
    assert asked == [200] * 12 + [429]


def test_the_run_sheet_has_the_answers_and_what_the_others_stand_for():
    session = a_session("Q01", "Q14")
    teacher = browser(session.classroom.teachers.get().learner)
    page = text(teacher.get(f"/classes/{session.classroom_id}/decks/{session.classroom.decks.get().pk}/sheet/"))
    assert "The user loader , from the environment the answer" in page
    assert "M01 A role replaces the environment’s keys" in page
    assert "The answer." in page


def test_the_files_are_for_the_teacher_alone(client):
    session = voted_class()
    teacher = browser(session.classroom.teachers.get().learner)
    deck = session.classroom.decks.get()
    paths = ["export.csv", "export.xlsx", "items/", f"decks/{deck.pk}/snapshot.gift", f"decks/{deck.pk}/snapshot.xml"]
    for path in paths:
        address = f"/classes/{session.classroom_id}/{path}"
        assert (teacher.get(address).status_code, client.get(address).status_code) == (200, 404)


def test_the_rehearse_command_plays_a_session_through_the_pages(capsys):
    session = a_session("Q01", "Q14")
    call_command("rehearse", str(session.classroom_id), students=10)
    said = capsys.readouterr().out
    assert "Question 1 (Q01), vote 1: 10 of 10 kept" in said
    assert "M01 A role replaces the environment’s keys" in said.splitlines()[4]
    assert fresh(session).ended_at is None
