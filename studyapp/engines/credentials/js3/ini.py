"""The link that reads profiles: the first kind of settings that fits decides how the keys are had.

Source: @aws-sdk/credential-provider-ini and its -sso, -process, -web-identity and -login companions.
"""

import json
import shlex
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha1
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from dateutil.parser import parse as parse_time

from studyapp.engines.credentials.js3.errors import NextLinkError, StopError
from studyapp.engines.credentials.js3.profiles import Profile, Profiles
from studyapp.engines.credentials.js3.remote import Keys, Remote, keys
from studyapp.engines.credentials.sandbox import Sandbox
from studyapp.engines.worlds import ProcessOutput

STATIC = "shared-credentials-file"
KINDS = ("assume-role", STATIC, "config-file", "assume-role-with-web-identity", "custom-process", "sso", "login")
_SSO = ("sso_start_url", "sso_account_id", "sso_session", "sso_region", "sso_role_name")
_NEEDED = ("sso_start_url", "sso_account_id", "sso_region", "sso_role_name")


class Ini:
    """fromIni, fromProcess and fromTokenFile over a world."""

    def __init__(self, sandbox: Sandbox, profiles: Profiles, remote: Remote, env: Mapping[str, str]) -> None:
        self._sandbox, self.profiles, self._remote, self._env = sandbox, profiles, remote, env

    def kind(self, name: str) -> str:
        """Which kind of profile it is, as a link's name; "" where it is none."""
        data = self.profiles.merged.get(name)
        if data is None:
            return ""
        tests = {
            "assume-role": _is_role(data),
            self._static(name): _is_static(data),
            "assume-role-with-web-identity": "web_identity_token_file" in data and "role_arn" in data,
            "custom-process": "credential_process" in data,
            "sso": any(option in data for option in _SSO),
            "login": bool(data.get("login_session")),
        }
        return next((kind for kind, fits in tests.items() if fits), "")

    def _static(self, name: str) -> str:
        """Static keys count for the file that the key id was read from."""
        return STATIC if "aws_access_key_id" in self.profiles.credentials.get(name, {}) else "config-file"

    def load(self, name: str, visited: tuple[str, ...] = (), *, source: bool = False) -> Keys:
        """resolveProfileData. Raises NextLinkError or StopError."""
        data = self.profiles.merged.get(name)
        if data is None:
            raise NextLinkError(f"there is no profile {name}")
        if visited and _is_static(data):
            return _static_keys(data)
        if source or _is_role(data):
            return self._role(name, data, visited)
        kind = self.kind(name)
        if kind in (STATIC, "config-file"):
            return _static_keys(data)
        if kind == "assume-role-with-web-identity":
            return self.web_identity(data["web_identity_token_file"], data["role_arn"], data.get("role_session_name"))
        if kind == "custom-process":
            return self.process(name)
        if kind == "sso":
            return self._sso(name, data)
        if kind == "login":
            return self._login(data)
        raise NextLinkError(f"profile {name} holds nothing to get credentials from")

    def _role(self, name: str, data: Profile, visited: tuple[str, ...]) -> Keys:
        parent = data.get("source_profile")
        if parent and parent in visited:
            raise NextLinkError("the source profiles go round in a circle")
        lead = None if parent else self._source(data.get("credential_source", ""), name)
        if not data.get("role_arn"):
            assert lead is not None
            return lead()
        if data.get("mfa_serial"):
            message = f"Profile {name} requires multi-factor authentication, but no MFA code callback was provided."
            raise StopError("CredentialsProviderError", message)
        if parent:
            above = self.profiles.merged.get(parent, {})
            carried = not above.get("role_arn") and bool(above.get("credential_source"))
            caller = self.load(parent, (*visited, parent), source=carried)
        else:
            assert lead is not None
            caller = lead()
        parameters = {
            "RoleArn": data["role_arn"],
            "RoleSessionName": data.get("role_session_name") or "aws-sdk-js-0",
            "ExternalId": data.get("external_id"),
        }
        given = {option: value for option, value in parameters.items() if value is not None}
        return self._assume(caller, given)

    def _source(self, source: str, profile: str) -> Callable[[], Keys]:
        ways: dict[str, Callable[[], Keys]] = {
            "EcsContainer": self._from_container,
            "Ec2InstanceMetadata": lambda: self._remote.instance(self.profiles.merged.get(profile, {})),
            "Environment": lambda: from_env(self._env),
        }
        if source not in ways:
            raise NextLinkError(f"profile {profile} names an unknown credential_source")
        return ways[source]

    def _from_container(self) -> Keys:
        if not any(self._env.get(f"AWS_CONTAINER_CREDENTIALS_{end}") for end in ("RELATIVE_URI", "FULL_URI")):
            raise NextLinkError("no variable names a container's endpoint")
        return self._remote.container()

    def _assume(self, caller: Keys, parameters: dict[str, str]) -> Keys:
        client = self._sandbox.services.create_client(
            "sts",
            "us-east-1",
            aws_access_key_id=caller.access_key,
            aws_secret_access_key=caller.secret_key,
            aws_session_token=caller.token,
        )
        try:
            issued = client.assume_role(**parameters)["Credentials"]
        except (ClientError, BotoCoreError) as error:
            raise _service_error(error) from None
        return keys(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])

    def web_identity(self, path: str, role_arn: str, session: str | None) -> Keys:
        """fromTokenFile once file and role are known."""
        text = self._sandbox.files.find(path)
        self._sandbox.recorder.note("file", path, "missing" if text is None else "read")
        if text is None:
            raise StopError("Error", f"ENOENT: no such file or directory, open '{path}'")
        client = self._sandbox.services.create_client("sts", "us-east-1")
        name = session or "aws-sdk-js-session-0"
        try:
            issued = client.assume_role_with_web_identity(
                RoleArn=role_arn, RoleSessionName=name, WebIdentityToken=text
            )["Credentials"]
        except (ClientError, BotoCoreError) as error:
            raise _service_error(error) from None
        return keys(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])

    def process(self, name: str) -> Keys:
        """fromProcess: whatever goes wrong, the next link is asked."""
        data = self.profiles.merged.get(name)
        if data is None:
            raise NextLinkError(f"there is no profile {name}")
        line = data.get("credential_process")
        if line is None:
            raise NextLinkError(f"profile {name} has no credential_process")
        output = self._output(line)
        self._sandbox.recorder.note(
            "process", line, "no such program" if output is None else f"exit code {output.rc}"
        )
        if output is None or output.rc != 0:
            raise NextLinkError("the credential_process fails")
        try:
            printed = json.loads(self._sandbox.clock.shift_text(output.stdout).strip())
        except ValueError:
            raise NextLinkError("the credential_process prints no JSON") from None
        return _printed(printed)

    def _output(self, line: str) -> ProcessOutput | None:
        """What the program prints. The SDK hands the line to a shell; here its words choose the output."""
        for known, output in self._sandbox.world.processes.items():
            if known == line or (_words(line) and _words(known) == _words(line)):
                return output
        return None

    def _sso(self, name: str, data: Profile) -> Keys:
        session = data.get("sso_session")
        settings = dict(data)
        if session:
            known = self.profiles.sso_sessions.get(session)
            if known is None:
                raise StopError("TypeError", "Cannot read properties of undefined (reading 'sso_region')")
            settings |= {option: known.get(option, "") for option in ("sso_region", "sso_start_url")}
        if not all(settings.get(option) for option in _NEEDED):
            raise StopError("CredentialsProviderError", "Profile is configured with invalid SSO credentials.")
        token = self._sso_token(session or settings["sso_start_url"])
        client = self._sandbox.services.create_client("sso", settings["sso_region"])
        try:
            issued = client.get_role_credentials(
                roleName=settings["sso_role_name"], accountId=settings["sso_account_id"], accessToken=token
            )["roleCredentials"]
        except (ClientError, BotoCoreError) as error:
            raise StopError("CredentialsProviderError", str(error)) from None
        return keys(issued["accessKeyId"], issued["secretAccessKey"], issued["sessionToken"])

    def _sso_token(self, name: str) -> str:
        cached = sha1(name.encode(), usedforsecurity=False).hexdigest()
        cache = self._sandbox.sso_cache
        token = cache[cached] if cached in cache else None  # noqa: SIM401 (get would not look into the files)
        if not isinstance(token, Mapping) or not token.get("accessToken") or not token.get("expiresAt"):
            raise StopError("CredentialsProviderError", "The SSO session associated with this profile is invalid.")
        if _over(token["expiresAt"]):
            raise StopError("CredentialsProviderError", "Token is expired. Run aws sso login to refresh it.")
        return str(token["accessToken"])

    def _login(self, data: Profile) -> Keys:
        token = self._sandbox.clock.shift_data(self._sandbox.world.login_tokens.get(data["login_session"]))
        access = token.get("accessToken") if isinstance(token, Mapping) else None
        if not isinstance(access, Mapping):
            message = f"Failed to load a token for session {data['login_session']}, please re-authenticate"
            raise StopError("CredentialsProviderError", message)
        if _over(access.get("expiresAt", "")):
            raise StopError("CredentialsProviderError", "Your session has expired. Please reauthenticate.")
        return keys(access.get("accessKeyId"), access.get("secretAccessKey"), access.get("sessionToken"))


def from_env(env: Mapping[str, str]) -> Keys:
    """fromEnv: both halves, neither empty."""
    if env.get("AWS_ACCESS_KEY_ID") and env.get("AWS_SECRET_ACCESS_KEY"):
        return keys(env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], env.get("AWS_SESSION_TOKEN") or None)
    raise NextLinkError("the two variables are not both set")


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return []


def _is_role(data: Profile) -> bool:
    return "role_arn" in data and (("source_profile" in data) != ("credential_source" in data))


def _is_static(data: Profile) -> bool:
    return "aws_access_key_id" in data and "aws_secret_access_key" in data


def _static_keys(data: Profile) -> Keys:
    return keys(data["aws_access_key_id"], data["aws_secret_access_key"], data.get("aws_session_token"))


def _printed(printed: Any) -> Keys:
    if not isinstance(printed, Mapping) or printed.get("Version") != 1 or isinstance(printed.get("Version"), bool):
        raise NextLinkError("the credential_process did not return Version 1")
    if "AccessKeyId" not in printed or "SecretAccessKey" not in printed:
        raise NextLinkError("the credential_process returned no key pair")
    if printed.get("Expiration") and _over(printed["Expiration"]):
        raise NextLinkError("the credential_process returned expired credentials")
    return keys(printed["AccessKeyId"], printed["SecretAccessKey"], printed.get("SessionToken") or None)


def _over(text: Any) -> bool:
    """Whether a time has passed; what is no time has not."""
    try:
        moment = parse_time(str(text))
    except (ValueError, OverflowError):
        return False
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return bool(moment <= datetime.now(UTC))


def _service_error(error: Exception) -> StopError:
    if isinstance(error, ClientError):
        return StopError(error.response["Error"]["Code"], error.response["Error"]["Message"])
    return StopError("ValidationError", str(error))
