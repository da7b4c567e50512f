"""A class in real browsers: the teacher's window, the wall, and phones."""

import re
from datetime import timedelta

import pytest
from conftest import PHONE
from pytest_django.live_server_helper import LiveServer

from studyapp import clock
from studyapp.models import Round

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(visit):
    """A rehearsal with its teacher, the wall and one real phone."""
    teacher = visit("/classes/")
    teacher.click("text=Try it with 30 rehearsal students")
    teacher.wait_for_url("**/present/")
    code = teacher.url.split("/")[4]
    wall = visit(f"/c/{code}/screen/")
    phone = visit(f"/join/{code}/", size=PHONE)
    phone.click("button.primary")
    phone.wait_for_url(f"**/c/{code}/")
    return teacher, wall, phone


def press(teacher, key, words):
    """A key of the presenter's. As a teacher does, it waits for the panel to say what came of it."""
    teacher.keyboard.press(key)
    teacher.locator("#now").filter(has_text=re.compile(rf"· {words} ·")).wait_for()


def ask(teacher, phone):
    """The second question, opened with the keys."""
    press(teacher, "2", "Q01")
    press(teacher, " ", "first vote")
    phone.wait_for_selector("form[data-vote]")


def choose(phone, number):
    phone.locator("input[name=choice]").nth(number).check(force=True)
    phone.wait_for_selector("#said .verdict")


def test_vote_discuss_vote_again_reveal_and_run(room, axe, sideways):
    teacher, wall, phone = room
    ask(teacher, phone)
    choose(phone, 0)
    teacher.wait_for_selector("text=31 of 31 answered", timeout=30_000)
    assert wall.locator(".votes, .count").count() == 0
    assert [sideways(page) for page in (phone, wall)] == [False, False]
    assert axe(phone) + axe(teacher) == []
    press(teacher, " ", "first vote closed")
    press(teacher, " ", "discussion")
    phone.wait_for_selector("text=Find someone who answered something else")
    press(teacher, " ", "second vote")
    phone.wait_for_selector("text=your first vote")
    choose(phone, 1)
    press(teacher, " ", "second vote closed")
    press(teacher, " ", "the answer")
    wall.wait_for_selector(".votes [data-v=yes]")
    phone.wait_for_selector("text=your second vote")
    press(teacher, " ", "the run")
    wall.wait_for_selector(".run .provider")
    before = wall.locator(".run .provider").count()
    teacher.keyboard.press("n")
    wall.locator(".run .provider").nth(before).wait_for()


def test_a_panel_that_comes_late_does_not_undo_what_the_teacher_sees(room):
    teacher, _, phone = room
    ask(teacher, phone)
    held = []
    teacher.route("**/present/", lambda route: held.append((route, route.fetch())))
    choose(phone, 0)
    while not held:
        teacher.wait_for_timeout(100)
    press(teacher, " ", "first vote closed")
    route, answer = held[0]
    assert "first vote ·" in answer.text()
    with teacher.expect_event("requestfinished", lambda request: request == route.request):
        route.fulfill(response=answer)
    teacher.wait_for_timeout(300)
    assert "first vote closed" in teacher.locator("#now").inner_text()
    teacher.unroute("**/present/")


def test_a_reload_keeps_the_vote_and_a_lost_line_is_named(room):
    teacher, _, phone = room
    ask(teacher, phone)
    choose(phone, 2)
    phone.reload()
    assert phone.locator("input[name=choice]").nth(2).is_checked()
    assert phone.locator("#said").inner_text().startswith("Your vote is in.")


def test_without_script_a_class_still_votes(room, visit):
    teacher, _, phone = room
    plain = visit(re.sub(r"^https?://[^/]+", "", phone.url).replace("/c/", "/join/"), size=PHONE, scripts=False)
    plain.click("button.primary")
    ask(teacher, phone)
    plain.reload()
    plain.locator(".option").nth(1).click()
    plain.click("text=Send my vote")
    plain.wait_for_selector("text=Your vote is in.")


@pytest.fixture
def lan(settings, transactional_db):
    """The site as `HOST=0.0.0.0 make run` serves it: plain http under a name of the local network."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "class.test"]
    settings.SECURE_CROSS_ORIGIN_OPENER_POLICY = None
    server = LiveServer("127.0.0.1")
    yield server.url.replace("127.0.0.1", "class.test")
    server.stop()


def test_over_plain_http_on_a_network_a_phone_joins_votes_and_comes_back(room, lan, visit):
    teacher, _, phone = room
    code = phone.url.split("/")[4]
    far = visit(f"{lan}/join/{code}/", size=PHONE)
    assert far.evaluate("[isSecureContext, typeof crypto.randomUUID]") == [False, "undefined"]
    far.click("button.primary")
    far.wait_for_url(f"{lan}/c/{code}/")
    ask(teacher, far)
    choose(far, 1)
    far.reload()
    assert far.locator("input[name=choice]").nth(1).is_checked()
    assert {(one["name"], one["secure"]) for one in far.context.cookies()} == {
        ("csrftoken", False),
        ("learner", False),
    }
    far.goto("about:blank")  # it stops asking before its server stops


def test_a_phone_with_a_world_of_its_own_asks_for_it_by_itself(room, visit):
    teacher, wall, phone = room
    press(teacher, "3", "Q10")
    Round.objects.filter(place=3).update(own=True)
    press(teacher, " ", "first vote")
    phone.wait_for_selector("text=your own world, seed")
    choose(phone, 1)
    wall.wait_for_selector("text=Each phone has a world of its own.")
    assert wall.locator(".letters").count() == 0
    press(teacher, " ", "first vote closed")
    press(teacher, " ", "the answer")
    phone.wait_for_selector(".option[data-v=yes]")
    assert "your first vote" in phone.locator(".options").inner_text()


def test_a_repair_is_tried_on_the_phone_and_keeps_its_place(room):
    teacher, _, phone = room
    press(teacher, "5", "Q14")
    press(teacher, " ", "first vote")
    phone.locator("input[name=edit]").first.check(force=True)
    phone.locator("button[name=try]").first.focus()
    phone.keyboard.press("Enter")
    phone.wait_for_selector("text=What happens now")
    assert phone.locator("input[name=edit]").first.is_checked()
    assert phone.evaluate("document.activeElement.id") == "try-Q14"
    assert phone.locator("#said .verdict").count() == 0
    phone.click("text=Send my vote")
    phone.wait_for_selector("text=Your answer is in.")


def test_the_timer_counts_down_on_the_wall_and_is_put_away(room):
    teacher, wall, phone = room
    ask(teacher, phone)
    left = wall.locator(".timer [data-left]")
    left.filter(has_text=re.compile(r"^1:[0-2]\d$")).wait_for()
    assert phone.locator(".timer").count() == 0
    teacher.keyboard.press("t")
    left.wait_for(state="detached")
    Round.objects.filter(state="open1").update(moved_at=clock.now() - timedelta(minutes=5))
    teacher.keyboard.press("t")
    wall.locator(".timer").filter(has_text="Time to close?").wait_for()


def test_ending_the_class_takes_a_long_press(room):
    teacher, _, phone = room
    button = teacher.locator("button:has-text('End the class')")
    button.click()
    assert teacher.locator("#link").inner_text() == "Press and hold for a moment."
    box = button.bounding_box()
    teacher.mouse.move(box["x"] + 5, box["y"] + 5)
    teacher.mouse.down()
    teacher.wait_for_timeout(900)
    teacher.mouse.up()
    phone.wait_for_selector("text=The class is over")
