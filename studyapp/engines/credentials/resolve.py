"""Running a world through the chain: the loop of CredentialResolver.load_credentials, with a notebook."""

import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from botocore import __version__
from dateutil.parser import UnknownTimezoneWarning

from studyapp.engines.credentials import (
    explain,
    warm,  # noqa: F401 (imported for its imports)
)
from studyapp.engines.credentials.errors import describe
from studyapp.engines.credentials.flavours import LABELS, TABLE, Flavour
from studyapp.engines.credentials.identity import judge
from studyapp.engines.credentials.js3 import resolve_js3
from studyapp.engines.credentials.limits import unmodelled_settings
from studyapp.engines.credentials.providers import build_chain
from studyapp.engines.credentials.results import Engine, ErrorInfo, Event, Resolution, Status, Step
from studyapp.engines.credentials.sandbox import Sandbox
from studyapp.engines.guard import no_io
from studyapp.engines.worlds import World

# botocore's debug log prints credentials, and formatting a logged traceback would open source files.
_LOGGER = logging.getLogger("botocore")
_LOGGER.addHandler(logging.NullHandler())
_LOGGER.setLevel(logging.CRITICAL)
_LOGGER.propagate = False
# Showing a warning would open a source file; a world's odd time zones are no business of the server's.
warnings.filterwarnings("ignore", category=UnknownTimezoneWarning)


@dataclass
class _Run:
    """What is known so far: the links to ask, what those asked have said, and how it ended."""

    links: tuple[str, ...]
    profile: str = "default"
    setup: tuple[Event, ...] = ()
    steps: dict[str, Step] = field(default_factory=dict)
    last: str | None = None
    keys: Any = None
    error: ErrorInfo | None = None


def resolve(world: World, flavour: str = "botocore") -> Resolution:
    """Run the chain over a world: who signs, why, and what every link looked at.

    The answer depends on the world, the flavour and, where the world names no `now`, on the present time. World
    content never raises. KeyError for an unknown flavour; IsolationError if botocore tried to leave the world.
    """
    rules = TABLE[flavour]
    with no_io():
        return resolve_js3(world) if flavour == "js-3" else _resolve(world, rules)


def _resolve(world: World, rules: Flavour) -> Resolution:
    explicit = world.profile if world.profile or rules.empty_profile_counts else None
    sandbox = Sandbox(world, explicit, rules.variables)
    run = _Run(links=tuple(link for link in rules.links if link != "env" or explicit is None))
    _ask_all(sandbox, run)
    outcome, notes = judge(world, sandbox.services, run.last, run.keys, run.error)
    command_line = ("command-line",) if rules.command_line else ()
    return Resolution(
        engine=Engine(name=rules.engine, version=__version__),
        order=command_line + run.links,
        trace=tuple(_rows(run, command_line + rules.links, explicit)),
        outcome=outcome,
        not_modelled=(
            *rules.not_modelled,
            *unmodelled_settings(world),
            *dict.fromkeys(sandbox.services.not_modelled),
            *notes,
        ),
        setup=run.setup,
    )


def _ask_all(sandbox: Sandbox, run: _Run) -> None:
    try:
        run.profile = sandbox.session.get_config_variable("profile") or "default"
        chain = [link for link in build_chain(sandbox) if link.METHOD in run.links]
    except Exception as error:
        run.error = describe(error, sandbox.clean)
        return
    finally:
        run.setup = sandbox.recorder.take()
    for link in chain:
        if _ask(sandbox, run, link):
            return


def _ask(sandbox: Sandbox, run: _Run, link: Any) -> bool:
    """Ask one link; True if the chain ends here. Credentials that come late are fetched at once."""
    name, keys, error = link.METHOD, None, None
    try:
        credentials = link.load()
        # Role, web identity and SSO links return a promise: the call to AWS happens when the keys are read.
        keys = None if credentials is None else credentials.get_frozen_credentials()
    except Exception as caught:
        error = describe(caught, sandbox.clean)
    scene = explain.Scene(
        profile=run.profile,
        options=sandbox.session.full_config["profiles"].get(run.profile),
        env=sandbox.world.env,
        events=sandbox.recorder.take(),
        error=error,
    )
    status: Status = "error" if error else "not-found" if keys is None else "found"
    sentence = {"error": explain.failed, "not-found": explain.not_found, "found": explain.found}[status]
    why = sandbox.clean(sentence(name, scene))
    run.steps[name] = Step(provider=name, label=LABELS[name], status=status, why=why, events=scene.events)
    if status == "not-found":
        return False
    run.last, run.keys, run.error = name, keys, error
    return True


def _rows(run: _Run, links: tuple[str, ...], explicit: str | None) -> Iterator[Step]:
    for name in links:
        if name == "command-line":
            yield _row(name, "not-found", explain.command_line(explicit))
        elif name not in run.links:
            yield _row(name, "removed", explain.removed(run.profile))
        elif name in run.steps:
            yield run.steps[name]
        else:
            yield _row(name, "never-asked", explain.never_asked(run.last, failed=run.error is not None))


def _row(name: str, status: Status, why: str) -> Step:
    return Step(provider=name, label=LABELS[name], status=status, why=why)
