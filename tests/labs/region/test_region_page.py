"""The Region lab as a page: form and fields, what changed, sentences at the field, nothing of a key kept."""

import pytest
from django.http import QueryDict
from django.test import Client

from studyapp.engines.regions import SERVICES, RegionInput, run
from studyapp.labs.region import present, read, scrub, shell, show, start, states

LAB = "/labs/region/"
HTMX = {"HTTP_HX_REQUEST": "true"}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [state["slug"] for state in states()])
def test_every_starting_state_is_a_page(client: Client, state: str) -> None:
    response = client.get(LAB, {"state": state})
    assert response.status_code == 200
    assert response.context["errors"] == {}
    assert response.context["w"]


@pytest.mark.parametrize("state", [state["data"] for state in states()])
def test_a_state_asks_in_the_order_of_the_form(state: dict) -> None:
    """Otherwise the first run shuffles the table."""
    asked = RegionInput.model_validate(state)
    assert list(asked.services) == [name for name in SERVICES if name in asked.services]


def test_no_region_and_two_calls_fail(client: Client) -> None:
    response = client.get(LAB)
    assert {row.call.service: row.ok for row in response.context["calls"]} == {
        "s3": True,
        "ec2": False,
        "sts": True,
        "dynamodb": False,
    }
    assert "2 of 4 calls fail." in response.content.decode()


def test_the_form_gives_the_fields_back() -> None:
    post = QueryDict(mutable=True)
    post.update({"tool": "cli-2", "set.AWS_REGION": "1", "env.AWS_REGION": "eu-west-1", "env_more": "export A=b\nx"})
    post.update({"region_given": "1", "region": "us-west-2", "profile": "unused", "config": "[default]\r\n"})
    post.setlist("services", ["s3", "ec2"])
    data = read(post)
    assert data == {
        "tool": "cli-2",
        "services": ["s3", "ec2"],
        "env": {"AWS_REGION": "eu-west-1", "A": "b"},
        "config": "[default]\n",
        "region": "us-west-2",
    }
    form = show(data)
    assert [name for name, on in form["services"] if on] == ["s3", "ec2"]
    assert len(form["services"]) == len(SERVICES)
    assert form["env_more"] == "A=b"


def test_what_changed_is_marked() -> None:
    before = present(RegionInput(), run(RegionInput()), "")["summary"]
    assert before == "s3=us-east-1,ec2=error:NoRegionError,sts=global,dynamodb=error:NoRegionError"
    asked = RegionInput(env={"AWS_DEFAULT_REGION": "eu-west-2"})
    rows = present(asked, run(asked), before)["calls"]
    assert [row.changed for row in rows] == ["us-east-1", "NoRegionError", "a global address", "NoRegionError"]
    assert [row.changed for row in present(asked, run(asked), "<script>")["calls"]] == [""] * 4


def test_a_choice_of_no_service_is_a_sentence(client: Client) -> None:
    response = client.post(LAB, {"tool": "boto3"}, **HTMX)
    assert response.status_code == 422
    assert list(response.context["errors"]) == ["services"]


def test_a_real_looking_key_in_the_file_stops_the_run_and_is_not_shown(client: Client) -> None:
    key = "AKIA" + "Q" * 16
    response = client.post(LAB, {"services": "s3", "config": f"[default]\naws_access_key_id = {key}\n"})
    assert response.status_code == 422
    assert key not in response.content.decode()
    assert list(response.context["errors"]) == ["config"]


def test_links_keep_what_decides_and_leave_keys_out() -> None:
    text = "[default]\nregion = eu-west-1\naws_secret_access_key = hunter2\ns3 =\n"
    text += "  us_east_1_regional_endpoint = regional"
    kept = scrub({"config": text})["config"]
    assert "hunter2" not in kept
    assert kept.splitlines()[:2] == ["[default]", "region = eu-west-1"]
    assert kept.splitlines()[-1] == "  us_east_1_regional_endpoint = regional"
    for state in states():
        assert scrub(state["data"]) == state["data"]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "print(session.client('s3').meta.endpoint_url)"),
        ({"tool": "cli-2", "region": "us-west-2"}, "aws s3api list-buckets --region us-west-2"),
        ({"env": {"AWS_REGION": "a b"}}, "export AWS_REGION='a b'"),
    ],
)
def test_as_commands_or_code(fields: dict, line: str) -> None:
    assert line in shell(RegionInput.model_validate(fields)).splitlines()


def test_the_start_of_a_bet_shows_no_outcome() -> None:
    assert set(start(RegionInput())) == {"asked", "tool", "env"}
