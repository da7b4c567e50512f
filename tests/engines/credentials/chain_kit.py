"""The proof kit: what notices when a run of the chain reaches for the server instead of its world.

The guard sees files, sockets, processes and imports. Reads of os.environ and of a file's status raise no audit
event, so the kit adds tripwires for those, and a canary environment that no answer may sing of.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

CANARY = "CANARY0000EXAMPLE"
CANARIES = {
    "AWS_ACCESS_KEY_ID": f"AKIA{CANARY}"[:20],
    "AWS_SECRET_ACCESS_KEY": CANARY,
    "AWS_SESSION_TOKEN": CANARY,
    "AWS_PROFILE": CANARY,
    "AWS_CONFIG_FILE": f"/{CANARY}",
    "AWS_SHARED_CREDENTIALS_FILE": f"/{CANARY}",
    "AWS_WEB_IDENTITY_TOKEN_FILE": f"/{CANARY}",
    "AWS_ROLE_ARN": f"arn:aws:iam::111122223333:role/{CANARY}",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://127.0.0.1:9/{CANARY}",
    "AWS_CREDENTIAL_FILE": f"/{CANARY}",
    "BOTO_CONFIG": f"/{CANARY}",
    "HOME": f"/{CANARY}",
    "http_proxy": f"http://127.0.0.1:9/{CANARY}",
}
STATUS_CALLS = ("stat", "lstat", "access", "readlink", "scandir")


class Tripped(RuntimeError):
    """Something looked at the server."""


class WatchedEnvironment(dict):
    """Stands in for os.environ; every look is kept, and answered with the canaries."""

    def __init__(self) -> None:
        super().__init__(CANARIES)
        self.looks: list[str] = []

    def _note(self, what: object) -> None:
        self.looks.append(str(what))

    def __getitem__(self, name):
        self._note(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self._note(name)
        return super().get(name, default)

    def __contains__(self, name):
        self._note(name)
        return super().__contains__(name)

    def __iter__(self):
        self._note("all of it")
        return super().__iter__()

    def copy(self):
        self._note("a copy")
        return super().copy()

    def items(self):
        self._note("all of it")
        return super().items()


@contextmanager
def tripwires(monkeypatch) -> Iterator[list[str]]:
    """While it stands, looks at the environment and at files' status are listed. Yields the list."""
    environment = WatchedEnvironment()
    looks = environment.looks
    with monkeypatch.context() as patch:
        patch.setattr(os, "environ", environment)
        for name in STATUS_CALLS:
            real = getattr(os, name)

            def watched(path, *rest, _real=real, _name=name, **more):
                looks.append(f"os.{_name}")
                return _real(path, *rest, **more)

            patch.setattr(os, name, watched)
        yield looks
