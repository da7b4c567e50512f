"""The labs of limits and retries as pages: forms, what changed, plots with a finding and a table, code to copy."""

import json
import re
import shlex

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client

from studyapp.engines.retries import BackoffInput, BucketInput, run
from studyapp.labs import backoff, bucket, classifier
from studyapp.labs.backoff.plots import MOST_ROWS, all_plots, attempts
from studyapp.labs.backoff.present import consequences
from studyapp.labs.backoff.side import side_table, strokes
from studyapp.labs.backoff.words import SHORT
from studyapp.labs.plot import seconds, steps
from studyapp.labs.registry import BY_SLUG

HTMX = {"HTTP_HX_REQUEST": "true"}
FEATURES = {"backoff": backoff, "retry-classifier": classifier, "token-bucket": bucket}
STATES = [(slug, state["slug"]) for slug, feature in FEATURES.items() for state in feature.states()]
SMALL = {"clients": "10", "runs": "5", "jitter": "1"}
pytestmark = pytest.mark.django_db


def state_of(slug: str, name: str) -> dict:
    return next(state["data"] for state in FEATURES[slug].states() if state["slug"] == name)


@pytest.mark.parametrize(("slug", "name"), STATES)
def test_a_form_sends_back_what_it_shows(slug: str, name: str) -> None:
    feature, schema = FEATURES[slug], BY_SLUG[slug].schema
    asked = schema.model_validate(state_of(slug, name))
    form = feature.show(state_of(slug, name))
    fields = {key: form[key] for key in schema.model_fields if isinstance(form.get(key), str)}
    post = QueryDict(mutable=True)
    post.update(fields)
    if form.get("jitter") is True:
        post["jitter"] = "1"
    again = schema.model_validate(feature.read(post))
    usual = {"standard": "std-2026", "adaptive": "adaptive-2026"}
    assert again.model_dump() | {"mode": ""} == asked.model_dump() | {"mode": ""}
    if "mode" in fields:
        assert again.mode == usual.get(asked.mode, asked.mode)


@pytest.mark.parametrize(("slug", "name"), STATES)
def test_a_link_holds_the_whole_state(slug: str, name: str) -> None:
    schema = BY_SLUG[slug].schema
    asked = schema.model_validate(state_of(slug, name))
    assert schema.model_validate(FEATURES[slug].scrub(json.loads(asked.model_dump_json()))) == asked


@pytest.mark.parametrize(("slug", "name"), STATES)
def test_the_command_asks_for_the_same(slug: str, name: str) -> None:
    schema = BY_SLUG[slug].schema
    asked = schema.model_validate(state_of(slug, name))
    words = shlex.split(FEATURES[slug].shell(asked).partition("\n\n")[0].replace("\\\n", " "))
    assert words[2] == f"http://127.0.0.1:8000/labs/{slug}/run.json"
    assert schema.model_validate(json.loads(words[-1])) == asked


@pytest.mark.parametrize("slug", FEATURES)
def test_bad_input_keeps_what_was_typed_and_says_so_at_the_field(client: Client, slug: str) -> None:
    name = {"backoff": "clients", "retry-classifier": "status", "token-bucket": "capacity"}[slug]
    response = client.post(f"/labs/{slug}/", {name: "a lot"})
    assert response.status_code == 422
    page = response.content.decode()
    field = re.search(rf'<input id="lab-{name}"[^>]*>', page)[0]
    assert ('value="a lot"' in field, 'aria-invalid="true"' in field) == (True, True)
    hint = re.search(rf'id="lab-{name}-h">(.*?)</p>', page, re.S)[1]
    assert "This should be a whole number." in hint


def test_a_bound_between_fields_is_said_at_the_field(client: Client) -> None:
    response = client.post("/labs/backoff/", {**SMALL, "base_ms": "500", "cap_ms": "100"}, **HTMX)
    assert response.status_code == 422
    assert list(response.context["errors"]) == ["cap_ms"]


def test_what_changed_is_marked(client: Client) -> None:
    first = client.post("/labs/backoff/", SMALL, **HTMX)
    assert {figure.was for figure in first.context["figures"]} == {""}
    second = client.post("/labs/backoff/", {**SMALL, "strategy": "none", "before": first.context["summary"]}, **HTMX)
    calls = second.context["figures"][0]
    assert calls.was == first.context["figures"][0].value != calls.value
    assert f"Was: {calls.was}" in second.content.decode()


def test_a_summary_that_is_none_changes_nothing(client: Client) -> None:
    for before in ("<script>", "1|2", "9" * 40 + "|1|1|1", "1|1|1|1|1"):
        response = client.post("/labs/backoff/", {**SMALL, "before": before}, **HTMX)
        assert {figure.was for figure in response.context["figures"]} == {""}


def test_what_changed_in_the_other_two(client: Client) -> None:
    first = client.post("/labs/token-bucket/", {}, **HTMX)
    second = client.post("/labs/token-bucket/", {"rule": "continuous", "before": first.context["summary"]}, **HTMX)
    assert (second.context["was_accepted"], second.context["was_refused"]) == ("180", "320")
    first = client.post("/labs/retry-classifier/", {"code": "", "status": "429"}, **HTMX)
    second = client.post(
        "/labs/retry-classifier/", {"code": "", "status": "404", "before": first.context["summary"]}, **HTMX
    )
    assert second.context["was"] == "Retry, and slow down"
    assert [row.changed for row in second.context["rows"]] == [True, False, True, True]


@pytest.mark.parametrize(
    "fields",
    [
        {"clients": 10, "runs": 5},
        {"model": "occ", "clients": 10, "runs": 5},
        {"model": "sdk", "clients": 10, "runs": 5},
        {"clients": 10, "runs": 5, "max_attempts": 1},
        {"model": "sdk", "clients": 1, "runs": 1, "bucket": 0, "rate_per_second": 0},
        {"clients": 1, "runs": 1},
    ],
)
def test_every_plot_says_its_finding_and_has_a_table(fields: dict) -> None:
    result = run(BackoffInput.model_validate(fields))
    plots = all_plots(result)
    assert len({plot.key for plot in plots}) == 5
    for plot in plots:
        assert plot.label.endswith((".", "s.", "p."))
        assert {len(row) for row in plot.rows} <= {len(plot.head)}
    rows, bars, done, _, _ = plots
    assert sum(int(row[1]) for row in rows.rows) == result.sample.calls[0]
    assert sum(int(row[1]) + int(row[2]) for row in bars.rows) == result.sample.calls[0]
    assert sum(int(row[1]) for row in done.rows) == result.sample.served.sum()


@pytest.mark.parametrize(
    ("fields", "heads"),
    [
        ({}, ["Call", "Attempt", "At", "What came of it", "Calls again after"]),
        ({"model": "occ"}, ["Call", "Attempt", "At", "What came of it", "Calls again after"]),
        ({"model": "sdk"}, ["Call", "Attempt", "At", "What came of it", "Then waits", "Quota left"]),
        ({"model": "sdk", "mode": "adaptive-2026"}, [..., "Then waits", "Quota left", "Own limit"]),
    ],
)
def test_one_client_is_told_attempt_by_attempt_in_every_model(client: Client, fields: dict, heads: list) -> None:
    response = client.post("/labs/backoff/", {**SMALL, **fields}, **HTMX)
    section = re.search(r'<section aria-labelledby="m-lab">(.*?)</section>', response.content.decode(), re.S)[1]
    found = re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", section)
    assert found[-3:] == heads[1:] if heads[0] is ... else found == heads
    moments = response.context["moments"]
    assert len(moments) == len(re.findall(r"<tr><td", section))
    assert [bool(one.wait) for one in moments] == [
        "tries again" in one.what or one.what.endswith("retried") for one in moments
    ]


def test_the_table_of_attempts_says_when_each_was_refused() -> None:
    result = run(BackoffInput(clients=10, runs=1, strategy="none", rate_per_second=1))
    plot = attempts(result)
    first, *_, last = plot.rows
    assert (first[2], last[2].endswith(f" and {int(last[1]) - 13} times more")) == ("never", True)
    own = [time for time, who, served in result.sample.events.ordered() if who == int(last[0]) - 1 and not served]
    assert last[2].startswith(", ".join(seconds(time) for time in own[:12]))
    assert [one.words for one in plot.texts][-2:] == [
        f"half are served by {plot.rows[5][3]}",
        f"the last: {last[1]} attempts",
    ]


def test_a_large_crowd_is_drawn_in_part_and_says_so() -> None:
    plot = attempts(run(BackoffInput(clients=300, runs=1)))
    assert (len(plot.rows), "Every row stands for 5.0 clients." in plot.caption) == (MOST_ROWS, True)


def test_the_page_draws_without_styles_and_names_everything_once(client: Client) -> None:
    page = client.get("/labs/backoff/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert re.findall(r'\sstyle="', main) == []
    assert len(re.findall(r'<svg class="plot"[^>]*role="img"[^>]*aria-label="[^"]{20,}"', main)) == 5
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", main)) <= set(ids)


def test_the_comparison_shows_the_cost_beside_the_time(client: Client) -> None:
    rows = client.get("/labs/backoff/").context["rows"]
    assert [row.title for row in rows if row.this] == ["Exponentially, full jitter"]
    hasty = rows[0]
    assert hasty.notice == "Quickest for the clients, 33 times the fewest calls for the service."
    assert client.get("/labs/backoff/").context["headline"] == (
        "Fewer calls than exponential backoff without jitter, and the last client is done sooner."
    )


@pytest.mark.parametrize("fields", [{}, {"model": "occ"}, {"model": "sdk"}, {"strategy": "none"}])
def test_the_small_drawings_have_their_numbers_behind_them(fields: dict) -> None:
    result = run(BackoffInput.model_validate({"clients": 10, "runs": 1, "rate_per_second": 2, **fields}))
    drawn, table = strokes(result), side_table(result)
    assert table.head == ("From", *(SHORT[line.name] for line in result.compare))
    assert {len(row) for row in table.rows} == {len(table.head)}
    for place, line in enumerate(result.compare, start=1):
        counts = [int(row[place].replace(",", "")) for row in table.rows]
        assert drawn[place - 1].count("M") == sum(count > 0 for count in counts)
        # The axis ends at some times the own length, so of the others the end may be cut.
        assert sum(counts) <= len(line.times) == line.calls["mean"]
        assert line.name != result.line.name or sum(counts) == len(line.times)
    assert table.until.endswith("s")


def test_a_line_that_takes_very_long_does_not_squeeze_the_others() -> None:
    result = run(BackoffInput(clients=10, runs=1, cap_ms=600_000, base_ms=60_000, strategy="none", rate_per_second=1))
    lengths = [max(line.times) for line in result.compare]
    own = max(next(line for line in result.compare if line.name == "none").times)
    assert max(lengths) > 10 * own
    assert 4 * own <= len(result.side.counts[0]) * result.side.step_ms <= 5 * own
    assert [len(row) for row in result.side.counts] == [len(result.side.counts[0])] * 6
    found = result.to_json()["series"]["compare_arrivals"]
    assert found == {"step_ms": result.side.step_ms, "calls": [list(row) for row in result.side.counts]}


def test_of_two_that_need_few_calls_one_needs_the_fewest(client: Client) -> None:
    rows = client.get("/labs/backoff/").context["rows"]
    assert [row.notice.partition(";")[0] for row in rows[4:]] == ["Fewest calls", "Nearly the fewest calls"]


def test_a_strategy_that_was_stopped_has_no_figures(client: Client) -> None:
    heavy = {**SMALL, "clients": "100", "calls_each": "20", "runs": "1", "strategy": "exponential"}
    response = client.post("/labs/backoff/", heavy, **HTMX)
    stopped = [row for row in response.context["rows"] if row.stopped]
    assert "Not at all" in [row.title for row in stopped]
    assert {(row.notice, row.drawn) for row in stopped} == {("Too much work to be played to its end here.", "")}
    assert response.content.decode().count('<td colspan="4"></td>') == len(stopped)


def test_those_who_give_up_are_no_measure(client: Client) -> None:
    context = client.get("/labs/backoff/", {"state": "refusals-cost"}).context
    assert context["headline"] == "45 of 50 calls fail."
    kept = [row.notice for row in context["rows"] if row.gave_up == "nobody"]
    assert kept
    assert not [words for words in kept if "fail" in words]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {},
            "5 of 50 calls pass at once, then 5 a second: no strategy serves all of them before 9.0 s.",
        ),
        ({"clients": 3}, "The bucket holds a token for every one of the 3 calls."),
        ({"model": "sdk", "layers": 3, "max_attempts": 3, "runs": 1}, "3 layers multiply: up to 27 calls for one."),
        ({"max_attempts": 4}, "A client gives up after 4 attempts."),
    ],
)
def test_what_the_settings_mean(fields: dict, sentence: str) -> None:
    assert sentence in consequences(BackoffInput.model_validate(fields))


def test_no_run_beats_what_the_settings_mean() -> None:
    for strategy in ("none", "full"):
        assert run(BackoffInput(strategy=strategy, runs=5)).line.completion_ms["mean"] > 9000


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (
            {"model": "sdk", "max_attempts": 5},
            'config = Config(retries={"mode": "standard", "total_max_attempts": 5})',
        ),
        ({"model": "sdk", "mode": "legacy"}, 'config = Config(retries={"mode": "legacy"})'),
        (
            {"model": "sdk", "max_attempts": 3, "given_as": "max_attempts"},
            'config = Config(retries={"mode": "standard", "total_max_attempts": 4})',
        ),
        ({"strategy": "full"}, "    return random.uniform(0, min(CAP, BASE * 2**n))"),
    ],
)
def test_the_code_to_copy(fields: dict, code: str) -> None:
    text = backoff.shell(BackoffInput.model_validate(fields))
    assert code in text.splitlines()
    compile(text.partition("# In Python:\n")[2], "copied", "exec")


def test_seconds_as_one_says_them() -> None:
    assert [seconds(value) for value in (0, 85, 1900, 37_200, 125_000)] == [
        "0 ms",
        "85 ms",
        "1.9 s",
        "37 s",
        "2 min 5 s",
    ]


@pytest.mark.parametrize(("most", "last"), [(1, 1), (9, 10), (13, 15), (0.3, 0.3), (4142, 5000)])
def test_axes_end_at_a_round_number(most: float, last: float) -> None:
    assert steps(most)[-1] == last


@pytest.mark.parametrize(("slug", "name"), STATES)
def test_every_state_can_stand_beside_a_bet(slug: str, name: str) -> None:
    context = FEATURES[slug].start(BY_SLUG[slug].schema.model_validate(state_of(slug, name)))
    assert "<pre" in render_to_string(f"labs/{slug}/_start.html", context)


@pytest.mark.parametrize(
    ("slug", "state", "lines"),
    [
        ("backoff", "no-jitter", ["Bucket: 5 calls, full at the start", "Base: 1000 ms", "Cap: 20000 ms"]),
        ("backoff", "quota", ["botocore decides: InternalError, 500", "Attempts: 3"]),
        ("retry-classifier", "bare-429", ["HTTP status: 429", "Error code: none"]),
        ("token-bucket", "hundred", ["Comes back: 20 a second", "100 every second"]),
    ],
)
def test_what_stands_beside_a_bet(slug: str, state: str, lines: list[str]) -> None:
    context = FEATURES[slug].start(BY_SLUG[slug].schema.model_validate(state_of(slug, state)))
    text = re.sub(r"<[^>]+>", "\n", render_to_string(f"labs/{slug}/_start.html", context))
    assert [line for line in lines if line not in [part.strip() for part in text.splitlines()]] == []


def test_the_bucket_of_the_lesson(client: Client) -> None:
    context = client.get("/labs/token-bucket/").context
    assert (context["result"].accepted, context["finding"]) == (180, "Make fewer calls, or ask for an increase")
    assert BucketInput.model_validate(state_of("token-bucket", "spikes")).offered[0] == 200


@pytest.mark.parametrize("state", [state["slug"] for state in backoff.states()])
def test_every_state_of_the_gallery_is_played_to_its_end_with_all_beside_it(state: str) -> None:
    result = run(BackoffInput.model_validate(state_of("backoff", state)))
    lines = (result.line, *result.compare, *result.sweep, *result.against)
    assert [line.name for line in lines if line.stopped] == []
    assert result.sweep[-1].clients == result.asked.clients


@pytest.mark.parametrize(("state", "words"), [("hundred", "0 left"), ("ec2-endpoint", "0.7 left")])
def test_the_line_of_what_is_left_is_named_at_its_end(client: Client, state: str, words: str) -> None:
    plot = client.get("/labs/token-bucket/", {"state": state}).context["plot"]
    assert words == plot.texts[-1].words == f"{plot.rows[-1][-1]} left"
