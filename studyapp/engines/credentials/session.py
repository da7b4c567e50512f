"""The parts of a botocore session that providers ask for, over a world."""

from collections.abc import Mapping
from typing import Any

from botocore import __version__
from botocore.configloader import build_profile_map
from botocore.configprovider import (
    BOTOCORE_DEFAUT_SESSION_VARIABLES,
    DEFAULT_S3_CONFIG_VARS,
    ConfigChainFactory,
    SectionConfigProvider,
    _create_config_chain_mapping,
)
from botocore.exceptions import ConfigNotFound, ProfileNotFound

from studyapp.engines.credentials.files import Files
from studyapp.engines.credentials.recorder import Recorder, Watched


class WorldSession:
    """Configuration of one run: variables, profiles and clients, looked up by botocore's own chains.

    A real Session reads the server's environment, home folder and CA files; this one holds nothing but the world.
    """

    def __init__(
        self,
        env: Watched,
        files: Files,
        recorder: Recorder,
        profile: str | None,
        variables: Mapping[str, tuple[Any, ...]],
    ) -> None:
        self._files = files
        self._recorder = recorder
        self._instance = {} if profile is None else {"profile": profile}
        self._variables = {**BOTOCORE_DEFAUT_SESSION_VARIABLES, **variables}
        self._factory = ConfigChainFactory(session=self, environ=env)
        self._chains: dict[str, Any] = {}
        self._config: dict[str, Any] | None = None
        self.create_client: Any = None

    def instance_variables(self) -> dict[str, str]:
        return dict(self._instance)

    def get_config_variable(self, name: str) -> Any:
        if name == "s3":
            chains = _create_config_chain_mapping(self._factory, DEFAULT_S3_CONFIG_VARS)
            return SectionConfigProvider("s3", self, chains).provide()
        if name not in self._chains:
            config, env, default, conversion = self._variables[name]
            self._chains[name] = self._factory.create_config_chain(
                instance_name=name,
                env_var_names=env,
                config_property_names=config,
                default=default,
                conversion_func=conversion,
            )
        return self._chains[name].provide()

    @property
    def full_config(self) -> dict[str, Any]:
        """Both files merged as Session.full_config does: options of the credentials file win."""
        if self._config is None:
            self._config = self._load()
        return self._config

    def get_scoped_config(self) -> Mapping[str, Any]:
        """The profile in force, as Session.get_scoped_config has it. Raises ProfileNotFound."""
        name = self.get_config_variable("profile")
        profiles = self.full_config["profiles"]
        if name is None:
            return profiles.get("default", {})  # type: ignore[no-any-return]
        if name not in profiles:
            raise ProfileNotFound(profile=name)
        return profiles[name]  # type: ignore[no-any-return]

    def user_agent(self) -> str:
        return f"Botocore/{__version__}"

    def _load(self) -> dict[str, Any]:
        try:
            path = self.get_config_variable("config_file")
            config: dict[str, Any] = build_profile_map(self._files.parse_ini(path))
        except ConfigNotFound:
            config = {"profiles": {}}
        profiles = config["profiles"]
        try:
            path = self.get_config_variable("credentials_file")
            for name, options in self._files.parse_ini(path).items():
                profiles[name] = {**profiles.get(name, {}), **options}
        except ConfigNotFound:
            pass
        config["profiles"] = self._files.watch_profiles(profiles)
        return config
