"""G3: what to change so that the right one signs; tempting changes follow beliefs, the engine tries each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from studyapp.catalog.worldtext import CONTAINER_KEY, ENV_KEY, INSTANCE_KEY
from studyapp.questions.generators.chain_spec import (
    DECOYS,
    ENV_SESSION_KEY,
    Cast,
    Spec,
    caller_of,
    cast,
    judged,
    varied,
    world_of,
)
from studyapp.questions.generators.chain_words import app_words, facts
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.changes import UNSET, change
from studyapp.questions.generators.contract import Drawn, Generator, Scene
from studyapp.questions.generators.g01_chain_winner import Recipe, recipe
from studyapp.questions.misconceptions import truth

# A change that touches nothing the chain looks at, so that "do that once more" can be run like any other.
NOTHING: Mapping[str, Any] = {"world": {"mfa_code": None}}


@dataclass(frozen=True, kw_only=True)
class Move:
    """Something one may do to a machine; `misconception` is the belief that makes it tempting."""

    id: str
    text: Callable[[Cast], str]
    apply: Callable[[Spec], Spec | None]
    misconception: str = ""
    reply: str = ""
    puzzles_only: bool = False


MOVES: tuple[Move, ...] = (
    Move(
        id="unset_env",
        text=lambda who: "Unset the key variables and restart",
        apply=lambda spec: replace(spec, env="") if spec.env else None,
        reply="The environment falls silent, and the chain walks on.",
    ),
    Move(
        id="empty_env",
        text=lambda who: "Set the key variables to empty texts and restart",
        apply=lambda spec: replace(spec, env="empty") if spec.env in {"full", "session"} else None,
        puzzles_only=True,
    ),
    Move(
        id="drop_file",
        text=lambda who: "Remove the key from the default profile",
        apply=lambda spec: replace(spec, default="") if spec.default else None,
        misconception="M08",
        reply="The file falls silent, and the chain walks on.",
    ),
    Move(
        id="drop_variable",
        text=lambda who: "Unset `AWS_PROFILE` and restart",
        apply=lambda spec: replace(spec, variable="") if spec.variable else None,
        misconception="M02",
        reply="No profile is looked up any more, so the sources are asked.",
    ),
    Move(
        id="drop_option",
        text=lambda who: "Leave `--profile` away",
        apply=lambda spec: replace(spec, option="") if spec.option else None,
        misconception="M03",
        reply="Without the option no profile is looked up, and every source is asked.",
    ),
    Move(
        id="set_pointer",
        text=lambda who: "Pass the container’s pointer variable on to the program",
        apply=lambda spec: replace(spec, container="pointed") if spec.container == "lost" else None,
        misconception="M11",
        reply="The variable leads to the endpoint that hands out the task role.",
    ),
    Move(
        id="reattach",
        text=lambda who: f"Attach the role `{who.role}` to the instance once more",
        apply=lambda spec: spec if spec.role else None,
        misconception="M01",
    ),
    Move(
        id="detach_policy",
        text=lambda who: f"Detach every policy from the user `{who.env}`",
        apply=lambda spec: spec if spec.env in {"full", "session"} else None,
        misconception="M21",
    ),
    Move(
        id="delete_key",
        text=lambda who: f"Delete the access key of `{who.env}` in IAM",
        apply=lambda spec: replace(spec, env="dead") if spec.env == "full" else None,
        misconception="M07",
    ),
    Move(
        id="name_default",
        text=lambda who: "Set `AWS_PROFILE=default`",
        apply=lambda spec: replace(spec, variable="default") if spec.default and not spec.variable else None,
        misconception="M02",
    ),
    Move(
        id="detach_role",
        text=lambda who: f"Take the role `{who.role}` off the instance",
        apply=lambda spec: replace(spec, role=False) if spec.role and spec.container else None,
        misconception="M09",
    ),
)

# What blocks the way, and who shall sign instead.
BLOCKS: Mapping[str, tuple[Recipe, str]] = {
    "env": (recipe({"env": ("full", "session"), "default": ("", "secret")}, role=True), "role"),
    "env-over-file": (recipe({"env": ("full", "session")}, default="full", role=True), "default"),
    "file": (recipe({"env": ("empty", "secret", "")}, default="full", role=True), "role"),
    "ghost": (recipe({"default": ("", "full")}, env="full", variable="ghost", role=True), "env"),
    "option": (recipe(env="full", option="ghost", default="full", role=True), "env"),
    "pointer": (recipe({"env": ("", "empty")}, container="lost", role=True), "container"),
}


def _applied(spec: Spec) -> list[tuple[Move, Spec]]:
    return [(move, after) for move in MOVES if (after := move.apply(spec)) is not None]


def _start(chance: Chance, target: str) -> tuple[Spec, str] | None:
    made, goal = BLOCKS[target]
    spec = varied(made.fixed, chance, made.free)
    return None if judged(spec).key == goal else (spec, goal)


def _one_change(chance: Chance, target: str) -> Drawn | None:
    start = _start(chance, target)
    if start is None:
        return None
    spec, goal = start
    who, decoys = cast(chance), chance.some(DECOYS, 1 + chance.below(2))
    tried = [(move, after) for move, after in _applied(spec) if not move.puzzles_only]
    right = [(move, after) for move, after in tried if judged(after).key == goal]
    wrong = [(move, after) for move, after in tried if judged(after).key != goal and move.misconception]
    picked = _apart(chance.shuffled(wrong))
    if len(right) != 1 or len(picked) < 2:
        return None
    world = world_of(spec, who, decoys)
    options = [_option(move, after, spec, who, world, decoys, goal) for move, after in (*right, *picked)]
    options[0] |= {"misconception": "", "feedback": right[0][0].reply}
    return Drawn(
        state={"flavour": "botocore", "world": world},
        bare={"flavour": "botocore", "world": world_of(spec, who)},
        body={"options": options},
        words={**app_words(chance), "facts": facts(spec, who), "goal": _named(goal, who)},
        expect=caller_of(judged(spec).key, who),
    )


def _apart(moves: tuple[tuple[Move, Spec], ...]) -> list[tuple[Move, Spec]]:
    """At most three moves, each for a belief of its own."""
    return list({move.misconception: (move, after) for move, after in moves}.values())[:3]


def _named(source: str, who: Cast) -> str:
    kind, _, name = caller_of(source, who).partition("/")
    return f"the {kind} `{name}`"


def _option(
    move: Move,
    after: Spec,
    spec: Spec,
    who: Cast,
    world: Mapping[str, Any],
    decoys: tuple[tuple[str, str], ...],
    goal: str,
) -> dict[str, Any]:
    where = _where(move, world, world_of(after, who, decoys)) if after != spec else NOTHING
    return {
        "text": move.text(who),
        "says": caller_of(goal, who),
        "where": where,
        "misconception": move.misconception,
        "feedback": truth(move.misconception) if move.misconception else move.reply,
    }


def _where(move: Move, world: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """A move as a change of the state. Only a deletion in IAM takes an identity away."""
    if move.id == "delete_key":
        return {"world": {"identities": {ENV_KEY: UNSET}}}
    return {"world": change(world, {**changed, "identities": world["identities"]})}


BUCKETS = ("acme-reports", "acme-uploads", "acme-orders", "acme-maps", "acme-invoices")


def _allow(actions: list[str], resources: list[str]) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources}
    return {"Version": "2012-10-17", "Statement": [statement]}


def _with_policies(world: dict[str, Any], bucket: str, other: str) -> dict[str, Any]:
    """The user may do anything in S3, the roles read one bucket; two requests show who is who."""
    narrow = _allow(["s3:ListBucket", "s3:GetObject"], [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"])
    wide = _allow(["s3:*"], ["*"])
    policies = {ENV_KEY: [wide], ENV_SESSION_KEY: [wide], INSTANCE_KEY: [narrow], CONTAINER_KEY: [narrow]}
    identities = {
        key: {**identity, "policies": policies.get(key, [])} for key, identity in world["identities"].items()
    }
    requests = [
        {"action": "s3:GetObject", "resource": f"arn:aws:s3:::{bucket}/2026-11.csv"},
        {"action": "s3:GetObject", "resource": f"arn:aws:s3:::{other}/2026-11.csv"},
    ]
    return {**world, "identities": identities, "requests": requests}


PUZZLES: Mapping[str, tuple[Recipe, str]] = {
    "env": (recipe({"env": ("full", "session"), "default": ("", "secret")}, role=True), "role"),
    "env-and-file": (recipe({"env": ("full", "session")}, default="full", role=True), "role"),
    "pointer": (recipe({"env": ("full", "session")}, container="lost", role=True), "container"),
    "ghost": (recipe({"env": ("full", "session")}, variable="ghost", role=True), "role"),
}


def _puzzle(chance: Chance, target: str) -> Drawn | None:
    made, goal = PUZZLES[target]
    spec = varied(made.fixed, chance, made.free)
    who, decoys = cast(chance), chance.some(DECOYS, 1 + chance.below(2))
    bucket, other = chance.some(BUCKETS, 2)
    world = _with_policies(world_of(spec, who, decoys), bucket, other)
    edits = _edits(spec, who, world, decoys, goal)
    if judged(spec).key == goal or not _solvable(spec, goal, 3):
        return None
    read, foreign = (f"s3:GetObject arn:aws:s3:::{name}/2026-11.csv" for name in (bucket, other))
    return Drawn(
        state={"flavour": "botocore", "world": world},
        bare={"flavour": "botocore", "world": _with_policies(world_of(spec, who), bucket, other)},
        body={
            "goals": [
                {"text": f"The caller is {_named(goal, who)}", "says": caller_of(goal, who)},
                {"text": f"`{bucket}` can be read", "allowed": read},
                {"text": f"`{other}` can not be read", "denied": foreign},
            ],
            "guards": ["no_long_term_key", "no_wider_policy"],
            "edits": edits,
            "depth": 3,
        },
        words={**app_words(chance), "facts": facts(spec, who), "goal": _named(goal, who), "bucket": bucket},
    )


def _edits(
    spec: Spec,
    who: Cast,
    world: dict[str, Any],
    decoys: tuple[tuple[str, str], ...],
    goal: str,
) -> list[dict[str, Any]]:
    edits = []
    for move, after in _applied(spec):
        where = _where(move, world, world_of(after, who, decoys) | {"requests": world["requests"]})
        if move.id == "detach_policy":
            held = [key for key in (ENV_KEY, ENV_SESSION_KEY) if key in world["identities"]]
            where = {"world": {"identities": {key: {"policies": []} for key in held}}}
        edit = {"id": move.id, "text": move.text(who), "where": where if where["world"] else dict(NOTHING)}
        edits.append(edit | ({"misconception": move.misconception} if judged(after).key != goal else {}))
    return edits


def _solvable(spec: Spec, goal: str, depth: int) -> bool:
    """Whether some moves, at most `depth`, make the goal's source sign."""
    if judged(spec).key == goal:
        return True
    return depth > 0 and any(_solvable(after, goal, depth - 1) for _, after in _applied(spec) if after != spec)


G03 = Generator(
    id="G03",
    version=1,
    title="Repairs of the chain",
    scenes=(
        Scene(
            id="one-change",
            kind="single",
            lab="credential-chain",
            ask="caller",
            classes=tuple(BLOCKS),
            make=_one_change,
        ),
        Scene(
            id="puzzle",
            kind="fix",
            lab="credential-chain",
            ask="caller",
            classes=tuple(PUZZLES),
            make=_puzzle,
        ),
    ),
)
