"""What lesson 7 shows of the AWS CLI, against the CLI itself in the lesson's own worlds.

The suite's CLI is version 1. Its `configure list` has the columns of version 2 without the colons, so the rows are
compared as the error doctor reads them; what `sts get-caller-identity` prints is the same text in both.
"""

import re
import subprocess
import sys
from pathlib import Path

import chain_real
import pytest
from chain_standin import StandIn
from django.conf import settings

from studyapp.catalog.model import LabPart
from studyapp.course import course
from studyapp.engines.doctor import configure

LESSON = Path(settings.CONTENT_DIR, "lessons", "070-puzzle.md").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^\$ (aws [^\n]+)\n(.*?)^```$", LESSON, re.MULTILINE | re.DOTALL))
USER_ID = "AIDACKCEVSQ6C2EXAMPLE"  # AWS's documented example; the stand-in gives the key id in its place


@pytest.fixture(scope="module")
def standin():
    server = StandIn()
    yield server
    server.close()


def worlds():
    """The worlds of the lesson's labs: as they left it, the key deleted, the variables gone."""
    return [part.state["world"] for part in course().lesson("puzzle").parts if isinstance(part, LabPart)]


def aws(words, world, standin, home):
    """What the CLI prints for one command on this machine."""
    standin.add("puzzle", world)
    done = subprocess.run(
        [str(Path(sys.executable).with_name("aws")), *words],
        capture_output=True,
        text=True,
        timeout=60,
        env=chain_real.environment(world, home, standin, "puzzle") | {"AWS_PAGER": ""},
        start_new_session=True,
        check=True,
    )
    return done.stdout


@pytest.mark.oracle
def test_who_is_calling_is_printed_as_the_lesson_shows_it(standin, tmp_path):
    world = worlds()[0]
    said = aws(["sts", "get-caller-identity", "--output", "json"], world, standin, tmp_path)
    assert said.replace(world["env"]["AWS_ACCESS_KEY_ID"], USER_ID) == SHOWN["aws sts get-caller-identity"]


@pytest.mark.oracle
def test_where_the_key_came_from_is_printed_as_the_lesson_shows_it(standin, tmp_path):
    said = aws(["configure", "list"], worlds()[0], standin, tmp_path)
    rows, shown = configure.read(said), configure.read(SHOWN["aws configure list"])
    assert set(shown) == {"access_key", "secret_key"}
    assert shown == {name: rows[name] for name in shown}
    for name in shown:
        masked = re.compile(rf"{name}\s*:?\s+(\*+\w+)")
        assert masked.search(said)[1] == masked.search(SHOWN["aws configure list"])[1]


@pytest.mark.oracle
def test_after_the_repair_the_type_is_the_one_the_lesson_names(standin, tmp_path):
    rows = configure.read(aws(["configure", "list"], worlds()[2], standin, tmp_path))
    assert (rows["access_key"].type, rows["secret_key"].type) == ("iam-role", "iam-role")
