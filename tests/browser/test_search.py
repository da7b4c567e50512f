"""Search as a dialog: opened by key or link, finds while somebody types, walked by arrows, left by Escape."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
LESSON = "/lessons/mfa/"


def field(page):
    return page.get_by_role("dialog").get_by_role("searchbox")


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_key_opens_it_and_an_arrow_leads_to_what_was_found(visit, key):
    page = visit(LESSON)
    page.keyboard.press(key)
    expect(field(page)).to_be_focused()
    page.keyboard.type("hop limt")
    finds = page.locator("#seek .finds a")
    expect(finds.first).to_have_text("Hop limit")
    expect(page.locator("#seek").get_by_role("status")).to_contain_text("for “hop limt”")
    page.keyboard.press("ArrowDown")
    expect(finds.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/#hop-limit")


def test_escape_gives_focus_back_to_the_link(visit):
    page = visit(LESSON)
    link = page.get_by_role("link", name="Search", exact=True)
    link.click()
    expect(field(page)).to_be_focused()
    page.keyboard.type("hop")
    page.keyboard.press("Escape")
    expect(page.locator("#seek")).to_be_hidden()
    expect(link).to_be_focused()


def test_a_letter_typed_on_a_find_goes_on_in_the_field(visit):
    page = visit(LESSON)
    page.keyboard.press("/")
    page.keyboard.type("hop")
    expect(page.locator("#seek .finds a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("s")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("hops")


def test_a_find_on_the_same_page_closes_the_dialog(visit):
    page = visit(LESSON)
    page.keyboard.press("/")
    page.keyboard.type("trade six digits")
    page.locator("#seek .finds a", has_text="Trade six digits").click()
    expect(page.locator("#seek")).to_be_hidden()
    expect(page.get_by_role("heading", name="Trade six digits for a session")).to_be_in_viewport()


def test_nothing_found_offers_words_that_are_searched_in_place(visit):
    page = visit(LESSON)
    page.keyboard.press("/")
    page.keyboard.type("qvedintiols")
    page.locator("#seek").get_by_role("link", name="credentials").click()
    expect(field(page)).to_have_value("credentials")
    expect(page.locator("#seek .finds a").first).to_be_visible()


def test_a_lost_connection_is_said_and_typing_on_searches_again(visit):
    page = visit(LESSON)
    page.keyboard.press("/")
    page.context.set_offline(True)
    page.keyboard.type("hop")
    expect(page.get_by_role("alert")).to_contain_text("No answer came")
    page.context.set_offline(False)
    page.keyboard.type(" limit")
    expect(page.locator("#seek .finds a").first).to_have_text("Hop limit")
    expect(page.get_by_role("alert")).to_have_count(0)
    visit.trouble.clear()  # the browser itself notes the request that failed


def test_enter_in_the_field_opens_the_page_of_results(visit):
    page = visit(LESSON)
    page.keyboard.press("/")
    page.keyboard.type("hop limit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=hop+limit")
    expect(page.locator("main .finds a").first).to_have_text("Hop limit")
    page.keyboard.press("/")  # there is one field here, and the key leads to it
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_without_scripts_the_link_leads_to_the_page(visit):
    page = visit(LESSON, scripts=False)
    expect(page.locator("#seek")).to_be_hidden()
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_role("searchbox").fill("hop limit")
    page.keyboard.press("Enter")
    expect(page.locator("main .finds a").first).to_have_text("Hop limit")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_is_accessible_and_fits(visit, axe, sideways, size, dark):
    page = visit(LESSON, size=size, dark=dark)
    page.keyboard.press("/")
    assert axe(page) == []
    page.keyboard.type("hop limit")
    expect(page.locator("#seek .finds a").first).to_be_visible()
    assert axe(page) == []
    assert not sideways(page)
