"""The two links that ask over HTTP: a container's endpoint, or else the instance's metadata service.

Source: @aws-sdk/credential-provider-http, @smithy/credential-provider-imds.
"""

import json
import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from urllib.parse import SplitResult, urlsplit

from botocore.exceptions import BotoCoreError, HTTPClientError

from studyapp.engines.credentials.js3.errors import NextLinkError, StopError
from studyapp.engines.credentials.sandbox import Sandbox

_HOSTS = ("169.254.170.2", "169.254.170.23", "fd00:ec2::23", "::1", "localhost")
_LOOPBACK = re.compile(r"127\.\d{1,3}\.\d{1,3}\.\d{1,3}")
_FIELDS = ("AccessKeyId", "SecretAccessKey", "Token", "Expiration")
_LISTING = "/latest/meta-data/iam/security-credentials/"
_ATTEMPTS = 4


class Keys(SimpleNamespace):
    """What a link hands over."""

    access_key: str
    secret_key: str
    token: str | None


def keys(access_key: Any, secret_key: Any, token: Any = None) -> Keys:
    """Keys as botocore's frozen credentials name them."""
    return Keys(access_key=access_key, secret_key=secret_key, token=token)


class Remote:
    """HTTP in the world, as the SDK's request handlers would meet it."""

    def __init__(self, sandbox: Sandbox, env: Mapping[str, str]) -> None:
        self._sandbox, self._env = sandbox, env
        self._network = sandbox.network(1)

    def _send(self, method: str, url: str, headers: dict[str, str]) -> tuple[int, str]:
        """Status and body; a NextLinkError where nothing comes back."""
        request = SimpleNamespace(method=method, url=url, headers=headers)
        try:
            answer = self._network.send(request)
        except (BotoCoreError, HTTPClientError) as error:
            raise NextLinkError(f"no answer from {url}") from error
        return answer.status_code, answer.text

    def container(self) -> Keys:
        """fromHttp, and after it fromContainerMetadata."""
        relative = self._env.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
        url = f"http://169.254.170.2{relative}" if relative else self._env["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
        self._check(url)
        try:
            return self._from_http(url)
        except NextLinkError:
            return self._from_container_metadata(url, relative=bool(relative))

    def _check(self, url: str) -> None:
        parts = _split(url)
        host = parts.hostname or ""
        if parts.scheme == "https" or host in _HOSTS or _LOOPBACK.fullmatch(host):
            return
        raise NextLinkError("the address is neither HTTPS nor one of the container hosts")

    def _from_http(self, url: str) -> Keys:
        token_file = self._env.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
        token = self._env.get("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        if token_file:
            text = self._sandbox.files.find(token_file)
            if text is None:
                raise StopError("Error", f"ENOENT: no such file or directory, open '{token_file}'")
            token = text
        headers = {"Authorization": token} if token else {}
        problem: Exception = NextLinkError("no answer")
        for _ in range(_ATTEMPTS):
            try:
                return self._read(*self._send("GET", url, headers))
            except (NextLinkError, StopError) as error:
                problem = error
        raise problem

    def _read(self, status: int, body: str) -> Keys:
        if status != 200:
            raise NextLinkError(f"the endpoint answers {status}")
        try:
            document = json.loads(body)
        except ValueError:
            raise StopError("SyntaxError", "The container's endpoint does not answer with JSON.") from None
        return _document(document)

    def _from_container_metadata(self, url: str, *, relative: bool) -> Keys:
        host = _split(url).hostname or ""
        if not relative and host not in ("localhost", "127.0.0.1"):
            message = f"{host} is not a valid container metadata service hostname"
            raise StopError("CredentialsProviderError", message)
        token = self._env.get("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        status, body = self._send("GET", url, {"Authorization": token} if token else {})
        if not 200 <= status < 300:
            raise NextLinkError(f"the endpoint answers {status}")
        try:
            return _document(json.loads(body))
        except ValueError:
            raise StopError("SyntaxError", "The container's endpoint does not answer with JSON.") from None

    def instance(self, options: Mapping[str, str]) -> Keys:
        """fromInstanceMetadata: a token if there is one to have, then the role's name, then its keys."""
        forbidden = self._env.get("AWS_EC2_METADATA_V1_DISABLED", options.get("ec2_metadata_v1_disabled", ""))
        base = self._env.get("AWS_EC2_METADATA_SERVICE_ENDPOINT") or "http://169.254.169.254"
        parts = _split(base)
        root = f"{parts.scheme}://{parts.netloc}"
        headers: dict[str, str] = {}
        try:
            ttl = {"x-aws-ec2-metadata-token-ttl-seconds": "21600"}
            status, token = self._send("PUT", f"{root}/latest/api/token", ttl)
        except NextLinkError:
            status, token = 0, ""
        if status == 400:
            raise NextLinkError("EC2 Metadata token request returned error")
        if 200 <= status < 300:
            headers = {"x-aws-ec2-metadata-token": token}
        elif forbidden not in ("", "false"):
            raise NextLinkError("no token came, and version 1 is forbidden")
        role = self._item(f"{root}{_LISTING}", headers).strip()
        try:
            return _document(json.loads(self._item(f"{root}{_LISTING}{role}", headers)))
        except ValueError:
            raise StopError("SyntaxError", "The metadata service does not answer with JSON.") from None

    def _item(self, url: str, headers: dict[str, str]) -> str:
        status, body = self._send("GET", url, headers)
        if not 200 <= status < 300:
            raise NextLinkError(f"the metadata service answers {status}")
        return body


def _split(url: str) -> SplitResult:
    """What new URL() reads; its complaint ends the chain."""
    try:
        parts = urlsplit(url)
        if parts.scheme and parts.netloc and (parts.port is None or parts.port >= 0):
            return parts
    except ValueError:
        pass
    raise StopError("TypeError", "Invalid URL")


def _document(document: Any) -> Keys:
    if not isinstance(document, Mapping) or not all(isinstance(document.get(name), str) for name in _FIELDS):
        raise NextLinkError("the answer holds no credentials")
    return keys(document["AccessKeyId"], document["SecretAccessKey"], document["Token"])
