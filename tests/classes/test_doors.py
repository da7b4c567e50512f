"""The way into a class: codes, names, wrong tries, the address that phones can reach."""

import pytest
from class_kit import a_session, phones, text
from django.test import Client

from studyapp.classes import actions, codes, doors
from studyapp.models import JoinTry, Participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_minute")]


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
