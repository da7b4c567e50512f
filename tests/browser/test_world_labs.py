"""The labs of worlds in a browser: the metadata terminal, the MFA session, policies and the doctor."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_terminal_looks_like_a_terminal(visit):
    """The glossary underlines its words; a terminal is no word of a glossary."""
    page = visit("/labs/imds/")
    line = page.locator(".term li code").first
    assert line.evaluate("one => getComputedStyle(one).textDecorationLine") == "none"
    assert page.locator(".term").evaluate("one => getComputedStyle(one).textDecorationLine") == "none"


def typed(page, command):
    page.locator(".term input[name=command]").fill(command)
    page.locator(".term input[name=command]").press("Enter")
    page.locator(".term li", has_text=command).first.wait_for()


def test_the_newest_line_is_in_sight_and_the_arrows_bring_the_older_back(visit):
    page = visit("/labs/imds/")
    for command in ("curl -sv http://169.254.169.254/latest/meta-data/", "echo two", "echo three"):
        typed(page, command)
    field = page.locator(".term input[name=command]")
    assert field.evaluate("one => document.activeElement === one")
    left = page.locator(".term > ol").evaluate("one => one.scrollHeight - one.clientHeight - one.scrollTop")
    assert left < 2
    for key, value in (
        ("ArrowUp", "echo three"),
        ("ArrowUp", "echo two"),
        ("ArrowDown", "echo three"),
        ("ArrowDown", ""),
    ):
        field.press(key)
        assert field.input_value() == value


def test_a_command_that_takes_its_time_leaves_nothing_behind(visit):
    """The terminal's form stands in its own result: when that is swapped, the strip of the run goes with it."""
    page = visit("/labs/imds/")
    page.route("**/labs/imds/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    typed(page, "echo slowly")
    page.wait_for_timeout(700)
    assert page.locator(".running").count() == 0


def test_a_hop_limit_out_of_bounds_is_told_at_its_field(visit):
    page = visit("/labs/imds/")
    page.get_by_label("HopLimit").fill("0")
    note = page.locator("#f-lab .at-field")
    note.wait_for()
    assert "at least 1" in note.inner_text()
    assert page.get_by_label("HopLimit").input_value() == "0"
    # The browser's own note on the 422 is what was wanted.
    assert [said for said in visit.trouble if "422" not in said] == []
    visit.trouble.clear()


LONG = "/labs/imds/?state=old-token"
PRINTED = (
    LONG,
    "/labs/imds/?state=nested",
    "/labs/mfa-session/",
    "/labs/policy/?state=scp",
    "/labs/policy/?state=exercise",
)
PRINTED += (
    "/labs/credential-chain/?state=puzzle",
    "/labs/credential-chain/?state=nobody",
    "/labs/doctor/?state=denied",
)
CUT = """() => [...document.querySelectorAll('.lab *')].filter((one) => {
  const style = getComputedStyle(one);
  const clips = (how) => how !== 'visible';
  return one.checkVisibility() && !one.closest('.vh') && one.clientWidth > 0
    && ((clips(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
      || (clips(style.overflowY) && one.scrollHeight > one.clientHeight + 1));
}).map((one) => one.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("path", PRINTED)
def test_on_paper_nothing_is_cut_and_nothing_can_be_pressed(visit, path):
    page = visit(path, size={"width": 700, "height": 1000})
    page.emulate_media(media="print")
    assert page.evaluate(CUT) == []
    controls = "button, select, textarea, input:not([type=hidden])"
    assert page.locator(controls).evaluate_all("all => all.filter((one) => one.checkVisibility()).length") == 0
    assert page.locator(".outcome").is_visible()


@pytest.mark.parametrize("path", ["imds/?state=http-proxy", "mfa-session/?state=chained", "policy/?state=exercise"])
@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, True)])
def test_everybody_can_use_it(visit, axe, sideways, path, size, dark):
    page = visit(f"/labs/{path}", size=size, dark=dark)
    assert axe(page) == []
    assert not sideways(page)
