"""Tests over HTTP: begun, answered, paused, handed in, reported; what is refused, and what nobody else sees."""

import json
import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from exam import begun, hidden, place_of, save
from study_browser import answer, sign_in, text

from studyapp import clock
from studyapp.models import Answer, Attempt, AttemptItem, Draft

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def moved():
    with clock.virtual(MONDAY) as found:
        yield found


@pytest.fixture
def mine(client, settings, moved):
    return begun(sign_in(client, settings))


def post(client, attempt, place, value="0", go="next", **more):
    page = client.get(f"/assess/{attempt.pk}/{place}/")
    data = {
        "key": hidden(page, "key"),
        "rev": hidden(page, "rev"),
        "choice": value,
        "confidence": "2",
        "go": go,
        **more,
    }
    return client.post(f"/assess/{attempt.pk}/{place}/", {name: one for name, one in data.items() if one is not None})


def draft(client, attempt, place, **more):
    body = {"key": str(uuid.uuid4()), "rev": 1, "fields": {"choice": ["0"]}, **more}
    return client.post(f"/assess/{attempt.pk}/{place}/draft.json", json.dumps(body), content_type="application/json")


def test_a_stranger_begins_a_test_and_pressing_twice_begins_one(client):
    page = client.get("/assess/")
    key = re.search(r'name="form" value="ten"><input type="hidden" name="key" value="([^"]+)"', page.content.decode())
    sent = [client.post("/assess/start/", {"form": "ten", "key": key.group(1)}) for _ in range(2)]
    assert [one.headers["Location"] for one in sent] == [f"/assess/{key.group(1)}/1/"] * 2
    assert Attempt.objects.get().items.count() == 10


def test_the_second_test_is_offered_after_the_first(client, settings, moved):
    learner = sign_in(client, settings)
    assert "The same ground again" not in text(client.get("/assess/"))
    attempt = begun(learner, "pretest")
    client.post(f"/assess/{attempt.pk}/end/")
    assert "The same ground again" in text(client.get("/assess/"))
    client.post("/assess/start/", {"form": "posttest", "key": str(uuid.uuid4())})
    again = Attempt.objects.get(form="posttest")
    assert [one.issued["question"] for one in again.items.order_by("place")] == ["Q01", "Q07", "Q10", "Q15", "Q08"]


def test_a_form_that_names_no_test_is_422(client):
    assert client.post("/assess/start/", {"form": "x", "key": "y"}).status_code == 422
    assert Attempt.objects.count() == 0


def test_an_answer_is_saved_and_the_next_question_comes(client, mine):
    assert post(client, mine, 1, "1").headers["Location"] == f"/assess/{mine.pk}/2/"
    assert mine.items.get(place=1).fields == {"choice": ["1"]}
    page = client.get(f"/assess/{mine.pk}/1/")
    assert re.search(r'value="1" checked', page.content.decode())
    assert "Saved 09:00:00" in text(page)


@pytest.mark.parametrize(
    ("place", "go", "there"),
    [
        (1, "3", "3/"),
        (2, "previous", "1/"),
        (5, "next", "end/"),
        (1, "end", "end/"),
        (1, "", "1/"),
        (1, "99", "end/"),
    ],
)
def test_a_button_leads_where_it_says(client, mine, place, go, there):
    assert post(client, mine, place, go=go).headers["Location"] == f"/assess/{mine.pk}/{there}"


def test_no_page_of_a_test_under_way_says_what_is_right(client, mine):
    """G17: with another key the page is the same, byte for byte, but for the tokens."""
    pages = []
    for value in (place_of(mine, 1, right=True), place_of(mine, 1, right=False)):
        save(mine, 1, value, 1 + len(pages))
        AttemptItem.objects.update(fields={}, rev=0, saved_at=None)
        page = client.get(f"/assess/{mine.pk}/1/").content.decode()
        pages.append(re.sub(r'(name="(key|csrfmiddlewaretoken)" value="|CSRFToken": ")[^"]*', "", page))
    assert pages[0] == pages[1]
    for word in ("misconception", "feedback", "Not this time", "says"):
        assert word not in pages[0]
    row = AttemptItem.objects.get(attempt=mine, place=1)
    assert not any(option.get("feedback", "@") in pages[0] for option in row.issued["body"]["options"])
    assert Answer.objects.count() == 0


def test_an_older_window_is_told_and_shown_the_newer_answer(client, mine):
    page = client.get(f"/assess/{mine.pk}/1/")
    post(client, mine, 1, "1")
    older = {"key": hidden(page, "key"), "rev": hidden(page, "rev"), "choice": "0", "go": "next"}
    sent = client.post(f"/assess/{mine.pk}/1/", older)
    assert sent.status_code == 409
    assert "A newer answer was saved in another window." in text(sent)
    assert re.search(r'value="1" checked', sent.content.decode())
    assert mine.items.get(place=1).fields == {"choice": ["1"]}


def test_the_same_form_sent_twice_is_one_save(client, mine):
    page = client.get(f"/assess/{mine.pk}/1/")
    data = {"key": hidden(page, "key"), "rev": "1", "choice": "0", "go": "next"}
    assert [client.post(f"/assess/{mine.pk}/1/", data).status_code for _ in range(2)] == [302, 302]
    assert Draft.objects.count() == 1


def test_a_save_as_json_says_what_is_saved(client, mine):
    sent = draft(client, mine, 2, confidence=3, flagged=True)
    assert sent.status_code == 200
    assert sent.json() == {
        "status": "saved",
        "rev": 1,
        "fields": {"choice": ["0"]},
        "confidence": 3,
        "flagged": True,
        "saved_at": "2026-11-02T09:00:00Z",
        "complete": True,
        "lacks": "",
        "left": 1200,
    }


def test_a_stale_save_is_409_with_the_newer_state(client, mine):
    draft(client, mine, 1, rev=2, fields={"choice": ["1"]})
    sent = draft(client, mine, 1, rev=1)
    assert (sent.status_code, sent.json()["status"], sent.json()["fields"]) == (409, "stale", {"choice": ["1"]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"rev": 0},
        {"rev": -1},
        {"rev": "x"},
        {"key": "x"},
        {"fields": {"choice": "0"}},
        {"fields": {"choice": ["x" * 201]}},
        {"fields": {"<b>": ["1"]}},
        {"fields": {f"a{n}": ["x" * 100] for n in range(50)}},
        {"fields": {f"a{n}": [] for n in range(61)}},
        {"confidence": 4},
        {"milliseconds": -1},
        {"milliseconds": 1e308},
        {"score": 1},
        {"deadline": "2099-01-01"},
        {"learner": "x"},
    ],
)
def test_what_is_no_save_is_422_and_not_echoed(client, mine, wrong):
    sent = draft(client, mine, 1, **wrong)
    assert sent.status_code == 422
    assert "xxx" not in sent.content.decode()
    assert Draft.objects.count() == 0


def test_a_form_that_cannot_be_read_changes_nothing(client, mine):
    assert post(client, mine, 1, rev="x").status_code == 422
    assert post(client, mine, 1, key="").status_code == 422
    assert Draft.objects.count() == 0


def test_an_option_that_does_not_exist_is_kept_and_counts_as_open(client, mine):
    assert draft(client, mine, 1, fields={"choice": ["99"]}).json()["complete"] is False
    client.post(f"/assess/{mine.pk}/end/")
    assert Answer.objects.filter(response__isnull=True).count() == 5


def test_a_place_that_does_not_exist_is_not_found(client, mine):
    assert client.get(f"/assess/{mine.pk}/6/").status_code == 404
    assert client.get(f"/assess/{mine.pk}/0/").status_code == 404
    assert draft(client, mine, 6).status_code == 404


def test_on_another_device_one_goes_on_where_one_stopped(client, settings, mine):
    post(client, mine, 1)
    post(client, mine, 2)
    other = Client()
    sign_in(other, settings, mine.learner)
    assert other.get(f"/assess/{mine.pk}/").headers["Location"] == f"/assess/{mine.pk}/3/"
    assert "Under way" in text(other.get("/assess/"))


def test_home_leads_back_to_a_test_under_way(client, mine):
    answer(mine.learner, "Q07", 1)
    page = client.get("/")
    assert "A test is under way. 20 minutes left Go on" in text(page)
    assert f'href="/assess/{mine.pk}/"' in page.content.decode()
    client.post(f"/assess/{mine.pk}/end/")
    assert "under way" not in text(client.get("/"))


def test_home_does_not_tell_what_a_test_found(client, mine):
    save(mine, 1, place_of(mine, 1, right=False))
    client.post(f"/assess/{mine.pk}/end/")
    page = text(client.get("/"))
    assert "Where you are" in page
    assert "not yet" not in page


def test_a_pause_covers_the_question(client, mine, moved):
    post(client, mine, 1, go="pause")
    page = client.get(f"/assess/{mine.pk}/2/")
    assert "Paused" in text(page)
    assert 'name="choice"' not in page.content.decode()
    moved.advance(5 * MINUTE)
    assert client.post(f"/assess/{mine.pk}/pause/").headers["Location"] == f"/assess/{mine.pk}/"
    assert "20 minutes left" in text(client.get(f"/assess/{mine.pk}/2/"))


def test_before_handing_in_it_says_what_is_open_and_flagged(client, mine):
    post(client, mine, 1, flagged="1")
    page = text(client.get(f"/assess/{mine.pk}/end/"))
    assert "4 of 5 are still open." in page
    assert "Open: 2 , 3 , 4 , 5" in page
    assert "Flagged: 1" in page


def test_handing_in_twice_is_one_report(client, mine):
    post(client, mine, 1, place_of(mine, 1, right=True))
    assert [client.post(f"/assess/{mine.pk}/end/").headers["Location"] for _ in range(2)] == [
        f"/assess/{mine.pk}/report/"
    ] * 2
    assert Answer.objects.count() == 5
    assert "1 of 5" in text(client.get(f"/assess/{mine.pk}/report/"))


def test_after_the_end_nothing_more_counts(client, mine):
    page = client.get(f"/assess/{mine.pk}/1/")
    client.post(f"/assess/{mine.pk}/end/")
    data = {"key": hidden(page, "key"), "rev": "1", "choice": "0", "go": "next"}
    assert client.post(f"/assess/{mine.pk}/1/", data).headers["Location"] == f"/assess/{mine.pk}/report/"
    assert draft(client, mine, 1).json()["status"] == "over"
    assert client.get(f"/assess/{mine.pk}/1/").headers["Location"] == f"/assess/{mine.pk}/report/"
    assert Answer.objects.filter(response__isnull=False).count() == 0


def test_the_next_look_ends_what_time_has_ended(client, mine, moved):
    post(client, mine, 1, place_of(mine, 1, right=True))
    moved.advance(21 * MINUTE)
    assert client.get(f"/assess/{mine.pk}/2/").headers["Location"] == f"/assess/{mine.pk}/report/"
    page = text(client.get(f"/assess/{mine.pk}/report/"))
    assert "1 of 5" in page
    assert "ended by the clock, with what was saved" in page


@pytest.mark.parametrize("path", ["", "1/", "end/", "report/", "summary/"])
def test_nobody_sees_the_test_of_another(client, settings, mine, path):
    client.post(f"/assess/{mine.pk}/end/")
    stranger = Client()
    assert stranger.get(f"/assess/{mine.pk}/{path}").status_code == 404
    sign_in(stranger, settings)
    assert stranger.get(f"/assess/{mine.pk}/{path}").status_code == 404
    assert str(mine.pk) not in text(stranger.get("/assess/"))


def test_nobody_writes_into_the_test_of_another(client, settings, mine):
    stranger = Client()
    sign_in(stranger, settings)
    assert draft(stranger, mine, 1).status_code == 404
    for path in ("1/", "pause/", "end/", "report/share/"):
        assert stranger.post(f"/assess/{mine.pk}/{path}").status_code == 404
    mine.refresh_from_db()
    assert (mine.ended_at, mine.share) == (None, "")


def link_of(page):
    return re.search(r'value="(http://[^"]+/assess/shared/[^"]+)"', page.content.decode()).group(1)


def test_a_report_is_shared_by_a_link_that_can_be_taken_back(client, mine):
    client.post(f"/assess/{mine.pk}/end/")
    report = f"/assess/{mine.pk}/report/"
    client.post(f"{report}share/", {"on": "1"})
    link = link_of(client.get(report))
    client.post(f"{report}share/", {"on": "1"})
    assert link_of(client.get(report)) == link
    shown = Client().get(link)
    assert "0 of 5" in text(shown)
    assert "/questions/" not in shown.content.decode()
    assert "Take the link back" not in text(shown)
    client.post(f"{report}share/")
    assert Client().get(link).status_code == 404
    client.post(f"{report}share/", {"on": "1"})
    assert Client().get(link).status_code == 404
    assert Client().get(link_of(client.get(report))).status_code == 200


def test_a_link_made_up_shows_nothing(client, mine):
    client.post(f"/assess/{mine.pk}/end/")
    assert Client().get(f"/assess/shared/{mine.pk}/").status_code == 404


def test_the_first_test_gives_a_map_and_no_mark(client, settings, moved):
    attempt = begun(sign_in(client, settings), "pretest")
    save(attempt, 1, place_of(attempt, 1, right=False), confidence=3)
    client.post(f"/assess/{attempt.pk}/end/")
    page = client.get(f"/assess/{attempt.pk}/report/")
    assert "This is a map, not a mark." in text(page)
    assert "of 5" not in text(page)
    assert "/answers/" not in page.content.decode()


def test_the_sheet_says_what_it_is(client, mine):
    client.post(f"/assess/{mine.pk}/end/")
    assert "It is not a certificate and replaces none." in text(client.get(f"/assess/{mine.pk}/summary/"))


@pytest.mark.parametrize(("path", "queries"), [("1/", 3), ("report/", 5), ("end/", 3)])
def test_a_longer_test_takes_no_more_queries(client, settings, moved, path, queries, django_assert_num_queries):
    learner = sign_in(client, settings)
    for form, drawn in (("ten", None), ("sixty-five", ())):
        attempt = begun(learner, form, **({} if drawn is None else {"drawn": drawn}))
        save(attempt, 1, "0")
        if path == "report/":
            client.post(f"/assess/{attempt.pk}/end/")
        with django_assert_num_queries(queries):
            client.get(f"/assess/{attempt.pk}/{path}")


def test_settings_are_kept_and_lengthen_the_next_test(client):
    page = client.get("/settings/")
    assert page.status_code == 200
    data = {
        "theme": "dark",
        "size": "large",
        "motion": "less",
        "per_day": "7",
        "exam_on": "2026-12-01",
        "extra_time": "150",
    }
    assert client.post("/settings/", data).headers["Location"] == "/settings/?kept=1"
    assert (
        '<html lang="en" data-theme="dark" data-size="large" data-motion="less">' in client.get("/").content.decode()
    )
    shown = client.get("/settings/").content.decode()
    assert 'value="2026-12-01"' in shown
    assert "10 questions, 30 minutes" in text(client.get("/assess/"))
    bad = client.post("/settings/", {**data, "per_day": "0", "exam_on": "soon", "size": "huge"})
    assert bad.status_code == 422
    assert re.findall(r'id="e-(\w+)" role="alert"', bad.content.decode()) == ["per_day", "exam_on"]
