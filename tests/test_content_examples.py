"""What lessons show in code blocks is run: commands by the labs' engines, documents by the engine that reads them."""

import re
import shlex
from pathlib import Path

import botocore.session
import pytest
from django.conf import settings

from studyapp.catalog.worldtext import expand
from studyapp.engines.credentials import ChainInput
from studyapp.engines.credentials import run as resolve
from studyapp.engines.inputs import INPUTS
from studyapp.engines.metadata import play
from studyapp.engines.policies import evaluate
from studyapp.questions.outcomes import outcome_key

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LESSONS = sorted(Path(settings.CONTENT_DIR, "lessons").glob("*.md"))
EXAMPLES = [
    pytest.param(kind, text, id=f"{path.stem}-{number}")
    for path in LESSONS
    for number, (kind, text) in enumerate(FENCE.findall(path.read_text(encoding="utf-8")))
]


def commands(text):
    """The commands of a shell block, and what stands below each as its output."""
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
        else:
            found.append((line, []))
    return [(command, "\n".join(output)) for command, output in found]


def run_on_an_instance(text):
    lines = commands(text)
    state = {"instance": {"role": "app-role"}, "lines": [{"command": command} for command, _ in lines]}
    played = play(INPUTS["imds"].model_validate(state)).exchanges
    assert [exchange.output for exchange in played] == [output for _, output in lines]
    assert {exchange.status for exchange in played} == {200}


def fits_the_model(command):
    """Whether an `aws` command names a call that exists, and only parameters that it takes."""
    words = shlex.split(command)
    service, call = words[1:3]
    if service in ("configure", "sso", "login"):  # the tool's own commands call no service
        return
    name = "".join(part.capitalize() for part in call.split("-"))
    session = botocore.session.get_session()
    if service == "s3":
        assert call in ("ls", "cp", "sync", "mv", "rm", "mb", "rb", "presign")
        return
    shape = session.get_service_model(service).operation_model(name).input_shape
    known = {re.sub(r"(?<!^)(?=[A-Z])", "-", member).lower() for member in shape.members} if shape else set()
    asked = {word.removeprefix("--") for word in words[3:] if word.startswith("--")}
    assert asked <= known | {"profile", "region", "output", "query"}


def check_shell(text):
    if "169.254.169.254" in text:
        run_on_an_instance(text)
        return
    for command, _ in commands(text):
        if command.startswith("aws "):
            fits_the_model(command)


def check_json(text):
    question = {
        "policies": text,
        "request": {
            "principal": "arn:aws:iam::111122223333:user/ana",
            "action": "s3:GetObject",
            "resource": "arn:aws:s3:::acme-reports/a.pdf",
        },
    }
    assert evaluate(INPUTS["policy"].model_validate(question)).decision in ("allowed", "implicitDeny", "explicitDeny")


def check_ini(text):
    """A config file beside a key for [default]: the chain finds every profile in it, and no mistake."""
    for name in re.findall(r"^\[(?:profile )?(.+)\]$", text, re.MULTILINE):
        world = expand({"files": {"credentials": {"default": "full"}, "config": text}, "profile": name})
        outcome = outcome_key(resolve(ChainInput.model_validate({"flavour": "botocore", "world": world})))
        mistakes = {"error:ProfileNotFound", "error:ConfigParseError", "error:InvalidConfigError"}
        assert outcome not in mistakes, name


CHECKS = {"json": check_json, "bash": check_shell, "console": check_shell, "ini": check_ini}


def test_there_are_examples():
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_every_example_runs(kind, text):
    CHECKS[kind](text)
