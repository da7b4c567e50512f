"""G1: who signs, among sources that are full, half, empty or dead."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from studyapp.catalog.worldtext import FILE_KEY
from studyapp.engines.worlds import read_world
from studyapp.questions.generators.chain_spec import (
    DECOYS,
    DEV_KEY,
    Cast,
    Judged,
    Spec,
    caller_of,
    cast,
    judged,
    varied,
    world_of,
)
from studyapp.questions.generators.chain_words import app_words, facts, told
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Answer, Drawn, Generator, Scene, Told, offer
from studyapp.questions.misconceptions import holding, truth
from studyapp.questions.misconceptions.chain import CREDENTIALS
from studyapp.questions.outcomes import caller_key

Choices = dict[str, tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How machines of one class are made: what is fixed, and what is drawn from where."""

    fixed: Spec
    free: Choices


def recipe(free: Choices | None = None, **fixed: Any) -> Recipe:
    return Recipe(fixed=Spec(**fixed), free=free or {})


ROLE = (True, True, False)

SCENES: Mapping[str, Mapping[str, Recipe]] = {
    "env-or-role": {
        "env": recipe({"env": ("full", "session"), "default": ("", "", "full")}, role=True),
        "role": recipe({"env": ("full", "session")}, option="dev", dev="region", role=True),
        "default": recipe({"env": ("empty", "secret")}, default="full", role=True),
    },
    "profile-variable": {
        "env": recipe(
            {"env": ("full", "session"), "dev": ("credentials", "config"), "role": ROLE},
            variable="dev",
            default="full",
        ),
        "dev": recipe(
            {"env": ("empty", "secret"), "dev": ("credentials", "config"), "default": ("full", "")},
            variable="dev",
            role=True,
        ),
        "error:PartialCredentialsError": recipe(
            {"dev": ("credentials", "config"), "default": ("full", "")}, env="id", variable="dev", role=True
        ),
    },
    "profile-option": {
        "dev": recipe(
            {"env": ("full", "session"), "dev": ("credentials", "config"), "default": ("", "full")},
            option="dev",
            role=True,
        ),
        "error:ProfileNotFound": recipe(
            {"env": ("full", "session"), "default": ("", "full")}, option="ghost", role=True
        ),
    },
    "ghost-profile": {
        "error:ProfileNotFound": recipe(
            {"env": ("full", "session"), "default": ("", "full"), "role": ROLE}, variable="ghost"
        ),
        "env": recipe({"env": ("full", "session")}, variable="dev", dev="credentials", default="full", role=True),
        "default": recipe({"env": ("empty", "secret")}, default="full", role=True),
    },
    "half-id": {
        "error:PartialCredentialsError": recipe({"dev": ("", "credentials")}, env="id", default="full", role=True),
        "dev": recipe({"default": ("full", "")}, env="id", dev="credentials", option="dev", role=True),
        "env": recipe({"default": ("id", "secret")}, env="full", role=True),
    },
    "half-secret": {
        "default": recipe({"dev": ("", "credentials")}, env="secret", default="full", role=True),
        "dev": recipe({"default": ("", "full")}, env="secret", variable="dev", dev="credentials", role=True),
        "error:PartialCredentialsError": recipe({"env": ("id",), "default": ("full", "secret")}, role=True),
    },
    "dead-key": {
        "unknown": recipe({"env": ("dead", "stale")}, default="full", role=True),
        "default": recipe({"env": ("empty", "secret")}, default="full", role=True),
        "env": recipe({"env": ("full", "session")}, default="old", role=True),
    },
    "container": {
        "container": recipe({"env": ("", "empty")}, container="pointed", role=True),
        "role": recipe({"env": ("", "empty")}, container="lost", role=True),
        "env": recipe({"container": ("pointed", "lost")}, env="full", role=True),
    },
    "pod": {
        "web": recipe({"default": ("full", "secret")}, web=True, pod=True, role=True),
        "env": recipe({"default": ("", "full")}, env="full", web=True, pod=True, role=True),
        "default": recipe(web=False, pod=True, default="full", role=True),
    },
}


def winner(name: str, recipes: Mapping[str, Recipe]) -> Scene:
    """A scene of single choices: who signs on machines made by these recipes, one for each class."""

    def make(chance: Chance, target: str) -> Drawn | None:
        spec = varied(recipes[target].fixed, chance, recipes[target].free)
        found = judged(spec)
        if found.key != target:
            return None
        who, decoys = cast(chance), chance.some(DECOYS, 1 + chance.below(2))
        options = _options(spec, found, who, chance)
        if options is None:
            return None
        return Drawn(
            state={"flavour": "botocore", "world": world_of(spec, who, decoys)},
            bare={"flavour": "botocore", "world": world_of(spec, who)},
            body={"options": options},
            words={**app_words(chance), "facts": facts(spec, who)},
            expect=caller_of(target, who),
        )

    return Scene(id=name, kind="single", lab="credential-chain", ask="caller", classes=tuple(recipes), make=make)


def _running(chance: Chance, target: str) -> Drawn | None:
    """A file that was changed under a running program: its old key, its new one, restarted or not."""
    spec = Spec(default="full", role=True)
    who, decoys = cast(chance), chance.some(DECOYS, 1)
    before, bare = world_of(spec, who, decoys), world_of(spec, who)
    new = {CREDENTIALS: before["files"][CREDENTIALS].replace(FILE_KEY, DEV_KEY)}
    now = {**before, "files": new, "identities": world_of(replace(spec, dev="credentials"), who)["identities"]}
    held = before if target == "running" else now
    old_user, new_user = f"user/{who.default}", f"user/{who.dev}"
    answers = dict(holding("running"))
    reread = caller_key(answers["M15"](read_world(now), "botocore"))
    key, other = (old_user, reread) if target == "running" else (new_user, old_user)
    texts = {
        old_user: f"The user `{who.default}`, by the old key",
        new_user: f"The user `{who.dev}`, by the new key",
        f"role/{who.role}": f"The role `{who.role}`, by the instance",
    }

    def tell(says: str, belief: str) -> Told:
        return Told(text=texts[says], feedback=truth(belief) if belief else _RUNNING[target])

    told_by = (
        Answer(misconception="M15" if target == "running" else "M15.kept", says=other),
        Answer(misconception="M01", says=f"role/{who.role}"),
    )
    options = offer(key, told_by, tell, chance)
    if options is None:
        return None
    sheets = (
        {"title": "~/.aws/credentials, when it started", "text": before["files"][CREDENTIALS]},
        {"title": "~/.aws/credentials, now", "text": new[CREDENTIALS]},
        {"title": "Who is who", "text": "\n".join(f"{k} {v['arn']}" for k, v in now["identities"].items())},
    )
    quiet = {**bare, "files": held["files"], "identities": held["identities"]}
    return Drawn(
        state={"flavour": "botocore", "world": held},
        bare={"flavour": "botocore", "world": quiet},
        body={"options": options},
        words={**app_words(chance), "restarted": _RESTARTED[target]},
        expect=key,
        sheets=sheets,
    )


_RUNNING = {
    "running": "The client keeps the credentials it found when it started.",
    "restarted": "At its new start it looked again, and found the new key.",
}
_RESTARTED = {"running": "It was not restarted since", "restarted": "Then it was restarted"}
RUNNING = Scene(
    id="running",
    kind="single",
    lab="credential-chain",
    ask="caller",
    classes=("running", "restarted"),
    make=_running,
)


def _options(spec: Spec, found: Judged, who: Cast, chance: Chance) -> tuple[dict[str, Any], ...] | None:
    sources = {caller_of(source, who): source for source in (found.key, *(one.says for one in found.answers))}
    answers = [Answer(misconception=one.misconception, says=caller_of(one.says, who)) for one in found.answers]

    def tell(says: str, belief: str) -> Told:
        return told(sources[says], belief, spec, who, found)

    return offer(caller_of(found.key, who), answers, tell, chance)


G01 = Generator(
    id="G01",
    version=1,
    title="Who signs",
    scenes=(*(winner(name, recipes) for name, recipes in SCENES.items()), RUNNING),
)
