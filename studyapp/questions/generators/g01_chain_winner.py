"""G1: who signs, among sources that are full, half, empty or dead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from studyapp.questions.generators.chain_spec import (
    APPS,
    DECOYS,
    Cast,
    Judged,
    Spec,
    caller_of,
    cast,
    judged,
    varied,
    world_of,
)
from studyapp.questions.generators.chain_words import facts, told
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Answer, Drawn, Generator, Scene, Told, offer

Choices = dict[str, tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How machines of one class are made: what is fixed, and what is drawn from where."""

    fixed: Spec
    free: Choices


def _recipe(free: Choices | None = None, **fixed: Any) -> Recipe:
    return Recipe(fixed=Spec(**fixed), free=free or {})


ROLE = (True, True, False)

SCENES: Mapping[str, Mapping[str, Recipe]] = {
    "env-or-role": {
        "env": _recipe({"env": ("full", "session"), "default": ("", "", "full")}, role=True),
        "role": _recipe({"env": ("full", "session")}, option="dev", dev="region", role=True),
        "default": _recipe({"env": ("empty", "secret")}, default="full", role=True),
    },
    "profile-variable": {
        "env": _recipe(
            {"env": ("full", "session"), "dev": ("credentials", "config"), "role": ROLE},
            variable="dev",
            default="full",
        ),
        "dev": _recipe(
            {"env": ("empty", "secret"), "dev": ("credentials", "config"), "default": ("full", "")},
            variable="dev",
            role=True,
        ),
        "error:PartialCredentialsError": _recipe(
            {"dev": ("credentials", "config"), "default": ("full", "")}, env="id", variable="dev", role=True
        ),
    },
    "profile-option": {
        "dev": _recipe(
            {"env": ("full", "session"), "dev": ("credentials", "config"), "default": ("", "full")},
            option="dev",
            role=True,
        ),
        "error:ProfileNotFound": _recipe(
            {"env": ("full", "session"), "default": ("", "full")}, option="ghost", role=True
        ),
    },
    "ghost-profile": {
        "error:ProfileNotFound": _recipe(
            {"env": ("full", "session"), "default": ("", "full"), "role": ROLE}, variable="ghost"
        ),
        "env": _recipe({"env": ("full", "session")}, variable="dev", dev="credentials", default="full", role=True),
        "default": _recipe({"env": ("empty", "secret")}, default="full", role=True),
    },
    "half-id": {
        "error:PartialCredentialsError": _recipe({"dev": ("", "credentials")}, env="id", default="full", role=True),
        "dev": _recipe({"default": ("full", "")}, env="id", dev="credentials", option="dev", role=True),
        "env": _recipe({"default": ("id", "secret")}, env="full", role=True),
    },
    "half-secret": {
        "default": _recipe({"dev": ("", "credentials")}, env="secret", default="full", role=True),
        "dev": _recipe({"default": ("", "full")}, env="secret", variable="dev", dev="credentials", role=True),
        "error:PartialCredentialsError": _recipe({"env": ("id",), "default": ("full", "secret")}, role=True),
    },
    "dead-key": {
        "unknown": _recipe({"env": ("dead", "stale")}, default="full", role=True),
        "default": _recipe({"env": ("empty", "secret")}, default="full", role=True),
        "env": _recipe({"env": ("full", "session")}, default="old", role=True),
    },
    "container": {
        "container": _recipe({"env": ("", "empty")}, container="pointed", role=True),
        "role": _recipe({"env": ("", "empty")}, container="lost", role=True),
        "env": _recipe({"container": ("pointed", "lost")}, env="full", role=True),
    },
    "pod": {
        "web": _recipe({"default": ("full", "secret")}, web=True, pod=True, role=True),
        "env": _recipe({"default": ("", "full")}, env="full", web=True, pod=True, role=True),
        "default": _recipe(web=False, pod=True, default="full", role=True),
    },
}


def drawn_spec(scene: str, target: str, chance: Chance) -> Spec:
    """A machine of one class, drawn by its recipe."""
    recipe = SCENES[scene][target]
    return varied(recipe.fixed, chance, recipe.free)


def _make(scene: str) -> Callable[[Chance, str], Drawn | None]:
    def make(chance: Chance, target: str) -> Drawn | None:
        spec = drawn_spec(scene, target, chance)
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
            words={"app": chance.pick(APPS), "facts": facts(spec, who)},
            expect=caller_of(target, who),
        )

    return make


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
    scenes=tuple(
        Scene(
            id=name,
            kind="single",
            lab="credential-chain",
            ask="caller",
            classes=tuple(recipes),
            make=_make(name),
        )
        for name, recipes in SCENES.items()
    ),
)
