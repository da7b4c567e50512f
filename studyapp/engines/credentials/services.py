"""The AWS services a chain may call (STS, IAM Identity Center, sign-in), answering from the world."""

import re
from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from awscrt.auth import AwsCredentialsProvider
from botocore.exceptions import ClientError, NoRegionError
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.utils import validate_region_name
from botocore.validate import validate_parameters
from dateutil.parser import parse

from studyapp.engines.credentials.clock import Clock
from studyapp.engines.credentials.recorder import Recorder
from studyapp.engines.worlds import IssuedCredentials, Role, World

_ROLE_ARN = re.compile(r"arn:([\w-]+):iam::(\d*):role/(?:.*/)?([^/]+)")
_GENERATED_SESSION = re.compile(r"botocore-session-\d+")
# Only the built-in data: the default search paths include the server's ~/.aws/models.
_LOADER = Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)
_STS = ServiceModel(_LOADER.load_service_model("sts", "service-2"), "sts")
_INPUTS = {name: _STS.operation_model(name).input_shape for name in ("AssumeRole", "AssumeRoleWithWebIdentity")}


class UnauthorizedException(ClientError):  # type: ignore[misc]
    """The sso service's refusal of an access token."""


class AccessDeniedException(ClientError):  # type: ignore[misc]
    """The signin service's refusal of a refresh token."""


class Services:
    """Makes clients for a world's services and remembers whose keys were issued."""

    def __init__(self, world: World, clock: Clock, recorder: Recorder, session: Any) -> None:
        self.world = world
        self.clock = clock
        self.recorder = recorder
        self.issued: dict[str, str] = {}
        self.not_modelled: list[str] = []
        self._session = session

    def create_client(
        self, service_name: str, region_name: str | None = None, config: Any = None, **keys: Any
    ) -> Any:
        """As Session.create_client for the four services a provider calls."""
        if region_name is None:
            region_name = getattr(config, "region_name", None) or self._session.get_config_variable("region")
        validate_region_name(region_name)
        if service_name == "sts":
            return StsClient(self, keys)
        if region_name is None:
            raise NoRegionError()
        if service_name == "sso":
            return SsoClient(self)
        return OidcClient(self) if service_name == "sso-oidc" else SigninClient(self)

    def arn_of(self, access_key_id: str | None) -> str | None:
        """Who a key belongs to: the world's word first, else the role session it was issued to."""
        identity = self.world.identities.get(access_key_id or "")
        return identity.arn if identity else self.issued.get(access_key_id or "")


class StsClient:
    """AssumeRole and AssumeRoleWithWebIdentity, with botocore's own validation of the parameters."""

    def __init__(self, services: Services, keys: Mapping[str, Any]) -> None:
        self._services = services
        self._keys = keys
        self._caller = keys.get("aws_access_key_id")

    def assume_role(self, **parameters: Any) -> dict[str, Any]:
        validate_parameters(parameters, _INPUTS["AssumeRole"])
        self._refuse_empty_keys()
        arn = parameters["RoleArn"]
        code = parameters.get("TokenCode")
        if code is not None and not re.fullmatch(r"\d{6}", code):
            raise self._refusal(
                "AssumeRole",
                arn,
                "ValidationError",
                "1 validation error detected: Value at 'tokenCode' failed to satisfy constraint: "
                r"Member must satisfy regular expression pattern: [\d]*",
            )
        role = self._services.world.roles.get(arn)
        if role is None or not self._trusted(role, parameters):
            caller = self._services.arn_of(self._caller)
            who = f"User: {caller} is" if caller else "User is"
            message = f"{who} not authorized to perform: sts:AssumeRole on resource: {arn}"
            raise self._refusal("AssumeRole", arn, "AccessDenied", message)
        return self._grant("AssumeRole", arn, role, parameters["RoleSessionName"])

    def assume_role_with_web_identity(self, **parameters: Any) -> dict[str, Any]:
        operation = "AssumeRoleWithWebIdentity"
        validate_parameters(parameters, _INPUTS[operation])
        arn = parameters["RoleArn"]
        role = self._services.world.roles.get(arn)
        if role is None or parameters["WebIdentityToken"].strip() not in {t.strip() for t in role.trusts_tokens}:
            message = "Not authorized to perform sts:AssumeRoleWithWebIdentity"
            raise self._refusal(operation, arn, "AccessDenied", message)
        return self._grant(operation, arn, role, parameters["RoleSessionName"])

    def _refuse_empty_keys(self) -> None:
        """botocore signs with awscrt, which takes no empty key or secret: let it say so in its own words."""
        if "" in (self._caller, self._keys.get("aws_secret_access_key")):
            AwsCredentialsProvider.new_static(
                self._caller, self._keys.get("aws_secret_access_key"), self._keys.get("aws_session_token")
            )

    def _trusted(self, role: Role, parameters: dict[str, Any]) -> bool:
        return (
            (self._caller in role.trusts or "*" in role.trusts)
            and (not role.mfa or "TokenCode" in parameters)
            and (role.external_id is None or parameters.get("ExternalId") == role.external_id)
        )

    def _grant(self, operation: str, arn: str, role: Role, session_name: str) -> dict[str, Any]:
        services, creds = self._services, role.creds
        if _GENERATED_SESSION.fullmatch(session_name):
            session_name = f"botocore-session-{int(services.clock.now.timestamp())}"
        user: dict[str, str] = {}
        if match := _ROLE_ARN.fullmatch(arn):
            partition, account, name = match.groups()
            user["Arn"] = f"arn:{partition}:sts::{account}:assumed-role/{name}/{session_name}"
            services.issued[creds.access_key_id] = user["Arn"]
        services.recorder.note("sts", f"{operation} {arn}", f"keys {creds.access_key_id}")
        return {
            "Credentials": {
                "AccessKeyId": creds.access_key_id,
                "SecretAccessKey": creds.secret_access_key,
                "SessionToken": creds.session_token,
                "Expiration": _expiration(services.clock, creds),
            },
            "AssumedRoleUser": user,
        }

    def _refusal(self, operation: str, arn: str, code: str, message: str) -> Exception:
        self._services.recorder.note("sts", f"{operation} {arn}", code)
        error: Exception = _client_error(ClientError, code, message, operation)
        return error


class SsoClient:
    """GetRoleCredentials of IAM Identity Center."""

    exceptions = SimpleNamespace(UnauthorizedException=UnauthorizedException)

    def __init__(self, services: Services) -> None:
        self._services = services

    def get_role_credentials(self, *, roleName: str, accountId: str, accessToken: str) -> dict[str, Any]:
        services = self._services
        what = f"GetRoleCredentials {roleName} in {accountId}"
        for role in services.world.sso_roles:
            if (role.account, role.role) == (accountId, roleName):
                services.recorder.note("sso", what, f"keys {role.creds.access_key_id}")
                expires: datetime = parse(_expiration(services.clock, role.creds))
                return {
                    "roleCredentials": {
                        "accessKeyId": role.creds.access_key_id,
                        "secretAccessKey": role.creds.secret_access_key,
                        "sessionToken": role.creds.session_token,
                        "expiration": round(expires.timestamp() * 1000),
                    }
                }
        services.recorder.note("sso", what, "ForbiddenException")
        raise _client_error(ClientError, "ForbiddenException", "No access", "GetRoleCredentials")


class OidcClient:
    """CreateToken of IAM Identity Center: a world holds no refreshed tokens, so a refresh is refused."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def create_token(self, **_parameters: Any) -> dict[str, Any]:
        self._services.recorder.note("sso", "CreateToken (refresh)", "InvalidGrantException")
        self._services.not_modelled.append("Refreshing an SSO token: a world's sign-ins cannot be renewed.")
        raise _client_error(ClientError, "InvalidGrantException", "Invalid grant provided", "CreateToken")


class SigninClient:
    """CreateOAuth2Token of aws login: a world holds no refreshed tokens, so a refresh is refused."""

    exceptions = SimpleNamespace(AccessDeniedException=AccessDeniedException)

    def __init__(self, services: Services) -> None:
        self._services = services
        self.meta = SimpleNamespace(events=SimpleNamespace(register=lambda *_: None))

    def create_o_auth2_token(self, **_parameters: Any) -> dict[str, Any]:
        self._services.recorder.note("login", "CreateOAuth2Token (refresh)", "TOKEN_EXPIRED")
        self._services.not_modelled.append("Refreshing an aws login session: it cannot be renewed here.")
        error = _client_error(AccessDeniedException, "AccessDeniedException", "Expired", "CreateOAuth2Token")
        error.response["error"] = "TOKEN_EXPIRED"
        raise error


def _expiration(clock: Clock, creds: IssuedCredentials) -> str:
    if creds.expiration is None:
        return clock.in_an_hour()
    if isinstance(creds.expiration, int):
        return clock.from_milliseconds(creds.expiration)
    return clock.shift(creds.expiration)


def _client_error(kind: Any, code: str, message: str, operation: str) -> Any:
    return kind({"Error": {"Code": code, "Message": message}}, operation)
