"""A question of which each phone has a world of its own: drawn once, marked by itself, on no screen but one's own."""

import csv
import io
import re
from itertools import count

import pytest
from class_kit import a_session, browser, cast, fresh, go, phones, state, text
from django.conf import settings
from django.core import signing

from studyapp.classes import actions, own
from studyapp.classes.decks import Planned, question_of
from studyapp.classes.export import COLUMNS, as_csv
from studyapp.classes.figures import report, standing_of, verdict_on
from studyapp.classes.rehearsal import let_vote, rehearse
from studyapp.learners import SALT
from studyapp.models import Answer, Learner, OwnItem, Round
from studyapp.questions.issue import issue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_minute")]
QUESTION = "Q06"


def seated(session, count):
    """Phones with their learners."""
    cookies = [(client, client.cookies[settings.LEARNER_COOKIE_NAME].value) for client in phones(session, count)]
    return [(client, Learner.objects.get(pk=signing.loads(text, salt=SALT))) for client, text in cookies]


def place_of(learner, *, right):
    """Which option of a learner's own question is right, or which wrong one comes first."""
    issued = OwnItem.objects.get(learner=learner).issued
    return next(place for place, part in enumerate(verdict_on(issued).parts) if part.right == right)


def test_each_phone_draws_a_world_of_its_own_once_and_keeps_it():
    session = a_session(QUESTION, own=True)
    seats = seated(session, 3)
    go(session, "open")
    for client, _ in seats:
        for _ in range(2):
            assert client.post(f"/c/{session.code}/mine").status_code == 302
    assert OwnItem.objects.count() == 3
    pages = [text(client.get(f"/c/{session.code}/")) for client, _ in seats]
    seeds = [OwnItem.objects.get(learner=learner).issued["seed"] for _, learner in seats]
    assert len(set(seeds)) == 3
    assert [f"your own world, seed {seed}" in page for seed, page in zip(seeds, pages, strict=True)] == [True] * 3


def test_a_phone_that_has_not_drawn_yet_is_shown_a_button_and_no_row_is_made():
    session = a_session(QUESTION, own=True)
    (phone,) = phones(session, 1)
    go(session, "open")
    assert "Show my question" in text(phone.get(f"/c/{session.code}/"))
    assert OwnItem.objects.count() == 0
    assert cast(phone, session, "0").status_code == 409
    go(session, "close", "reveal")
    assert "Show my answer" in text(phone.get(f"/c/{session.code}/"))


def test_a_vote_is_marked_by_the_voters_own_world():
    session = a_session(QUESTION, own=True)
    seats = seated(session, 3)
    go(session, "open")
    for client, learner in seats:
        client.post(f"/c/{session.code}/mine")
        cast(client, session, str(place_of(learner, right=True)))
    assert set(Answer.objects.values_list("correct", flat=True)) == {True}
    for answer in Answer.objects.all():
        drawn = OwnItem.objects.get(learner=answer.learner).issued
        assert (answer.issued, answer.seed) == (drawn, drawn["seed"])


def test_one_letter_is_right_for_one_phone_and_wrong_for_another():
    session = a_session(QUESTION, own=True)
    seats = seated(session, 2)
    drawn = [issue(question_of(QUESTION), seed).to_json() for seed in range(20)]
    keys = [next(place for place, part in enumerate(verdict_on(one).parts) if part.right) for one in drawn]
    other = next(number for number, key in enumerate(keys) if key != keys[0])
    for (_, learner), number in zip(seats, (0, other), strict=True):
        OwnItem.objects.create(round=session.rounds.get(), learner=learner, issued=drawn[number])
    go(session, "open")
    for client, _ in seats:
        cast(client, session, str(keys[0]))
    assert [Answer.objects.get(learner=learner).correct for _, learner in seats] == [True, False]


@pytest.mark.parametrize("moves", [("open",), ("open", "close"), ("open", "close", "discuss")])
def test_no_option_of_any_world_is_in_the_public_document(moves):
    session = a_session(QUESTION, own=True)
    ((client, learner),) = seated(session, 1)
    go(session, "open")
    client.post(f"/c/{session.code}/mine")
    for move in moves[1:]:
        go(session, move)
    actions.show_histogram(session=session, place=1, shown=True)
    public = text(state(session)) + text(client.get(f"/c/{session.code}/screen/"))
    worlds = [session.rounds.get().issued, OwnItem.objects.get(learner=learner).issued]
    options = {option["text"] for issued in worlds for option in issued["body"]["options"]}
    assert [option for option in options if option.replace("`", "") in public] == []
    assert "Each phone has a world of its own." in public


def test_one_phone_never_sees_the_answer_before_the_reveal_and_its_own_afterwards():
    session = a_session(QUESTION, own=True)
    ((client, learner),) = seated(session, 1)
    go(session, "open")
    client.post(f"/c/{session.code}/mine")
    assert "the answer" not in text(client.get(f"/c/{session.code}/"))
    go(session, "close", "reveal")
    page = client.get(f"/c/{session.code}/").content.decode()
    marked = re.search(r'data-place="(\d)" data-v="yes"', page)
    assert int(marked[1]) == place_of(learner, right=True)


def test_the_counts_are_by_what_an_answer_stands_for():
    session = a_session(QUESTION, own=True)
    seats = seated(session, 4)
    go(session, "open")
    for number, (client, learner) in enumerate(seats):
        client.post(f"/c/{session.code}/mine")
        cast(client, session, str(place_of(learner, right=number < 2)))
    now = standing_of(session.rounds.get())
    assert (now.bars[0].text, now.bars[0].before, now.right_before, now.pairs) == ("Right", 2, 2, 2)
    assert {bar.letter for bar in now.bars} == {""}
    assert sum(bar.before for bar in now.bars) == 4
    go(session, "close", "reveal")
    assert 'aria-label="2 before discussion"' in state(session).content.decode()
    teacher = browser(session.classroom.teachers.get().learner)
    assert "the counts are by what an answer stands for" in text(teacher.get(f"/c/{session.code}/present/"))


def test_a_class_that_holds_m01_has_it_on_the_top_line_in_worlds_of_their_own_too(monkeypatch):
    seeds = count()
    monkeypatch.setattr(own, "seed_of", lambda round, learner: next(seeds))
    session = a_session(QUESTION, own=True)
    rehearsed = rehearse(deck=session.classroom.decks.get(), students=30)
    go(rehearsed, "open")
    assert let_vote(session=fresh(rehearsed), most=99) == 30
    assert OwnItem.objects.filter(round__session=rehearsed).count() == 30
    top = report([rehearsed]).lines[0]
    assert (top.held.id, top.held.before > 5, top.held.shown <= 30) == ("M01", True, True)


def test_the_export_has_the_seed_of_each_voters_world():
    session = a_session(QUESTION, own=True)
    seats = seated(session, 3)
    go(session, "open")
    for client, learner in seats:
        client.post(f"/c/{session.code}/mine")
        cast(client, session, str(place_of(learner, right=True)))
    rows = list(csv.DictReader(io.StringIO(as_csv(session.classroom))))
    assert list(rows[0]) == list(COLUMNS)
    assert {int(row["seed"]) for row in rows} == {one.issued["seed"] for one in OwnItem.objects.all()}


def test_only_a_question_that_draws_its_worlds_can_be_ones_own():
    session = a_session("Q13", own=True)
    assert Round.objects.get(session=session).own is False


def test_a_copied_class_keeps_the_switch_and_its_sheet_says_so():
    session = a_session(QUESTION, own=True)
    room = session.classroom
    teacher = room.teachers.get().learner
    copy = actions.duplicate(classroom=room, teacher=teacher)
    deck = copy.decks.get()
    assert deck.items.get().own
    assert "each phone a world of its own" in text(browser(teacher).get(f"/classes/{copy.pk}/decks/{deck.pk}/sheet/"))


def test_the_switch_is_set_for_each_question_of_a_new_deck():
    session = a_session()
    room = session.classroom
    teacher = browser(room.teachers.get().learner)
    fields = {"name": "Exam", "question": ["Q06", "Q07"], "own": ["Q07"], "stage": "exit", "seed": "4"}
    assert teacher.post(f"/classes/{room.pk}/decks/", fields).status_code == 302
    made = room.decks.get(name="Exam")
    assert [(one.question, one.own) for one in made.items.order_by("place")] == [("Q06", False), ("Q07", True)]


def test_what_is_deleted_takes_the_worlds_with_it():
    session = a_session(QUESTION, own=True)
    ((client, _),) = seated(session, 1)
    go(session, "open")
    client.post(f"/c/{session.code}/mine")
    actions.delete_session(session=session)
    assert (OwnItem.objects.count(), Learner.objects.count() > 0) == (0, True)


def test_a_question_that_left_the_course_is_asked_as_the_session_holds_it(monkeypatch):
    session = actions.start_session(
        deck=actions.create_deck(
            classroom=a_session().classroom,
            name="Own",
            planned=[Planned(stage="cycle", question=QUESTION, seed=3, own=True)],
        )
    )
    (phone,) = phones(session, 1)
    go(session, "open")
    monkeypatch.setattr("studyapp.classes.own.question_of", lambda name: None)
    phone.post(f"/c/{session.code}/mine")
    assert OwnItem.objects.get().issued == session.rounds.get().issued
