"""Homework in every state a learner can find it in, by both rules, for browsers, persons and time zones."""

from datetime import UTC, datetime, timedelta

import pytest
from class_kit import a_teacher, browser, text
from django.test import Client

from studyapp import clock
from studyapp.classes import actions, people
from studyapp.classes.decks import Planned
from studyapp.classes.gradebook import book, due_for
from studyapp.classes.homework import drawn, own_standing, seed_of
from studyapp.models import Answer, Extension, Homework, Learner, Member, Person
from studyapp.questions.grade import grade

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
QUESTIONS = ("Q01N", "Q05")


@pytest.fixture(autouse=True)
def now():
    with clock.virtual(START) as virtual:
        yield virtual


@pytest.fixture
def room():
    return actions.create_class(teacher=a_teacher(), name="Cloud 1", time_zone="Pacific/Auckland")


def given(room, *questions, **more):
    planned = [Planned(stage="cycle", question=name) for name in questions or QUESTIONS[:1]]
    deck = actions.create_deck(classroom=room, name="At home", planned=planned)
    return actions.create_homework(deck=deck, title="Who signs", **{"attempts": 2, **more})


def someone(room=None, name=""):
    learner = Learner.objects.create()
    if name:
        Member.objects.create(classroom=room, learner=learner, name=name)
    return learner


def do(work, learner, right=True, place=1, **more):
    """Hand in the next try, as the page would, right or wrong."""
    standing, _ = own_standing(work, learner)
    at = next(one for one in standing.places if one.item.place == place)
    attempt = more.pop("attempt", at.tries + 1)
    parts = grade(drawn(work, at, learner.pk, attempt), None).parts
    choice = next(index for index, part in enumerate(parts) if part.right == right)
    data = {"attempt": attempt, "choice": choice, "confidence": "2", **more}
    return browser(learner).post(f"/homework/{work.pk}/{place}/?again=1", data)


def page_of(work, learner=None, path=""):
    client = browser(learner) if learner else Client()
    return client.get(f"/homework/{work.pk}/{path}")


def teacher_of(room):
    return browser(room.teachers.get().learner)


def marks(work):
    return text(teacher_of(work.classroom).get(f"/classes/{work.classroom_id}/homework/{work.pk}/"))


def extend(work, key, **data):
    address = f"/classes/{work.classroom_id}/homework/{work.pk}/extend/"
    return teacher_of(work.classroom).post(address, {"who": key, **data})


def state(work, learner):
    return own_standing(work, learner)[0].state


# Every state, as the learner meets it.


def test_before_it_opens_it_says_when_and_takes_nothing(room):
    work = given(room, opens_at=START + timedelta(hours=2))
    learner = someone()
    page = page_of(work, learner)
    assert "It opens on 26 November 2026, 00:00 (Pacific/Auckland)" in text(page)
    assert f"/homework/{work.pk}/1/" not in page.content.decode()
    assert page_of(work, learner, "1/").status_code == 302
    assert do(work, learner).status_code == 302
    assert (state(work, learner), Answer.objects.count()) == ("waits", 0)


def test_open_then_solved_is_done(room):
    work, learner = given(room, *QUESTIONS), someone()
    assert state(work, learner) == "open"
    do(work, learner)
    assert (state(work, learner), "solved" in text(page_of(work, learner))) == ("open", True)
    do(work, learner, place=2)
    assert state(work, learner) == "done"
    assert "Done. Every question is solved." in text(page_of(work, learner))


def test_tries_are_used_up_and_say_what_stands(room):
    work, learner = given(room), someone()
    for _ in range(3):
        do(work, learner, right=False)
    assert (state(work, learner), Answer.objects.count()) == ("used", 2)
    assert "Your tries are used up. 0 of 1 points stand." in text(page_of(work, learner))
    assert "Try another world" not in text(page_of(work, learner, "1/?again=1"))


def test_late_work_is_kept_and_marked(room, now):
    work = given(room, due_at=START + timedelta(hours=1))
    learner = someone(room, "Ana")
    now.advance(timedelta(hours=2))
    assert "What you hand in now counts as late." in text(page_of(work, learner))
    do(work, learner)
    assert "Ana done, late" in marks(work)
    assert "Done, part of it late." in text(page_of(work, learner))


def test_more_time_for_one_is_on_time_again(room, now):
    work = given(room, due_at=START + timedelta(hours=1))
    ana, bo = someone(room, "Ana"), someone(room, "Bo")
    now.advance(timedelta(hours=2))
    for learner in (ana, bo):
        do(work, learner)
    assert extend(work, f"l{ana.pk}", due="2026-11-26T06:00").status_code == 302
    assert "Due on 26 November 2026, 06:00 (Pacific/Auckland): your own date" in text(page_of(work, ana))
    assert [row.late for row in book(work).rows] == [False, True]
    extend(work, f"l{ana.pk}", undo="1")
    assert [row.late for row in book(work).rows] == [True, True]


def test_excused_is_asked_for_nothing_and_counts_as_nothing_undone(room):
    work = given(room, due_at=START - timedelta(days=1))
    learner = someone(room, "Ana")
    extend(work, f"l{learner.pk}", excused="1")
    assert "You are excused from it." in text(page_of(work, learner))
    now = book(work).progress
    assert (state(work, learner), now.excused, now.waiting, due_for(learner)) == ("excused", 1, 0, [])


def test_more_time_without_a_date_asks_for_one(room):
    work, learner = given(room), someone(room, "Ana")
    refused = extend(work, f"l{learner.pk}")
    assert (refused.status_code, "Give a day and hour" in text(refused)) == (422, True)


def test_more_time_is_for_people_of_this_class_alone(room):
    work, other = given(room), someone()
    assert extend(work, f"l{other.pk}", due="2026-12-01T10:00").status_code == 422
    assert Extension.objects.count() == 0


# Persons of the roster.


def test_somebody_who_has_not_begun_can_have_more_time_before_typing_the_code(room, now):
    work = given(room, due_at=START + timedelta(hours=1))
    people.save_roster(room=room, text="Ada\nAlan")
    ada = Person.objects.get(name="Ada")
    extend(work, f"p{ada.pk}", due="2026-11-30T10:00")
    now.advance(timedelta(hours=2))
    learner = someone()
    people.count_as(code=ada.code, learner=learner)
    assert (state(work, learner), book(work).hidden) == ("open", 1)
    assert "Alan" not in marks(work).partition("More time")[0]


def test_two_browsers_of_one_person_share_their_tries(room):
    work = given(room)
    people.save_roster(room=room, text="Ada")
    code = Person.objects.get().code
    phone, laptop = someone(), someone()
    do(work, phone, right=False)
    for learner in (phone, laptop):
        people.count_as(code=code, learner=learner)
    # The laptop still shows the form of the first try: it is used.
    do(work, laptop, right=True, attempt=1)
    assert Answer.objects.count() == 1
    do(work, laptop, right=False)
    do(work, phone, right=True)
    assert [(one.phase, one.learner_id) for one in Answer.objects.order_by("phase")] == [
        (1, phone.pk),
        (2, laptop.pk),
    ]
    [row] = book(work).rows
    assert (row.who.name, row.state, row.tries) == ("Ada", "used", 2)


# By mastery.


def test_by_mastery_it_is_done_when_the_courses_rule_says_so(room, now):
    work, learner = given(room, rule="mastery"), someone(room, "Ana")
    for _ in range(4):
        do(work, learner)
    assert state(work, learner) == "open"
    assert "4 of 4, on 1 day; still missing: a right answer on another day" in text(page_of(work, learner))
    now.advance(timedelta(days=1))
    do(work, learner, right=False)
    assert "4 of 5, on 2 days; still missing" in text(page_of(work, learner))
    do(work, learner)
    assert state(work, learner) == "done"
    assert "Ana done" in marks(work)
    do(work, learner)
    assert Answer.objects.count() == 6


def test_the_days_of_mastery_are_those_of_the_class(room, now):
    # Noon in Auckland is 23:00 of the day before in UTC: these are one day there, and two in UTC.
    now.jump(datetime(2026, 11, 25, 23, 30, tzinfo=UTC) - START)
    work, learner = given(room, rule="mastery"), someone()
    do(work, learner)
    now.advance(timedelta(hours=1))
    for _ in range(4):
        do(work, learner)
    assert own_standing(work, learner)[0].goals[0].mastery.days == 1


def test_mastered_after_the_date_is_late(room, now):
    work, learner = given(room, rule="mastery", due_at=START + timedelta(hours=12)), someone(room, "Ana")
    for _ in range(4):
        do(work, learner)
    now.advance(timedelta(days=1))
    do(work, learner)
    assert "Ana done, late" in marks(work)


def test_one_setting_is_the_rule_here_too(room, settings):
    settings.MASTERY = {"need": 1, "of": 1, "days": 1, "kinds": 1, "calm": 1}
    work, learner = given(room, rule="mastery"), someone()
    do(work, learner)
    assert state(work, learner) == "done"


# Reminders and progress.


def test_a_learner_sees_what_is_due_where_classes_are_joined(room, now):
    later = given(room, due_at=START + timedelta(days=2))
    soon = given(room, due_at=START + timedelta(days=1))
    waits = given(room, opens_at=START + timedelta(days=3))
    learner = someone(room, "Ana")
    assert [one.work for one in due_for(learner)] == [soon, later, waits]
    assert "due on 26 November 2026, 22:00 (Pacific/Auckland) · not begun" in text(browser(learner).get("/join/"))
    do(soon, learner)
    assert soon not in [one.work for one in due_for(learner)]
    assert due_for(someone()) == due_for(None) == []


def test_being_reminded_costs_the_same_for_ten_as_for_one(room, django_assert_max_num_queries):
    learner = someone(room, "Ana")
    for _ in range(10):
        do(given(room, *QUESTIONS), learner)
    with django_assert_max_num_queries(6):
        assert len(due_for(learner)) == 10


def test_the_home_page_of_a_learner_names_it_too(room):
    given(room, due_at=START + timedelta(days=1))
    learner = someone(room, "Ana")
    browser(learner).post("/questions/Q05/", {"give_up": "1"})
    other = given(room)
    do(other, learner, right=False)
    assert "due on 26 November 2026, 22:00" in text(browser(learner).get("/"))


def test_how_it_goes_is_told_in_counts(room):
    work = given(room)
    people.save_roster(room=room, text="Ada\nAlan\nGrace")
    done, tried = someone(room, "Bo"), someone()
    do(work, done)
    do(work, tried, right=False)
    page = text(teacher_of(room).get(f"/classes/{room.pk}/"))
    assert "2 of 5 began, 1 is done; 3 have not begun" in page
    assert "Ada" not in page


# What the teacher may set, and who may.


def test_a_due_date_is_meant_by_the_clocks_of_the_class(room):
    data = {"deck": str(given(room).deck_id), "title": "More", "due": "2026-12-01T10:00", "attempts": "3"}
    teacher_of(room).post(f"/classes/{room.pk}/homework/", data)
    assert Homework.objects.get(title="More").due_at == datetime(2026, 11, 30, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "meant"),
    [
        # 5 April 2026, 3:00: Auckland's clocks go back to 2:00. The later of the two half past twos counts.
        ("2026-04-05T02:30", datetime(2026, 4, 4, 14, 30, tzinfo=UTC)),
        ("2026-09-27T03:30", datetime(2026, 9, 26, 14, 30, tzinfo=UTC)),
        # 27 September 2026, 2:00: they go forward to 3:00, and there is no half past two.
        ("2026-09-27T02:30", None),
    ],
)
def test_the_hours_when_clocks_change(room, due, meant):
    data = {"deck": str(given(room).deck_id), "title": "More", "due": due}
    sent = teacher_of(room).post(f"/classes/{room.pk}/homework/", data)
    made = Homework.objects.filter(title="More").first()
    if meant is None:
        assert (made, sent.status_code, "That hour does not exist" in text(sent)) == (None, 422, True)
    else:
        assert made.due_at == meant


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({"title": ""}, "Give it a title."),
        ({"due": "tomorrow"}, "Write a day and an hour"),
        ({"attempts": "11"}, "1 to 10 tries."),
        ({"opens": "2026-12-02T10:00", "due": "2026-12-01T10:00"}, "It is due before it opens."),
    ],
)
def test_a_form_that_cannot_be_read_says_why_and_keeps_what_was_typed(room, data, word):
    given(room)
    deck = actions.create_deck(classroom=room, name="Another", planned=[])
    sent = teacher_of(room).post(f"/classes/{room.pk}/homework/", {"deck": deck.pk, "title": "Typed", **data})
    assert (sent.status_code, word in text(sent)) == (422, True)
    assert f'value="{deck.pk}" selected' in sent.content.decode()
    assert Homework.objects.count() == 1


def test_another_classs_deck_cannot_be_given(room):
    deck = given(actions.create_class(teacher=a_teacher(), name="Cloud 2")).deck
    sent = teacher_of(room).post(f"/classes/{room.pk}/homework/", {"deck": deck.pk, "title": "Mine"})
    assert (sent.status_code, room.homework.count()) == (422, 0)


def test_a_homework_is_changed_and_deleted(room):
    work, learner = given(room), someone()
    do(work, learner)
    address, teacher = f"/classes/{room.pk}/homework/{work.pk}/change/", teacher_of(room)
    teacher.post(address, {"title": "New", "due": "2026-12-01T10:00", "rule": "mastery", "attempts": "4"})
    work.refresh_from_db()
    assert (work.title, work.rule, work.attempts, work.due_at.hour) == ("New", "mastery", 4, 21)
    assert teacher.post(address, {"delete": "1"}).status_code == 422
    teacher.post(address, {"delete": "1", "sure": "1"})
    assert (Homework.objects.count(), Answer.objects.count()) == (0, 0)


def test_every_try_is_replayed_in_its_world(room):
    work, learner = given(room), someone(room, "Ana")
    do(work, learner, right=False)
    do(work, learner, right=True)
    base = f"/classes/{room.pk}/homework/{work.pk}/l{learner.pk}/1/"
    first, last = (teacher_of(room).get(base + query) for query in ("?try=1", ""))
    assert ("Not this time" in text(first), "They said:" in text(first)) == (False, True)
    seeds = [str(seed_of(work, learner.pk, 1, attempt)) for attempt in (1, 2)]
    assert [f"/questions/Q01N/?seed={seed}" in last.content.decode() for seed in seeds] == [True, True]
    assert "They said:" not in text(last)
    assert teacher_of(room).get(base + "?try=9").status_code == 200


def test_a_homework_belongs_to_its_class(room):
    """Each address with another teacher, and with another class of the same teacher."""
    work, learner = given(room), someone(room, "Ana")
    do(work, learner)
    elsewhere = actions.create_class(teacher=room.teachers.get().learner, name="Cloud 2")
    stranger = browser(a_teacher())
    for path in ("", f"l{learner.pk}/1/"):
        assert stranger.get(f"/classes/{room.pk}/homework/{work.pk}/{path}").status_code == 404
        assert teacher_of(elsewhere).get(f"/classes/{elsewhere.pk}/homework/{work.pk}/{path}").status_code == 404
    for path, data in (
        ("change/", {"delete": "1", "sure": "1"}),
        ("extend/", {"who": f"l{learner.pk}", "excused": "1"}),
    ):
        assert stranger.post(f"/classes/{room.pk}/homework/{work.pk}/{path}", data).status_code == 404
        assert teacher_of(room).post(f"/classes/{elsewhere.pk}/homework/{work.pk}/{path}", data).status_code == 404
    assert (Homework.objects.count(), Extension.objects.count()) == (1, 0)


def test_time_is_kept_with_a_try(room):
    work, learner = given(room), someone()
    do(work, learner, milliseconds="4200")
    assert Answer.objects.get().milliseconds == 4200
