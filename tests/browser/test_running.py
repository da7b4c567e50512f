"""A run that takes its time: it says so, it can be cancelled, and what was there before stays."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def held(page: Page, address: str) -> Iterator[Callable[[], None]]:
    """Every POST to the address waits until it is let go; `waiting` of what is given has them."""
    waiting: list[Route] = []
    page.route(address, lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())

    def let_go() -> None:
        for route in waiting:
            route.continue_()

    let_go.waiting = waiting  # type: ignore[attr-defined]
    yield let_go
    page.unroute(address)


def strip(page: Page) -> Any:
    return page.locator(".lab .running")


@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, True)])
def test_cancel_keeps_the_result_that_was_there(visit, axe, sideways, size, dark):
    page = visit("/labs/backoff/", size=size, dark=dark)
    before = page.locator(".outcome .stats").inner_text()
    with held(page, "**/labs/backoff/") as let_go:
        page.locator("input[name=strategy][value=none]").check()
        strip(page).get_by_role("button", name="Cancel").wait_for()
        assert strip(page).bounding_box()["y"] + strip(page).bounding_box()["height"] <= size["height"]
        strip(page).get_by_text(re.compile(r"Still running, for \d+ seconds?\.")).wait_for()
        assert axe(page) == []
        assert not sideways(page)
        strip(page).get_by_role("button", name="Cancel").click()
        assert strip(page).get_by_role("button").count() == 0
        let_go()
    note = page.locator(".outcome > .cancelled")
    assert note.inner_text().startswith("Cancelled. This is still the result of the run before")
    assert page.locator(".outcome .stats").inner_text() == before
    assert page.locator("input[name=strategy][value=none]").is_checked()
    assert page.locator(".trouble").count() == 0
    page.get_by_role("button", name="Run").click()
    page.locator(".outcome .was").first.wait_for()
    assert page.locator(".cancelled").count() == 0


def test_by_keyboard_it_is_the_next_stop_or_escape(visit):
    page = visit("/labs/token-bucket/")
    spoken = page.locator("body > [role=status]")
    with held(page, "**/labs/token-bucket/"):
        run = page.get_by_role("button", name="Run", exact=True)
        run.press("Enter")
        strip(page).wait_for()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Cancel"
        spoken.get_by_text("Still running. Escape cancels it.").wait_for()
        page.keyboard.press("Enter")
        spoken.get_by_text("Cancelled. This is still the result").wait_for()
        assert page.evaluate("document.activeElement.textContent") == "Run"
        run.press("Enter")
        strip(page).wait_for()
        page.keyboard.press("Escape")
        page.locator(".cancelled").wait_for()
        assert strip(page).get_by_role("button").count() == 0


def test_it_goes_when_the_answer_comes(visit):
    page = visit("/labs/token-bucket/")
    with held(page, "**/labs/token-bucket/") as let_go:
        page.get_by_label("All the time").check()
        strip(page).wait_for()
        let_go()
        page.locator(".outcome .was").first.wait_for()
    assert strip(page).count() == 0
    assert page.locator(".cancelled").count() == 0


def test_a_newer_change_takes_the_place_of_the_run(visit):
    page = visit("/labs/token-bucket/")
    with held(page, "**/labs/token-bucket/") as let_go:
        page.get_by_label("All the time").check()
        strip(page).wait_for()
        page.get_by_label("Callers").fill("2")
        while len(let_go.waiting) < 2:
            page.wait_for_timeout(50)
        strip(page).wait_for()
        assert strip(page).count() == 1
        let_go()
        page.locator(".outcome .was").first.wait_for()
    assert "of 1000" in page.locator(".outcome .stats").inner_text()
    assert strip(page).count() == 0


def test_a_lab_in_a_lesson_has_it_too_and_a_prediction_is_not_taken_back(visit):
    page = visit("/lessons/backoff/")
    form = page.locator("form.ask:has(input[name=bet])").first
    with held(page, "**/labs/*/") as let_go:
        form.locator("input[name=bet]").first.check()
        form.get_by_role("button", name="Run it").click()
        form.locator(".running").wait_for()
        assert form.locator(".running button").count() == 0
        let_go()
        page.locator(".lab .outcome .verdict").first.wait_for()
