"""The signing lab as a page: four steps, pieces, what changed, the doctor, and never a secret of the learner's."""

import logging

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape

from studyapp.engines.signing import SigningLab, run
from studyapp.engines.signing.examples import SECRET, SUITE_SECRET
from studyapp.labs.permalink import decode
from studyapp.labs.sigv4 import read, scrub, shell, show, start, states
from studyapp.labs.sigv4.changes import changes
from studyapp.labs.sigv4.doctor import _cuts
from studyapp.labs.sigv4.present import present
from studyapp.labs.sigv4.shell import python

LAB = "/labs/sigv4/"
HTMX = {"HTTP_HX_REQUEST": "true"}
CANARY = "canary/Secret+Value/0123456789abcdefghij"
REAL = "AKIA" + "Q3EGZ7XKDM2PLNVW"
FORM = {
    "method": "GET",
    "url": "https://example.amazonaws.com/",
    "headers": "",
    "body": "",
    "timestamp": "20150830T123600Z",
    "region": "us-east-1",
    "service": "service",
    "access_key_id": "AKIDEXAMPLE",
    "secret_access_key": SUITE_SECRET,
    "session_token": "",
    "expires": "3600",
}
VANILLA = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
STATES = {state["slug"]: state["data"] for state in states()}
pytestmark = pytest.mark.django_db


def post(client, htmx=True, **more):
    return client.post(LAB, {**FORM, **more}, **(HTMX if htmx else {}))


@pytest.mark.parametrize("slug", STATES)
def test_every_starting_state_is_a_page(client, slug):
    answer = client.get(LAB, {"state": slug})
    assert answer.status_code == 200
    assert answer.context["errors"] == {}
    assert answer.context["w"]
    assert (answer.context["doctor"] is not None) == ("journey" in STATES[slug])


@pytest.mark.parametrize("slug", STATES)
def test_a_state_comes_back_whole_from_its_form(slug):
    """What the form shows of a state, posted again, is signed alike."""
    form = show(STATES[slug])
    sent = QueryDict(mutable=True)
    names = ("method", "url", "headers", "body", "timestamp", "region", "service", "access_key_id", "expires")
    for name in (*names, "secret_access_key", "session_token", "journey", "change"):
        sent[name] = str(form[name]).replace("\n", "\r\n")
    for name in ("presign", "s3", "unsigned_payload"):
        if form[name]:
            sent[name] = "1"
    signatures = [run(SigningLab.model_validate(data)).signed.signature for data in (STATES[slug], read(sent))]
    assert signatures[0] == signatures[1]


def test_mismatches_of_the_gallery_are_mismatches():
    found = {
        slug: run(SigningLab.model_validate(data)).comparison for slug, data in STATES.items() if "journey" in data
    }
    assert {slug: one.cause.id for slug, one in found.items()} == {
        "proxy": "header-rewritten",
        "slow-clock": "clock",
        "fast-clock": "clock",
        "another-region": "region",
        "newline": "secret-blank",
        "gateway": "body-reserialised",
    }


def test_the_published_signature_is_lit_when_it_is_reached(client):
    assert post(client).context["published"] == "get-vanilla in AWS’s signing test suite"
    assert post(client, url="https://example.amazonaws.com/x").context["published"] == ""


def test_an_edit_says_which_stages_it_changed(client):
    first = post(client)
    second = post(client, url="https://example.amazonaws.com/?b=1&a=2", before=first.context["summary"])
    assert second.context["edit"] == (
        "Your edit changed the query, request hash A and the signature. "
        "Signing key B is the same: the request is not in it."
    )
    changed = [line.name for step in second.context["steps"] for line in step.lines if line.changed]
    assert changed == ["query", "request_hash", "request", "signature"]
    third = post(client, url="https://example.amazonaws.com/?a=2&b=1", before=second.context["summary"])
    assert (
        third.context["edit"] == "Nothing that is signed has changed since the last run: the signature is the same."
    )
    fourth = post(client, region="eu-west-1", before=first.context["summary"])
    assert fourth.context["edit"] == "Your edit changed the scope, signing key B and the signature."


def test_a_damaged_summary_counts_as_none():
    stages = run(SigningLab.model_validate(STATES["get-vanilla"])).signed.stages
    for text in ("", "x", "<script>", "0" * 8, ",".join(["0" * 8] * 12)):
        assert changes(stages, text).words == ""


@pytest.mark.parametrize("htmx", [True, False])
def test_bad_input_has_a_sentence_at_its_field_and_keeps_what_was_typed(client, htmx):
    answer = post(client, htmx=htmx, timestamp="yesterday", url="https://kept.example.com/", journey="host")
    assert answer.status_code == 422
    assert answer.context["errors"] == {"timestamp": ["A time of signing reads like 20150830T123600Z."]}
    assert (answer.context["form"]["timestamp"], answer.context["form"]["url"]) == (
        "yesterday",
        "https://kept.example.com/",
    )
    assert answer.context["form"]["carry"] == {"journey": "host"}
    if not htmx:
        assert 'aria-invalid="true" aria-describedby="lab-timestamp-e"' in answer.content.decode()


@pytest.mark.parametrize("change", ["{", "[1]", '"x"', '{"nothing": 1}', '{"region": 5}'])
def test_a_bad_second_version_is_refused_at_its_place(client, change):
    answer = post(client, change=change)
    assert answer.status_code == 422
    assert [path.split(".")[0] for path in answer.context["errors"]] == ["change"]


def test_a_second_version_is_compared(client):
    doctor = post(client, change='{"region": "eu-west-1"}').context["doctor"]
    assert (doctor["right"], doctor["cause"].id) == ("The second version", "region")
    rows = [(row.label, row.first, row.same) for row in doctor["rows"]]
    assert rows == [
        ("Region in the scope", True, False),
        ("Hash of the canonical request", False, True),
        ("Signing key", False, False),
        ("Signature", False, False),
    ]


def test_a_journey_is_judged(client):
    doctor = post(client, journey="accept-encoding").context["doctor"]
    assert (doctor["answer"].code, doctor["cause"].id) == ("SignatureDoesNotMatch", "header-rewritten")
    assert doctor["where"] == ("The two sides part in the canonical request, after 23 equal bytes: accept-encoding.")
    first = doctor["rows"][0]
    assert (first.ours.own, first.theirs.own, first.words) == ("identity", "gzip, br", "from byte 16")


def test_what_is_pasted_is_read_and_never_shown(client):
    answer = post(
        client,
        htmx=False,
        answer=f"An error occurred (InvalidClientTokenId) for {REAL}: CANARYTEXT",
        journey="host",
    )
    assert answer.context["doctor"]["cause"].id == "key-unknown"
    page = answer.content.decode()
    assert REAL not in page
    assert "CANARYTEXT" not in page
    assert "answer" not in decode(answer.context["w"])


def test_no_secret_comes_back(client, caplog):
    caplog.set_level(logging.DEBUG)
    for more in (
        {},
        {"timestamp": "x"},
        {"body": CANARY},
        {"journey": "secret-newline"},
        {"presign": "1", "s3": "1"},
    ):
        answer = post(client, htmx=False, secret_access_key=CANARY, **more)
        assert CANARY not in answer.content.decode()
        assert answer.context["form"]["secret_access_key"] == SECRET
    kept = client.post("/labs/sigv4/world.json", {**FORM, "secret_access_key": CANARY, "body": f"a {CANARY}"})
    assert CANARY not in kept.content.decode()
    assert CANARY not in caplog.text


def test_links_carry_no_secret_and_no_token():
    token, key = "IQoJb3JpZ2luX2VjE" + "b" * 50, "plain-password"
    clean = scrub(
        {
            **STATES["get-vanilla"],
            "secret_access_key": CANARY,
            "session_token": token,
            "headers": [["X-Amz-Security-Token", token], ["Cookie", "session=1"], ["My-Note", CANARY], ["broken"]],
            "url": f"https://h.com/?X-Amz-Security-Token={token}&x=1",
            "body": f'{{"password": "{key}", "name": "kim"}}',
            "answer": "anything",
            "change": {"session_token": token, "body": f"password={key}"},
        }
    )
    text = repr(clean)
    assert [secret in text for secret in (CANARY, token, key, "session=1", "anything")] == [False] * 5
    assert clean["url"] == "https://h.com/?X-Amz-Security-Token=EXAMPLETOKEN&x=1"
    assert clean["body"] == '{"password": "EXAMPLETOKEN", "name": "kim"}'


def test_examples_stay_in_links():
    for data in STATES.values():
        assert scrub(data) == data


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"headers": 1},
        {"headers": [1, ["a"]]},
        {"change": 5},
        {"method": None},
        {"journey": []},
        {"url": {"a": 1}},
        {"secret_access_key": [1]},
        {"secret_access_key": {}},
        {"body": 3, "expires": "x"},
    ],
)
def test_odd_links_are_pages_too(client, data):
    from studyapp.labs.permalink import encode

    assert client.get(LAB, {"w": encode(data)}).status_code == 200


def test_pieces_cover_their_texts():
    for data in STATES.values():
        asked = SigningLab.model_validate(data)
        result = run(asked)
        lines = {line.name: line for line in present(asked, result, "")["steps"][0].lines}
        canonical = result.signed.stages.canonical
        assert "".join(span.text for span in lines["query"].rows[0]) == canonical.query
        rows = ["".join(span.text for span in row) for row in lines["headers"].rows]
        assert rows == [f"{name}:{value}" for name, value in canonical.headers]


def test_a_presigned_url_is_shown_argument_by_argument():
    asked = SigningLab.model_validate(STATES["presigned"])
    result = run(asked)
    sent = present(asked, result, "")["steps"][3].lines[-1]
    assert "".join("".join(span.text for span in row) for row in sent.rows) == result.signed.url
    pieces = {span.text: span.piece for row in sent.rows for span in row if span.piece}
    assert pieces["20130524T000000Z"] == "p5"
    assert pieces["us-east-1"] == pieces["s3"] == "p6"
    assert pieces["host"] == pieces["examplebucket.s3.amazonaws.com"] == "p3"


def test_commands_carry_the_signature_and_only_example_secrets():
    asked = SigningLab.model_validate({**STATES["post-json"], "secret_access_key": CANARY})
    assert CANARY not in shell(asked) + python(asked)
    plain = SigningLab.model_validate(STATES["get-vanilla"])
    assert VANILLA in shell(plain)
    compile(python(plain), "example", "exec")


def test_the_python_example_signs():
    asked = SigningLab.model_validate(STATES["session-token"])
    said = []
    exec(python(asked), {"print": said.append})
    assert said[0].startswith("AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/")


@pytest.mark.parametrize(
    ("ours", "theirs", "own"),
    [
        ("abc", "axc", ("b", "x")),
        ("abc", "abc", ("", "")),
        ("", "x", ("", "x")),
        ("aa", "a", ("a", "")),
        ("ab", "ba", ("ab", "ba")),
    ],
)
def test_cuts(ours, theirs, own):
    left, right = _cuts(ours, theirs)
    assert (left.own, right.own) == own
    assert [cut.before + cut.own + cut.after for cut in (left, right)] == [ours, theirs]


def test_the_start_beside_a_bet_says_what_will_happen():
    sheet = start(
        SigningLab.model_validate({**STATES["proxy"], "journey": None, "change": {"secret_access_key": "x"}})
    )
    assert sheet["second"] == [("secret access key", "another one")]
    assert start(SigningLab.model_validate(STATES["proxy"]))["journey"] == "A proxy rewrites accept-encoding"


@pytest.mark.parametrize("slug", STATES)
def test_the_start_is_drawn_whole(slug):
    page = render_to_string("labs/sigv4/_start.html", start(SigningLab.model_validate(STATES[slug])))
    assert "{{" not in page
    assert "{%" not in page
    assert escape(STATES[slug]["url"]) in page


@pytest.mark.parametrize(
    ("more", "brief"),
    [
        ({"change": '{"body": ""}'}, "The second version has the same signature."),
        ({"change": '{"body": "x"}'}, "The second version has another signature."),
        ({"journey": "nothing"}, "The service accepts it."),
        ({"journey": "host"}, "The service answers SignatureDoesNotMatch."),
        ({"answer": "nonsense"}, "The answer: This answer fits no rule here."),
    ],
)
def test_the_head_of_the_result_tells_what_the_doctor_found(client, more, brief):
    assert post(client, **more).context["doctor"]["brief"] == brief


def test_a_run_shown_outside_the_lab_has_no_controls_and_no_empty_doctor():
    asked = SigningLab.model_validate(STATES["get-vanilla"])
    sheet = {**present(asked, run(asked), ""), "place": {"key": "run-x"}}
    page = render_to_string("labs/sigv4/_result.html", sheet)
    assert VANILLA in page
    assert "Doctor" not in page
    assert "Send it" not in page
