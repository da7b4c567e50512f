"""The engine against the real tools: a stock botocore Session and the AWS CLI, on files and a loopback stand-in."""

import random
from concurrent.futures import ThreadPoolExecutor

import chain_random
import chain_real
import pytest
from chain_standin import StandIn
from chain_worlds import WORLDS

from studyapp.engines.credentials import resolve
from studyapp.engines.worlds import read_world

RANDOM = {f"seed-{seed}": chain_random.random_world(random.Random(seed)) for seed in range(150)}
CLI = [
    "nothing",
    "env",
    "env-and-role-profile",
    "env-half",
    "env-secret-only",
    "env-empty",
    "credentials-file",
    "config-file",
    "profile-merges",
    "explicit-profile-drops-env",
    "default-profile-variable-first",
    "unknown-profile",
    "profile-prefix-in-credentials",
    "both-defaults",
    "role",
    "role-chain",
    "role-denied",
    "role-no-source",
    "role-from-environment",
    "role-from-imds",
    "role-mfa",
    "role-external-id-wrong",
    "web-env",
    "web-env-no-role",
    "sso-session",
    "sso-no-token",
    "process",
    "process-fails",
    "process-not-json",
    "process-version-2",
    "container",
    "container-token-file-first",
    "container-foreign-host",
    "imds",
    "imds-v2-hop-limit",
    "imds-v1-refused",
]


@pytest.fixture(scope="module")
def standin():
    server = StandIn()
    yield server
    server.close()


def settle(worlds, standin, folder):
    """Each world with a home on disk and a place on the stand-in."""
    placed, homes = {}, {}
    for name, world in worlds.items():
        homes[name] = folder / name
        homes[name].mkdir()
        placed[name] = chain_real.place(world, name, standin.port, homes[name])
        standin.add(name, placed[name])
        chain_real.write(placed[name], homes[name])
    return placed, homes


@pytest.mark.oracle
@pytest.mark.filterwarnings("ignore::dateutil.parser.UnknownTimezoneWarning")
def test_a_stock_botocore_session_says_the_same(standin, tmp_path):
    worlds, homes = settle(WORLDS | RANDOM, standin, tmp_path)
    real = chain_real.ask_botocore(worlds, homes, standin)
    ours = {name: resolve(read_world(world)) for name, world in worlds.items()}
    different = {
        name: (_ours(ours[name]), _real(real[name])) for name in worlds if _ours(ours[name]) != _real(real[name])
    }
    assert different == {}
    assert {answer["status"] for answer in real.values()} == {"found", "none", "error"}


def _ours(resolution):
    outcome = resolution.outcome
    return {
        "status": outcome.status,
        "key": outcome.access_key_id,
        "token": outcome.has_token,
        "type": outcome.error and outcome.error.type,
        "message": outcome.error and outcome.error.message,
        "asked": [step.provider for step in resolution.trace if step.status in ("found", "not-found", "error")],
    }


def _real(answer):
    return {
        "status": answer["status"],
        "key": answer.get("key"),
        "token": bool(answer.get("token")),
        "type": answer.get("type"),
        "message": answer.get("message"),
        "asked": answer["trail"],
    }


@pytest.mark.oracle
def test_the_aws_cli_says_the_same(standin, tmp_path):
    worlds, homes = settle({name: WORLDS[name] for name in CLI}, standin, tmp_path)
    with ThreadPoolExecutor(2) as pool:
        answers = dict(
            zip(CLI, pool.map(lambda n: chain_real.ask_cli(worlds[n], homes[n], standin, n), CLI), strict=True)
        )
    wrong = {}
    for name in CLI:
        outcome = resolve(read_world(worlds[name])).outcome
        code, key, stderr = answers[name]
        message = outcome.error.message if outcome.error else "Unable to locate credentials"
        agrees = (
            (code, key) == (0, outcome.access_key_id) if outcome.status == "found" else code and message in stderr
        )
        if not agrees:
            wrong[name] = (outcome, answers[name])
    assert wrong == {}
