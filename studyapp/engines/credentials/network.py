"""The network of a world: the instance metadata service and the endpoints it lists, without a socket."""

import json
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
from studyapp.engines.metadata.fetcher import Reply, send
from studyapp.engines.metadata.instance import PLACES, Instance
from studyapp.engines.metadata.service import Service
from studyapp.engines.worlds import HttpReply, InstanceMetadata, World

_METADATA_HOSTS = frozenset({"169.254.169.254", "fd00:ec2::254"})
_FAILURES = {
    "refused": ("connection refused", EndpointConnectionError),
    "timeout": ("timed out", ConnectTimeoutError),
    "connect-timeout": ("timed out", ConnectTimeoutError),
    "read-timeout": ("no answer in time", ReadTimeoutError),
    "closed": ("connection closed", ConnectionClosedError),
}


class Network:
    """Stands in for botocore.httpsession.URLLib3Session: send() answers from the world or raises as it does."""

    def __init__(self, world: World, clock: Clock, recorder: Recorder, timeout: float | None = None) -> None:
        self._metadata = None if world.imds is None else _service(world.imds, clock)
        self._place = PLACES["container" if world.imds and world.imds.hop_limit_exceeded else "host"]
        self._clock = clock
        self._recorder = recorder
        self._timeout = timeout
        self._replies = {_address(url): reply for url, reply in world.http.items()}
        self._servers = {address[:3] for address in self._replies}

    def send(self, request: Any) -> Reply:
        """Answer a prepared request; every request is noted."""
        self._refuse_what_cannot_be_sent(request)
        address = _address(request.url)
        if (reply := self._replies.get(address)) is not None:
            return self._from_reply(request, reply)
        parts = urlsplit(request.url)
        if parts.hostname in _METADATA_HOSTS and parts.scheme == "http":
            return self._from_metadata(request)
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

    def _from_reply(self, request: Any, reply: HttpReply) -> Reply:
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

    def _from_metadata(self, request: Any) -> Reply:
        if self._metadata is None:
            raise self._failure(request, "timeout")
        answer = send(self._metadata, request, place=self._place, seconds=0)
        if answer.lost:
            raise self._failure(request, "read-timeout")
        return self._answer(request, answer.status, answer.body.encode())

    def _answer(self, request: Any, status: int, body: bytes = b"") -> Reply:
        self._recorder.note("http", f"{request.method} {request.url}", str(status), repeated=True)
        return Reply(url=request.url, status_code=status, content=body)

    def _failure(self, request: Any, kind: str) -> Exception:
        words, error = _FAILURES[kind]
        self._recorder.note("http", f"{request.method} {request.url}", words, repeated=True)
        return error(endpoint_url=request.url, error=words)  # type: ignore[no-any-return]


def _service(imds: InstanceMetadata, clock: Clock) -> Service:
    """The service of the metadata lab on this world's instance: both labs speak of the same one."""
    creds = None if imds.creds is None else clock.shift_data(imds.creds)
    options = {"role": imds.role, "http_tokens": imds.http_tokens, "http_endpoint": imds.http_endpoint}
    # A copy, since a world may name a role that IAM would not: then the service simply has it.
    return Service(Instance().model_copy(update={**options, "hop_limit": 1}), lambda _: creds)


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
