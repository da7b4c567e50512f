"""How machines and their outcomes read in a question about the chain."""

from studyapp.questions.generators.chain_spec import APPS, Cast, Judged, Spec
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Told
from studyapp.questions.misconceptions import truth
from studyapp.questions.misconceptions.chain import BOTH, EXECUTION, MERGED, REFRESHED

_LINKS = {
    "env": "env",
    "default": "shared-credentials-file",
    "dev": "shared-credentials-file",
    "process": "custom-process",
    "web": "assume-role-with-web-identity",
    "container": "container-role",
    "role": "iam-role",
}


def app_words(chance: Chance) -> dict[str, str]:
    """A program for the stem, at the beginning of a sentence and inside one."""
    name = chance.pick(APPS)
    return {"app": name, "app_small": name[0].lower() + name[1:]}


def option_text(source: str, spec: Spec, who: Cast) -> str:
    """An outcome as an option."""
    texts = {
        "env": f"The user `{who.env}`, by the environment",
        "default": f"The user `{who.default}`, by the default profile",
        "dev": f"The user `{who.dev}`, by the profile `dev`",
        "process": f"The role `{who.process}`, by the credential process",
        "web": f"The role `{who.web}`, by web identity",
        "container": f"The role `{who.container}`, by the container",
        "role": f"The role `{who.role}`, by the instance",
        "unknown": f"{_dead(spec)}; AWS refuses it",
        "none": "Nobody: no credentials are found",
        "error:ProfileNotFound": "Nobody: the tool stops, the profile is not found",
        "error:PartialCredentialsError": "Nobody: the tool stops at half a key",
        "error:CredentialRetrievalError": "Nobody: the look-up stops with an error",
        MERGED: "One key made of two: id and secret from different places",
        REFRESHED: f"The user `{who.env}`, with keys renewed in time",
        EXECUTION: "The task’s execution role",
        BOTH: f"`{who.env}` and `{who.role}` together",
    }
    return texts[source]


def _dead(spec: Spec) -> str:
    return {"dead": "The deleted user’s key", "stale": "The expired key"}.get(spec.env, "The old key in the file")


def told(source: str, belief: str, spec: Spec, who: Cast, found: Judged) -> Told:
    """An option and its feedback: the deciding line of the run for the key, the reply to the belief otherwise."""
    text = option_text(source, spec, who)
    return Told(text=text, feedback=truth(belief) if belief else deciding_line(found, spec))


def deciding_line(found: Judged, spec: Spec) -> str:
    """What the run says where it ends."""
    last = [step for step in found.resolution.trace if step.status in {"found", "error"}]
    if last:
        return f"{last[-1].label}: {last[-1].why}"
    error = found.resolution.outcome.error
    if error is not None:
        return f"{error.message}. The name is looked up before any source is asked."
    return "Every source was asked and none answered."


def facts(spec: Spec, who: Cast) -> str:
    """The machine in sentences; what is absent is not mentioned."""
    said = [*_environment(spec, who), *_profile(spec), *_file(spec, who), *_services(spec, who)]
    return " ".join(sentence for sentence in said if sentence)


def _environment(spec: Spec, who: Cast) -> list[str]:
    return [
        {
            "": "",
            "full": f"Its environment holds both key variables of the user `{who.env}`.",
            "session": f"Its environment holds the three values of a fresh session of the user `{who.env}`.",
            "id": "Its environment holds `AWS_ACCESS_KEY_ID`, but not the secret.",
            "secret": "Its environment holds `AWS_SECRET_ACCESS_KEY`, but no key id.",
            "empty": "Both key variables are in its environment, each set to nothing.",
            "dead": "Its environment holds both key variables of a user who was deleted yesterday.",
            "stale": f"Its environment holds a session of the user `{who.env}` whose time ran out.",
        }[spec.env]
    ]


def _profile(spec: Spec) -> list[str]:
    variable = f"`AWS_PROFILE={spec.variable}` is set." if spec.variable else ""
    option = f"It is started with `--profile {spec.option}`." if spec.option else ""
    ghost = "ghost" in (spec.variable, spec.option)
    return [variable, option, "No file has a profile of that name." if ghost else ""]


def _file(spec: Spec, who: Cast) -> list[str]:
    default = {
        "": "",
        "full": f"The default profile has a full key of the user `{who.default}`.",
        "id": "The default profile has a key id, and no secret.",
        "secret": "The default profile has a secret, and no key id.",
        "old": "The default profile still has last month’s temporary key.",
    }[spec.default]
    dev = {
        "": "",
        "region": "The profile `dev` holds a Region and nothing else.",
    }.get(spec.dev, f"The profile `dev` has a full key of the user `{who.dev}`.")
    process = f"A `credential_process` of that profile would give the role `{who.process}`." if spec.process else ""
    return [default, dev, process]


def _services(spec: Spec, who: Cast) -> list[str]:
    web = f"Its service account gives it the two variables for the role `{who.web}`." if spec.web else ""
    lost_web = f"The token file for the role `{who.web}` is mounted; no variable names it." if spec.pod else ""
    container = {
        "": "",
        "pointed": f"The container’s pointer variable leads to the task role `{who.container}`.",
        "lost": f"The task role is `{who.container}`, but the pointer variable is missing here.",
    }[spec.container]
    role = f"The instance has the role `{who.role}`." if spec.role else ""
    return [web or lost_web, container, role]
