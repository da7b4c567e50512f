"""botocore's own metadata client, its inputs passed in, and one run of it against this lab's service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from botocore import __version__
from botocore.exceptions import MetadataRetrievalError, ReadTimeoutError
from botocore.utils import METADATA_BASE_URL, InstanceMetadataFetcher

from studyapp.engines.metadata.instance import Place
from studyapp.engines.metadata.service import Answer, Request, Service

# strptime imports its other half when it is first called, and inside the guard an import is refused.
datetime.strptime("2026", "%Y")


class Fetcher(InstanceMetadataFetcher):  # type: ignore[misc]
    """InstanceMetadataFetcher over a given session; its own constructor reads proxies and CA settings."""

    def __init__(
        self,
        *,
        session: Any,
        timeout: float = 1,
        num_attempts: int = 1,
        disabled: bool = False,
        user_agent: str = "",
        config: dict[str, Any] | None = None,
    ) -> None:
        # Deliberately without super().__init__: these are its assignments.
        config = {} if config is None else config
        self._timeout = timeout
        self._num_attempts = num_attempts
        self._base_url = self._select_base_url(METADATA_BASE_URL, config)
        self._config = config
        self._disabled = disabled
        self._imds_v1_disabled = config.get("ec2_metadata_v1_disabled")
        self._user_agent = user_agent or None
        self._session = session


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What botocore reads of an HTTP response."""

    url: str
    status_code: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request of botocore's and what came of it; `status` is None where nothing came back."""

    method: str
    path: str
    token: bool
    status: int | None
    why: str


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """One search for the instance's role by botocore: its calls, and whether it ended with keys."""

    engine: str
    calls: tuple[Call, ...]
    found: bool
    version: str
    words: str

    def to_json(self) -> dict[str, Any]:
        calls = [vars(call) for call in self.calls]
        return {"engine": self.engine, "calls": calls, "found": self.found, "version": self.version}


class ServiceSession:
    """Stands in for botocore's HTTP session: every request goes to the service, from one place, at one time."""

    def __init__(self, service: Service, place: Place, seconds: float) -> None:
        self._service, self._place, self._seconds = service, place, seconds
        self.calls: list[Call] = []

    def send(self, request: Any) -> Reply:
        answer = send(self._service, request, place=self._place, seconds=self._seconds)
        names = {name.lower() for name in request.headers}
        self.calls.append(
            Call(
                method=request.method,
                path=urlsplit(request.url).path,
                token="x-aws-ec2-metadata-token" in names,
                status=None if answer.lost else answer.status,
                why=answer.why,
            )
        )
        if answer.lost:
            raise ReadTimeoutError(endpoint_url=request.url, error="no answer in time")
        return Reply(url=request.url, status_code=answer.status, content=answer.body.encode())


def send(service: Service, request: Any, *, place: Place, seconds: float) -> Answer:
    """Put a request that botocore prepared to the service."""
    headers = {}
    for name, value in request.headers.items():
        headers[name.lower()] = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    asked = Request(method=request.method, path=unquote(urlsplit(request.url).path), headers=headers)
    return service.ask(asked, place=place, seconds=seconds)


def fetch(service: Service, place: Place, seconds: float, *, v1_disabled: bool = False) -> Fetch:
    """Let botocore look for the role's keys from `place`, as the last link of its chain would."""
    session = ServiceSession(service, place, seconds)
    fetcher = Fetcher(
        session=session,
        user_agent=f"Botocore/{__version__}",
        config={"ec2_metadata_v1_disabled": v1_disabled},
    )
    stopped = ""
    try:
        keys = fetcher.retrieve_iam_role_credentials()
    except MetadataRetrievalError:
        keys, stopped = {}, "It stops with MetadataRetrievalError: no token, and version 1 is forbidden to it."
    calls = tuple(session.calls)
    token = any(call.token for call in calls)
    return Fetch(
        engine=f"botocore {__version__}",
        calls=calls,
        found=bool(keys),
        version="v2" if token else "v1",
        words=stopped or _words(calls, found=bool(keys), token=token),
    )


def _words(calls: tuple[Call, ...], *, found: bool, token: bool) -> str:
    if found and token:
        return f"It has the role’s keys after {len(calls)} requests: a token, the role’s name, the keys."
    if found:
        return "No token came, so it fell back to version 1, and the instance still answers that: it has the keys."
    last = calls[-1] if calls else None
    if last is not None and last.status == 200:
        return "The document holds no keys, so it finds none. The tool prints “Unable to locate credentials”."
    return "It finds no keys and says nothing of the reason. The tool prints “Unable to locate credentials”."
