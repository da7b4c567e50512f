"""Studying in a browser: a week of it under a virtual clock, and a test through everything that goes wrong."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from playwright.sync_api import Page, Route, expect

from studyapp import clock
from studyapp.course import course
from studyapp.engines.retries.strategies import wait_of
from studyapp.models import Answer, Attempt, AttemptItem, Draft
from studyapp.questions.grade import grade
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.study.sitting import finish
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
SAVED = re.compile(r"Saved \d\d:\d\d:\d\d")


def wait_for_an_empty_store(page):
    """Playwright's own waiting evaluates a text in the page, which the site's policy forbids."""
    for _ in range(300):
        if page.evaluate("localStorage.length") == 0:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the outbox is not empty")


@pytest.fixture
def moved():
    with clock.virtual(MONDAY) as found:
        yield found


def begin(page: Page, name: str = "Ten questions") -> Attempt:
    page.get_by_role("button", name=f"Begin: {name}", exact=True).click()
    expect(page.get_by_role("navigation", name="All questions")).to_be_visible()
    return Attempt.objects.get()


def singles(attempt: Attempt) -> list[int]:
    """The places whose question has one list of options."""
    return [one.place for one in attempt.items.order_by("place") if one.issued["kind"] == "single"]


def go_to(page: Page, attempt: Attempt, place: int) -> None:
    page.goto(f"/assess/{attempt.pk}/{place}/")


def choose(page: Page, value: int) -> None:
    page.locator(f'input[name="choice"][value="{value}"]').check()


def chosen(attempt: Attempt, place: int) -> list[str]:
    return AttemptItem.objects.get(attempt=attempt, place=place).fields.get("choice", [])


def test_every_change_is_saved_and_says_so(visit):
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    page.get_by_label("Fairly sure").check(force=True)
    page.get_by_label("Flag it").check()
    expect(page.locator(".palette [aria-current]")).to_have_attribute("data-flagged", "")
    page.reload()
    expect(page.locator('input[name="choice"][value="1"]')).to_be_checked()
    expect(page.get_by_label("Flag it")).to_be_checked()
    row = AttemptItem.objects.get(attempt=attempt, place=place)
    assert (row.fields, row.confidence, row.flagged) == ({"choice": ["1"]}, 2, True)


@pytest.mark.parametrize("store", [True, False], ids=["with the outbox", "control: without it"])
def test_what_was_answered_offline_arrives_after_the_tab_was_closed(visit, store):
    """F8. Without the store on the device the answer is gone with the tab."""
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    page.context.set_offline(True)
    choose(page, 0)
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text("1 waiting")
    assert chosen(attempt, place) == []
    if not store:
        page.evaluate("localStorage.clear()")
    page.close()
    page.context.set_offline(False)
    again = visit(f"/assess/{attempt.pk}/{place}/", within=page)
    visit.trouble.clear()  # the browser itself notes the requests that failed
    if store:
        expect(again.locator("[data-status]")).to_have_text(SAVED)
        expect(again.locator('input[name="choice"][value="1"]')).to_be_checked()
    assert chosen(attempt, place) == (["1"] if store else [])
    assert Draft.objects.count() == int(store)
    assert again.evaluate("localStorage.length") == 0


def test_offline_nothing_is_lost_by_pressing_the_button(visit):
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    page.context.set_offline(True)
    choose(page, 1)
    page.get_by_role("button", name=re.compile("Save and")).click()
    expect(page.locator("[data-status]")).to_contain_text(re.compile("No connection|1 waiting"))
    expect(page.locator('input[name="choice"][value="1"]')).to_be_checked()
    page.context.set_offline(False)
    expect(page.locator("[data-status]")).to_have_text(SAVED, timeout=30_000)
    visit.trouble.clear()
    assert chosen(attempt, place) == ["1"]


def test_of_two_windows_the_older_one_does_not_overwrite_the_newer(visit):
    """F9. Both answers are shown; which one counts is the learner's choice, and nothing happens unseen."""
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    other = visit(f"/assess/{attempt.pk}/{place}/", within=page)
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    choose(other, 0)
    expect(other.get_by_text("A newer answer to this question was saved in another window")).to_be_visible()
    assert chosen(attempt, place) == ["1"]
    other.get_by_role("button", name="Keep mine").click()
    expect(other.locator("[data-status]")).to_have_text(SAVED)
    assert chosen(attempt, place) == ["0"]
    visit.trouble.clear()  # the browser itself notes the 409


def test_the_other_answer_can_be_taken_over(visit):
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    other = visit(f"/assess/{attempt.pk}/{place}/", within=page)
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    choose(other, 0)
    other.get_by_role("button", name="Show the other").click()
    expect(other.locator('input[name="choice"][value="1"]')).to_be_checked()
    assert chosen(attempt, place) == ["1"]
    visit.trouble.clear()


def test_a_browser_that_lost_its_cookie_keeps_the_draft_and_says_what_to_do(visit):
    """F8, A6: a session that ended in the middle of a test."""
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    held = page.context.cookies()
    page.context.clear_cookies(name="learner")
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Not saved: sign in again"))
    assert chosen(attempt, place) == []
    page.context.add_cookies(held)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-status]")).to_have_text(SAVED, timeout=30_000)
    assert chosen(attempt, place) == ["1"]
    visit.trouble.clear()


def test_an_answer_given_while_a_reply_is_read_is_not_dropped_with_the_one_before(visit):
    """The body of a reply comes after its head: whoever answers in between has a newer answer waiting."""
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    page.evaluate(
        """() => {
            const first = Response.prototype.json;
            Response.prototype.json = async function () {
                Response.prototype.json = first;
                document.querySelector("[name=confidence][value='3']").click();
                return first.call(this);
            };
        }"""
    )
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    row = attempt.items.get(place=place)
    assert (chosen(attempt, place), row.confidence) == (["1"], 3)


def test_on_a_phone_the_clock_and_saved_stay_in_sight(visit):
    page = visit("/assess/", size=PHONE)
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    page.get_by_role("button", name=re.compile("^Save and")).scroll_into_view_if_needed()
    page.get_by_label("Sure", exact=True).check(force=True)
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    expect(page.locator("[data-status]")).to_be_in_viewport()
    expect(page.locator("[data-clock]")).to_be_in_viewport()


def test_on_a_phone_the_whole_plot_is_in_sight(visit):
    page = visit("/assess/", size=PHONE)
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    choose(page, 1)
    page.get_by_label("Sure", exact=True).check(force=True)
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    page.goto(f"/assess/{attempt.pk}/end/")
    page.get_by_role("button", name="Hand it in").click()
    dot = page.locator(".plot circle")
    expect(dot).to_have_count(1, timeout=15_000)
    box = dot.bounding_box()
    assert box["x"] + box["width"] <= PHONE["width"]
    assert page.get_by_role("region", name="Calibration plot").evaluate("(it) => it.scrollWidth <= it.clientWidth")


def test_on_a_phone_the_question_which_answer_counts_comes_into_sight(visit):
    """F9: the learner may be far down the page when the other window has been quicker."""
    page = visit("/assess/", size=PHONE)
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    other = visit(f"/assess/{attempt.pk}/{place}/", within=page)
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    other.get_by_role("button", name=re.compile("^Save and")).scroll_into_view_if_needed()
    other.get_by_label("Sure", exact=True).check(force=True)
    expect(other.get_by_role("button", name="Keep mine")).to_be_in_viewport()
    visit.trouble.clear()  # the browser itself notes the 409


def held_back(page: Page) -> list[Route]:
    """Saves of drafts wait here until they are let through."""
    held: list[Route] = []
    page.context.route("**/draft.json", lambda route: held.append(route))
    return held


def until(page: Page, held: list[Route], count: int) -> Route:
    """The save that is held as the n-th."""
    for _ in range(300):
        if len(held) >= count:
            return held[count - 1]
        page.wait_for_timeout(50)
    raise AssertionError(f"only {len(held)} saves")


def test_nothing_is_called_saved_while_a_newer_answer_is_on_its_way(visit):
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    held = held_back(page)
    choose(page, 1)
    first = until(page, held, 1)
    choose(page, 0)
    first.continue_()
    second = until(page, held, 2)
    expect(page.locator("[data-status]")).to_have_text("Saving…")
    second.continue_()
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    assert chosen(attempt, place) == ["0"]


def test_handing_in_waits_for_what_is_on_its_way_on_plain_http_too(visit):
    """A page on a local network has no locks to wait with."""
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    page.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    go_to(page, attempt, place)
    page.context.set_offline(True)
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text("1 waiting")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')) }")
    page.context.set_offline(False)
    held = held_back(page)
    page.goto(f"/assess/{attempt.pk}/end/")
    on_its_way = until(page, held, 1)
    page.get_by_role("button", name="Hand it in").click()
    on_its_way.continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d of 10"), timeout=15_000)
    assert chosen(attempt, place) == ["1"]
    assert Answer.objects.filter(response__isnull=False).count() == 1
    visit.trouble.clear()


HERD = """([clients, downMs, perTenth, jitter]) => {
  let state = 7;  // the same dice every time
  Math.random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const wait = jitter ? fullJitter : () => 1000;
  const tries = Array.from({ length: clients }, () => ({ at: 0, failures: 0 }));
  const served = {}, asked = {};
  let refused = 0;
  const back = [];
  while (tries.length) {
    tries.sort((a, b) => b.at - a.at);
    const one = tries.pop(), tenth = Math.floor(one.at / 100);
    if (one.at >= downMs) asked[tenth] = (asked[tenth] || 0) + 1;
    if (one.at >= downMs && (served[tenth] || 0) < perTenth) {
      served[tenth] = (served[tenth] || 0) + 1;
      back.push(one.at - downMs);
      continue;
    }
    refused += one.at >= downMs;
    tries.push({ at: one.at + wait(one.failures), failures: one.failures + 1 });
  }
  back.sort((a, b) => a - b);
  return { peak: Math.max(...Object.values(asked)), refused, last: back[Math.floor(clients * 0.99)] };
}"""


def test_a_server_that_comes_back_is_not_run_over(visit):
    """F13: 300 browsers lose a server for three seconds, and it serves twenty of them in a tenth of one.

    They wait by the page's own function. The control asks every second.
    """
    page = visit("/assess/")
    begin(page)
    herd = [page.evaluate(HERD, [300, 3000, 20, jitter]) for jitter in (True, False)]
    polite, control = herd
    assert polite["peak"] <= control["peak"] / 3
    assert polite["refused"] <= control["refused"] / 10
    assert polite["last"] <= 20_000


def test_everything_that_asks_again_waits_by_one_function(visit):
    """F13: it never waits longer than it says, and the waits of the first failures are the lesson's."""
    page = visit("/assess/")
    begin(page)
    most = page.evaluate("() => { Math.random = () => 1; return [0, 1, 2, 3, 9].map((n) => fullJitter(n)) }")
    lesson = [wait_of("full", 500, 20_000, doubled).most for doubled in (0, 1, 2, 3, 9)]
    assert most == lesson == [500, 1000, 2000, 4000, 20_000]


def test_handing_in_sends_what_waits_first(visit):
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    page.context.route("**/draft.json", lambda route: route.abort())
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text("1 waiting")
    page.context.unroute("**/draft.json")
    page.goto(f"/assess/{attempt.pk}/end/")
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d+ of 10"))
    visit.trouble.clear()
    assert chosen(attempt, place) == ["1"]
    assert Answer.objects.filter(response__isnull=False).count() == 1


def test_what_still_waits_when_the_test_is_over_is_kept_and_does_not_count(visit):
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    page.context.set_offline(True)
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text("1 waiting")
    # What a page sends while it is being closed is no longer held offline.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')) }")
    page.close()
    finish(attempt=attempt)
    page.context.set_offline(False)
    report = visit(f"/assess/{attempt.pk}/report/", within=page)
    expect(report.get_by_role("heading", level=1)).to_have_text("0 of 10")
    wait_for_an_empty_store(report)
    assert list(Draft.objects.values_list("fields", "late")) == [({"choice": ["1"]}, True)]
    visit.trouble.clear()


def test_without_scripts_a_test_goes_from_begin_to_report(visit):
    page = visit("/assess/", scripts=False)
    attempt = begin(page)
    right = 0
    for row in attempt.items.order_by("place"):
        if row.issued["kind"] == "single":
            parts = grade(Item.from_json(row.issued), None).parts
            choose(page, next(n for n, part in enumerate(parts) if part.right))
            right += 1
        page.get_by_role("button", name=re.compile("^Save and")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hand it in?")
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{right} of 10")


def test_by_keyboard_alone(visit):
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    page.locator('input[name="choice"]').first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    page.locator('input[name="confidence"]').first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name=re.compile("^Save and")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".palette [aria-current]")).to_have_text(str(place + 1))
    assert chosen(attempt, place) == ["1"]


def test_a_list_put_in_order_is_saved_as_it_moves(visit):
    page = visit("/assess/")
    attempt = begin(page)
    row = attempt.items.get(place=1)
    ordered = issue(course().question("Q03"), 1).to_json()
    AttemptItem.objects.filter(pk=row.pk).update(issued=ordered)
    go_to(page, attempt, 1)
    page.get_by_role("button", name=re.compile("^Down: ")).first.click()
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    assert sorted(value for (value,) in AttemptItem.objects.get(pk=row.pk).fields.values()) == list("123456")


def test_number_keys_choose_and_are_saved(visit):
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    page.keyboard.press("2")
    page.keyboard.press("s")
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    page.keyboard.press("Enter")
    expect(page.locator(".palette [aria-current]")).to_have_text(str(place + 1))
    row = AttemptItem.objects.get(attempt=attempt, place=place)
    assert (row.fields, row.confidence) == ({"choice": ["1"]}, 3)


def test_when_time_is_up_the_page_leads_to_the_report(visit, moved):
    page = visit("/assess/")
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    moved.advance(timedelta(minutes=21))
    choose(page, 0)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d of 10"))
    assert chosen(attempt, place) == ["1"]
    assert Attempt.objects.get().ended_by == "time"
    visit.trouble.clear()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_the_pages_are_sound(visit, axe, sideways, moved, size, dark):
    look = {"dark": dark, **({"size": size} if size else {})}
    page = visit("/assess/", **look)
    attempt = begin(page)
    place = singles(attempt)[0]
    go_to(page, attempt, place)
    choose(page, 1)
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    paths = [f"/assess/{attempt.pk}/{place}/", f"/assess/{attempt.pk}/end/", "/assess/", "/settings/"]
    found = _looked_at(page, axe, sideways, paths)
    page.goto(f"/assess/{attempt.pk}/end/")
    page.get_by_role("button", name="Hand it in").click()
    moved.advance(timedelta(days=1))
    after = [f"/assess/{attempt.pk}/report/", f"/assess/{attempt.pk}/summary/", "/progress/", "/review/", "/"]
    assert found + _looked_at(page, axe, sideways, after) == []


def _looked_at(page: Page, axe, sideways, paths: list[str]) -> list[str]:
    found = []
    for path in paths:
        page.goto(path)
        found += [f"{path}: {one}" for one in axe(page)] + ([f"{path}: sideways"] if sideways(page) else [])
    return found


def test_a_week_of_study_brings_back_what_it_should(visit, moved):
    """Every day a look at what is due, all of it answered. What is due is replayed by FSRS itself, from the rows."""
    page = visit("/questions/Q07/?seed=1")
    _answer(page, right=True, sure="Fairly sure")
    page.goto("/questions/Q10/?seed=1")
    _answer(page, right=False, sure="Sure")
    seen = []
    for wait in (timedelta(minutes=10), *[timedelta(days=1)] * 7):
        moved.advance(wait)
        page.goto("/review/")
        heading = page.get_by_role("heading", level=1).inner_text()
        count = sum(due <= clock.now() for due in _replayed().values())
        assert heading == (f"{count} due" if count else "Nothing is due")
        seen.append(count)
        if wait < timedelta(days=1):
            first = page.get_by_role("row").nth(1)
            expect(first).to_contain_text("You were sure last time, and it was wrong.")
        for _ in range(count):
            page.get_by_role("link", name="Review now").click()
            _answer(page, right=True, sure="Fairly sure")
            page.goto("/review/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is due")
    # Q07 on Wednesday, two days after its second answer; Q10 once more on Tuesday, because it began with an error.
    assert seen == [2, 1, 1, 1, 0, 0, 0, 0]
    assert len(set(Answer.objects.values_list("question", "seed"))) == Answer.objects.count()


def _replayed() -> dict[str, datetime]:
    """When each objective falls due, by the scheduler's own hand."""
    scheduler, cards = Scheduler(enable_fuzzing=False), {}
    for one in Answer.objects.order_by("answered_at"):
        objective = course().question(one.question).objective
        rating = Rating.Good if one.correct else Rating.Again
        cards[objective], _ = scheduler.review_card(cards.get(objective, Card()), rating, one.answered_at)
    return {objective: card.due for objective, card in cards.items()}


def _answer(page: Page, *, right: bool, sure: str) -> None:
    """Answer the question on the page, by looking up what is right."""
    name, seed = re.search(r"/questions/(\w+)/\?seed=(\d+)", page.url).groups()
    item = issue(course().question(name), int(seed))
    response = _response(item, right=right)
    if "edits" in response:
        for edit in response["edits"]:
            page.locator(f'input[name="edit"][value="{edit}"]').check()
    for choice in response.get("choices", [response["choice"]] if "choice" in response else []):
        choose(page, choice)
    page.get_by_label(sure, exact=True).check(force=True)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator(".verdict").first).to_be_visible()


def _response(item: Item, *, right: bool) -> dict:
    parts = grade(item, None).parts
    if item.kind == "multiple":
        return {"choices": [n for n, part in enumerate(parts) if part.right == right]}
    assert item.kind in ("single", "spot"), item.kind
    return {"choice": next(n for n, part in enumerate(parts) if part.right == right)}
