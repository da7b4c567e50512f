"""Limits and retries in a browser, and every lab's form on a phone."""

import pytest

from studyapp.labs.registry import WITH_PAGE
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
SLUGS = [lab.slug for lab in WITH_PAGE]


@pytest.mark.parametrize("slug", SLUGS)
def test_on_a_phone_the_form_can_be_reached(visit, slug):
    page = visit(f"/labs/{slug}/", size=PHONE)
    page.locator("form.world button.primary").click(trial=True)


@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, True)])
@pytest.mark.parametrize("path", ["backoff/", "backoff/?state=sdk-adaptive", "retry-classifier/", "token-bucket/"])
def test_everybody_can_read_it(visit, axe, sideways, path, size, dark):
    page = visit(f"/labs/{path}", size=size, dark=dark)
    assert axe(page) == []
    assert not sideways(page)


def test_a_strategy_is_changed_by_keys_alone(visit):
    page = visit("/labs/backoff/")
    page.locator("input[name=strategy][value=full]").focus()
    page.keyboard.press("ArrowUp")
    page.locator(".outcome .was").first.wait_for()
    assert page.locator(".outcome > .big").inner_text().startswith("More calls than full jitter")


def test_without_scripts_the_form_comes_back_as_a_page(visit):
    page = visit("/labs/token-bucket/", scripts=False)
    page.get_by_label("All the time").check()
    page.get_by_role("button", name="Run").click()
    assert "200 of 500" in page.locator(".stats").inner_text()
    assert "Was: 180" in page.locator(".stats").inner_text()
