"""A class in real browsers: the teacher's window, the wall, and phones."""

import re

import pytest
from conftest import PHONE

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
