"""The model of the JavaScript SDK against a recording of the real package, and the differences that matter."""

import json
from pathlib import Path

import chain_real
import pytest
from chain_worlds import WORLDS

from studyapp.engines.credentials import resolve
from studyapp.engines.credentials.flavours import JS3_VERSION
from studyapp.engines.credentials.js3.profiles import parse
from studyapp.engines.worlds import read_world

RECORD = json.loads((Path(__file__).parent / "js3_recorded.json").read_text())
NOTHING = "Could not load credentials from any providers"
HOME = "/home/user"


# STS itself refuses these two as ValidationError; the stand-in of the recording looks at its list of roles only. In
# the third a key that cannot be read keeps the SDK from asking for new credentials: refreshing is not modelled.
APART = {"role-arn-too-short", "web-env-short-token", "login-expired-bad-key"}


def world_of(name: str):
    """The world as the recording had it, on another port and in another home."""
    return read_world(chain_real.place(WORLDS[name], name, 8000, HOME))


def expected(answer: dict) -> tuple:
    if answer["status"] == "found":
        return "found", answer["key"], answer["token"] is not None
    return ("none", None, False) if answer["message"] == NOTHING else ("error", answer["kind"], False)


def modelled(name: str) -> tuple:
    outcome = resolve(world_of(name), "js-3").outcome
    key = outcome.error.type if outcome.error else outcome.access_key_id
    return outcome.status, key, outcome.has_token


@pytest.mark.parametrize("name", sorted(set(RECORD["answers"]) - APART))
def test_the_real_package_says_the_same(name: str) -> None:
    assert modelled(name) == expected(RECORD["answers"][name])


def test_the_recording_is_of_the_version_that_is_named() -> None:
    assert RECORD["version"] == JS3_VERSION
    assert len(RECORD["answers"]) > 140


def signer(flavour: str, **world: object) -> tuple:
    outcome = resolve(read_world(world), flavour).outcome
    return (outcome.provider, outcome.access_key_id) if outcome.status == "found" else (outcome.status, None)


SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
ENV = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRET}
FILE = f"aws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = {SECRET}\n"
CREDS = {
    "Code": "Success",
    "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
    "SecretAccessKey": SECRET,
    "Token": "EXAMPLETOKEN",
    "Expiration": "2099-11-24T15:00:00Z",
}
IMDS = {"role": "app-role", "creds": CREDS}
FROM_FILE = ("shared-credentials-file", "AKIAI44QH8DHBEXAMPLE")
FROM_ENV = ("env", "AKIAIOSFODNN7EXAMPLE")
FROM_ROLE = ("iam-role", "ASIAIOSFODNN7EXAMPLE")


@pytest.mark.parametrize(
    ("world", "boto", "js"),
    [
        # A named profile beats the environment in JavaScript.
        (
            {"env": {**ENV, "AWS_PROFILE": "dev"}, "files": {"~/.aws/credentials": f"[dev]\n{FILE}"}},
            FROM_ENV,
            FROM_FILE,
        ),
        # Half a key is passed over.
        (
            {
                "env": {"AWS_ACCESS_KEY_ID": ENV["AWS_ACCESS_KEY_ID"]},
                "files": {"~/.aws/credentials": f"[default]\n{FILE}"},
            },
            ("error", None),
            FROM_FILE,
        ),
        # A credential_process that fails leads on to the instance's role.
        (
            {"files": {"~/.aws/config": "[default]\ncredential_process = /bin/gone\n"}, "imds": IMDS},
            ("error", None),
            FROM_ROLE,
        ),
        # A profile that is nowhere leads on too.
        ({"profile": "nope", "imds": IMDS}, ("error", None), FROM_ROLE),
        # Duplicate sections are merged, the last setting wins.
        (
            {
                "files": {
                    "~/.aws/credentials": f"[default]\naws_access_key_id = AKIAOTHER0000EXAMPLE\n[default]\n{FILE}"
                }
            },
            ("error", None),
            FROM_FILE,
        ),
        # Option names keep their case.
        (
            {"files": {"~/.aws/credentials": f"[default]\n{FILE.replace('aws_', 'AWS_')}"}, "imds": IMDS},
            FROM_FILE,
            FROM_ROLE,
        ),
        # A blank key id is a key id.
        ({"env": {**ENV, "AWS_ACCESS_KEY_ID": " "}}, ("env", " "), ("env", " ")),
    ],
)
def test_where_the_two_part(world: dict, boto: tuple, js: tuple) -> None:
    assert (signer("botocore", **world), signer("js-3", **world)) == (boto, js)


def test_a_comment_after_a_value_is_a_comment() -> None:
    text = f"[default]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE # laptop\naws_secret_access_key = {SECRET}\n"
    world = {"files": {"~/.aws/credentials": text}}
    assert signer("js-3", **world) == FROM_FILE
    assert signer("botocore", **world)[1].endswith("# laptop")


def test_the_answer_is_labelled_as_a_model() -> None:
    found = resolve(read_world({"env": ENV}), "js-3")
    assert found.engine.name.startswith("modelled")
    assert "model" in found.not_modelled[0]
    assert [step.provider for step in found.trace] == list(found.order)
    assert SECRET not in str(found.to_json())


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("[a]\nx=1\n", {"a": {"x": "1"}}),
        ("[profile a]\nx = 1", {"profile.a": {"x": "1"}}),
        ('[profile "a b"]\nx = 1', {'profile "a b"': {"x": "1"}}),
        ("[profile 'a']\nx = 1", {"profile.a": {"x": "1"}}),
        ("[nonsense a]\nx = 1", {}),
        ("[a]\n=1\nx\ny =\n  z = 2\nw = 3", {"a": {"y.z": "2", "w": "3"}}),
        ("[a]\nx = 1 ; no\n# y = 2", {"a": {"x": "1"}}),
        ("x = 1", {}),
        ("[a]\n", {}),
    ],
)
def test_files_are_read_as_smithy_reads_them(text: str, sections: dict) -> None:
    assert parse(text) == sections
