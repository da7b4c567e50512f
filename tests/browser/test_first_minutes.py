"""A stranger's first minutes: bet, run, read, answer, return; by mouse, by keyboard, on a phone, without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "/",
    "/lessons/credential-chain/",
    "/lessons/puzzle/",
    "/labs/",
    "/labs/credential-chain/",
    "/notes/",
    "/questions/PUZZLE/?seed=3",
)
SIGNER = "The user whose key is in the environment."


def answer_puzzle(page: Page) -> None:
    page.get_by_label("The environment is asked first").check()
    page.get_by_label("Sure", exact=True).check()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Right.", exact=True).first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_stranger_bets_and_sees_the_trace(visit, scripts):
    page = visit("/", scripts=scripts)
    expect(page.get_by_role("heading", level=1)).to_have_text("Learn how AWS decides who you are")
    page.get_by_label(SIGNER).check()
    page.get_by_role("button", name="Run it").click()
    expect(page.get_by_text("As you predicted:")).to_be_visible()
    expect(page.locator(".provider[data-s=found]")).to_have_count(1)
    expect(page.locator(".provider[data-s=found]")).to_contain_text("Environment")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_lab_follows_what_is_typed(visit, scripts):
    page = visit("/labs/credential-chain/?state=puzzle", scripts=scripts)
    expect(page.locator(".headline")).to_contain_text("The environment signs")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        page.locator(f'input[name="set.{name}"]').uncheck()
    if not scripts:
        page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".headline")).to_contain_text("The instance’s role signs")


def test_a_real_looking_key_is_refused_and_not_shown_again(visit):
    page = visit("/labs/credential-chain/?state=puzzle", scripts=False)
    looks_real = "AKIA" + "ABCDEFGHIJKLMNOP"
    page.locator('input[name="env.AWS_ACCESS_KEY_ID"]').fill(looks_real)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("Nothing was run.", exact=True)).to_be_visible()
    assert looks_real not in page.content()
    visit.trouble.clear()  # the browser itself notes the 422


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_puzzle_is_answered_and_explained(visit, scripts):
    page = visit("/questions/PUZZLE/?seed=3", scripts=scripts)
    answer_puzzle(page)
    expect(page.locator(".provider[data-s=found]")).to_have_count(1)
    result = page.url
    page.reload()
    assert page.url == result
    expect(page.get_by_text("Right.", exact=True).first).to_be_visible()
    page.get_by_role("link", name="Open this in the lab").first.click()
    expect(page.locator(".headline")).to_contain_text("The environment signs")


def test_what_a_guest_did_is_there_after_closing_the_browser(visit, browser, live_server):
    page = visit("/questions/PUZZLE/?seed=3")
    answer_puzzle(page)
    kept = [cookie for cookie in page.context.cookies() if cookie.get("expires", -1) > 0]
    page.context.close()
    again = browser.new_context(base_url=live_server.url)
    again.add_cookies(kept)
    page = again.new_page()
    page.goto("/")
    expect(page.get_by_text("What you did last")).to_be_visible()
    again.close()


def test_the_flow_by_keyboard_alone(visit):
    page = visit("/questions/PUZZLE/?seed=3")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    right = page.get_by_label("The environment is asked first")
    number = page.locator("input[name=choice]").evaluate_all(
        "(all, one) => all.findIndex((input) => input.value === one) + 1", right.get_attribute("value")
    )
    page.keyboard.press(str(number))
    expect(right).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")  # around to the last: sure
    expect(page.get_by_label("Sure", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Right.", exact=True).first).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits(visit, axe, sideways, path, size, dark):
    page = visit(path, size=size, dark=dark)
    assert axe(page) == []
    assert not sideways(page)


@pytest.mark.parametrize("path", PAGES[:3])
def test_a_page_prints(visit, path):
    page = visit(path)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("header nav").first).to_be_hidden()
