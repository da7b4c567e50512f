"""The same box, another tool: three of them on one world."""

import pytest
from django.test import Client

from studyapp.engines.credentials import ChainInput, run
from studyapp.labs.chain.roll import tools

pytestmark = pytest.mark.django_db
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
KEYS = f"aws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = {SECRET}\n"


def on(flavour: str = "botocore", **world: object) -> list[tuple[str, bool, bool]]:
    asked = ChainInput.model_validate({"flavour": flavour, "world": world})
    return [(tool.flavour, tool.here, tool.differs) for tool in tools(asked, run(asked))]


def test_tools_that_agree() -> None:
    world = {"files": {"~/.aws/credentials": f"[default]\n{KEYS}"}}
    assert on(**world) == [("botocore", True, False), ("cli-2", False, False), ("js-3", False, False)]


def test_a_named_profile_beside_keys_parts_them() -> None:
    env = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_PROFILE": "dev"}
    world = {"env": env, "files": {"~/.aws/credentials": f"[dev]\n{KEYS}"}}
    assert on(**world) == [("botocore", True, False), ("cli-2", False, False), ("js-3", False, True)]
    assert on("js-3", **world) == [("botocore", False, True), ("cli-2", False, True), ("js-3", True, False)]


def test_two_profile_variables_part_the_versions_of_the_cli() -> None:
    env = {"AWS_PROFILE": "dev", "AWS_DEFAULT_PROFILE": "ops"}
    files = {"~/.aws/credentials": f"[dev]\n{KEYS}[ops]\n{KEYS.replace('I44QH8DHB', 'IOSFODNN7')}"}
    assert [differs for _, _, differs in on(env=env, files=files)] == [False, True, True]


def test_the_page_shows_them(client: Client) -> None:
    response = client.get("/labs/credential-chain/", {"state": "profile-variable"})
    assert response.context["tools_differ"] == 1
    assert "The same box, another tool" in response.content.decode()
