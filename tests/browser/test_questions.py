"""Every kind of question as a learner meets it: by keyboard, on a phone, in the dark, without scripts."""

import pytest
from playwright.sync_api import Page, expect

from studyapp.course import course
from studyapp.models import Answer
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
from studyapp.questions.kinds.order import key_order
from studyapp.questions.puzzle import solutions
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
SEED = 3


def one_of_each() -> dict[str, str]:
    """The first question of every kind that the course has."""
    found: dict[str, str] = {}
    for question in course().questions:
        found.setdefault(question.kind, question.id)
    return found


KINDS = one_of_each()
each_kind = pytest.mark.parametrize("kind", sorted(KINDS))


def address(kind: str) -> str:
    return f"/questions/{KINDS[kind]}/?seed={SEED}"


def fill_in(page: Page, kind: str, *, right: bool = True) -> None:
    """Answer as the engine would, with nothing but what the form offers without scripts; or otherwise."""
    item = issue(course().question(KINDS[kind]), SEED)
    verdict = grade(item, None)
    if kind in ("single", "multiple", "spot", "hotspot"):
        for place, part in enumerate(verdict.parts):
            if part.right == right:
                page.locator(f'form.ask input[name=choice][value="{place}"]').check()
                if not right:
                    break
    elif kind == "order":
        order = key_order(item, verdict.finding)
        for place, number in enumerate(order if right else reversed(order), start=1):
            page.locator(f"select[name=place_{number}]").select_option(str(place))
    elif kind == "numeric":
        page.locator("input[name=value]").fill(verdict.answer.split()[0] if right else "987654")
    elif kind in ("match", "trace"):
        name = "pair" if kind == "match" else "row"
        for place, part in enumerate(verdict.parts):
            page.locator(f"select[name={name}_{place}]").select_option(label=part.key.replace("`", ""))
        if not right:
            page.locator(f"select[name={name}_0]").select_option(index=1 if verdict.parts[0].key else 2)
    else:
        for edit in solutions(item)[0] if right else [item.body["edits"][0]["id"]]:
            page.locator(f'input[name=edit][value="{edit}"]').check()


@each_kind
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_right_answer_of_every_kind_is_right(visit, kind, scripts):
    page = visit(address(kind), scripts=scripts)
    fill_in(page, kind)
    page.get_by_label("Fairly sure", exact=True).check(force=True)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator(".verdict[data-v=yes]").first).to_contain_text("Right.")
    expect(page.get_by_text("The rule.", exact=True)).to_be_visible()


@each_kind
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_question_and_result_of_every_kind_can_be_read_by_everybody(visit, axe, sideways, kind, size, dark):
    page = visit(address(kind), size=size, dark=dark)
    assert axe(page) == []
    assert not sideways(page)
    page.get_by_role("button", name="I don’t know yet").click()
    expect(page.get_by_text("Not yet, then.")).to_be_visible()
    assert axe(page) == []
    assert not sideways(page)


def test_a_question_is_answered_by_keys_alone(visit):
    page = visit(f"/questions/Q01/?seed={SEED}&from=topic:chain")
    page.keyboard.press("1")
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The rule.", exact=True)).to_be_visible()
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    expect(page.get_by_role("button", name="Answer", exact=True)).to_be_visible()


def test_the_list_of_keys_opens_and_closes_by_its_own_key(visit):
    page = visit(address("single"))
    keys = page.locator("#keys")
    expect(keys).to_be_hidden()
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    page.keyboard.press("?")
    expect(keys).to_be_hidden()


def test_keys_leave_a_field_alone_while_one_types(visit):
    page = visit(f"{address('single').partition('?')[0]}?seed={SEED}")
    page.get_by_role("button", name="I don’t know yet").click()
    page.get_by_text("Dispute this answer").click()
    page.locator("#why").fill("")
    page.locator("#why").press_sequentially("1s?")
    assert page.locator("#why").input_value() == "1s?"
    expect(page.locator("#keys")).to_be_hidden()


def test_an_order_is_made_with_buttons(visit):
    page = visit(address("order"))
    first = page.locator(".ordering > li").first.locator("label").inner_text()
    page.get_by_role("button", name=f"Down: {first}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ordering > li").nth(1).locator("label")).to_have_text(first)
    values = page.locator(".ordering select").evaluate_all("all => all.map(one => one.value)")
    assert values == [str(place) for place in range(1, len(values) + 1)]
    expect(page.get_by_role("button", name=f"Down: {first}")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_puzzle_is_tried_before_it_is_answered(visit, scripts):
    page = visit("/questions/Q14S/?seed=1", scripts=scripts)
    page.locator('input[value="unset-both"]').check()
    page.get_by_role("button", name="Try it").click()
    expect(page.locator(".ask .verdict")).to_contain_text("2 changes away from the nearest solution")
    for edit in ("move-file", "restart"):
        page.locator(f'input[value="{edit}"]').check()
    page.get_by_role("button", name="Try it").click()
    expect(page.locator(".ask .verdict")).to_contain_text("Every goal holds.")
    expect(page.locator(".goals li[data-v=yes]")).to_have_count(5)
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("input[name=edit]:checked")).to_have_count(0)


def test_practice_goes_on_for_as_long_as_one_likes(visit, axe):
    page = visit("/practice/", size=PHONE)
    assert axe(page) == []
    page.get_by_role("link", name="Start, mixed").click()
    seen = set()
    for _ in range(4):
        seen.add(page.url.partition("/questions/")[2].partition("/")[0])
        page.get_by_role("button", name="I don’t know yet").click()
        page.get_by_role("link", name="Next question").last.click()
        expect(page.get_by_role("button", name="Answer", exact=True)).to_be_visible()
    assert len(seen) == 4


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_dispute_is_kept(visit, scripts):
    page = visit("/questions/Q01/?seed=3", scripts=scripts)
    page.get_by_role("button", name="I don’t know yet").click()
    page.get_by_text("Dispute this answer").click()
    page.get_by_label("What is wrong").fill("My shell says otherwise.")
    page.get_by_role("button", name="Keep the dispute").click()
    expect(page.get_by_text("Your dispute is kept.")).to_be_visible()
    expect(page.get_by_text("My shell says otherwise.").first).to_be_visible()


def test_a_check_in_a_lesson_is_answered_in_its_place(visit, axe):
    page = visit("/lessons/mfa/", size=PHONE)
    check = page.locator("#check-Q39")
    check.get_by_role("button", name="Down: Start with").click()
    check.get_by_label("Fairly sure", exact=True).check(force=True)
    check.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#check-Q39 .verdict")).to_be_visible()
    expect(page.locator("#check-Q39 ol.options li")).to_have_count(5)
    assert axe(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_hint_is_shown_for_its_price_and_counted(visit, scripts):
    page = visit("/questions/Q07/?seed=3", scripts=scripts)
    hints = page.locator(".hint")
    expect(hints.nth(0)).to_be_visible()
    expect(hints.nth(1)).to_be_hidden()
    expect(hints.nth(0).locator("p")).to_be_hidden()
    one, two = (page.get_by_label(f"Show hint {number} of 3: it costs a third of the marks") for number in (1, 2))
    one.press("Space")
    expect(hints.nth(0).locator("p")).to_be_visible()
    two.press("Space")
    if scripts:
        two.press("Space")  # taken is taken
    expect(hints.nth(1).locator("p")).to_be_visible()
    page.locator("input[name=choice]").first.check()
    page.get_by_label("Fairly sure").check(force=True)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator(".verdict").first).to_be_visible()
    assert Answer.objects.get().hints == 2
