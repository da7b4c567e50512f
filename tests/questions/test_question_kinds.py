"""Every kind: what it shows, what it reads, what it refuses, how it marks."""

import json
from dataclasses import replace

import pytest
from django.http import QueryDict

from studyapp.course import course
from studyapp.questions.grade import BrokenItem, Unreadable, grade
from studyapp.questions.issue import issue
from studyapp.questions.items import Item
from studyapp.questions.kinds import ALL, KINDS, numeric
from studyapp.questions.kinds.order import inverted, key_order
from studyapp.questions.puzzle import attempt, distance, par, solutions

CITE = {"title": "A page", "url": "https://docs.aws.amazon.com/x", "checked": "2026-11-24"}
WORLD = {
    "env": {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "EXAMPLE", "AWS_PROFILE": "dev"},
    "files": {
        "~/.aws/credentials": "[dev]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = EXAMPLE\n"
    },
    "now": "2026-11-24T09:00:00Z",
}
CHAIN = {"flavour": "botocore", "world": WORLD}


def item(kind, body, **more):
    """An item whose key is cited, unless it says what it asks."""
    given = {"lab": "credential-chain", "state": CHAIN} if "ask" in more else {"cite": CITE}
    common = {"question": "T01", "seed": 1, "content_hash": "x", "title": "T", "stem": "S?", "rule": "R."}
    return Item(kind=kind, body=body, **common, **given, **more)


def form(**fields):
    query = QueryDict(mutable=True)
    for name, value in fields.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def marks(one, response):
    verdict = grade(one, response)
    return verdict.correct, round(verdict.score, 3), verdict.misconceptions


def test_the_kinds_are_the_nine_of_the_catalogue():
    assert list(KINDS) == ["single", "multiple", "order", "numeric", "match", "spot", "trace", "hotspot", "fix"]


ORDER = item(
    "order",
    {"items": [
        {"text": "second", "at": 1, "misconception": "M08"},
        {"text": "first", "at": 0},
        {"text": "third", "at": 2, "misconception": "M09"},
    ]},
)  # fmt: skip


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([1, 0, 2], (True, 1.0, ())),
        ([0, 1, 2], (False, 0.667, ("M08",))),
        ([2, 0, 1], (False, 0.0, ("M09", "M08"))),
    ],
)
def test_an_order_scores_one_minus_the_share_of_inverted_pairs(order, expected):
    assert marks(ORDER, {"order": order}) == expected


def test_an_order_is_read_from_a_place_for_every_thing():
    kind = KINDS["order"]
    assert kind.read(form(place_0="2", place_1="1", place_2="3"), ORDER) == {"order": [1, 0, 2]}
    for fields in (
        {},
        {"place_0": "1", "place_1": "1", "place_2": "2"},
        {"place_0": "0", "place_1": "1", "place_2": "2"},
    ):
        with pytest.raises(Unreadable):
            kind.read(form(**fields), ORDER)
    for wrong in ([0, 1], [0, 0, 1], ["a", 1, 2], "012", None):
        with pytest.raises(Unreadable):
            kind.accept({"order": wrong}, ORDER)


def test_inverted_pairs_are_counted_as_in_the_textbook():
    assert inverted([3, 1, 2, 0], [0, 1, 2, 3]) == [(3, 1), (3, 2), (3, 0), (1, 0), (2, 0)]


def test_the_order_of_the_chain_is_the_engines():
    one = issue(course().question("Q04"), 5)
    names = [thing["id"] for thing in one.body["items"]]
    verdict = grade(one, None)
    ordered = [names[place] for place in key_order(one, verdict.finding)]
    engine = verdict.finding.key.split(",")
    assert ordered == [name for name in engine if name in names]


def test_a_thing_the_engine_does_not_know_breaks_an_order():
    one = item(
        "order", {"items": [{"text": "a", "id": "env", "at": 0}, {"text": "b", "id": "moon", "at": 1}]}, ask="order"
    )
    with pytest.raises(BrokenItem):
        grade(one, None)


NUMBER = item(
    "numeric",
    {
        "unit": "calls",
        "tolerance": 0.5,
        "value": 180,
        "distractors": [
            {"value": 100, "misconception": "M39", "feedback": "Only the burst."},
            {"value": 200, "misconception": "M13", "feedback": "One refill too many."},
            {"value": 200, "misconception": "M22", "feedback": "Another way to the same number."},
        ],
    },
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("180", (True, 1.0, ())),
        ("180.5", (True, 1.0, ())),
        ("180,4", (True, 1.0, ())),
        ("180 calls", (True, 1.0, ())),
        (180, (True, 1.0, ())),
        ("100", (False, 0.0, ("M39",))),
        ("200", (False, 0.0, ("M13", "M22"))),
        ("7", (False, 0.0, ("slip",))),
        ("181", (False, 0.0, ("slip",))),
    ],
)
def test_a_number_is_right_within_its_tolerance_and_else_stands_for_something(value, expected):
    assert marks(NUMBER, {"value": value}) == expected


def test_a_number_two_beliefs_share_is_evidence_for_neither():
    assert grade(NUMBER, {"value": "200"}).misconception == ""
    assert grade(NUMBER, {"value": "100"}).misconception == "M39"


@pytest.mark.parametrize(
    "value", ["", "many", "1,000", "1.000,000", "1e3", "١٨٠", "0x10", "nan", True, None, [1], "9" * 30]
)
def test_what_is_no_plain_number_is_refused(value):
    with pytest.raises(Unreadable):
        KINDS["numeric"].accept({"value": value}, NUMBER)


@pytest.mark.parametrize(("value", "unit", "said"), [(1, "hops", "1 hop"), (2, "hops", "2 hops"), (1, "s", "1 s")])
def test_one_of_a_unit_is_said_and_read_as_one(value, unit, said):
    assert numeric.words(value, unit) == said
    assert numeric.number(said, unit) == value


def test_a_time_of_day_is_read_as_one():
    clock = replace(NUMBER, body={"unit": "hh:mm", "tolerance": 0.0, "value": 20 * 60 + 59})
    assert marks(clock, {"value": "20:59"}) == (True, 1.0, ())
    assert grade(clock, None).answer == "20:59"
    for wrong in ("2059", "24:00", "20:60", "20"):
        with pytest.raises(Unreadable):
            KINDS["numeric"].accept({"value": wrong}, clock)


def test_a_key_that_is_no_number_breaks_the_item():
    with pytest.raises(BrokenItem):
        grade(item("numeric", {"unit": "s"}, ask="signer"), None)


MATCH = item(
    "match",
    {
        "rows": [
            {"text": "A", "right": "x", "feedback": "A is x.", "wrong": [{"choice": "y", "misconception": "M09"}]},
            {"text": "B", "right": "y", "feedback": "B is y."},
        ],
        "choices": [{"id": "x", "text": "X"}, {"id": "y", "text": "Y"}],
    },
)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ({"0": "x", "1": "y"}, (True, 1.0, ())),
        ({"0": "y", "1": "y"}, (False, 0.5, ("M09",))),
        ({"0": "y", "1": "x"}, (False, 0.0, ("M09",))),
    ],
)
def test_every_matched_row_counts(pairs, expected):
    assert marks(MATCH, {"pairs": pairs}) == expected


def test_a_row_without_a_choice_is_refused():
    kind = KINDS["match"]
    assert kind.read(form(pair_0="x", pair_1="y"), MATCH) == {"pairs": {"0": "x", "1": "y"}}
    for fields in ({}, {"pair_0": "x"}, {"pair_0": "x", "pair_1": "z"}):
        with pytest.raises(Unreadable):
            kind.read(form(**fields), MATCH)


def test_rows_are_matched_by_runs_of_their_own():
    gone = {"AWS_ACCESS_KEY_ID": "(unset)", "AWS_SECRET_ACCESS_KEY": "(unset)"}
    one = item(
        "match",
        {
            "rows": [{"text": "as it stands"}, {"text": "without the keys", "where": {"world": {"env": gone}}}],
            "choices": [
                {"id": "e", "text": "env", "says": "env"},
                {"id": "f", "text": "file", "says": "shared-credentials-file"},
            ],
        },
        ask="signer",
    )
    assert [part.key for part in grade(one, None).parts] == ["env", "file"]
    with pytest.raises(BrokenItem):
        grade(replace(one, body={**one.body, "choices": one.body["choices"][:1]}), None)


KEYS = "aws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = EXAMPLE\n"
MENDED = {"world": {"files": {"~/.aws/config": f"[profile work]\n{KEYS}"}}}
SPOT = item(
    "spot",
    {
        "goal": "config-file",
        "options": [
            {"text": "[work]", "where": MENDED},
            {"text": "aws_access_key_id", "misconception": "M05"},
            {"text": "region", "where": {"world": {"env": {"AWS_REGION": "eu-west-1"}}}, "misconception": "M19"},
        ],
    },
    ask="signer",
)
WORK = {"profile": "work", "files": {"~/.aws/config": f"[work]\n{KEYS}"}}
SPOT = replace(SPOT, state={"flavour": "botocore", "world": WORK})


def test_the_line_at_fault_is_the_one_whose_repair_brings_the_outcome():
    assert marks(SPOT, {"spot": 0}) == (True, 1.0, ())
    assert marks(SPOT, {"spot": 1}) == (False, 0.0, ("M05",))
    assert grade(SPOT, None).answer == "[work]"


def test_nothing_to_repair_and_two_faults_are_both_broken():
    with pytest.raises(BrokenItem):
        grade(replace(SPOT, body={**SPOT.body, "goal": "error:ProfileNotFound"}), None)
    with pytest.raises(BrokenItem):
        grade(replace(SPOT, body={**SPOT.body, "options": [SPOT.body["options"][0]] * 2}), None)


HOT = item(
    "hotspot",
    {"options": [
        {"text": "a", "right": True, "feedback": "x"},
        {"text": "b", "right": True, "feedback": "x", "misconception": "M22"},
        {"text": "c", "feedback": "x", "misconception": "M10"},
    ]},
)  # fmt: skip


@pytest.mark.parametrize(
    ("spots", "expected"),
    [
        ([0, 1], (True, 1.0, ())),
        ([0], (False, 0.333, ("M22",))),
        ([0, 1, 2], (False, 0.333, ("M10",))),
        ([2], (False, 0.0, ("M22", "M10"))),
    ],
)
def test_places_judged_rightly_count_and_others_take_away(spots, expected):
    assert marks(HOT, {"spots": spots}) == expected


def test_one_place_is_a_choice():
    one = replace(
        HOT,
        body={"one": True, "options": [{**option, "right": option["text"] == "c"} for option in HOT.body["options"]]},
    )
    assert marks(one, {"spot": 2}) == (True, 1.0, ())
    assert KINDS["hotspot"].read(form(choice="2"), one) == {"spot": 2}
    assert KINDS["hotspot"].shown(one)["one"] is True
    for wrong in ({}, {"choice": "3"}):
        with pytest.raises(Unreadable):
            KINDS["hotspot"].read(form(**wrong), one)


def test_multiple_choice_gives_the_partial_credit_it_states():
    one = replace(HOT, kind="multiple")
    assert marks(one, {"choices": [0, 1]}) == (True, 1.0, ())
    assert marks(one, {"choices": [0]}) == (False, 0.333, ("M22",))
    assert KINDS["multiple"].read(form(choice=["1", "0"]), one) == {"choices": [0, 1]}
    for wrong in ([], [7], "01"):
        with pytest.raises(Unreadable):
            KINDS["multiple"].accept({"choices": wrong}, one)


TRACE = item("trace", {"rows": ["env", "shared-credentials-file", "iam-role"]}, ask="signer")


def test_a_trace_scores_its_rows_and_a_wrong_winner_has_a_belief():
    assert marks(TRACE, {"rows": ["found", "never-asked", "never-asked"]}) == (True, 1.0, ())
    correct, score, beliefs = marks(TRACE, {"rows": ["not-found", "found", "never-asked"]})
    assert (correct, score) == (False, 0.333)
    assert "M02" in beliefs
    for wrong in (["found"], ["found", "lost", "found"], "found", [1, 2, 3]):
        with pytest.raises(Unreadable):
            KINDS["trace"].accept({"rows": wrong}, TRACE)


FIX = issue(course().question("Q14S"), 1)
WIDEN = next(edit["id"] for edit in FIX.body["edits"] if edit["text"] == "Allow the role `reports-reader` everything")


def test_a_puzzle_is_unsolved_at_the_start_and_has_more_than_one_way_out():
    assert not attempt(FIX, ()).solved
    assert len(solutions(FIX, 1)) >= 2
    assert par(FIX) == 3


def test_every_solution_found_is_accepted_and_nothing_smaller_is():
    for chosen in solutions(FIX, 1):
        verdict = grade(FIX, {"edits": list(chosen)})
        assert verdict.correct
        for left_out in chosen:
            assert not attempt(FIX, set(chosen) - {left_out}).solved


def test_a_solution_with_something_harmless_added_is_accepted_too():
    chosen = [*solutions(FIX)[0], "reattach-role"]
    assert grade(FIX, {"edits": chosen}).correct
    assert distance(FIX, chosen) == 1


def test_without_a_restart_nothing_changes_for_a_running_process():
    chosen = set(solutions(FIX)[0]) - {"restart"}
    assert attempt(FIX, chosen).finding.key == "env"


def test_a_guard_holds_against_a_tempting_move():
    widened = [*solutions(FIX)[0], WIDEN]
    verdict = grade(FIX, {"edits": widened})
    assert not verdict.correct
    assert [part.text for part in verdict.parts if not part.hit] == [
        "`acme-payroll` can not be read",
        "No policy allows more than before",
    ]
    assert "M21" in verdict.misconceptions


def test_the_secret_alone_is_still_a_permanent_key():
    tried = attempt(FIX, ["unset-aws-access-key-id", "move-file", "restart"])
    assert [lamp.text for lamp in tried.lamps if not lamp.on] == ["No permanent key is left on the machine"]


def test_the_distance_shrinks_as_one_comes_nearer():
    solution = solutions(FIX)[0]
    assert [distance(FIX, solution[:count]) for count in range(4)] == [3, 2, 1, 0]


def test_a_change_that_is_not_offered_is_refused():
    for wrong in (["fly"], "restart", [1], None):
        with pytest.raises(Unreadable):
            KINDS["fix"].accept({"edits": wrong}, FIX)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.id)
def test_a_kind_refuses_what_has_another_shape(kind):
    samples = {
        "order": ORDER,
        "numeric": NUMBER,
        "match": MATCH,
        "spot": SPOT,
        "hotspot": HOT,
        "trace": TRACE,
        "fix": FIX,
    }
    one = samples.get(kind.id, replace(HOT, kind=kind.id))
    for wrong in ({}, [], "x", {"other": 1}, {"choice": 0, "more": 1}):
        with pytest.raises(Unreadable):
            kind.accept(wrong, one)


@pytest.mark.parametrize("question", course().questions, ids=lambda question: question.id)
def test_what_a_page_is_shown_holds_no_claim(question):
    one = issue(question, 4)
    shown = json.dumps(KINDS[one.kind].shown(one))
    for claim in (
        "says",
        "because",
        "where",
        "misconception",
        "feedback",
        "wrong",
        "right",
        "at",
        "value",
        "beliefs",
    ):
        assert f'"{claim}":' not in shown


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1, "calls", "1 call"),
        (2, "calls", "2 calls"),
        (1, "retries", "1 retry"),
        (1, "s", "1 s"),
        (0.5, "hours", "0.5 hours"),
    ],
)
def test_one_of_a_unit_is_said_in_the_singular_and_read_in_it(value, unit, said):
    assert numeric.words(value, unit) == said
    assert numeric.number(said, unit) == value
