"""Worlds: what they accept, what they refuse, and that refusals repeat nothing."""

import json

import pytest
from pydantic import ValidationError

from studyapp.engines.secrets import REAL_KEY_ADVICE
from studyapp.engines.worlds import World, read_world

REAL = "AKIA" + "Q3EGZ7XKDM2PLNVW"
USER = "arn:aws:iam::111122223333:user/ana"
FULL = {
    "identities": {"AKIAIOSFODNN7EXAMPLE": {"arn": USER, "policies": [{"Statement": []}]}},
    "requests": [{"action": "s3:GetObject", "resource": "*"}],
    "env": {"AWS_PROFILE": "dev"},
    "profile": None,
    "home": "/home/ana",
    "files": {"~/.aws/config": "[default]\nregion = eu-west-1\n"},
    "imds": {
        "role": "web",
        "creds": {"Code": "Success"},
        "http_tokens": "required",
        "http_endpoint": "enabled",
        "hop_limit_exceeded": False,
    },
    "http": {"http://localhost/a": {"status": 200, "json": {"a": 1}}, "http://localhost/b": {"error": "refused"}},
    "processes": {"print-keys": {"rc": 0, "stdout": "{}", "stderr": ""}},
    "roles": {
        "arn:aws:iam::111122223333:role/r": {
            "trusts": ["AKIAIOSFODNN7EXAMPLE"],
            "trusts_tokens": ["t"],
            "mfa": True,
            "external_id": "42",
            "creds": {"AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "s", "SessionToken": "t"},
        }
    },
    "sso_tokens": {"corp": {"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}},
    "sso_roles": [{"account": "111122223333", "role": "Reader", "creds": {"AccessKeyId": "ASIAIOSFODNN7EXAMPLE"}}],
    "login_tokens": {"me": {"accessToken": {}}},
    "mfa_code": "123456",
    "now": "2026-11-24T10:00:00Z",
}


def refusal(data):
    with pytest.raises(ValidationError) as caught:
        read_world(data)
    return {".".join(map(str, error["loc"])): error["msg"] for error in caught.value.errors()}


def test_every_key_of_the_contract_is_read_and_optional():
    assert set(FULL) == set(World.model_fields)
    assert read_world({}) == World()
    read_world(FULL)


def test_a_world_survives_a_round_trip_and_takes_edits():
    world = read_world(FULL)
    assert World.model_validate(world.model_dump(exclude_unset=True)) == world
    assert read_world(json.loads(world.model_dump_json(exclude_unset=True))) == world
    assert world.model_copy(update={"env": {}}).env == {}


def test_a_world_is_frozen():
    with pytest.raises(ValidationError):
        World().home = "/"


def test_unknown_keys_are_named():
    assert refusal({"colour": 1, "imds": {"speed": 2}}) == {
        "colour": "Extra inputs are not permitted",
        "imds.speed": "Extra inputs are not permitted",
    }


@pytest.mark.parametrize(
    ("data", "place", "sentence"),
    [
        ({"files": {"f": "a = b" + " " * 65 + "c"}}, "files.f", "A line may not hold more than 64 blanks in a row."),
        ({"files": {"f": "x" * 32_769}}, "files.f", "A text may be at most 32 KiB long."),
        ({"files": {"f": "[a]\n" + "x" * 8_193}}, "files.f",
         "A line may be at most 8,192 characters long (20,000 in a file of one line)."),
        ({"files": {"f": "[a]\n" * 201}}, "files.f", "A file may hold at most 200 sections."),
        ({"files": {"f": "a\0b"}}, "files.f", "A text here may not hold NUL characters."),
        ({"files": {"f": "source_profile = a\n" * 51}}, "", "The files may name at most 50 source profiles."),
        ({"env": {"A=B": "x"}}, "env.A=B.[key]", "Write NAME=value. A name has 1 to 256 characters, no =."),
        ({"home": "here"}, "home", "The home folder is an absolute path, such as /home/user."),
        ({"now": "1999-01-01T00:00:00Z"}, "now", "Choose a time between the years 2000 and 2100."),
        ({"http": {"u": {"json": 0, "body": ""}}}, "http.u",
         "Give the answer's body as json or as body, not both."),
        ({"files": {str(n): "x" * 30_000 + "\n" for n in range(3)}}, "", "A world may hold at most 64 KiB of text."),
    ],
)  # fmt: skip
def test_bounds(data, place, sentence):
    assert refusal(data) == {place: sentence}


def test_counts_are_bounded():
    assert set(refusal({"env": {f"V{n}": "x" for n in range(101)}})) == {"env"}
    assert set(refusal({"files": {f"f{n}": "x" for n in range(41)}})) == {"files"}


def test_sixty_four_blanks_and_a_long_token_are_fine():
    read_world({"files": {"a": "x" + " " * 64 + "y", "token": "t" * 20_000}})


def test_depth_is_bounded():
    nested = "x"
    for _ in range(200):
        nested = [nested]
    assert refusal({"imds": {"creds": {"a": nested}}}) == {"": "The world is nested too deeply."}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"env": {"X": REAL}}, "env.X"),
        ({"files": {"~/.aws/credentials": f"[default]\nkey = {REAL}\n"}}, "files.~/.aws/credentials"),
        ({"identities": {REAL: {"arn": "x"}}}, "identities"),
        ({"identities": {"a": {"arn": "x", "policies": [{"Statement": {"Condition": REAL}}]}}},
         "identities.a.policies.0.Statement.Condition"),
    ],
)  # fmt: skip
def test_real_keys_are_refused_with_advice_and_without_an_echo(data, place):
    with pytest.raises(ValidationError) as caught:
        read_world(data)
    (error,) = caught.value.errors()
    assert (".".join(map(str, error["loc"])), error["msg"]) == (place, REAL_KEY_ADVICE)
    assert REAL not in str(caught.value) + repr(caught.value.errors())


def test_a_world_made_without_read_world_refuses_them_too():
    with pytest.raises(ValidationError) as caught:
        World(env={"X": REAL})
    assert REAL not in str(caught.value)


def test_no_refusal_repeats_what_was_given():
    with pytest.raises(ValidationError) as caught:
        read_world({"env": {"A": ["hush-hush"]}, "imds": "hush-hush", "home": "hush-hush"})
    assert "hush-hush" not in str(caught.value) + repr(caught.value.errors())


@pytest.mark.parametrize("data", [None, 3, "x", [], {"env": []}, {"now": "soon"}, {"env": {"A": "\ud800"}}])
def test_nonsense_is_a_validation_error(data):
    assert refusal(data)


def test_every_field_is_described_for_the_api_document():
    schema = World.model_json_schema()
    models = [schema, *schema["$defs"].values()]
    nameless = [
        (model["title"], name)
        for model in models
        for name, field in model.get("properties", {}).items()
        if "description" not in field
    ]
    assert nameless == []
