"""What one can do to a machine in a puzzle: every plain move with its words, as a change of the state."""

from collections.abc import Iterator, Mapping
from typing import Any

from studyapp.engines.worlds import World, read_world
from studyapp.questions.claims import UNSET
from studyapp.questions.edits import EXAMPLE_SECRET, KEY_VARIABLES, SECTION
from studyapp.questions.interventions import DENY_ALL

Move = dict[str, Any]
ALLOW_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
RESTART: Move = {
    "id": "restart",
    "text": "Restart the application, so that it reads its environment anew",
    "where": {},
}
MOST_PROFILES = 3


def chain_moves(state: Mapping[str, Any]) -> list[Move]:
    """The moves on the world of a chain state, each a change to lay over the state."""
    world = read_world(state["world"])
    return [
        {key: value for key, value in {**move, "where": {"world": move["where"]}}.items() if value}
        for move in (*_environment(world), *_profiles(world), *_files(world), *_instance(world), *_people(world))
    ]


def _move(name: str, text: str, where: Mapping[str, Any], misconception: str = "") -> Move:
    return {"id": name, "text": text, "where": dict(where), "misconception": misconception}


def _slug(text: str) -> str:
    plain = "".join(letter if letter.isalnum() else "-" for letter in text.lower())
    return plain.strip("-")[:24]


def _environment(world: World) -> Iterator[Move]:
    for name in world.env:
        yield _move(f"unset-{_slug(name)}", f"Unset `{name}`", {"env": {name: UNSET}})
    if KEY_VARIABLES[0] not in world.env and world.imds is not None:
        pair = {KEY_VARIABLES[0]: "AKIAIOSFODNN7EXAMPLE", KEY_VARIABLES[1]: EXAMPLE_SECRET}
        yield _move("set-keys", "Set both key variables to a user’s key", {"env": pair}, "M01")


def _profiles(world: World) -> Iterator[Move]:
    if world.profile is not None:
        yield _move("no-profile-option", "Start it without `--profile`", {"profile": None})
    named = sorted({name for text in world.files.values() for name in SECTION.findall(text)}) or ["default"]
    for name in named[:MOST_PROFILES]:
        if world.env.get("AWS_PROFILE") != name:
            where = {"env": {"AWS_PROFILE": name}}
            yield _move(f"profile-{_slug(name)}", f"Set `AWS_PROFILE={name}`", where, "M02")


def _files(world: World) -> Iterator[Move]:
    for path in world.files:
        yield _move(f"remove-{_slug(path)}", f"Delete `{path}`", {"files": {path: UNSET}})
    path = "~/.aws/credentials"
    if path not in world.files:
        text = f"[default]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = {EXAMPLE_SECRET}\n"
        yield _move("write-credentials", f"Write a user’s key into `{path}`", {"files": {path: text}}, "M08")


def _instance(world: World) -> Iterator[Move]:
    if world.imds is None:
        return
    if world.imds.role:
        yield _move("detach-role", f"Take the role `{world.imds.role}` off the instance", {"imds": {"role": None}})
        yield _move("reattach-role", f"Attach the role `{world.imds.role}` once more", {}, "M01")
    elif world.imds.creds:
        yield _move("attach-role", "Attach the role to the instance", {"imds": {"role": _role_name(world)}})
    if world.imds.http_endpoint == "disabled":
        yield _move("enable-imds", "Switch the metadata service on", {"imds": {"http_endpoint": "enabled"}})


def _role_name(world: World) -> str:
    """The name of the role whose keys the metadata service holds."""
    key = str((world.imds.creds or {}).get("AccessKeyId", "")) if world.imds else ""
    arn = world.identities[key].arn if key in world.identities else ""
    return arn.split("/")[1] if ":assumed-role/" in arn else "app-role"


def _people(world: World) -> Iterator[Move]:
    for key, identity in world.identities.items():
        name = identity.arn.rpartition(":")[2]
        short = _slug(name.partition("/")[2])
        if ":user/" in identity.arn:
            gone: dict[str, Any] = {"identities": {key: {"policies": []}}}
            yield _move(f"detach-{short}", f"Detach the policies of `{name}`", gone, "M21")
            yield _move(f"delete-{short}", f"Delete the access key of `{name}` in IAM", gone, "M07")
        else:
            held = [dict(policy) for policy in identity.policies]
            name = name.rpartition("/")[0].replace("assumed-role/", "")
            wider = {"identities": {key: {"policies": [*held, ALLOW_ALL]}}}
            yield _move(f"widen-{short}", f"Allow the role `{name}` everything", wider, "M21")
            deny = {"identities": {key: {"policies": [*held, DENY_ALL]}}}
            yield _move(f"deny-{short}", f"Add an explicit deny to the role `{name}`", deny, "M21")
