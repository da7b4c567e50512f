"""The network of a world: the instance metadata service and the endpoints it lists, without a socket."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
)
from urllib3 import Timeout
from urllib3.exceptions import HTTPError, LocationParseError, LocationValueError, URLSchemeUnknown
from urllib3.util import parse_url

from studyapp.engines.credentials.clock import Clock
from studyapp.engines.credentials.recorder import Recorder
from studyapp.engines.worlds import HttpReply, InstanceMetadata, World

_METADATA_HOSTS = frozenset({"169.254.169.254", "fd00:ec2::254"})
_TOKEN = "EXAMPLE-METADATA-TOKEN"  # noqa: S105
_ROLE_PATH = "/latest/meta-data/iam/security-credentials/"
_FAILURES = {
    "refused": ("connection refused", EndpointConnectionError),
    "timeout": ("timed out", ConnectTimeoutError),
    "connect-timeout": ("timed out", ConnectTimeoutError),
    "read-timeout": ("no answer in time", ReadTimeoutError),
    "closed": ("connection closed", ConnectionClosedError),
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What botocore reads of an HTTP response."""

    url: str
    status_code: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.content.decode()


class Network:
    """Stands in for botocore.httpsession.URLLib3Session: send() answers from the world or raises as it does."""

    def __init__(self, world: World, clock: Clock, recorder: Recorder, timeout: float | None = None) -> None:
        self._imds = world.imds
        self._clock = clock
        self._recorder = recorder
        self._timeout = timeout
        self._replies = {_address(url): reply for url, reply in world.http.items()}
        self._servers = {address[:3] for address in self._replies}

    def send(self, request: Any) -> Answer:
        """Answer a prepared request; every request is noted."""
        self._refuse_what_cannot_be_sent(request)
        address = _address(request.url)
        if (reply := self._replies.get(address)) is not None:
            return self._from_reply(request, reply)
        parts = urlsplit(request.url)
        if parts.hostname in _METADATA_HOSTS and parts.scheme == "http":
            return self._from_metadata(request, unquote(parts.path))
        if address[:3] in self._servers:
            return self._answer(request, 404, b"404 page not found")
        raise self._failure(request, "timeout" if _is_link_local(parts.hostname) else "refused")

    def _refuse_what_cannot_be_sent(self, request: Any) -> None:
        """urllib3 judges the URL, the timeout and the headers before it opens a connection."""
        try:
            Timeout.from_float(self._timeout)
            if not (urlsplit(request.url).hostname or "").isascii():
                # urllib3 would look for the optional idna module here, and fails alike without it.
                raise LocationParseError(request.url)
            url = parse_url(request.url)
            if not url.host:
                raise LocationValueError("No host specified.")
            if url.scheme not in ("http", "https"):
                raise URLSchemeUnknown(str(url.scheme))
            for value in request.headers.values():
                if isinstance(value, str):
                    value.encode("latin-1")
        except (HTTPError, ValueError) as error:
            raise HTTPClientError(error=error) from None

    def _from_reply(self, request: Any, reply: HttpReply) -> Answer:
        if reply.error is not None:
            raise self._failure(request, reply.error)
        wanted = reply.needs_authorization
        if wanted is not None and request.headers.get("Authorization") != wanted:
            return self._answer(request, 401, b"Unauthorized")
        if "document" in reply.model_fields_set:
            body = json.dumps(self._clock.shift_data(reply.document))
        else:
            body = self._clock.shift_text(reply.body or "")
        return self._answer(request, reply.status, body.encode())

    def _from_metadata(self, request: Any, path: str) -> Answer:
        imds = self._imds
        if imds is None:
            raise self._failure(request, "timeout")
        if imds.http_endpoint == "disabled":
            return self._answer(request, 403)
        if request.method == "PUT":
            if imds.hop_limit_exceeded:
                raise self._failure(request, "read-timeout")
            return self._answer(request, *((200, _TOKEN.encode()) if path == "/latest/api/token" else (403, b"")))
        if imds.http_tokens == "required" and not request.headers.get("x-aws-ec2-metadata-token"):
            return self._answer(request, 401)
        return self._answer(request, *self._metadata_item(imds, path))

    def _metadata_item(self, imds: InstanceMetadata, path: str) -> tuple[int, bytes]:
        if imds.role is None or not path.startswith(_ROLE_PATH):
            return 404, b""
        if path == _ROLE_PATH:
            return 200, imds.role.encode()
        if path != _ROLE_PATH + imds.role or imds.creds is None:
            return 404, b""
        return 200, json.dumps(self._clock.shift_data(imds.creds)).encode()

    def _answer(self, request: Any, status: int, body: bytes = b"") -> Answer:
        self._recorder.note("http", f"{request.method} {request.url}", str(status), repeated=True)
        return Answer(url=request.url, status_code=status, content=body)

    def _failure(self, request: Any, kind: str) -> Exception:
        words, error = _FAILURES[kind]
        self._recorder.note("http", f"{request.method} {request.url}", words, repeated=True)
        return error(endpoint_url=request.url, error=words)  # type: ignore[no-any-return]


def _address(url: str) -> tuple[str, str | None, int | None, str]:
    """Where a request for this URL goes: scheme, host, port and target; user names do not lead anywhere else."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
        return parts.scheme, parts.hostname, port, unquote(parts.path or "/") + "?" + parts.query
    except ValueError:
        # No client can send a request there, so no request will ever match it.
        return "", None, None, url


def _is_link_local(host: str | None) -> bool:
    try:
        address = ip_address(host or "")
    except ValueError:
        return False
    return address.is_link_local or (address.is_private and not address.is_loopback)
