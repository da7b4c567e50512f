"""The doctor as a page: links that lead somewhere, and a paste that leaves no trace."""

import logging

import pytest
from django.test import Client

from studyapp.engines.doctor import RULES
from studyapp.labs.doctor import states
from studyapp.labs.registry import BY_SLUG

LAB = "/labs/doctor/"
HTMX = {"HTTP_HX_REQUEST": "true"}
SECRET = "hunter2-hunter2-hunter2"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [state["slug"] for state in states()])
def test_every_sample_is_placed(client: Client, state: str) -> None:
    response = client.get(LAB, {"state": state})
    assert response.status_code == 200
    assert response.context["found"]
    assert response.context["form"]["text"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_leads_to_a_state_that_exists(rule: object) -> None:
    lab = BY_SLUG.get(rule.lab)
    if lab is not None and lab.page is not None and rule.state != "-":
        assert rule.state in {state.slug for state in lab.page.states}


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_pasted_is_not_shown_back(client: Client, headers: dict, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        response = client.post(LAB, {"text": f"Unable to locate credentials for {SECRET}"}, **headers)
    assert response.status_code == 200
    assert response.context["found"][0].placed.rule == "no-credentials"
    assert SECRET not in response.content.decode()
    assert SECRET not in caplog.text
    assert "no-store" in response.headers["Cache-Control"]


def test_there_is_no_link_and_no_file_of_a_paste(client: Client) -> None:
    text = client.post(LAB, {"text": "Unable to locate credentials"}).content.decode()
    assert "data-copy-link" not in text
    assert "Keep as a file" not in text
    assert 'hx-trigger="submit"' in text


def test_what_cannot_be_placed_is_said(client: Client) -> None:
    response = client.post(LAB, {"text": "Bus error"}, **HTMX)
    assert "No rule places this text." in response.content.decode()


def test_a_real_looking_key_is_refused_unread(client: Client) -> None:
    key = "ASIA" + "Q" * 16
    response = client.post(LAB, {"text": f"InvalidAccessKeyId {key}"})
    assert response.status_code == 422
    assert key not in response.content.decode()
    assert list(response.context["errors"]) == ["text"]


def test_the_doctor_answers_as_json_too(client: Client) -> None:
    body = {"text": "You must specify a region."}
    answer = client.post(f"{LAB}run.json", body, content_type="application/json").json()
    assert [found["rule"] for found in answer["found"]] == ["no-region"]
