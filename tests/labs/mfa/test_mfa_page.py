"""The MFA lab as a page: the device and its clock, the call, the three values, what they can do, what changed."""

import json

import pytest
from django.http import QueryDict
from django.test import Client

from studyapp.engines.sts import MfaLab, run
from studyapp.engines.sts.device import code_at
from studyapp.labs.mfa import present, read, shell, show, start, states
from studyapp.labs.mfa.present import lasts

LAB = "/labs/mfa-session/"
HTMX = {"HTTP_HX_REQUEST": "true"}
STATES = {state["slug"]: state["data"] for state in states()}
pytestmark = pytest.mark.django_db


def shown(data: dict, before: str = "") -> dict:
    asked = MfaLab.model_validate(data)
    return present(asked, run(asked), before)


@pytest.mark.parametrize("state", STATES)
def test_every_starting_state_is_a_page(client: Client, state: str) -> None:
    response = client.get(LAB, {"state": state})
    assert response.status_code == 200
    assert response.context["errors"] == {}
    assert response.context["w"]


@pytest.mark.parametrize(
    ("state", "summary"),
    [
        ("session", "session.allowed"),
        ("long-term-bool", "session.allowed"),
        ("long-term-bool-if-exists", "session.denied"),
        ("no-code", "session.rejected"),
        ("user-arn", "error:AccessDenied.none"),
        ("used-code", "error:AccessDenied.none"),
        ("skewed", "error:AccessDenied.none"),
        ("too-long", "error:ValidationError.none"),
        ("too-short", "error:ParamValidationError.none"),
        ("two-values", "session.rejected"),
        ("yesterday", "session.rejected"),
        ("next-morning", "session.expired"),
        ("session-asks", "error:AccessDenied.none"),
        ("federation", "session.rejected"),
        ("assume-role", "session.allowed"),
        ("chained", "error:ValidationError.none"),
    ],
)
def test_the_states_teach_what_their_titles_say(state: str, summary: str) -> None:
    assert shown(STATES[state])["summary"] == summary


def test_the_device_types_its_code_and_its_clock_moves(client: Client) -> None:
    state = json.dumps({"token_code": "000000"})
    waited = client.post(LAB, {"state": state, "whole": "1", "advance": "300"}, **HTMX)
    assert waited.templates[0].name == "labs/_panel.html"
    assert waited.context["result"].device_shows == code_at(300)
    assert waited.context["form"]["seconds"] == 300
    filled = client.post(LAB, {"state": waited.context["form"]["state"], "whole": "1", "fill": "1"}, **HTMX)
    assert filled.context["form"]["token_code"] == code_at(300)
    assert filled.context["result"].refused is None


def test_a_code_can_be_marked_as_used() -> None:
    post = QueryDict(mutable=True)
    post.update({"token_code": code_at(0), "used": "1", "serial_number": ""})
    data = read(post)
    assert data["used_codes"] == [code_at(0)]
    assert data["serial_number"] is None
    assert show(data)["used"] is True
    assert show({"token_code": code_at(0)})["used"] is False


def test_the_form_reads_what_it_shows() -> None:
    for data in STATES.values():
        form = show(data)
        post = QueryDict(mutable=True)
        fields = ("serial_number", "token_code", "role_arn", "role_session_name", "then", "duration_seconds")
        numbers = ("role_max_session", "seconds", "device_skew", "later")
        post.update({name: str(form[name]) for name in (*fields, *numbers)})
        post.update({name: next(v for v, _, on in options if on) for name, options in form["choices"].items()})
        if form["used"]:
            post["used"] = "1"
        assert MfaLab.model_validate(read(post)) == MfaLab.model_validate(data)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"duration_seconds": "an hour"}, "duration_seconds"),
        ({"seconds": "-5"}, "seconds"),
        ({"device_skew": "99999"}, "device_skew"),
        ({"then": "list my buckets"}, "then"),
        ({"call": "GetFederationToken"}, "call"),
    ],
)
def test_bad_input_is_a_sentence_at_its_field(client: Client, form: dict, field: str) -> None:
    response = client.post(LAB, form)
    assert response.status_code == 422
    assert list(response.context["errors"]) == [field]


def test_a_real_looking_key_is_not_shown_back(client: Client) -> None:
    key = "ASIA" + "Q" * 16
    response = client.post(LAB, {"serial_number": key}, **HTMX)
    assert response.status_code == 422
    assert key not in response.content.decode()


@pytest.mark.parametrize("state", ["[]", "{", '"x"', '{"seconds": "soon", "device_skew": null}'])
def test_a_damaged_state_breaks_nothing(client: Client, state: str) -> None:
    response = client.post(LAB, {"state": state, "fill": "1", "advance": "30"}, **HTMX)
    assert response.status_code in {200, 422}


def test_what_changed_is_said() -> None:
    before = shown(STATES["session"])["summary"]
    after = shown(STATES["used-code"], before)
    assert (after["was_call"], after["was_tried"]) == ("session", "allowed")
    same = shown(STATES["session"], before)
    assert (same["was_call"], same["was_tried"]) == ("", "")
    assert shown(STATES["session"], "<b>.x")["was_call"] == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (900, "15 minutes"),
        (3_600, "1 hour"),
        (43_200, "12 hours"),
        (129_600, "1 day 12 hours"),
        (901, "15 minutes 1 second"),
    ],
)
def test_durations_in_words(seconds: int, words: str) -> None:
    assert lasts(seconds) == words


def test_as_commands() -> None:
    lines = shell(MfaLab.model_validate(STATES["session"])).splitlines()
    assert lines[-1] == "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"
    assert "aws s3api list-buckets" in lines
    assert shell(MfaLab.model_validate(STATES["long-term-bool"])) == "aws s3api list-buckets"


def test_the_start_of_a_bet_shows_the_call_and_no_answer() -> None:
    context = start(MfaLab.model_validate(STATES["session"]))
    assert context["command"].startswith("aws sts get-session-token")
    assert "result" not in context
