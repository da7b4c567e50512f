"""What AWS would say to the keys that were found, where the values alone tell."""

import pytest
from django.test import Client

from studyapp.engines.credentials import ChainInput, run
from studyapp.labs.chain.roll import Roll, roll

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
OWNERS = {"AKIAIOSFODNN7EXAMPLE": {"arn": "arn:aws:iam::111122223333:user/ana"}}


def drawn(key: str, token: str = "", owners: dict[str, object] | None = None) -> Roll:
    env = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": token}
    world = {"env": {name: value for name, value in env.items() if value}, "identities": owners or {}}
    asked = ChainInput.model_validate({"flavour": "notes", "world": world})
    return roll(run(asked), owners=bool(asked.world.identities))


@pytest.mark.parametrize(
    ("key", "token", "owners", "said"),
    [
        ("AKIAIOSFODNN7EXAMPLE", "", OWNERS, ""),
        ("AKIAIOSFODNN7EXAMPLE", "", None, ""),
        ("AKIAI44QH8DHBEXAMPLE", "", OWNERS, "AWS knows no such key"),
        ("AKIAIOSFODNN7EXAMPLE", "EXAMPLETOKEN", OWNERS, "a permanent key, and a session token that is not its own"),
        ("ASIAIOSFODNN7EXAMPLE", "EXAMPLETOKEN", None, ""),
        ("ASIAIOSFODNN7EXAMPLE", "", None, "a temporary key, and its session token is missing"),
    ],
)
def test_keys_that_cannot_work_are_found_all_the_same_and_refused_by_aws(key, token, owners, said):
    found = drawn(key, token, owners)
    assert [row.s for row in found.rows if row.provider == "env"] == ["found"]
    assert found.refused == said


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "said"), [("ASIAIOSFODNN7EXAMPLE", True), ("AKIAIOSFODNN7EXAMPLE", False)])
def test_the_page_says_that_every_call_is_refused(client: Client, key: str, said: bool) -> None:
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    post = {**{f"set.{name}": "on" for name in names}, "env.AWS_ACCESS_KEY_ID": key}
    page = client.post("/labs/credential-chain/", {**post, "env.AWS_SECRET_ACCESS_KEY": SECRET}).content.decode()
    assert ("AWS refuses <b>every call</b>" in page) is said
    assert (f"You are <b>{key}</b>" in page) is not said
