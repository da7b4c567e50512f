"""Small changes of a world, each with its words: what the search for a counterfactual tries."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from studyapp.engines.worlds import World, read_world

KEY_VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
EXAMPLE_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 -- AWS's published example
CONTAINER_HOST = "http://169.254.170.2"
SECTION = re.compile(r"^\[(?:profile )?([^\]\n]{1,60})\]", re.MULTILINE)

Data = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change, and the world it leads to."""

    words: str
    world: World


def data_of(world: World) -> Data:
    """The world as plain data, with only what its author set."""
    return world.model_dump(mode="json", by_alias=True, exclude_unset=True)


def changed(world: World, **parts: Any) -> World:
    """The world with whole parts replaced; a part given as None is set to null."""
    return read_world({**data_of(world), **parts})


def without_variables(world: World, *names: str) -> World:
    """The world with some variables unset, as after `unset` and a restart."""
    return changed(world, env={name: value for name, value in world.env.items() if name not in names})


def neighbours(world: World) -> Iterator[Edit]:
    """Every world one plain change away, the plainest changes first."""
    yield from _environment(world)
    yield from _profile(world)
    yield from _files(world)
    yield from _services(world)


def _environment(world: World) -> Iterator[Edit]:
    env = dict(world.env)
    keys = [name for name in KEY_VARIABLES if name in env]
    if len(keys) > 1:
        named = "both key variables" if len(keys) == 2 else "the three key variables"
        yield Edit(words=f"unset {named} and restart", world=without_variables(world, *keys))
    for name in env:
        yield Edit(words=f"unset `{name}`", world=without_variables(world, name))
    has_id = bool(env.get("AWS_ACCESS_KEY_ID"))
    if has_id and not env.get("AWS_SECRET_ACCESS_KEY"):
        full = {**env, "AWS_SECRET_ACCESS_KEY": EXAMPLE_SECRET}
        yield Edit(words="set `AWS_SECRET_ACCESS_KEY` too", world=changed(world, env=full))
    if has_id and env.get("AWS_SECRET_ACCESS_KEY"):
        yield Edit(words="unset `AWS_SECRET_ACCESS_KEY`", world=without_variables(world, "AWS_SECRET_ACCESS_KEY"))
    if not has_id:
        pair = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": EXAMPLE_SECRET}
        yield Edit(words="set both key variables", world=changed(world, env={**env, **pair}))
        only_id = {**env, "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}
        yield Edit(words="set `AWS_ACCESS_KEY_ID`", world=changed(world, env=only_id))


def _profile(world: World) -> Iterator[Edit]:
    named = sorted({name for text in world.files.values() for name in SECTION.findall(text)})
    if world.profile is not None:
        yield Edit(words="leave `--profile` away", world=changed(world, profile=None))
    for name in named[:6]:
        if name != world.profile:
            yield Edit(words=f"name the profile with `--profile {name}`", world=changed(world, profile=name))
        if world.env.get("AWS_PROFILE") != name:
            env = {**world.env, "AWS_PROFILE": name}
            yield Edit(words=f"set `AWS_PROFILE={name}`", world=changed(world, env=env))
    yield Edit(words="name a profile that does not exist", world=changed(world, profile="nowhere"))


def _files(world: World) -> Iterator[Edit]:
    for path in world.files:
        left = {name: text for name, text in world.files.items() if name != path}
        yield Edit(words=f"remove `{path}`", world=changed(world, files=left))
    if "~/.aws/credentials" not in world.files:
        text = f"[default]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = {EXAMPLE_SECRET}\n"
        files = {**world.files, "~/.aws/credentials": text}
        yield Edit(words="write a key pair into the default profile", world=changed(world, files=files))


def _services(world: World) -> Iterator[Edit]:
    if world.imds is not None:
        imds: Mapping[str, Any] = data_of(world)["imds"]
        if imds.get("role"):
            yield Edit(words="take the role off the instance", world=changed(world, imds={**imds, "role": None}))
        yield Edit(words="leave EC2: no metadata service", world=changed(world, imds=None))
    pointer = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    for url in world.http:
        if url.startswith(CONTAINER_HOST) and pointer not in world.env:
            env = {**world.env, pointer: url.removeprefix(CONTAINER_HOST)}
            yield Edit(words=f"set `{pointer}`", world=changed(world, env=env))
    if world.http:
        yield Edit(words="switch the container’s endpoint off", world=changed(world, http={}))
