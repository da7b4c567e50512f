"""Everything a provider may touch, made from a world: variables, files, network, processes, services, clock."""

import posixpath
from collections.abc import Mapping
from hashlib import sha1, sha256
from typing import Any

from studyapp.engines.credentials.clock import Clock
from studyapp.engines.credentials.files import Files, TokenCache
from studyapp.engines.credentials.network import Network
from studyapp.engines.credentials.processes import make_popen
from studyapp.engines.credentials.recorder import Recorder, Watched
from studyapp.engines.credentials.scrub import Scrubber
from studyapp.engines.credentials.services import Services
from studyapp.engines.credentials.session import WorldSession
from studyapp.engines.worlds import World

_EXPIRATION = "AWS_CREDENTIAL_EXPIRATION"
_LONGEST = 2_000


class Sandbox:
    """One run's inputs. Nothing here outlives the run."""

    def __init__(self, world: World, profile: str | None, variables: Mapping[str, tuple[Any, ...]]) -> None:
        self.world = world
        self.clock = Clock(world.now)
        self._scrub = Scrubber(world)
        self.recorder = Recorder(self.clean)
        env = dict(world.env)
        if _EXPIRATION in env:
            env[_EXPIRATION] = self.clock.shift(env[_EXPIRATION])
        self.env = Watched(env, self.recorder, "env")
        texts = {path: self._file(path, text) for path, text in world.files.items()}
        self.files = Files(texts, env, world.home, self.recorder)
        self.session = WorldSession(self.env, self.files, self.recorder, profile, variables)
        self.services = Services(world, self.clock, self.recorder, self.session)
        self.session.create_client = self.services.create_client
        self.popen = make_popen(world, self.clock, self.recorder)
        self.role_cache: dict[str, Any] = {}
        self.sso_cache = self._tokens(world.sso_tokens, sha1, self.files.expand_user("~/.aws/sso/cache"))
        login_folder = self.files.expand(env.get("AWS_LOGIN_CACHE_DIRECTORY", "~/.aws/login/cache"))
        self.login_cache = self._tokens(world.login_tokens, sha256, login_folder)

    def clean(self, text: str) -> str:
        """A text fit to be shown: no secrets, the world's own times, no more than a screenful."""
        return self._scrub(self.clock.restore(text))[:_LONGEST]

    def network(self, timeout: float | None) -> Network:
        """An HTTP session of this world."""
        return Network(self.world, self.clock, self.recorder, timeout)

    def sleep(self, seconds: float) -> None:
        """Waiting costs nothing here; it is only noted."""
        self.recorder.note("sleep", f"{seconds} s", "waited", repeated=True)

    def prompt(self, question: str) -> str:
        """Stands in for getpass: the world's MFA code, or the end of input."""
        code = self.world.mfa_code
        self.recorder.note("prompt", question.strip(), "nobody answers" if code is None else "answered")
        if code is None:
            raise EOFError
        return code

    def _file(self, path: str, text: str) -> str:
        return self.clock.shift_text(text) if posixpath.splitext(path)[1] == ".json" else text

    def _tokens(self, tokens: Mapping[str, Any], digest: Any, folder: str) -> TokenCache:
        entries = {digest(name.encode()).hexdigest(): self.clock.shift_data(t) for name, t in tokens.items()}
        return TokenCache(entries, folder, self.files, self.recorder)
