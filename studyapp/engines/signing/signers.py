"""botocore's signer classes, and the one that leaves the path of a service other than S3 as it stands."""

import hmac
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from studyapp.engines.signing.examples import SECRETS
from studyapp.engines.signing.results import Canonical, Keys, Stages

_UNSIGNED_S3 = Config(s3={"payload_signing_enabled": False})


class _PathAsItStands:
    """Encodes the path like every service but S3, and normalises nothing."""

    def _normalize_url_path(self, path: str) -> str:
        return quote(path, safe="/~")


class UnnormalizedAuth(_PathAsItStands, SigV4Auth):  # type: ignore[misc]
    """SigV4Auth without path normalisation."""


class UnnormalizedQueryAuth(_PathAsItStands, SigV4QueryAuth):  # type: ignore[misc]
    """SigV4QueryAuth without path normalisation."""


# (s3, presign, normalize_path): S3 takes the path as it stands in either case.
CLASSES = {
    (False, False, True): SigV4Auth,
    (False, False, False): UnnormalizedAuth,
    (False, True, True): SigV4QueryAuth,
    (False, True, False): UnnormalizedQueryAuth,
    (True, False, True): S3SigV4Auth,
    (True, False, False): S3SigV4Auth,
    (True, True, True): S3SigV4QueryAuth,
    (True, True, False): S3SigV4QueryAuth,
}


def signer(
    *,
    key_id: str,
    secret: str,
    token: str | None,
    service: str,
    region: str,
    s3: bool,
    presign: bool,
    normalize: bool,
    expires: int = 3600,
) -> Any:
    """One of botocore's signers, with the given keys."""
    made = CLASSES[s3, presign, normalize]
    credentials = Credentials(key_id, secret, token)
    return made(credentials, service, region, expires) if presign else made(credentials, service, region)


def aws_request(
    method: str, url: str, headers: tuple[tuple[str, str], ...], body: str, timestamp: str, *, unsigned: bool = False
) -> Any:
    """botocore's request, its time set, its repeated headers kept."""
    request = AWSRequest(method=method, url=url, data=body.encode())
    for name, value in headers:
        request.headers[name] = value
    request.context["timestamp"] = timestamp
    if unsigned:
        request.context["payload_signing_enabled"] = False
        request.context["client_config"] = _UNSIGNED_S3
    return request


def stages(auth: Any, request: Any, secret: str, region: str, service: str) -> Stages:
    """The middle steps of add_auth: canonical request, string to sign, signature."""
    text = auth.canonical_request(request)
    string_to_sign = auth.string_to_sign(request, text)
    keys = _chain(auth, secret, request.context["timestamp"][:8], region, service)
    return Stages(
        canonical=canonical(text, string_to_sign[-64:]),
        timestamp=request.context["timestamp"],
        region=region,
        service=service,
        string_to_sign=string_to_sign,
        keys=Keys(**{name: key.hex() for name, key in keys.items()}) if secret in SECRETS else None,
        key_tag=hmac.digest(keys["k_signing"], b"which key is this", sha256).hex()[:16],
        signature=auth.signature(string_to_sign, request),
    )


def _chain(auth: Any, secret: str, date: str, region: str, service: str) -> dict[str, bytes]:
    """The keys between the secret and the signature, by botocore's own HMAC step."""
    k_date = auth._sign(f"AWS4{secret}".encode(), date)
    k_region = auth._sign(k_date, region)
    k_service = auth._sign(k_region, service)
    return {
        "k_date": k_date,
        "k_region": k_region,
        "k_service": k_service,
        "k_signing": auth._sign(k_service, "aws4_request"),
    }


def canonical(text: str, digest: str) -> Canonical:
    """A canonical request taken apart. Raises ValueError if it is none."""
    lines = text.split("\n")
    if len(lines) < 6 or lines[-3]:
        raise ValueError("not a canonical request")
    headers = tuple((name, value) for name, _, value in (line.partition(":") for line in lines[3:-3]))
    return Canonical(
        text=text,
        method=lines[0],
        path=lines[1],
        query=lines[2],
        headers=headers,
        signed_headers=lines[-2],
        payload_hash=lines[-1],
        sha256=digest,
    )
