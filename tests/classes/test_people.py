"""The roster over HTTP: shown before it is kept, codes typed once, and nobody's but the class's own teachers'."""

from datetime import UTC, datetime

import pytest
from class_kit import a_session, a_teacher, browser, cast, go, phones, state, text
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from studyapp import clock
from studyapp.accounts.actions import adopt_guest
from studyapp.classes import actions, codes, people
from studyapp.classes.export import rows
from studyapp.models import Account, Answer, Learner, Member, Person

pytestmark = pytest.mark.django_db
LIST = "name;number\nAda Lovelace;ada@example.org\n=Alan();17\nGrace;\n"


@pytest.fixture(autouse=True)
def _one_minute():
    """No test crosses from one minute to the next while it counts tries."""
    codes._shut.clear()
    with clock.virtual(datetime(2026, 11, 25, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def room():
    made = actions.create_class(teacher=a_teacher(), name="Cloud 1")
    people.save_roster(room=made, text=LIST)
    return made


def teacher_of(room):
    return browser(room.teachers.get().learner)


def address(room, rest=""):
    return f"/classes/{room.pk}/roster/{rest}"


def person(room, name="Ada Lovelace"):
    return Person.objects.get(classroom=room, name=name)


def count(client, code):
    return client.post("/join/name/", {"own_code": code})


def test_a_list_is_shown_before_it_is_kept(room):
    teacher = teacher_of(room)
    page = teacher.post(address(room), {"text": "Ada King;ada@example.org\nEdsger;42\n=Alan();17"})
    assert "1 would be added, 1 changed; 1 stays as it is, and 1 more is not in the list" in text(page)
    assert Person.objects.filter(name="Edsger").count() == 0
    for _ in range(2):
        sent = teacher.post(address(room), {"text": page.context["text"], "save": "1"})
        assert sent.status_code == 302
    kept = set(Person.objects.values_list("name", "number"))
    assert kept == {("Ada King", "ada@example.org"), ("Edsger", "42"), ("=Alan()", "17"), ("Grace", "")}


def test_a_file_is_read_like_a_pasted_list(room):
    file = SimpleUploadedFile("class.csv", "\ufeffName;Mail\r\nZoë;zoe@example.org\r\n".encode())
    page = teacher_of(room).post(address(room), {"file": file})
    assert page.context["plan"].added[0].name == "Zoë"


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", "Jos\u00e9".encode("latin-1"), b"", b'a;"b'])
def test_another_kind_of_file_gets_a_sentence(room, data):
    page = teacher_of(room).post(address(room), {"file": SimpleUploadedFile("class.xlsx", data)})
    assert (page.status_code, Person.objects.count()) == (422, 3)


def test_a_post_from_elsewhere_changes_nothing(room):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = teacher_of(room).cookies
    assert strict.post(address(room), {"text": "Eve", "save": "1"}).status_code == 403
    assert Person.objects.count() == 3


def test_a_code_typed_once_counts_what_is_done_under_the_name(room):
    learner = Learner.objects.create()
    client = browser(learner)
    ada = person(room)
    for typed in (ada.code.lower(), codes.spaced(ada.code), f"{ada.code[:4]}-{ada.code[4:]}"):
        assert count(client, typed).status_code == 302
    assert list(Member.objects.values_list("learner", "person", "name")) == [(learner.pk, ada.pk, "Ada Lovelace")]
    assert "this browser is counted as Ada Lovelace" in text(client.get("/join/name/"))


def test_a_vote_in_class_is_exported_under_the_rosters_name():
    session = a_session()
    people.save_roster(room=session.classroom, text=LIST)
    one, other = phones(session, 2)
    count(one, person(session.classroom, "=Alan()").code)
    # The nickname somebody gives at the door does not take the place of the roster's.
    one.post(f"/join/{session.code}/", {"name": "Zorro", "keep": "on"})
    go(session, "open")
    for client in (one, other):
        cast(client, session, "right")
    names = {row[4] for row in rows(session.classroom)}
    assert "=Alan()" in names
    assert len(names) == 2
    assert "Alan" not in state(session).content.decode()


def test_two_browsers_are_one_person(room):
    ada = person(room)
    learners = [Learner.objects.create() for _ in range(2)]
    for learner in learners:
        count(browser(learner), ada.code)
    who = next(one for one in people.everybody(room) if one.person == ada.pk)
    assert set(who.learners) == {one.pk for one in learners}


def test_signing_in_keeps_the_rosters_name(room):
    account = Account.objects.create_user("ada@example.org")
    own, guest = Learner.objects.create(account=account), Learner.objects.create()
    Member.objects.create(classroom=room, learner=own, name="Zorro")
    people.count_as(code=person(room).code, learner=guest)
    adopt_guest(account=account, guest=guest)
    assert list(Member.objects.values_list("learner", "name")) == [(own.pk, "Ada Lovelace")]


def test_a_browser_is_one_person_of_a_class(room):
    client = browser(Learner.objects.create())
    count(client, person(room).code)
    refused = count(client, person(room, "Grace").code)
    assert (refused.status_code, "counts as Ada Lovelace already" in text(refused)) == (422, True)


def test_a_code_that_got_about_is_refused(room, monkeypatch):
    monkeypatch.setattr(people, "MOST_BROWSERS", 1)
    ada = person(room)
    assert [count(browser(Learner.objects.create()), ada.code).status_code for _ in range(2)] == [302, 422]


def test_a_wrong_code_counts_as_one_and_makes_no_learner(client):
    before = Learner.objects.count()
    wrong = [count(client, "AAAA2222").status_code for _ in range(codes.BROWSER)]
    assert set(wrong) == {422}
    slow = count(client, "AAAA2222")
    assert (slow.status_code, slow.headers["Retry-After"], Learner.objects.count()) == (429, "60", before)


@pytest.mark.parametrize("typed", ["", "K7M42Q", "0OIL1111", "ÄÄÄÄÄÄÄÄ"])
def test_what_cannot_be_a_code_says_how_one_looks(client, typed):
    page = count(client, typed)
    assert page.status_code == 422
    assert "eight" in text(page)


def test_a_lost_code_ends_and_what_was_done_stays(room):
    ada = person(room)
    count(browser(Learner.objects.create()), ada.code)
    teacher_of(room).post(address(room, "people/"), {"person": [ada.pk], "what": "code"})
    fresh = person(room).code
    assert fresh != ada.code
    assert Member.objects.filter(person=ada).count() == 1
    assert count(browser(Learner.objects.create()), ada.code).status_code == 422
    assert count(browser(Learner.objects.create()), fresh).status_code == 302


def test_a_stolen_name_can_be_taken_back(room):
    ada, thief = person(room), Learner.objects.create()
    count(browser(thief), ada.code)
    teacher_of(room).post(address(room, "people/"), {"person": [ada.pk], "what": "over"})
    assert Member.objects.count() == 0
    assert count(browser(thief), ada.code).status_code == 422


def test_taking_somebody_off_keeps_the_answers_without_the_name():
    session = a_session()
    people.save_roster(room=session.classroom, text=LIST)
    [client] = phones(session, 1)
    count(client, person(session.classroom).code)
    go(session, "open")
    cast(client, session, "right")
    teacher = teacher_of(session.classroom)
    asked = {"person": [person(session.classroom).pk], "what": "remove"}
    assert teacher.post(address(session.classroom, "people/"), asked).status_code == 422
    assert Person.objects.count() == 3
    assert teacher.post(address(session.classroom, "people/"), {**asked, "sure": "1"}).status_code == 302
    assert (Person.objects.count(), Member.objects.count(), Answer.objects.count()) == (2, 0, 1)
    assert "Ada" not in str(list(rows(session.classroom)))


def test_only_its_own_teachers_reach_a_roster(room):
    elsewhere = actions.create_class(teacher=a_teacher(), name="Cloud 2")
    stranger, ada = teacher_of(elsewhere), person(room)
    for path in ("", "slips/"):
        assert stranger.get(address(room, path)).status_code == 404
    assert stranger.post(address(room), {"text": "Eve", "save": "1"}).status_code == 404
    # Somebody else's people, sent to one's own class.
    data = {"person": [ada.pk], "what": "remove", "sure": "1"}
    assert stranger.post(address(elsewhere, "people/"), data).status_code == 422
    assert person(room).code == ada.code


def test_slips_have_every_name_and_code(room):
    page = text(teacher_of(room).get(address(room, "slips/")))
    for one in Person.objects.all():
        assert one.name in page
        assert codes.spaced(one.code) in page


def test_a_class_that_is_copied_or_deleted_takes_no_people_along(room):
    copy = actions.duplicate(classroom=room, teacher=room.teachers.get().learner)
    assert copy.people.count() == 0
    actions.delete_class(classroom=room)
    assert Person.objects.count() == 0
