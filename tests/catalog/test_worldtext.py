"""Shorthands of worlds and what they stand for."""

from studyapp.catalog.frontmatter import read_yaml
from studyapp.catalog.worldtext import NOW, check_world, expand
from studyapp.engines.credentials import resolve
from studyapp.engines.worlds import read_world


def signer(world):
    return resolve(read_world(expand(world))).outcome.provider


def test_files_are_written_out():
    full = expand(
        {"files": {"credentials": {"default": "full", "dev": {"a": 1}}, "config": {"dev": {"region": "x"}}}}
    )
    assert full["files"] == {
        "~/.aws/credentials": (
            "[default]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n"
            "aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n\n[dev]\na = 1\n"
        ),
        "~/.aws/config": "[profile dev]\nregion = x\n",
    }


def test_a_full_world_stays_as_it_is():
    world = {
        "now": "2026-01-01T00:00:00Z",
        "files": {"~/.aws/config": "[default]\n"},
        "imds": {"role": "r", "creds": {"Code": "Failed"}},
        "requests": [{"action": "s3:GetObject", "resource": "*"}],
    }
    assert expand(world) == world


def test_a_role_on_the_instance_gets_credentials_that_work_at_the_worlds_own_time():
    full = expand({"imds": {"role": "reports-reader"}})
    assert full["now"] == NOW
    assert full["imds"]["creds"]["LastUpdated"] < NOW < full["imds"]["creds"]["Expiration"]
    assert signer({"imds": {"role": "reports-reader"}}) == "iam-role"


def test_a_container_has_a_pointer_and_an_endpoint():
    assert signer({"container": "batch-task", "imds": {"role": "host"}}) == "container-role"


def test_each_kind_of_key_in_a_file_does_what_its_name_says():
    outcomes = {
        kind: resolve(read_world(expand({"files": {"credentials": {"default": kind}}}))).outcome.status
        for kind in ("full", "temporary", "id", "secret")
    }
    assert outcomes == {"full": "found", "temporary": "found", "id": "error", "secret": "none"}


def test_policies_and_requests_in_short():
    full = expand(
        {
            "identities": {
                "AKIAIOSFODNN7EXAMPLE": {
                    "arn": "a",
                    "policies": [{"allow": "s3:*", "deny": "s3:Put*", "on": "*"}],
                }
            },
            "requests": ["s3:GetObject arn:aws:s3:::a/b", "s3:ListAllMyBuckets"],
        }
    )
    assert full["identities"]["AKIAIOSFODNN7EXAMPLE"]["policies"] == [
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
                {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"},
            ],
        }
    ]
    assert full["requests"] == [
        {"action": "s3:GetObject", "resource": "arn:aws:s3:::a/b"},
        {"action": "s3:ListAllMyBuckets", "resource": "*"},
    ]


def test_the_readers_objections_stand_at_the_lines_of_the_shorthand():
    text = "id: Q1\nworld:\n  env: {A: x}\n  imds: {role: r, http_tokens: never}\n  files:\n    credentials: 7\n"
    document, _ = read_yaml(text, path="q.md", first_line=2, what="question")
    full = expand(document.data["world"])
    problems = check_world(document, full, path="q.md", what="question", under=("world",))
    assert sorted(problem.line for problem in problems) == [5, 6]
    assert all(problem.message.startswith("question: world.") for problem in problems)


def test_odd_shorthands_are_left_to_the_reader():
    for odd in (
        {"files": 3},
        {"imds": "x"},
        {"identities": []},
        {"requests": "x"},
        {"files": {"config": {"a": "odd"}}},
    ):
        document, _ = read_yaml("world: x", path="q.md", first_line=1, what="question")
        assert check_world(document, expand(odd), path="q.md", what="question", under=("world",))
