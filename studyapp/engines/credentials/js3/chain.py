"""The order of the links, the loop over them, and a sentence for each.

Source: @aws-sdk/credential-provider-node, defaultProvider.
"""

from dataclasses import dataclass, field
from typing import Any

from studyapp.engines.credentials.errors import describe
from studyapp.engines.credentials.explain import never_asked
from studyapp.engines.credentials.flavours import JS3_ORDER, JS3_VERSION, LABELS
from studyapp.engines.credentials.identity import judge
from studyapp.engines.credentials.js3.errors import NextLinkError, StopError
from studyapp.engines.credentials.js3.ini import KINDS, Ini, from_env
from studyapp.engines.credentials.js3.profiles import Profiles
from studyapp.engines.credentials.js3.remote import Keys, Remote
from studyapp.engines.credentials.limits import unmodelled_settings
from studyapp.engines.credentials.results import Engine, ErrorInfo, Event, Resolution, Status, Step
from studyapp.engines.credentials.sandbox import Sandbox
from studyapp.engines.worlds import World

NOT_MODELLED = (
    "This flavour is a model of the JavaScript SDK, not the SDK: its rules are declared, and a recording of the real "
    "package's answers is the check.",
    "Keys in the environment that have expired already, and refreshing any keys.",
)
_AFTER_INI = ("web-identity-env", "container-role", "iam-role")


@dataclass
class _Run:
    """What is known so far."""

    steps: dict[str, Step] = field(default_factory=dict)
    winner: str | None = None
    keys: Keys | None = None
    error: ErrorInfo | None = None

    @property
    def over(self) -> bool:
        return self.keys is not None or self.error is not None


class _Chain:
    """One run of the chain over a world."""

    def __init__(self, world: World) -> None:
        self.sandbox = Sandbox(world, world.profile or None, {})
        self.env = dict(world.env)
        # getProfileName: `||` passes over an empty name, `??` in the first link does not.
        chosen = world.profile if world.profile is not None else self.env.get("AWS_PROFILE")
        self.named = bool(chosen)
        self.profile = world.profile or self.env.get("AWS_PROFILE") or "default"
        config = self.env.get("AWS_CONFIG_FILE") or "~/.aws/config"
        credentials = self.env.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials"
        self.profiles = Profiles(self.sandbox.files, self.sandbox.recorder, config, credentials)
        self.setup = self.sandbox.recorder.take()
        self.remote = Remote(self.sandbox, self.env)
        self.ini = Ini(self.sandbox, self.profiles, self.remote, self.env)
        self.run = _Run()

    def ask_all(self) -> None:
        """Every link in order, until one answers or stops the chain."""
        self._env()
        if not self.run.over:
            self._ini()
        for name in _AFTER_INI:
            if not self.run.over:
                self._try(name)

    def _env(self) -> None:
        if self.named:
            why = f"A profile is chosen ({self.profile}), so this SDK passes over the variables."
            self._note("env", "removed", why)
            return
        self._try("env")

    def _ini(self) -> None:
        kind = self.ini.kind(self.profile)
        for name in KINDS:
            if name == kind:
                self._try(name)
                if self.run.over:
                    return
            else:
                self._note(name, "not-found", self._absent(name, kind))
        # fromProcess stands behind fromIni once more; it meets the same program and fails alike.

    def _absent(self, name: str, kind: str) -> str:
        if self.profile not in self.profiles.merged:
            return f"There is no profile {self.profile}. This SDK goes on without it."
        if kind and KINDS.index(name) > KINDS.index(kind):
            return f"Profile {self.profile} is of another kind: {LABELS[kind]}."
        return f"Profile {self.profile} has no settings for this."

    def _try(self, name: str) -> None:
        status: Status = "found"
        try:
            self.run.keys, why = self._load(name), _FOUND[name]
        except NextLinkError as error:
            status, why = "not-found", self._soft(name, str(error))
        except StopError as error:
            status = "error"
            self.run.error = ErrorInfo(type=error.kind, message=self.sandbox.clean(str(error)))
            why = "It fails for good. An error of this kind ends the chain."
        except Exception as error:
            # Worlds can be stranger than the model: whatever else goes wrong stops the chain, and the page stands.
            status, self.run.error = "error", describe(error, self.sandbox.clean)
            why = "It fails in a way that this model does not know."
        if status != "not-found":
            self.run.winner = name
        self._note(name, status, why)

    def _soft(self, name: str, reason: str) -> str:
        if reason.startswith(("the two variables", "no variable", "off")):
            return reason.removeprefix("off: ")[0].upper() + reason.removeprefix("off: ")[1:] + "."
        return f"It fails ({reason}), and this SDK asks the next link."

    def _load(self, name: str) -> Keys:
        if name == "env":
            return from_env(self._watched())
        if name == "web-identity-env":
            path, role = self.env.get("AWS_WEB_IDENTITY_TOKEN_FILE"), self.env.get("AWS_ROLE_ARN")
            if not path or not role:
                raise NextLinkError("no variable names a token file and a role")
            return self.ini.web_identity(path, role, self.env.get("AWS_ROLE_SESSION_NAME"))
        if name == "container-role":
            if not self._in_container():
                raise NextLinkError("no variable names a container's endpoint")
            return self.remote.container()
        if name == "iam-role":
            if self._in_container():
                raise NextLinkError("off: a variable names a container's endpoint, so the instance is not asked")
            if self.env.get("AWS_EC2_METADATA_DISABLED", "false") not in ("", "false"):
                raise NextLinkError("off: AWS_EC2_METADATA_DISABLED switches the metadata service off")
            return self.remote.instance(self.profiles.merged.get(self.profile, {}))
        return self.ini.load(self.profile)

    def _watched(self) -> Any:
        return self.sandbox.env

    def _in_container(self) -> bool:
        return any(self.env.get(f"AWS_CONTAINER_CREDENTIALS_{end}") for end in ("RELATIVE_URI", "FULL_URI"))

    def _note(self, name: str, status: Status, why: str) -> None:
        events: tuple[Event, ...] = self.sandbox.recorder.take()
        clean = self.sandbox.clean(why)
        self.run.steps[name] = Step(provider=name, label=LABELS[name], status=status, why=clean, events=events)


_FOUND = {
    "env": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are both set, and no profile is named.",
    "assume-role": "The profile names a role, and STS hands it out.",
    "shared-credentials-file": "The profile holds both halves of a key pair.",
    "config-file": "The profile holds both halves of a key pair.",
    "assume-role-with-web-identity": "The profile names a token file and a role.",
    "custom-process": "The program that the profile names prints credentials.",
    "sso": "The cached sign-in buys the role's credentials.",
    "login": "The cached session of aws login has not expired.",
    "web-identity-env": "Two variables name a token file and a role.",
    "container-role": "The container's endpoint hands out its role's credentials.",
    "iam-role": "The instance metadata service hands out the credentials of the instance's role.",
}


def resolve_js3(world: World) -> Resolution:
    """Run the model over a world. World content never raises."""
    chain = _Chain(world)
    chain.ask_all()
    run = chain.run
    outcome, notes = judge(world, chain.sandbox.services, run.winner, run.keys, run.error)
    trace = tuple(
        run.steps.get(name)
        or Step(
            provider=name,
            label=LABELS[name],
            status="never-asked",
            why=never_asked(run.winner or name, failed=run.error is not None),
        )
        for name in JS3_ORDER
    )
    return Resolution(
        engine=Engine(name="modelled: @aws-sdk/credential-providers", version=JS3_VERSION),
        order=JS3_ORDER,
        trace=trace,
        outcome=outcome,
        not_modelled=(*NOT_MODELLED, *unmodelled_settings(world), *notes),
        setup=chain.setup,
    )
