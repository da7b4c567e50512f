"""G2: the whole roll, link by link, predicted before it is called."""

from collections.abc import Mapping
from typing import Any

from studyapp.engines.credentials import Resolution
from studyapp.questions.generators.chain_spec import DECOYS, Spec, believed, cast, judged, varied, world_of
from studyapp.questions.generators.chain_words import app_words, facts
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Drawn, Generator, Scene, family
from studyapp.questions.generators.g01_chain_winner import Recipe, recipe

ALWAYS = ("env", "shared-credentials-file", "config-file", "container-role", "iam-role")
NEVER_ASKED = "never-asked"

RECIPES: Mapping[str, Recipe] = {
    "env": recipe({"env": ("full", "session", "dead"), "default": ("", "full"), "variable": ("", "dev")}, role=True),
    "web": recipe({"env": ("", "empty", "secret"), "default": ("full", "id")}, web=True, pod=True, role=True),
    "default": recipe({"env": ("", "empty", "secret")}, default="full", process=True, role=True),
    "process": recipe({"env": ("", "empty"), "default": ("", "secret")}, process=True, role=True),
    "container": recipe({"env": ("", "empty", "secret"), "default": ("", "secret")}, container="pointed", role=True),
    "half": recipe({"env": ("id",), "default": ("full", "secret")}, role=True),
}


def rows_of(resolution: Resolution, spec: Spec) -> tuple[str, ...]:
    """The links to predict: the five of the classroom, and those this machine has something for."""
    more = {"assume-role-with-web-identity": spec.pod, "custom-process": spec.process}
    return tuple(step.provider for step in resolution.trace if step.provider in ALWAYS or more.get(step.provider))


def statuses(resolution: Resolution, rows: tuple[str, ...]) -> dict[str, str]:
    held = {step.provider: step.status for step in resolution.trace}
    return {row: held[row] for row in rows}


def _beliefs(spec: Spec, rows: tuple[str, ...], key: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows as each belief would fill them, where that differs from the engine; shared ones name all."""
    told: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for name, said in believed(spec):
        if not isinstance(said, Resolution):
            continue
        filled = statuses(said, rows)
        if filled != key:
            held = told.setdefault(tuple(filled.items()), [])
            if family(name) not in held:
                held.append(family(name))
    return [{"misconception": "+".join(held), "rows": dict(filled)} for filled, held in told.items()]


def _make(chance: Chance, target: str) -> Drawn | None:
    spec = varied(RECIPES[target].fixed, chance, RECIPES[target].free)
    found = judged(spec)
    rows = rows_of(found.resolution, spec)
    key = statuses(found.resolution, rows)
    beliefs = _beliefs(spec, rows, key)
    if NEVER_ASKED not in key.values() or len(beliefs) < 2:
        return None
    who, decoys = cast(chance), chance.some(DECOYS, 1 + chance.below(2))
    return Drawn(
        state={"flavour": "botocore", "world": world_of(spec, who, decoys)},
        bare={"flavour": "botocore", "world": world_of(spec, who)},
        body={"rows": rows, "beliefs": beliefs},
        words={**app_words(chance), "facts": facts(spec, who)},
    )


G02 = Generator(
    id="G02",
    version=1,
    title="The roll, link by link",
    scenes=(
        Scene(
            id="roll",
            kind="trace",
            lab="credential-chain",
            ask="caller",
            classes=tuple(RECIPES),
            make=_make,
        ),
    ),
)
