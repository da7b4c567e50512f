"""One plain sentence for each link: why it answered, why it did not, or why nobody asked it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from studyapp.engines.credentials.flavours import LABELS
from studyapp.engines.credentials.results import ErrorInfo, Event

_Why = Callable[["Scene"], str]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What the sentences are made from: the profile in force, the look-ups of the link, and what came out."""

    profile: str
    options: Mapping[str, Any] | None
    env: Mapping[str, str]
    events: tuple[Event, ...]
    error: ErrorInfo | None = None

    def option(self, name: str) -> str | None:
        value = None if self.options is None else dict(self.options).get(name)
        return value if value is None or isinstance(value, str) else "a group of settings"

    def has(self, name: str) -> bool:
        return self.option(name) is not None

    def results(self, kind: str) -> list[str]:
        return [event.result for event in self.events if event.kind == kind]

    def lacks(self, name: str) -> str:
        if self.options is None:
            return f"There is no profile {self.profile}, so there is no {name}."
        return f"Profile {self.profile} has no {name}."


def removed(profile: str) -> str:
    return (
        f"The explicit choice of profile {profile} takes this link out: "
        "keys in the environment do not count, even if they are set."
    )


def never_asked(stopper: str | None, *, failed: bool) -> str:
    if stopper is None:
        return "The tool stops while it reads its configuration, before the first link."
    why = "An error stops the chain" if failed else "The chain ends with the first answer"
    return f"{why}, at “{LABELS[stopper]}”."


def command_line(profile: str | None) -> str:
    if profile is None:
        return "Options choose the profile, Region and output; no option carries credentials, and none is given."
    return f"--profile {profile} chooses whose settings are read; an option is not itself a source of credentials."


def found(provider: str, scene: Scene) -> str:
    return _FOUND[provider](scene)


def not_found(provider: str, scene: Scene) -> str:
    return _ABSENT[provider](scene)


def failed(provider: str, scene: Scene) -> str:
    reason = _failure(provider, scene)
    return f"{reason} An error here stops the chain: no later link is asked."


def _failure(provider: str, scene: Scene) -> str:
    kind = scene.error.type if scene.error else ""
    message = scene.error.message if scene.error else ""
    if kind == "PartialCredentialsError" and provider == "assume-role" and "source_profile" in message:
        return f"Profile {scene.profile} names a role, but no source_profile or credential_source to call from."
    if kind == "PartialCredentialsError":
        return f"Half a key pair is there and the other half, {message.rpartition(' ')[2]}, is missing."
    if kind == "EOFError":
        return "The role needs an MFA code, the tool asks for it, and nobody types one."
    if kind == "RuntimeError" and "still expired" in message:
        return "It has credentials, but they have expired, and asking again gives the same ones."
    if kind == "ClientError" and "AccessDenied" in message:
        return "STS refuses to hand out the role: its trust policy does not accept this caller on these terms."
    if kind == "SSOTokenLoadError":
        return "There is no usable cached sign-in of IAM Identity Center; aws sso login would make one."
    if kind == "FileNotFoundError" and provider == "custom-process":
        return "The program that credential_process names does not exist."
    if kind == "JSONDecodeError":
        return "It answers, but what it prints is not JSON."
    if kind == "IsolationError":
        return "This would reach outside the lab."
    return _GENERAL_FAILURE.get(provider, "This link is configured, but it fails.")


_GENERAL_FAILURE = {
    "env": "The variables hold a key, but something beside it cannot be used.",
    "assume-role": "The profile names a role, but the role's credentials cannot be had.",
    "assume-role-with-web-identity": "A web identity token file is named, but the token cannot be traded for a role.",
    "sso": "The profile asks for IAM Identity Center, but no credentials come from it.",
    "login": "The profile names an aws login session that cannot be used.",
    "custom-process": "The credential_process runs, but does not deliver usable credentials.",
    "ec2-credentials-file": "AWS_CREDENTIAL_FILE names a file that cannot be used.",
    "container-role": "The variables point to a container's endpoint, but it does not deliver.",
    "iam-role": "The instance metadata service cannot be asked in the way these settings demand.",
}


def _env_absent(scene: Scene) -> str:
    name = "AWS_ACCESS_KEY_ID"
    if name in scene.env:
        return f"{name} is set but empty, and that counts as not set."
    if "AWS_SECRET_ACCESS_KEY" in scene.env:
        return f"{name} is not set; the secret alone does not make this link answer."
    return f"{name} is not set."


def _env_found(scene: Scene) -> str:
    tokens = [name for name in ("AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN") if scene.env.get(name)]
    token = f", with the session token from {tokens[0]}" if tokens else ""
    return f"AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are both set{token}."


def _role_absent(scene: Scene) -> str:
    if scene.has("role_arn"):
        return f"Profile {scene.profile} names a role and a web_identity_token_file: that is the next link's work."
    return scene.lacks("role_arn")


def _role_found(scene: Scene) -> str:
    source = scene.option("source_profile")
    by = f"profile {source}" if source is not None else f"{scene.option('credential_source')}"
    return f"Profile {scene.profile} names {scene.option('role_arn')}; STS hands out the role to the keys of {by}."


def _web_absent(scene: Scene) -> str:
    where = scene.lacks("web_identity_token_file")
    return f"AWS_WEB_IDENTITY_TOKEN_FILE does not count here either. {where}" if _ignored(scene) else where


def _ignored(scene: Scene) -> bool:
    return bool(scene.env.get("AWS_WEB_IDENTITY_TOKEN_FILE"))


def _web_found(scene: Scene) -> str:
    in_env = any(e.kind == "env" and e.what == "AWS_WEB_IDENTITY_TOKEN_FILE" for e in scene.events)
    who = "AWS_WEB_IDENTITY_TOKEN_FILE" if in_env and _ignored(scene) else f"Profile {scene.profile}"
    return f"{who} names a token file, and STS trades the token for the role's credentials."


def _sso_found(scene: Scene) -> str:
    role, account = scene.option("sso_role_name"), scene.option("sso_account_id")
    return f"The cached sign-in buys credentials for {role} in account {account}."


def _file_absent(what: str) -> _Why:
    def why(scene: Scene) -> str:
        if not scene.results("file") or scene.results("file")[-1] == "missing":
            return f"There is no {what}."
        looked = any(event.kind == "config" for event in scene.events)
        reason = "has no aws_access_key_id" if looked else "is not in it"
        return f"The {what} exists, but profile {scene.profile} {reason}."

    return why


def _boto_absent(scene: Scene) -> str:
    if set(scene.results("file")) <= {"missing"}:
        return "There is no Boto 2 config file."
    return "The Boto 2 config file has no [Credentials] with an aws_access_key_id."


def _ec2_absent(scene: Scene) -> str:
    if "AWS_CREDENTIAL_FILE" not in scene.env:
        return "AWS_CREDENTIAL_FILE is not set."
    return "The file that AWS_CREDENTIAL_FILE names holds no AWSAccessKeyId."


def _imds_absent(scene: Scene) -> str:
    answers = scene.results("http")
    if scene.env.get("AWS_EC2_METADATA_DISABLED", "").lower() == "true":
        return "AWS_EC2_METADATA_DISABLED is true, so the instance metadata service is not asked."
    if not answers or "200" not in answers[-1]:
        last = answers[-1] if answers else ""
        return _IMDS_REFUSALS.get(last.split(" ")[0], "No instance metadata service answers here.")
    return "The metadata service answers, but not with credentials."


_IMDS_REFUSALS = {
    "401": "The metadata service demands a token (IMDSv2), and the request for one got no answer.",
    "403": "The metadata service is switched off for this instance.",
    "404": "The metadata service answers, but the instance has no role to give.",
    "400": "The metadata service refuses the request for a token.",
}

_FOUND: Mapping[str, _Why] = {
    "env": _env_found,
    "assume-role": _role_found,
    "assume-role-with-web-identity": _web_found,
    "sso": _sso_found,
    "shared-credentials-file": lambda s: f"[{s.profile}] in the credentials file holds both halves of a key pair.",
    "login": lambda s: f"Profile {s.profile} names an aws login session whose credentials are cached.",
    "custom-process": lambda s: f"The credential_process of profile {s.profile} prints credentials.",
    "config-file": lambda s: f"Profile {s.profile} in the config file holds both halves of a key pair.",
    "ec2-credentials-file": lambda _: "The file that AWS_CREDENTIAL_FILE names holds a key pair.",
    "boto-config": lambda _: "[Credentials] in the Boto 2 config file holds a key pair.",
    "container-role": lambda _: "The container's endpoint, which a variable names, hands out its role's credentials.",
    "iam-role": lambda _: "The instance metadata service hands out the credentials of the instance's role.",
}
_ABSENT: Mapping[str, _Why] = {
    "env": _env_absent,
    "assume-role": _role_absent,
    "assume-role-with-web-identity": _web_absent,
    "sso": lambda s: s.lacks("sso_role_name or sso_account_id"),
    "shared-credentials-file": _file_absent("credentials file"),
    "login": lambda s: s.lacks("login_session"),
    "custom-process": lambda s: s.lacks("credential_process"),
    "config-file": _file_absent("config file"),
    "ec2-credentials-file": _ec2_absent,
    "boto-config": _boto_absent,
    "container-role": lambda _: "Neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor its _FULL_URI is set.",
    "iam-role": _imds_absent,
}
