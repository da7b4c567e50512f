"""botocore's provider classes with every input passed in, and the chain they form."""

from collections.abc import Callable
from typing import Any

from botocore.credentials import (
    _DEFAULT_ADVISORY_REFRESH_TIMEOUT,
    AssumeRoleProvider,
    AssumeRoleWithWebIdentityProvider,
    BotoProvider,
    CanonicalNameCredentialSourcer,
    ConfigProvider,
    ContainerProvider,
    Credentials,
    EnvProvider,
    InstanceMetadataProvider,
    LoginProvider,
    OriginalEC2Provider,
    ProcessProvider,
    ProfileProviderBuilder,
    SharedCredentialProvider,
    SSOProvider,
    _get_client_creator,
)
from botocore.tokens import SSOTokenProvider
from botocore.utils import (
    ContainerMetadataFetcher,
    FileWebIdentityTokenLoader,
    resolve_imds_endpoint_mode,
)

from studyapp.engines.credentials.sandbox import Sandbox
from studyapp.engines.metadata.fetcher import Fetcher

# A world answers every attempt alike, so more of them only cost time.
_MOST_ATTEMPTS = 10


class WorldEc2Provider(OriginalEC2Provider):  # type: ignore[misc]
    """OriginalEC2Provider.load with ~ expanded for the world's user, not for the server's."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(environ=sandbox.env, parser=sandbox.files.parse_key_values)
        self._expand_user = sandbox.files.expand_user

    def load(self) -> Credentials | None:
        if self.CRED_FILE_ENV not in self._environ:
            return None
        creds = self._parser(self._expand_user(self._environ[self.CRED_FILE_ENV]))
        if self.ACCESS_KEY in creds:
            return Credentials(creds[self.ACCESS_KEY], creds[self.SECRET_KEY], method=self.METHOD)
        return None


class WorldWebIdentityProvider(AssumeRoleWithWebIdentityProvider):  # type: ignore[misc]
    """The web identity provider with the world's variables; botocore's reads os.environ directly."""

    def __init__(self, sandbox: Sandbox, **inputs: Any) -> None:
        super().__init__(
            token_loader_cls=lambda path: FileWebIdentityTokenLoader(path, _open=sandbox.files.open), **inputs
        )
        self._environ = sandbox.env

    def _get_env_config(self, key: str) -> str | None:
        if self._disable_env_vars:
            return None
        value: str | None = self._environ.get(self._CONFIG_TO_ENV_VAR[key])
        return value


class WorldContainerProvider(ContainerProvider):  # type: ignore[misc]
    """The container provider with the world's token file; botocore's opens a real one."""

    def __init__(self, sandbox: Sandbox) -> None:
        fetcher = ContainerMetadataFetcher(
            session=sandbox.network(ContainerMetadataFetcher.TIMEOUT_SECONDS), sleep=sandbox.sleep
        )
        super().__init__(environ=sandbox.env, fetcher=fetcher)
        self._open = sandbox.files.open

    def _build_headers(self) -> dict[str, str] | None:
        if self.ENV_VAR_AUTH_TOKEN_FILE in self._environ:
            with self._open(self._environ[self.ENV_VAR_AUTH_TOKEN_FILE]) as token_file:
                token = token_file.read()
        elif self.ENV_VAR_AUTH_TOKEN in self._environ:
            token = self._environ[self.ENV_VAR_AUTH_TOKEN]
        else:
            return None
        self._validate_auth_token(token)
        return {"Authorization": token}


class WorldMetadataProvider(InstanceMetadataProvider):  # type: ignore[misc]
    """The instance profile provider; it notes when a variable switches it off, which the fetcher reads earlier."""

    def __init__(self, iam_role_fetcher: Any, sandbox: Sandbox) -> None:
        super().__init__(iam_role_fetcher=iam_role_fetcher)
        self._environ = sandbox.env

    def load(self) -> Any:
        self._environ.get("AWS_EC2_METADATA_DISABLED")
        return super().load()


class WorldProfileProviderBuilder(ProfileProviderBuilder):  # type: ignore[misc]
    """Builds the profile links, for the chain itself and for every source_profile."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(
            sandbox.session,
            cache=sandbox.role_cache,
            sso_token_cache=sandbox.sso_cache,
            login_token_cache=sandbox.login_cache,
        )
        self._sandbox = sandbox

    def _config_loader(self) -> Callable[[], Any]:
        return lambda: self._session.full_config

    def _create_process_provider(self, profile_name: str) -> ProcessProvider:
        return ProcessProvider(
            profile_name=profile_name, load_config=self._config_loader(), popen=self._sandbox.popen
        )

    def _create_shared_credential_provider(self, profile_name: str) -> SharedCredentialProvider:
        return SharedCredentialProvider(
            profile_name=profile_name,
            creds_filename=self._session.get_config_variable("credentials_file"),
            ini_parser=self._sandbox.files.parse_sections,
        )

    def _create_config_provider(self, profile_name: str) -> ConfigProvider:
        return ConfigProvider(
            profile_name=profile_name,
            config_filename=self._session.get_config_variable("config_file"),
            config_parser=self._sandbox.files.load_config,
        )

    def _create_web_identity_provider(self, profile_name: str, disable_env_vars: bool) -> WorldWebIdentityProvider:
        return WorldWebIdentityProvider(
            self._sandbox,
            load_config=self._config_loader(),
            client_creator=_get_client_creator(self._session, None),
            cache=self._cache,
            profile_name=profile_name,
            disable_env_vars=disable_env_vars,
        )

    def _create_sso_provider(self, profile_name: str) -> SSOProvider:
        return SSOProvider(
            load_config=self._config_loader(),
            client_creator=self._session.create_client,
            profile_name=profile_name,
            cache=self._cache,
            token_cache=self._sso_token_cache,
            token_provider=SSOTokenProvider(self._session, cache=self._sso_token_cache, profile_name=profile_name),
        )

    def _create_login_provider(self, profile_name: str) -> LoginProvider:
        return LoginProvider(
            load_config=self._config_loader(),
            client_creator=self._session.create_client,
            profile_name=profile_name,
            token_cache=self._login_token_cache,
        )


def build_chain(sandbox: Sandbox) -> list[Any]:
    """The links in order, as botocore.credentials.create_credential_resolver puts them together.

    Raises what it raises while reading the configuration: ProfileNotFound, ConfigParseError, ValueError, ...
    """
    session = sandbox.session
    profile_name = session.get_config_variable("profile") or "default"
    timeout = session.get_config_variable("metadata_service_timeout")
    num_attempts = session.get_config_variable("metadata_service_num_attempts")
    explicit_profile = session.instance_variables().get("profile") is not None
    imds_config = {
        "ec2_metadata_service_endpoint": session.get_config_variable("ec2_metadata_service_endpoint"),
        "ec2_metadata_service_endpoint_mode": resolve_imds_endpoint_mode(session),
        "ec2_credential_refresh_window": _DEFAULT_ADVISORY_REFRESH_TIMEOUT,
        "ec2_metadata_v1_disabled": session.get_config_variable("ec2_metadata_v1_disabled"),
    }
    env = EnvProvider(environ=sandbox.env)
    container = WorldContainerProvider(sandbox)
    fetcher = Fetcher(
        session=sandbox.network(timeout),
        timeout=timeout,
        num_attempts=min(num_attempts, _MOST_ATTEMPTS),
        disabled=sandbox.env.get("AWS_EC2_METADATA_DISABLED", "false").lower() == "true",
        user_agent=session.user_agent(),
        config=imds_config,
    )
    instance = WorldMetadataProvider(iam_role_fetcher=fetcher, sandbox=sandbox)
    builder = WorldProfileProviderBuilder(sandbox)
    assume_role = AssumeRoleProvider(
        load_config=lambda: session.full_config,
        client_creator=_get_client_creator(session, None),
        cache=sandbox.role_cache,
        profile_name=profile_name,
        prompter=sandbox.prompt,
        credential_sourcer=CanonicalNameCredentialSourcer([env, container, instance]),
        profile_provider_builder=builder,
    )
    return [
        *([] if explicit_profile else [env]),
        assume_role,
        *builder.providers(profile_name=profile_name, disable_env_vars=explicit_profile),
        WorldEc2Provider(sandbox),
        BotoProvider(environ=sandbox.env, ini_parser=sandbox.files.parse_sections),
        container,
        instance,
    ]
