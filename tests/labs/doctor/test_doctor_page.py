"""The doctor as a page: links that lead somewhere, and a paste that leaves no trace."""

import json
import logging

import pytest
from django.test import Client

from studyapp.course import course
from studyapp.engines.doctor import RULES, Rule
from studyapp.engines.doctor.configure import SOURCES
from studyapp.labs.doctor import states
from studyapp.labs.registry import BY_SLUG

LAB = "/labs/doctor/"
LABS_THAT_SPEAK = ("credential-chain", "imds", "mfa-session", "region", "sigv4")
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
def test_every_rule_leads_to_a_state_that_exists(rule: Rule) -> None:
    lab = BY_SLUG[rule.lab]
    assert rule.state in {state.slug for state in lab.page.states}
    assert rule.lesson in {lesson.id for lesson in course().lessons}


@pytest.mark.parametrize("source", sorted(SOURCES))
def test_every_source_of_a_list_leads_to_a_state_where_it_answers(source: str) -> None:
    _, lesson, lab, slug = SOURCES[source]
    state = next(state for state in BY_SLUG[lab].page.states if state.slug == slug)
    assert lesson in {lesson.id for lesson in course().lessons}
    outcome = BY_SLUG[lab].run(BY_SLUG[lab].schema.model_validate(state.data)).outcome
    assert outcome.provider == ("shared-credentials-file" if source == "config-file" else source)


# Here the state shows how it comes about; the message itself is printed by a tool, or in a case beside it.
SHOWN_AS_A_CASE = frozenset(
    {"no-credentials", "imds-no-role", "mfa-refresh", "invalid-region", "login-without-crt", "torn-token"}
    | {"unsigned", "bucket-elsewhere", "region-off", "v1-forbidden"}
)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.lab in LABS_THAT_SPEAK], ids=lambda rule: rule.id)
def test_the_state_of_a_rule_says_what_the_rule_is_about(rule: Rule) -> None:
    """“See it happen” means just that: what the lab prints in this state is placed by the same rule."""
    lab = BY_SLUG[rule.lab]
    state = next(state for state in lab.page.states if state.slug == rule.state)
    said = json.dumps(lab.run(lab.schema.model_validate(state.data)).to_json(), ensure_ascii=False)
    assert bool(rule.pattern.search(said)) != (rule.id in SHOWN_AS_A_CASE)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.lab == "policy"], ids=lambda rule: rule.id)
def test_a_rule_about_a_policy_leads_to_a_decision_of_that_kind(rule: Rule) -> None:
    lab = BY_SLUG["policy"]
    state = next(state for state in lab.page.states if state.slug == rule.state)
    decision = lab.run(lab.schema.model_validate(state.data)).decision
    wanted = {"explicit-deny": "explicitDeny", "deny-organisation": "explicitDeny", "no-resource-policy": "allowed"}
    assert decision == wanted.get(rule.id, "implicitDeny")


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
