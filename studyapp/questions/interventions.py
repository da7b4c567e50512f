"""Claims made testable: each one is something to do to the world, tried by the engine.

An explanation is the cause exactly when doing what it says changes the outcome.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studyapp.engines.worlds import World
from studyapp.questions.edits import KEY_VARIABLES, changed, data_of, without_variables

DENY_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}


@dataclass(frozen=True, kw_only=True)
class Intervention:
    """Something one can do, in words, and what it makes of a world."""

    id: str
    words: str
    apply: Callable[[World], World]


def _same(world: World) -> World:
    return world


def _unset_env(world: World) -> World:
    return without_variables(world, *KEY_VARIABLES)


def _with_policies(world: World, key: str | None, policies: list[Any]) -> World:
    identities = data_of(world).get("identities", {})
    if key not in identities:
        return world
    return changed(world, identities={**identities, key: {**identities[key], "policies": policies}})


def _role_key(world: World) -> str | None:
    creds = (data_of(world).get("imds") or {}).get("creds") or {}
    return creds.get("AccessKeyId")


def _detach_user_policy(world: World) -> World:
    return _with_policies(world, world.env.get("AWS_ACCESS_KEY_ID"), [])


def _add_deny_to_role(world: World) -> World:
    key = _role_key(world)
    held = data_of(world).get("identities", {}).get(key, {}).get("policies", [])
    return _with_policies(world, key, [*held, DENY_ALL])


def _set_profile(world: World) -> World:
    return changed(world, env={**world.env, "AWS_PROFILE": "default"})


INTERVENTIONS = {
    one.id: one
    for one in (
        Intervention(id="unset_env", words="Unset the key variables and restart", apply=_unset_env),
        Intervention(id="wait", words="Wait", apply=_same),
        Intervention(id="reattach_role", words="Attach the role once more", apply=_same),
        Intervention(id="detach_user_policy", words="Detach the user’s policies", apply=_detach_user_policy),
        # To the chain a deleted key looks like any other: it is found, and refused only when it is used.
        Intervention(id="delete_key", words="Delete the access key in IAM", apply=_detach_user_policy),
        Intervention(id="add_deny_to_role", words="Add an explicit deny to the role", apply=_add_deny_to_role),
        Intervention(id="set_profile", words="Set AWS_PROFILE", apply=_set_profile),
    )
}
