"""Misconceptions as solvers: each is the real engine with one rule changed, asked the same question.

Evidence and sources stand in the course's notes; a belief with no rule to change (labelled `modelled`) reads its
answer off the world. A solver returns an outcome key, or None where the belief has nothing to say.
"""

from collections.abc import Callable
from dataclasses import dataclass

from studyapp.engines.credentials import resolve
from studyapp.engines.worlds import World
from studyapp.questions.edits import KEY_VARIABLES, changed, without_variables
from studyapp.questions.outcomes import outcome_key

Solver = Callable[[World, str], str | None]
ID, SECRET, TOKEN = KEY_VARIABLES


@dataclass(frozen=True, kw_only=True)
class Misconception:
    """A named belief, the sentence a learner who holds it would say, and what it would answer."""

    id: str
    name: str
    belief: str
    solve: Solver
    modelled: bool = False


def _run(world: World, flavour: str) -> str:
    return outcome_key(resolve(world, flavour))


def _role_replaces_env(world: World, flavour: str) -> str | None:
    attached = world.imds is not None and world.imds.role is not None
    return _run(without_variables(world, *KEY_VARIABLES), flavour) if attached else None


def _variable_silences_env(world: World, flavour: str) -> str | None:
    return _run(without_variables(world, *KEY_VARIABLES), flavour) if world.env.get("AWS_PROFILE") else None


def _env_beats_option(world: World, flavour: str) -> str | None:
    return _run(changed(world, profile=None), flavour) if world.profile else None


def _ghost_is_harmless(world: World, flavour: str) -> str | None:
    calm = changed(without_variables(world, "AWS_PROFILE", "AWS_DEFAULT_PROFILE"), profile=None)
    return _run(calm, flavour) if _run(world, flavour) == "error:ProfileNotFound" else None


def _half_is_skipped(world: World, flavour: str) -> str | None:
    half = bool(world.env.get(ID)) != bool(world.env.get(SECRET))
    return _run(without_variables(world, *KEY_VARIABLES), flavour) if half else None


def _empty_counts(world: World, flavour: str) -> str | None:
    empty = [name for name in (ID, SECRET) if world.env.get(name) == ""]
    return "error:PartialCredentialsError" if empty else None


def _invalid_is_skipped(world: World, flavour: str) -> str | None:
    """Skip the winner, as if the chain looked for keys that work."""
    winner = _run(world, flavour)
    if winner == "env":
        return _run(without_variables(world, *KEY_VARIABLES), flavour)
    if winner == "shared-credentials-file":
        left = {path: text for path, text in world.files.items() if not path.endswith("credentials")}
        return _run(changed(world, files=left), flavour)
    return None


def _files_first(world: World, flavour: str) -> str | None:
    answer = _run(without_variables(world, *KEY_VARIABLES), flavour)
    return answer if answer in {"shared-credentials-file", "config-file"} else None


def _instance_before_container(world: World, flavour: str) -> str | None:
    bare = without_variables(world, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
    return _run(bare, flavour) if world.imds is not None and bare != world else None


def _container_needs_no_variable(world: World, flavour: str) -> str | None:
    return "container-role" if world.http and _run(world, flavour) != "container-role" else None


def _annotation_guarantees(world: World, flavour: str) -> str | None:
    bare = without_variables(world, "AWS_WEB_IDENTITY_TOKEN_FILE")
    return _run(changed(bare, files={}), flavour) if world.imds is not None else None


def _process_first(world: World, flavour: str) -> str | None:
    return "custom-process" if world.processes else None


def _one_syntax(world: World, flavour: str) -> str | None:
    return "shared-credentials-file" if world.files else None


MISCONCEPTIONS: tuple[Misconception, ...] = (
    Misconception(
        id="M01",
        name="A role replaces the environment’s keys",
        belief="Once a role is attached, the application is the role.",
        solve=_role_replaces_env,
    ),
    Misconception(
        id="M02",
        name="AWS_PROFILE beats the environment’s keys",
        belief="The variable names a profile, so the profile signs.",
        solve=_variable_silences_env,
    ),
    Misconception(
        id="M03",
        name="The environment beats --profile",
        belief="The environment is first, whatever the command line says.",
        solve=_env_beats_option,
    ),
    Misconception(
        id="M04",
        name="A wrong profile name is harmless if there are keys",
        belief="If the profile is missing, the rest of the chain still works.",
        solve=_ghost_is_harmless,
    ),
    Misconception(
        id="M05",
        name="Half a key is skipped or completed",
        belief="A source with half a key is passed over, or filled up from the next.",
        solve=_half_is_skipped,
    ),
    Misconception(
        id="M06",
        name="An empty variable counts as set",
        belief="A variable that exists is a key, even when nothing is in it.",
        solve=_empty_counts,
        modelled=True,
    ),
    Misconception(
        id="M07",
        name="The chain skips keys that do not work",
        belief="The chain looks for the first valid key.",
        solve=_invalid_is_skipped,
    ),
    Misconception(
        id="M08",
        name="The files come before the environment",
        belief="What is written in a file outranks a variable.",
        solve=_files_first,
    ),
    Misconception(
        id="M09",
        name="The instance comes before the container",
        belief="The host’s role is asked before the task’s.",
        solve=_instance_before_container,
    ),
    Misconception(
        id="M11",
        name="Container credentials need no variable",
        belief="A task always gets its task role.",
        solve=_container_needs_no_variable,
        modelled=True,
    ),
    Misconception(
        id="M12",
        name="The pod’s role, or else the node’s, is guaranteed",
        belief="In a cluster the node signs whatever the pod does not.",
        solve=_annotation_guarantees,
    ),
    Misconception(
        id="M13",
        name="Temporary credentials are two strings",
        belief="An ASIA key and its secret are enough.",
        solve=lambda world, flavour: _run(without_variables(world, TOKEN), flavour),
    ),
    Misconception(
        id="M16",
        name="A credential process beats static keys",
        belief="The program is newer, so it is asked first.",
        solve=_process_first,
        modelled=True,
    ),
    Misconception(
        id="M19",
        name="Both files share one syntax",
        belief="A profile is written the same way in either file.",
        solve=_one_syntax,
        modelled=True,
    ),
    Misconception(
        id="M21",
        name="Permissions are added together",
        belief="A user and a role act at once, and what either may do is allowed.",
        solve=_role_replaces_env,
        modelled=True,
    ),
    Misconception(
        id="M26",
        name="Away from EC2 the look-up fails at once",
        belief="Without a metadata service the tool stops with an error.",
        solve=lambda world, flavour: "error:CredentialRetrievalError" if world.imds is None else None,
        modelled=True,
    ),
)
BY_ID = {one.id: one for one in MISCONCEPTIONS}


def named(misconception: str) -> str:
    """The name for people of an option's misconception ("M05.merge" is M05); "" for a slip."""
    found = BY_ID.get(misconception.partition(".")[0])
    return found.name if found else ""
