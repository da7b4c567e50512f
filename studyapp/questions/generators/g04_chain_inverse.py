"""G4: the chain read backwards: who called is known, what must be so on that machine?

Each claim is tried by breaking it: the claim must hold exactly when the machine without it has another caller.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from studyapp.questions.generators.chain_spec import (
    DECOYS,
    Cast,
    Spec,
    caller_of,
    cast,
    judged,
    varied,
    world_of,
)
from studyapp.questions.generators.chain_words import app_words
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.changes import change
from studyapp.questions.generators.contract import Drawn, Generator, Scene, family
from studyapp.questions.generators.g01_chain_winner import Recipe, recipe
from studyapp.questions.misconceptions import truth


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Something about the machine, the machine where it is not so, and who would then sign by a belief."""

    text: str
    broken: Callable[[Spec], Spec]
    believed: str
    misconception: str


NO_PAIR = Claim(
    text="The environment holds no full key pair",
    broken=lambda spec: replace(spec, env="full"),
    believed="role",
    misconception="M01",
)
NO_LONE_ID = Claim(
    text="`AWS_ACCESS_KEY_ID` is not set without its secret",
    broken=lambda spec: replace(spec, env="id"),
    believed="default",
    misconception="M05",
)
NO_LONE_SECRET = Claim(
    text="`AWS_SECRET_ACCESS_KEY` is not set without a key id",
    broken=lambda spec: replace(spec, env="secret"),
    believed="error:PartialCredentialsError",
    misconception="M05.stop",
)
NO_EMPTY = Claim(
    text="No key variable is set to an empty text",
    broken=lambda spec: replace(spec, env="empty"),
    believed="error:PartialCredentialsError",
    misconception="M06",
)
NO_FILE = Claim(
    text="The default profile holds no full key",
    broken=lambda spec: replace(spec, default="full"),
    believed="default",
    misconception="M08",
)
NO_ROLE = Claim(
    text="No role is attached to the instance",
    broken=lambda spec: replace(spec, role=True),
    believed="role",
    misconception="M01",
)
NO_CONTAINER = Claim(
    text="No variable points to a container’s endpoint",
    broken=lambda spec: replace(spec, container="pointed"),
    believed="container",
    misconception="M09",
)
NO_PROCESS = Claim(
    text="The default profile names no `credential_process`",
    broken=lambda spec: replace(spec, process=True),
    believed="process",
    misconception="M16",
)
NO_VARIABLE = Claim(
    text="`AWS_PROFILE` does not name a profile that has keys",
    broken=lambda spec: replace(spec, variable="dev", dev="credentials"),
    believed="dev",
    misconception="M02",
)
NO_GHOST = Claim(
    text="`AWS_PROFILE` does not name a profile that is missing",
    broken=lambda spec: replace(spec, variable="ghost"),
    believed="env",
    misconception="M04",
)
NO_OPTION = Claim(
    text="No `--profile` names a profile that has keys",
    broken=lambda spec: replace(spec, option="dev", dev="credentials"),
    believed="env",
    misconception="M03",
)

OBSERVED: Mapping[str, tuple[Recipe, tuple[Claim, ...]]] = {
    "env": (
        recipe({"env": ("full", "session")}),
        (NO_FILE, NO_ROLE, NO_CONTAINER, NO_PROCESS, NO_VARIABLE, NO_GHOST, NO_OPTION),
    ),
    "default": (
        recipe({"env": ("", "secret")}, default="full"),
        (NO_PAIR, NO_LONE_ID, NO_EMPTY, NO_ROLE, NO_CONTAINER, NO_PROCESS, NO_VARIABLE, NO_GHOST),
    ),
    "role": (
        recipe({"default": ("", "secret")}, role=True),
        (NO_PAIR, NO_LONE_ID, NO_LONE_SECRET, NO_EMPTY, NO_FILE, NO_CONTAINER, NO_PROCESS, NO_GHOST),
    ),
    "container": (
        recipe({"env": ("", "secret")}, container="pointed"),
        (NO_PAIR, NO_LONE_ID, NO_EMPTY, NO_FILE, NO_ROLE, NO_PROCESS, NO_GHOST),
    ),
}
MUST, NEED_NOT = 2, 2


def _make(chance: Chance, target: str) -> Drawn | None:
    made, claims = OBSERVED[target]
    spec = varied(made.fixed, chance, made.free)
    who, decoys = cast(chance), chance.some(DECOYS, 1 + chance.below(2))
    told = [(claim, judged(claim.broken(spec)).key) for claim in chance.shuffled(claims)]
    must = [(claim, key) for claim, key in told if key != target][: MUST + chance.below(2)]
    free = [(claim, key) for claim, key in told if key == target and claim.believed != target]
    free = list({family(claim.misconception): (claim, key) for claim, key in free}.values())[:NEED_NOT]
    if judged(spec).key != target or not must or len(free) < NEED_NOT:
        return None
    world = world_of(spec, who, decoys)
    options = [
        _option(claim, claim.broken(spec), key, key != target, who, world, decoys) for claim, key in must + free
    ]
    kind, _, name = caller_of(target, who).partition("/")
    return Drawn(
        state={"flavour": "botocore", "world": world},
        bare={"flavour": "botocore", "world": world_of(spec, who)},
        body={"options": options},
        words={**app_words(chance), "caller": f"the {kind} `{name}`", "place": _PLACES[target]},
        expect=caller_of(target, who),
    )


_PLACES = {
    "env": "by the environment",
    "default": "by the default profile",
    "role": "by the instance profile",
    "container": "by the container’s endpoint",
}


def _option(
    claim: Claim,
    broken: Spec,
    key: str,
    must: bool,
    who: Cast,
    world: Mapping[str, Any],
    decoys: tuple[tuple[str, str], ...],
) -> dict[str, Any]:
    return {
        "text": claim.text,
        # A claim that must hold says what really comes out when it is broken; the others say what a belief expects.
        "says": caller_of(key if must else claim.believed, who),
        "where": {"world": change(world, world_of(broken, who, decoys))},
        "misconception": claim.misconception,
        "feedback": "Broken, somebody else would call, or nobody." if must else truth(claim.misconception),
    }


G04 = Generator(
    id="G04",
    version=1,
    title="The chain read backwards",
    scenes=(
        Scene(
            id="inverse",
            kind="multiple",
            lab="credential-chain",
            ask="caller",
            classes=tuple(OBSERVED),
            make=_make,
        ),
    ),
)
