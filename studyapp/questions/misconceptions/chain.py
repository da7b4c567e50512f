"""Beliefs about the credential chain.

A solver takes a world and a flavour. It runs the real chain over the world as its holder sees it and gives the
Resolution; a `modelled` one gives a word for an outcome the chain does not have. None: the belief is silent here.
"""

import re
from collections.abc import Callable

from studyapp.engines.credentials import Resolution, resolve
from studyapp.engines.worlds import World
from studyapp.questions.edits import EXAMPLE_SECRET, KEY_VARIABLES, changed, data_of, without_variables
from studyapp.questions.misconceptions.model import Misconception
from studyapp.questions.outcomes import outcome_key

Answer = Resolution | str | None
ChainSolver = Callable[[World, str], Answer]
CHAIN = "chain"
ID, SECRET, TOKEN = KEY_VARIABLES
PROFILE = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
CONTAINER = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
WEB = ("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN")
CONTAINER_HOST = "http://169.254.170.2"
CREDENTIALS = "~/.aws/credentials"
CONFIG = "~/.aws/config"
# Outcomes that only a belief has.
MERGED, REFRESHED, EXECUTION, BOTH = "merged", "refreshed", "execution-role", "both"
_STATIC = re.compile(r"^aws_(access_key_id|secret_access_key|session_token)\s*=.*\n?", re.MULTILINE)


def _without_ini(world: World) -> World:
    left = {path: text for path, text in world.files.items() if path not in (CREDENTIALS, CONFIG)}
    return changed(world, files=left)


def _has_role(world: World) -> bool:
    return world.imds is not None and world.imds.role is not None


def _half(world: World) -> bool:
    return bool(world.env.get(ID)) != bool(world.env.get(SECRET))


def _works(world: World, resolution: Resolution) -> bool:
    key = resolution.outcome.access_key_id
    return key is None or key in world.identities


def role_replaces_env(world: World, flavour: str) -> Answer:
    if not _has_role(world):
        return None
    bare = _without_ini(without_variables(world, *KEY_VARIABLES, *PROFILE))
    return resolve(changed(bare, profile=None), flavour)


def variable_silences_env(world: World, flavour: str) -> Answer:
    named = world.env.get("AWS_PROFILE") and world.env.get(ID) is not None
    return resolve(without_variables(world, *KEY_VARIABLES), flavour) if named else None


def env_beats_option(world: World, flavour: str) -> Answer:
    return resolve(changed(world, profile=None), flavour) if world.profile and world.env.get(ID) else None


def ghost_is_harmless(world: World, flavour: str) -> Answer:
    if outcome_key(resolve(world, flavour)) != "error:ProfileNotFound":
        return None
    return resolve(changed(without_variables(world, *PROFILE), profile=None), flavour)


def half_is_skipped(world: World, flavour: str) -> Answer:
    return resolve(without_variables(world, *KEY_VARIABLES), flavour) if _half(world) else None


def half_is_completed(world: World, flavour: str) -> Answer:
    return MERGED if _half(world) and CREDENTIALS in world.files else None


def any_half_stops(world: World, flavour: str) -> Answer:
    """The rule of the lone key id, stretched over the lone secret."""
    if world.env.get(ID) or not world.env.get(SECRET):
        return None
    env = {name: value for name, value in world.env.items() if name != SECRET}
    return resolve(changed(world, env={**env, ID: "AKIAIOSFODNN7EXAMPLE"}), flavour)


def empty_counts(world: World, flavour: str) -> Answer:
    if world.env.get(ID) != "":
        return None
    env = {name: value for name, value in world.env.items() if name != SECRET}
    return resolve(changed(world, env={**env, ID: "AKIAIOSFODNN7EXAMPLE"}), flavour)


def invalid_is_skipped(world: World, flavour: str) -> Answer:
    """Pass over a winner that AWS would refuse, as if the chain looked for keys that work."""
    found = resolve(world, flavour)
    if _works(world, found):
        return None
    if found.outcome.provider == "env":
        return resolve(without_variables(world, *KEY_VARIABLES), flavour)
    if found.outcome.provider == "shared-credentials-file":
        left = {path: text for path, text in world.files.items() if path != CREDENTIALS}
        return resolve(changed(world, files=left), flavour)
    return None


def files_first(world: World, flavour: str) -> Answer:
    """The default profile before anything in the environment."""
    if world.profile:
        return None
    found = resolve(without_variables(world, *KEY_VARIABLES, *PROFILE, *WEB), flavour)
    return found if outcome_key(found) in {"shared-credentials-file", "config-file"} else None


def instance_before_container(world: World, flavour: str) -> Answer:
    pointed = any(name in world.env for name in CONTAINER)
    return resolve(without_variables(world, *CONTAINER), flavour) if _has_role(world) and pointed else None


def execution_role_signs(world: World, flavour: str) -> Answer:
    return EXECUTION if any(url.startswith(CONTAINER_HOST) for url in world.http) else None


def container_needs_no_variable(world: World, flavour: str) -> Answer:
    urls = [url for url in world.http if url.startswith(CONTAINER_HOST)]
    if not urls or any(name in world.env for name in CONTAINER):
        return None
    return resolve(changed(world, env={**world.env, CONTAINER[0]: urls[0].removeprefix(CONTAINER_HOST)}), flavour)


def annotation_guarantees(world: World, flavour: str) -> Answer:
    """The pod's role whatever else is set; the token file lies where the webhook puts it."""
    if not world.roles:
        return None
    token = next((path for path in world.files if "serviceaccount" in path), None)
    if token is None:
        return None
    env = {**without_variables(world, *KEY_VARIABLES).env, WEB[0]: token, WEB[1]: next(iter(world.roles))}
    return resolve(changed(_without_ini(world), env=env), flavour)


def node_signs_for_pods(world: World, flavour: str) -> Answer:
    if not _has_role(world) or not world.roles:
        return None
    return resolve(_without_ini(without_variables(world, *KEY_VARIABLES, *WEB)), flavour)


def env_renews_itself(world: World, flavour: str) -> Answer:
    stale = world.env.get(TOKEN) and not _works(world, resolve(world, flavour))
    return REFRESHED if stale else None


def files_are_read_again(world: World, flavour: str) -> Answer:
    """What a running program would sign with if it looked again. The world is the machine as it is now."""
    return resolve(world, flavour)


def process_first(world: World, flavour: str) -> Answer:
    """The program before the keys written beside it."""
    if not world.processes:
        return None
    files = {path: _STATIC.sub("", text) if path == CREDENTIALS else text for path, text in world.files.items()}
    return resolve(changed(world, files=files), flavour)


def one_syntax(world: World, flavour: str) -> Answer:
    """Each header read in either file."""
    files = data_of(world).get("files", {})
    if not {CREDENTIALS, CONFIG} & set(files):
        return None
    mended = {
        path: _sections(text, prefix="profile " if path == CONFIG else "") if path in (CREDENTIALS, CONFIG) else text
        for path, text in files.items()
    }
    return resolve(changed(world, files=mended), flavour)


def _sections(text: str, prefix: str) -> str:
    def header(match: re.Match[str]) -> str:
        name = match[1]
        return "[default]" if name == "default" else f"[{prefix}{name}]"

    return re.sub(r"^\[(?:profile )?([^\]\n]+)\]", header, text, flags=re.MULTILINE)


def both_at_once(world: World, flavour: str) -> Answer:
    """A user in the environment and a role on the instance, as if one call had two callers."""
    return BOTH if _has_role(world) and world.env.get(ID) and world.env.get(SECRET) else None


def lookup_fails_at_once(world: World, flavour: str) -> Answer:
    return "error:CredentialRetrievalError" if world.imds is None else None


def role_always_yields(world: World, flavour: str) -> Answer:
    """An attached role hands out keys, whatever its document says."""
    if not _has_role(world):
        return None
    imds = data_of(world)["imds"]
    creds = {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "Token": "EXAMPLETOKEN"}
    creds |= {"SecretAccessKey": EXAMPLE_SECRET, "Expiration": "2026-11-24T15:00:00Z"}
    creds |= {"LastUpdated": "2026-11-24T08:55:00Z"}
    return resolve(changed(world, imds={**imds, "creds": creds, "http_endpoint": "enabled"}), flavour)


def _chain(solver: ChainSolver, **more: ChainSolver) -> dict[str, ChainSolver]:
    return {CHAIN: solver, **{f"{CHAIN}.{name}": one for name, one in more.items()}}


CHAIN_BELIEFS: tuple[Misconception, ...] = (
    Misconception(
        id="M01",
        name="A role replaces the environment’s keys",
        belief="Once a role is attached, the application is the role.",
        truth="Attaching a role adds a source at the end of the chain. It takes no earlier source away.",
        solvers=_chain(role_replaces_env),
    ),
    Misconception(
        id="M02",
        name="AWS_PROFILE beats the environment’s keys",
        belief="The variable names a profile, so the profile signs.",
        truth="The variable chooses a profile for the file steps. Key variables are asked before any file.",
        solvers=_chain(variable_silences_env),
    ),
    Misconception(
        id="M03",
        name="The environment beats --profile",
        belief="The environment is first, whatever the command line says.",
        truth="A profile named with --profile takes the environment out of the chain.",
        solvers=_chain(env_beats_option),
    ),
    Misconception(
        id="M04",
        name="A wrong profile name is harmless if there are keys",
        belief="If the profile is missing, the rest of the chain still works.",
        truth="The profile’s name is checked before any source is asked. A name that leads nowhere is an error.",
        solvers=_chain(ghost_is_harmless),
    ),
    Misconception(
        id="M05",
        name="Half a key is skipped or completed",
        belief="A source with half a key is passed over, or filled up from the next.",
        truth="A key id announces its source: without its secret the chain stops. A secret alone announces nothing.",
        solvers=_chain(half_is_skipped, merge=half_is_completed, stop=any_half_stops),
    ),
    Misconception(
        id="M06",
        name="An empty variable counts as set",
        belief="A variable that exists is a key, even when nothing is in it.",
        truth="This botocore passes over an empty key id, as if the variable were not there.",
        solvers=_chain(empty_counts),
    ),
    Misconception(
        id="M07",
        name="The chain skips keys that do not work",
        belief="The chain looks for the first valid key.",
        truth="The chain stops at the first key found. Only the call to AWS shows whether it is valid.",
        solvers=_chain(invalid_is_skipped),
    ),
    Misconception(
        id="M08",
        name="The files come before the environment",
        belief="What is written in a file outranks a variable.",
        truth="The environment is asked first; the files are asked only if it stays silent.",
        solvers=_chain(files_first),
    ),
    Misconception(
        id="M09",
        name="The instance comes before the container",
        belief="The host’s role is asked before the task’s.",
        truth="The container’s endpoint is asked one step before the instance profile.",
        solvers=_chain(instance_before_container),
    ),
    Misconception(
        id="M10",
        name="The execution role is the task role",
        belief="The role that starts the task is the role the program runs as.",
        truth="The execution role serves the agent that starts the task. The program gets the task role.",
        solvers=_chain(execution_role_signs),
        modelled=True,
    ),
    Misconception(
        id="M11",
        name="Container credentials need no variable",
        belief="A task always gets its task role.",
        truth="A variable holds the address of the task role’s keys. Without it that step is silent.",
        solvers=_chain(container_needs_no_variable),
    ),
    Misconception(
        id="M12",
        name="The annotation guarantees the pod’s role",
        belief="The service account has a role, so the pod is that role. Else it is the node.",
        truth="The annotation only sets two variables. Web identity still has its place in the order.",
        solvers=_chain(annotation_guarantees, node=node_signs_for_pods),
        modelled=True,
    ),
    Misconception(
        id="M14",
        name="Temporary keys in variables refresh themselves",
        belief="Temporary credentials are renewed before they end.",
        truth="Nobody renews a variable. Once the time is over, AWS refuses the call until the values are replaced.",
        solvers=_chain(env_renews_itself),
        modelled=True,
    ),
    Misconception(
        id="M15",
        name="A running program reads the files again",
        belief="I changed the file, so the next call uses the new key.",
        truth="A client keeps the credentials it found. A file that is changed later is read at the next start.",
        solvers={"running": files_are_read_again},
    ),
    Misconception(
        id="M16",
        name="A credential process beats static keys",
        belief="The program is newer, so it is asked first.",
        truth="Keys in the credentials file are asked before the process of the same profile.",
        solvers=_chain(process_first),
    ),
    Misconception(
        id="M19",
        name="Both files share one syntax",
        belief="A profile is written the same way in either file.",
        truth="The config file wants [profile dev], the credentials file [dev]. Each is unknown in the other file.",
        solvers=_chain(one_syntax),
    ),
    Misconception(
        id="M21",
        name="Permissions are added together",
        belief="A user and a role act at once, and what either may do is allowed.",
        truth="One identity signs a request, and only that identity’s permissions count.",
        solvers=_chain(both_at_once),
        modelled=True,
    ),
    Misconception(
        id="M26",
        name="A service that is off and one that is not there look alike",
        belief="Whether nobody answers or somebody refuses, the tool sees the same.",
        truth="Where nobody answers, the look-up waits and gives up. Only a service that is there refuses.",
        solvers=_chain(lookup_fails_at_once),
        modelled=True,
    ),
    Misconception(
        id="M28",
        name="An attached role always yields keys",
        belief="The role is on the instance, so there are keys.",
        truth="The metadata service hands out keys only if the role’s trust policy lets EC2 assume it.",
        solvers=_chain(role_always_yields),
    ),
)
