"""What a signature yields: every stage as a field, named as in the specification, and never the secret."""

from dataclasses import dataclass
from typing import Any

from botocore import __version__

from studyapp.engines.credentials.results import Engine

ENGINE = Engine(name="botocore", version=__version__)
ALGORITHM = "AWS4-HMAC-SHA256"
NOT_MODELLED = (
    "SigV4a, which signs for several Regions at once: it is not repeatable, so no two runs agree.",
    "Bodies in signed chunks (STREAMING-…) and S3’s browser forms.",
    "Whether the caller may do what it asks: that is decided after the signature fits.",
)


@dataclass(frozen=True, kw_only=True)
class Canonical:
    """The canonical request and its six parts; `headers` are its lines, name and value."""

    text: str
    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    signed_headers: str
    payload_hash: str
    sha256: str

    @property
    def names(self) -> tuple[str, ...]:
        """The signed headers' names."""
        return tuple(self.signed_headers.split(";"))


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The chain of keys as hex, each the HMAC of the next word under the one before."""

    k_date: str
    k_region: str
    k_service: str
    k_signing: str


@dataclass(frozen=True, kw_only=True)
class Stages:
    """One side's sum: canonical request, string to sign, key, signature.

    `keys` is there for documented example secrets alone. `key_tag` is a fingerprint of the signing key: it tells two
    keys apart and gives neither away.
    """

    canonical: Canonical
    timestamp: str
    region: str
    service: str
    string_to_sign: str
    keys: Keys | None
    key_tag: str
    signature: str

    @property
    def scope(self) -> str:
        """Date, Region, service and the closing word."""
        return f"{self.timestamp[:8]}/{self.region}/{self.service}/aws4_request"


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A signed request. `authorization` is null for a presigned one, whose signature stands in `url`."""

    stages: Stages
    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: str
    authorization: str | None
    remarks: tuple[str, ...] = ()

    @property
    def signature(self) -> str:
        """64 hex digits."""
        return self.stages.signature

    def to_json(self) -> dict[str, Any]:
        """The result as JSON data, in the shape of the public endpoint."""
        stages, keys = self.stages, self.stages.keys
        data: dict[str, Any] = {
            "engine": {"name": ENGINE.name, "version": ENGINE.version},
            "canonical_request": stages.canonical.text,
            "signed_headers": stages.canonical.signed_headers,
            "payload_hash": stages.canonical.payload_hash,
            "credential_scope": stages.scope,
            "string_to_sign": stages.string_to_sign,
        }
        if keys is not None:
            data["keys"] = {
                "kDate": keys.k_date,
                "kRegion": keys.k_region,
                "kService": keys.k_service,
                "kSigning": keys.k_signing,
            }
        data["signature"] = stages.signature
        if self.authorization is not None:
            data["authorization"] = self.authorization
        return data | {
            "url": self.url,
            "headers": [list(header) for header in self.headers],
            "remarks": list(self.remarks),
            "not_modelled": list(NOT_MODELLED),
        }
