"""The signing lab in a browser: typing, following a piece, the doctor; without scripts, on a phone, in print."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
LAB = "/labs/sigv4/"
VANILLA = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"


def verdict(page: Page):
    return page.locator(".outcome .verdict").first


def shade(page: Page, piece: str) -> str:
    """The underline of the first mark of a piece."""
    return page.locator(f".steps .pc.{piece}").first.evaluate("mark => getComputedStyle(mark).borderBottomColor")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_edit_shows_what_it_changes(visit, scripts):
    page = visit(LAB, scripts=scripts)
    expect(page.locator(".sum")).to_have_text(VANILLA)
    expect(verdict(page)).to_contain_text("Matches the signature that AWS publishes")
    page.get_by_label("URL", exact=True).fill("https://example.amazonaws.com/?b=1&a=2")
    if not scripts:
        page.get_by_role("button", name="Run", exact=True).click()
    expect(verdict(page)).to_contain_text("Your edit changed the query, request hash A and the signature.")
    expect(page.locator(".lines .was")).to_have_count(4)
    page.get_by_label("URL", exact=True).fill("https://example.amazonaws.com/?a=2&b=1")
    if not scripts:
        page.get_by_role("button", name="Run", exact=True).click()
    expect(verdict(page)).to_contain_text("Nothing that is signed")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_piece_is_followed_without_running_anything(visit, scripts):
    page = visit(f"{LAB}?state=s3-list", scripts=scripts)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    time, query = shade(page, "p5"), shade(page, "p2")
    page.locator(".follow").get_by_label("Query").check()
    assert shade(page, "p2") == query
    assert shade(page, "p5") != time
    page.locator(".follow").get_by_label("Everything").check()
    assert shade(page, "p5") == time
    page.wait_for_timeout(400)
    assert sent == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_doctor_names_the_cause(visit, scripts):
    page = visit(f"{LAB}?state=session-token", scripts=scripts)
    doctor = page.locator(".doctor")
    doctor.get_by_label("On the way").select_option(label="A load balancer rewrites the host")
    doctor.get_by_role("button", name="Send it").click()
    expect(doctor.get_by_text("403 SignatureDoesNotMatch.")).to_be_visible()
    expect(doctor.get_by_text("The host differs")).to_be_visible()
    expect(doctor.locator("tr[data-first]")).to_contain_text("internal.sts.amazonaws.com")
    expect(doctor.get_by_label("On the way")).to_have_value("host")
    doctor.locator("summary", has_text="paste").click()
    doctor.get_by_label("The whole answer").fill(
        "Signature expired: 20261124T195522Z is now earlier than 20261124T195940Z (20261124T200440Z - 5 min.)"
    )
    doctor.get_by_role("button", name="Find the first difference").click()
    expect(doctor.get_by_text("The client’s clock is 9 min 18 s slow")).to_be_visible()
    expect(doctor.locator("textarea")).to_have_value("")


def test_bad_input_is_said_and_mended(visit):
    page = visit(LAB)
    page.get_by_label("Time", exact=True).first.fill("yesterday")
    expect(page.get_by_text("A time of signing reads like 20150830T123600Z.", exact=True)).to_be_visible()
    page.get_by_label("Time", exact=True).first.fill("20150830T123600Z")
    expect(page.locator(".sum")).to_have_text(VANILLA)
    visit.trouble.clear()  # the browser itself notes the 422


def test_by_keyboard_alone(visit):
    page = visit(LAB)
    page.get_by_label("Region", exact=True).first.focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("eu-west-1")
    expect(verdict(page)).to_contain_text("Your edit changed the scope, signing key B and the signature.")
    expect(page.get_by_label("Region", exact=True).first).to_be_focused()
    way = page.get_by_label("On the way")
    way.focus()
    for _ in range(40):
        if way.input_value() == "accept-encoding":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("accept-encoding was rewritten on the way")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("state", ["presigned", "proxy"])
def test_nobody_is_left_out(visit, axe, sideways, state, size, dark):
    page = visit(f"{LAB}?state={state}", size=size, dark=dark)
    assert axe(page) == []
    assert not sideways(page)


def test_print_keeps_the_steps_and_drops_the_controls(visit):
    page = visit(f"{LAB}?state=proxy")
    page.emulate_media(media="print")
    expect(page.locator(".steps")).to_be_visible()
    expect(page.locator(".sides")).to_be_visible()
    expect(page.get_by_role("button", name="Send it")).to_be_hidden()
    expect(page.get_by_label("Secret", exact=True)).to_be_hidden()
