"""A live class over HTTP: joining, voting, what is counted, and what nobody sees before its time."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from class_kit import a_session, a_teacher, browser, cast, fresh, go, phones, state, text
from django.test import Client

from studyapp import clock
from studyapp.answers import Closed, record_vote
from studyapp.classes import actions, codes, document, doors, live_views, present_views
from studyapp.classes.figures import report
from studyapp.classes.rehearsal import let_vote, rehearse
from studyapp.classes.welcome import invite
from studyapp.models import Account, Answer, Classroom, JoinTry, Learner, LiveSession, Participant, Round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_minute():
    """No test crosses from one minute to the next while it counts."""
    codes._shut.clear()
    with clock.virtual(datetime(2026, 11, 25, 9, 0, tzinfo=UTC)):
        yield


def test_codes_can_be_read_out():
    assert len(codes.ALPHABET) == len(set(codes.ALPHABET)) == 31
    assert set("0O1IL") & set(codes.ALPHABET) == set()
    assert codes.clean(" k7m-42q ") == "K7M42Q"
    assert [codes.clean(text) for text in ("K7M42", "K7M420", "K7M42QQ", "ÄÄÄÄÄÄ", "")] == [""] * 5


def test_joining_needs_a_code_and_nothing_else(client):
    session = a_session()
    sent = client.post("/join/", {"code": f" {session.code.lower()[:3]} {session.code[3:]}"})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/c/{session.code}/")
    assert "You’re in. Look up." in text(client.get(f"/c/{session.code}/"))
    assert Participant.objects.get().name == ""


def test_coming_back_is_the_same_phone(client):
    session = a_session()
    for _ in range(3):
        client.post(f"/join/{session.code}/", {"name": "Ana"})
    assert client.get(f"/join/{session.code}/").status_code == 302
    assert [one.name for one in Participant.objects.all()] == ["Ana"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana \t Bo ", "Ana Bo"),
        ("e\u0301va", "éva"),
        ("\u202egnp.exe", "gnp.exe"),
        ("😀" * 90, "😀" * 40),
        ("\x00", ""),
    ],
)
def test_a_name_is_cleaned(client, typed, kept):
    assert actions.clean_name(typed) == kept


def test_a_closed_door_and_a_full_room_say_so(client, monkeypatch):
    session = a_session()
    actions.set_flag(session=session, locked=True)
    refused = client.post(f"/join/{session.code}/")
    assert (refused.status_code, "The door is closed." in text(refused)) == (409, True)
    actions.set_flag(session=session, locked=False)
    monkeypatch.setattr(actions, "MOST_PARTICIPANTS", 0)
    assert client.post(f"/join/{session.code}/").status_code == 409


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_code_and_an_ended_one_get_the_same_answer(client, method):
    session = a_session()
    actions.end_session(session=session)
    answers = [getattr(client, method)(f"/join/{code}/") for code in ("ABCDEF", session.code)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert text(answers[0]) == text(answers[1])


def test_guessing_ends_after_ten_tries_a_browser_and_the_class_goes_on(client):
    session = a_session()
    (known,) = phones(session, 1)
    JoinTry.objects.filter(key__startswith="g").delete()
    for _ in range(codes.BROWSER):
        assert client.get("/c/ABCDEF/").status_code == 404
    assert client.get(f"/c/{session.code}/").status_code == 429
    assert client.post("/join/", {"code": session.code}).status_code == 429
    assert known.get(f"/c/{session.code}/").status_code == 200


def test_a_flood_from_elsewhere_does_not_lock_out_a_class():
    session = a_session()
    phones(session, 1)
    for number in range(codes.SITE + 1):
        Client(REMOTE_ADDR=f"198.51.100.{number % 250}", HTTP_USER_AGENT=str(number)).get("/c/ABCDEF/")
    late = Client(REMOTE_ADDR="203.0.113.9")
    assert late.post("/join/", {"code": session.code}).status_code == 429
    assert late.get(f"/c/{session.code}/state").status_code == 404
    assert Client().post("/join/", {"code": session.code}).status_code == 302
    assert Client().get(f"/c/{session.code}/state").status_code == 200


def test_a_spoofed_address_counts_as_the_real_one():
    for number in range(codes.ADDRESS):
        Client(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}", HTTP_USER_AGENT=str(number)).get("/c/ABCDEF/")
    assert Client(HTTP_X_FORWARDED_FOR="198.51.100.77").get("/c/ABCDEF/").status_code == 429


def test_a_vote_counts_once_and_may_be_changed_until_the_close():
    session = a_session()
    (phone,) = phones(session, 1)
    go(session, "open")
    for choice in ("wrong", "wrong", "right"):
        assert cast(phone, session, choice, confidence="3").status_code == 302
    assert [(one.correct, one.phase, one.purpose) for one in Answer.objects.all()] == [(True, 1, "live")]
    go(session, "close")
    late = cast(phone, session, "wrong")
    assert (late.status_code, Answer.objects.get().correct) == (409, True)
    assert "The vote is closed." in text(late)


def test_the_second_vote_stands_beside_the_first():
    session = a_session()
    (phone,) = phones(session, 1)
    go(session, "open")
    cast(phone, session, "wrong")
    go(session, "close", "discuss", "again")
    assert cast(phone, session, "right", phase=1).status_code == 409
    cast(phone, session, "right", phase=2)
    assert sorted(Answer.objects.values_list("phase", "correct")) == [(1, False), (2, True)]


@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("moves", [(), ("open", "close"), ("open", "finish"), ("open", "close", "reveal")])
def test_no_vote_counts_outside_its_phase(moves, phase):
    session = a_session()
    round = go(session, *moves)
    with pytest.raises(Closed):
        record_vote(
            learner=Learner.objects.create(), round=round, phase=phase, response={"choice": 0}, confidence=None
        )
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "9"},
        {"choice": None},
        {"choice": "x"},
        {"phase": 3},
        {"confidence": "7"},
        {"milliseconds": "-1"},
        {"phase": ""},
    ],
)
def test_a_vote_of_another_shape_is_refused(fields):
    session = a_session()
    (phone,) = phones(session, 1)
    go(session, "open")
    assert cast(phone, session, **{"choice": "0", **fields}).status_code == 422
    assert Answer.objects.count() == 0


def test_a_vote_cannot_name_its_own_marks():
    session = a_session()
    (phone,) = phones(session, 1)
    go(session, "open")
    cast(phone, session, "wrong", correct="1", score="1", learner=str(uuid.uuid4()), answered_at="2020-01-01")
    kept = Answer.objects.get()
    assert (kept.correct, kept.score, kept.answered_at.year > 2020) == (False, 0.0, True)


def test_nobody_votes_without_having_joined(client):
    session = a_session()
    go(session, "open")
    assert cast(client, session, "0").status_code == 404


def test_who_was_shown_out_is_out_and_uncounted():
    session = a_session()
    (phone,) = phones(session, 1)
    go(session, "open")
    cast(phone, session, "0")
    actions.remove(session=session, participant=Participant.objects.get().pk)
    assert Answer.objects.count() == 0
    assert cast(phone, session, "0").status_code == 404
    assert phone.post(f"/join/{session.code}/").status_code == 409


HIDDEN = ("draft", "open1", "closed1", "discuss", "open2", "closed2")
TO = {
    "draft": (),
    "open1": ("open",),
    "closed1": ("open", "close"),
    "discuss": ("open", "close", "discuss"),
    "open2": ("open", "close", "again"),
    "closed2": ("open", "close", "again", "close"),
}


@pytest.mark.parametrize("at", HIDDEN)
def test_nothing_tells_the_answer_before_the_reveal(at):
    """Phone, wall, document and its headers are the same bytes whichever option is right."""
    pages = []
    session = a_session("Q13", "Q22")
    phone = phones(session, 1)[0]
    place = 2
    for key in (0, 1):
        round = session.rounds.get(place=place)
        issued = round.issued
        options = issued["body"]["options"]
        texts = [option["text"] for option in options]
        # The same question with another key: who claims what is rotated, the texts stay.
        rotated = [
            {**options[(index + key) % len(options)], "text": text, "feedback": f"because {key}"}
            for index, text in enumerate(texts)
        ]
        issued["body"]["options"] = rotated
        issued |= {"title": f"Title {key}", "rule": f"Rule {key}", "hints": [f"Hint {key}"]}
        Round.objects.filter(pk=round.pk).update(issued=issued, state="draft", before="")
        go(session, *TO[at], place=place)
        LiveSession.objects.filter(pk=session.pk).update(version=50)
        seen = [state(session).content.decode()]
        for path in ("", "screen/"):
            seen.append(phone.get(f"/c/{session.code}/{path}").content.decode())
        pages.append([re.sub(r'X-CSRFToken": "\w+"|csrfmiddlewaretoken" value="\w+"', "", page) for page in seen])
    assert pages[0] == pages[1]


def test_counts_reach_the_wall_only_when_shown():
    session = a_session()
    clients = phones(session, 4)
    go(session, "open")
    for client in clients:
        cast(client, session, "wrong")
    go(session, "close")
    hidden = state(session).content.decode()
    actions.show_histogram(session=session, place=1, shown=True)
    shown = state(session).content.decode()
    assert ('class="count"' in hidden, 'class="count"' in shown) == (False, True)


def test_fewer_than_three_answers_are_never_counted_in_public():
    session = a_session()
    for client in phones(session, 2):
        go(session, "open") if session.rounds.get().state == "draft" else None
        cast(client, session, "right")
    actions.show_histogram(session=session, place=1, shown=True)
    for move in ("close", "reveal"):
        go(session, move)
        page = state(session).content.decode()
        assert ('class="count"' in page, "before discussion" in page) == (False, False)


def test_the_document_is_the_same_for_everybody_and_may_be_cached():
    session = a_session()
    go(session, "open")
    clients = [*phones(session, 2), browser(a_teacher()), Client()]
    answers = [state(session, client) for client in clients]
    assert len({answer.content for answer in answers}) == 1
    assert {answer.headers["Cache-Control"] for answer in answers} == {"public, max-age=0, s-maxage=1"}
    assert [(dict(answer.cookies), "Vary" in answer.headers) for answer in answers] == [({}, False)] * 4


def test_the_poll_says_nothing_new_new_and_over():
    session = a_session()
    first = state(session)
    version = first.headers["X-Version"]
    assert (first.status_code, state(session, version=version).status_code) == (200, 204)
    assert (
        Client().get(f"/c/{session.code}/state", headers={"If-None-Match": first.headers["ETag"]}).status_code == 204
    )
    phones(session, 1)
    joined = state(session, version=version)
    assert (joined.status_code, int(joined.headers["X-Version"]) > int(version)) == (200, True)
    go(session, "open")
    assert int(state(session).headers["X-Version"]) > int(joined.headers["X-Version"])
    actions.end_session(session=session)
    over = state(session, version=version)
    assert (over.status_code, "The class is over" in text(over)) == (286, True)


@pytest.mark.parametrize("page", ["", "screen/", "present/"])
def test_a_page_overtaken_by_a_move_says_how_old_it_is(monkeypatch, page):
    session = a_session()
    views = present_views if page == "present/" else live_views
    reader = browser(session.classroom.teachers.get().learner) if page == "present/" else phones(session, 1)[0]
    before = state(session).headers["X-Version"]

    def overtaken(*given):
        told = document.context(*given)
        go(session, "open")
        return told

    monkeypatch.setattr(views, "context", overtaken)
    shown = reader.get(f"/c/{session.code}/{page}").content.decode()
    assert f'data-version="{before}"' in shown
    assert state(session, version=before).status_code == 200


def test_the_poll_looks_at_the_database_four_times_at_most(django_assert_max_num_queries):
    session = a_session()
    go(session, "open")
    state(session)
    with django_assert_max_num_queries(4):
        state(session, version="1")
    with django_assert_max_num_queries(0):
        Client().get(f"/c/{session.code}/state")


def test_a_second_click_changes_nothing_and_undo_goes_back_once():
    session = a_session()
    teacher = browser(session.classroom.teachers.get().learner)

    def click(move, seen):
        return teacher.post(f"/c/{session.code}/move/", {"move": move, "place": 1, "seen": seen}).status_code

    assert [click("open", "draft"), click("open", "draft")] == [302, 302]
    assert session.rounds.get().state == "open1"
    click("close", "open1")
    assert [click("undo", "closed1"), session.rounds.get().state] == [302, "open1"]
    assert click("undo", "open1") == 422
    assert click("reveal", "open1") == 422


def test_only_the_teacher_presents_and_each_only_their_own(client):
    session = a_session()
    paths = ["present/"]
    other = browser(a_teacher())
    for reader in (client, other, *phones(session, 1)):
        assert [reader.get(f"/c/{session.code}/{path}").status_code for path in paths] == [404]
        assert reader.post(f"/c/{session.code}/move/", {"move": "end"}).status_code == 404
        assert reader.get(f"/classes/{session.classroom_id}/").status_code == 404
    assert fresh(session).ended_at is None


def test_the_presenter_sees_the_private_histogram_and_its_beliefs():
    session = a_session()
    clients = phones(session, 4)
    go(session, "open")
    for client, choice in zip(clients, ("right", "wrong", "wrong", "wrong"), strict=True):
        cast(client, session, choice, confidence="3")
    go(session, "close")
    page = text(browser(session.classroom.teachers.get().learner).get(f"/c/{session.code}/present/"))
    for said in ("25 % are right: fewer than 30.", "1 pair can be made", "M01 A role replaces", "4 of 4 answered"):
        assert said in page


def test_what_was_not_reached_becomes_homework():
    session = a_session("Q01", "Q05", "Q10")
    go(session, "open", "finish", place=1)
    actions.park(session=session, place=2)
    made = actions.end_session(session=session)
    assert [one.question for one in made.deck.items.order_by("place")] == ["Q05", "Q10"]
    assert actions.end_session(session=session) is None


def test_a_deleted_session_leaves_nothing_behind():
    session = a_session()
    rehearsed = rehearse(deck=session.classroom.decks.get(), students=5)
    go(rehearsed, "open")
    let_vote(session=fresh(rehearsed), most=5)
    before = Learner.objects.count()
    actions.delete_session(session=rehearsed)
    assert (Answer.objects.count(), Participant.objects.count(), Learner.objects.count()) == (0, 0, before - 5)


def test_a_rehearsed_class_that_holds_m01_has_it_on_the_top_line():
    session = a_session("Q05", "Q01", "Q10")
    rehearsed = rehearse(deck=session.classroom.decks.get(), students=30)
    for place in (1, 2, 3):
        for moves in (("open",), ("close", "again")):
            go(rehearsed, *moves, place=place)
            assert let_vote(session=fresh(rehearsed), most=99) == 30
        go(rehearsed, "close", "reveal", place=place)
    top = report([rehearsed]).lines[0]
    assert (top.held.id, top.name) == ("M01", "A role replaces the environment’s keys")
    assert top.held.before > top.held.after > 0
    assert Answer.objects.filter(round__session=rehearsed).count() == 180


def test_a_link_for_an_instructor_works_once(client):
    from io import StringIO

    from django.core.management import call_command

    out = StringIO()
    call_command("createinstructor", "Ada@Example.org", stdout=out)
    path = out.getvalue().strip().removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    sent = client.post(path)
    assert (sent.status_code, sent.headers["Location"]) == (302, "/classes/")
    assert client.post("/classes/", {"name": "Cloud 1"}).status_code == 302
    assert Client().post(path).status_code == 404


def test_only_somebody_at_the_machine_may_simply_begin(settings):
    assert Client(REMOTE_ADDR="192.0.2.7").post("/classes/rehearsal/").status_code == 404
    assert Client(HTTP_X_FORWARDED_FOR="192.0.2.7").post("/classes/rehearsal/").status_code == 404
    settings.PUBLIC_URL = "https://rolecall.example"
    assert Client().post("/classes/rehearsal/").status_code == 404


@pytest.mark.parametrize(
    ("host", "listens", "public", "origin"),
    [
        ("127.0.0.1:8000", "0.0.0.0", "", "http://192.0.2.9:8000"),
        ("localhost", "0.0.0.0", "", "http://192.0.2.9"),
        ("[::1]:8000", "0.0.0.0", "", "http://192.0.2.9:8000"),
        ("192.0.2.5:8000", "0.0.0.0", "", "http://192.0.2.5:8000"),
        ("127.0.0.1:8000", "127.0.0.1", "", "http://127.0.0.1:8000"),
        ("127.0.0.1:8000", "127.0.0.1", "https://rolecall.example", "https://rolecall.example"),
    ],
)
def test_phones_are_sent_to_an_address_they_can_reach(rf, settings, monkeypatch, host, listens, public, origin):
    settings.HOST, settings.PUBLIC_URL, settings.ALLOWED_HOSTS = listens, public, ["*"]
    monkeypatch.setattr(doors, "lan_address", lambda: "192.0.2.9")
    assert doors.origin(rf.get("/", headers={"host": host})) == origin


def test_a_class_is_shared_with_an_instructor_and_with_nobody_else():
    session = a_session()
    room = session.classroom
    owner = browser(room.teachers.get().learner)
    invite(email="ada@example.org")
    Account.objects.create_user("bob@example.org")
    pages = [
        owner.post(f"/classes/{room.pk}/change/", {"what": "share", "email": f"{who}@example.org"})
        for who in ("ada", "bob", "eve")
    ]
    assert len({text(page) for page in pages}) == 1
    assert [one.learner.account.email for one in room.teachers.filter(owner=False)] == ["ada@example.org"]


def test_a_class_is_copied_put_away_and_deleted_by_its_teacher_alone():
    session = a_session("Q01", "Q05")
    room = session.classroom
    owner, other = browser(room.teachers.get().learner), browser(a_teacher())
    address = f"/classes/{room.pk}/change/"
    assert {other.post(address, {"what": what, "sure": "1"}).status_code for what in ("archive", "delete")} == {404}
    owner.post(address, {"what": "duplicate"})
    copy = Classroom.objects.exclude(pk=room.pk).get()
    assert [one.question for one in copy.decks.get().items.order_by("place")] == ["Q01", "Q05"]
    owner.post(address, {"what": "archive"})
    room.refresh_from_db()
    assert room.archived_at is not None
    assert owner.post(address, {"what": "delete"}).status_code == 422
    owner.post(address, {"what": "delete", "sure": "1"})
    assert (Classroom.objects.get(), LiveSession.objects.count()) == (copy, 0)
