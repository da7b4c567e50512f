"""The chain lab as JSON: the names that tools rely on, and what is refused, with its field."""

import json
from datetime import UTC, datetime

import pytest
from django.conf import settings

from studyapp.clock import virtual

URL = "/labs/credential-chain/run.json"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
WORLD = {
    "env": {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRET},
    "imds": {"role": "reports-reader", "http_tokens": "required"},
    "identities": {
        "AKIAIOSFODNN7EXAMPLE": {
            "arn": "arn:aws:iam::111122223333:user/app-deploy",
            "policies": [
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
            ],
        }
    },
    "requests": [{"action": "s3:GetObject", "resource": "arn:aws:s3:::acme-payroll/x"}],
}
PROVIDERS = [
    "env",
    "assume-role",
    "assume-role-with-web-identity",
    "sso",
    "shared-credentials-file",
    "login",
    "custom-process",
    "config-file",
    "ec2-credentials-file",
    "boto-config",
    "container-role",
    "iam-role",
]


def post(client, data, **headers):
    body = data if isinstance(data, str | bytes) else json.dumps(data)
    return client.post(URL, body, content_type="application/json", headers=headers)


def test_the_answer_has_the_agreed_names(client):
    answer = post(client, {"flavour": "botocore", "world": WORLD})
    assert answer.status_code == 200
    found = answer.json()
    assert list(found) == ["engine", "order", "trace", "outcome", "not_modelled"]
    assert found["engine"] == {"name": "botocore", "version": "1.44.5"}
    assert found["order"] == PROVIDERS
    assert [step["provider"] for step in found["trace"]] == PROVIDERS
    assert {tuple(sorted(step)) for step in found["trace"]} == {("events", "label", "provider", "status", "why")}
    assert [step["status"] for step in found["trace"]] == ["found"] + ["never-asked"] * 11
    assert {tuple(sorted(event)) for step in found["trace"] for event in step["events"]} == {
        ("kind", "result", "what")
    }
    assert found["outcome"] == {
        "status": "found",
        "provider": "env",
        "access_key_id": "AKIAIOSFODNN7EXAMPLE",
        "has_token": False,
        "error": None,
        "identity": "arn:aws:iam::111122223333:user/app-deploy",
        "decisions": [{"action": "s3:GetObject", "resource": "arn:aws:s3:::acme-payroll/x", "decision": "allowed"}],
    }


def test_the_empty_request_is_an_empty_machine(client):
    found = post(client, {}).json()
    assert found["outcome"]["status"] == "none"
    assert {step["status"] for step in found["trace"]} == {"not-found"}


def test_with_a_profile_the_environment_is_removed(client):
    files = {"~/.aws/credentials": f"[dev]\naws_access_key_id=AKIAI44QH8DHBEXAMPLE\naws_secret_access_key={SECRET}\n"}
    found = post(client, {"world": {**WORLD, "profile": "dev", "files": files}}).json()
    assert (found["trace"][0]["provider"], found["trace"][0]["status"]) == ("env", "removed")
    assert "env" not in found["order"]
    assert found["outcome"]["access_key_id"] == "AKIAI44QH8DHBEXAMPLE"


def test_the_notes_have_six_steps_and_say_what_they_leave_out(client):
    found = post(client, {"flavour": "notes", "world": WORLD}).json()
    assert found["order"] == [
        "command-line",
        "env",
        "shared-credentials-file",
        "config-file",
        "container-role",
        "iam-role",
    ]
    assert found["not_modelled"]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"world": {"envv": {}}}, "world.envv"),
        ({"worlds": {}}, "worlds"),
        ({"flavour": "ruby"}, "flavour"),
        ({"world": {"env": {"A": 1}}}, "world.env.A"),
        ({"world": {"imds": {"http_tokens": "maybe"}}}, "world.imds.http_tokens"),
        ({"world": []}, "world"),
        ({"world": {"now": "yesterday"}}, "world.now"),
        ([], ""),
        ("{", ""),
        ('{"world": {}, "world": {}}', ""),
        ('{"world": NaN}', ""),
        (b"\xff", ""),
        ("[" * 100_0 + "]" * 100_0, ""),
    ],
)
def test_bad_input_is_422_with_a_sentence_at_its_field(client, data, field):
    answer = post(client, data)
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert list(errors) == [field]
    assert all(sentence.endswith((".", "'")) for sentence in errors[field])


def test_a_real_looking_key_is_refused_with_advice_and_not_repeated(client):
    real = "ASIA" + "Q3EGZ7XKDM2PLNVW"
    answer = post(client, {"world": {"env": {"AWS_ACCESS_KEY_ID": real}}})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["world.env.AWS_ACCESS_KEY_ID"]
    assert "AKIAIOSFODNN7EXAMPLE" in answer.content.decode()
    assert real not in answer.content.decode()


def test_other_methods_are_405_and_large_bodies_413(client):
    assert client.get(URL).status_code == 405
    assert client.put(URL).status_code == 405
    large = post(client, json.dumps({"world": {"env": {"A": "x" * 70_000}}}))
    assert large.status_code == 413
    assert list(large.json()) == ["errors"]


def test_an_unknown_lab_is_404_as_json(client):
    answer = client.post("/labs/nothing/run.json", "{}", content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (404, ["errors"])


def test_it_needs_no_cookie_and_sets_none(client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(URL, "{}", content_type="application/json")
    assert answer.status_code == 200
    assert answer.cookies == {}
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private" or (
        "no-store" in answer.headers["Cache-Control"]
    )


def test_too_many_runs_are_429_with_the_time_to_wait(client, settings):
    settings.LAB_RATE_LIMIT = 1
    # A token comes back every second, and the machine may need longer than that for sixty runs.
    with virtual(datetime(2026, 11, 24, tzinfo=UTC)):
        answers = [post(client, {}) for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert list(answers[-1].json()) == ["errors"]


PLANTED = {
    "env secret": lambda s: {"env": {**WORLD["env"], "AWS_SECRET_ACCESS_KEY": s}},
    "env token": lambda s: {"env": {**WORLD["env"], "AWS_SESSION_TOKEN": s}},
    "file": lambda s: {"files": {"~/.aws/credentials": f"[default]\naws_access_key_id=a\naws_secret_access_key={s}"}},
    "broken file": lambda s: {"files": {"~/.aws/credentials": f"[default\naws_secret_access_key={s}"}},
    "process": lambda s: {
        "files": {"~/.aws/config": "[default]\ncredential_process = p"},
        "processes": {"p": {"stdout": json.dumps({"Version": 1, "AccessKeyId": "a", "SecretAccessKey": s})}},
    },
    "broken process": lambda s: {
        "files": {"~/.aws/config": "[default]\ncredential_process = p"},
        "processes": {"p": {"rc": 1, "stdout": s, "stderr": "no"}},
    },
    "container": lambda s: {
        "env": {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/c", "AWS_CONTAINER_AUTHORIZATION_TOKEN": s},
        "http": {"http://169.254.170.2/c": {"json": {"AccessKeyId": "a", "SecretAccessKey": s, "Token": s}}},
    },
    "instance": lambda s: {
        "imds": {
            "role": "r",
            "creds": {
                "Code": "Success",
                "AccessKeyId": "a",
                "SecretAccessKey": s,
                "Token": s,
                "Expiration": "2099-01-01T00:00:00Z",
            },
        }
    },
    "sso": lambda s: {"sso_tokens": {"x": {"accessToken": s, "expiresAt": "2099-01-01T00:00:00Z"}}},
    "token file": lambda s: {
        "env": {"AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r"},
        "files": {"/t": s},
    },
}


@pytest.mark.parametrize("place", PLANTED)
def test_a_secret_never_comes_back(client, place, caplog):
    canary = "c4n4ry/SECRET+0123456789abcdefghijklmnop"
    world = PLANTED[place](canary)
    answer = post(client, {"world": world})
    assert answer.status_code == 200
    assert canary not in answer.content.decode()
    assert canary not in caplog.text
    page = client.post(
        "/labs/credential-chain/",
        {
            "flavour": "botocore",
            "now": "",
            **{f"env.{n}": v for n, v in world.get("env", {}).items()},
            **{f"set.{n}": "1" for n in world.get("env", {})},
            "credentials": world.get("files", {}).get("~/.aws/credentials", ""),
        },
    )
    assert canary not in page.content.decode()


def test_the_limits_of_the_body_are_the_documented_ones():
    assert settings.MAX_JSON_BODY == 65_536
