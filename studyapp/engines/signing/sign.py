"""Signing a request with botocore’s signers, step by step, at a given time."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from botocore.auth import SIGNED_HEADERS_BLACKLIST

from studyapp.engines.guard import no_io
from studyapp.engines.signing.request import SigningInput
from studyapp.engines.signing.results import Signed
from studyapp.engines.signing.signers import aws_request, signer, stages

NEVER_SIGNED = frozenset(SIGNED_HEADERS_BLACKLIST)
DROPPED_CONTENT_TYPE = "application/x-www-form-urlencoded; charset=utf-8"
SET_BY_SIGNER = frozenset({"authorization", "x-amz-date", "x-amz-security-token"})
# strptime imports its other half when it is first called, and inside the guard an import is refused.
datetime.strptime("2026", "%Y")


def sign(asked: SigningInput) -> Signed:
    """Sign a request. The same input gives the same signature; nothing is looked up."""
    with no_io():
        return _sign(asked)


def _sign(asked: SigningInput) -> Signed:
    auth = signer(
        key_id=asked.access_key_id,
        secret=asked.secret_access_key,
        token=asked.session_token,
        service=asked.service,
        region=asked.region,
        s3=asked.s3,
        presign=asked.presign,
        normalize=asked.normalize_path,
        expires=asked.expires,
    )
    request = aws_request(
        asked.method,
        _with_path(asked.url),
        asked.headers,
        asked.body,
        asked.timestamp,
        unsigned=asked.unsigned_payload,
    )
    _prepare(auth, request, asked)
    made = stages(auth, request, asked.secret_access_key, asked.region, asked.service)
    auth._inject_signature_to_request(request, made.signature)
    headers = tuple(request.headers.items())
    if not any(name.lower() == "host" for name, _ in headers):
        headers = (("Host", dict(made.canonical.headers)["host"]), *headers)
    return Signed(
        stages=made,
        method=asked.method,
        url=request.url,
        headers=headers,
        body=asked.body,
        authorization=None if asked.presign else request.headers["Authorization"],
        remarks=tuple(_remarks(asked)),
    )


def _with_path(url: str) -> str:
    """Every client sends a path; a URL without one means /."""
    parts = urlsplit(url)
    return url if parts.path else urlunsplit((parts.scheme, parts.netloc, "/", parts.query, ""))


def _prepare(auth: Any, request: Any, asked: SigningInput) -> None:
    """The step before the sum. A presigner would move a body into the query; here a body stays a body."""
    if not asked.presign:
        auth._modify_request_before_signing(request)
        return
    body, request.data = request.data, b""
    auth._modify_request_before_signing(request)
    request.data = body


def _remarks(asked: SigningInput) -> Iterator[str]:
    """What botocore did that the reader may not expect."""
    names = {name.lower() for name, _ in asked.headers}
    for name in sorted(names & NEVER_SIGNED):
        yield f"botocore does not sign {name}: proxies change it."
    if "date" in names and not asked.presign:
        yield "A Date header is there: it gets the time of signing, and no X-Amz-Date is added."
    for name in sorted(names & SET_BY_SIGNER):
        if name == "authorization" or not asked.presign:
            yield f"The signer sets {name} itself and replaces yours."
    if "x-amz-content-sha256" in names and not asked.s3:
        yield "x-amz-content-sha256 is given: what it says stands in the place of the body’s hash."
    if asked.unsigned_payload and asked.presign and not asked.s3 and asked.url.startswith("http:"):
        yield "Over plain http botocore hashes the body of a presigned request all the same."
    if asked.presign and DROPPED_CONTENT_TYPE in (
        value for name, value in asked.headers if name.lower() == "content-type"
    ):
        yield "botocore drops this Content-Type when it presigns: it takes it for one that it set itself."
    yield from _url_remarks(asked)
    if asked.s3 and asked.normalize_path and _untidy(urlsplit(asked.url).path):
        yield "S3 keeps dots and double slashes in a path: they may belong to a key."


def _url_remarks(asked: SigningInput) -> Iterator[str]:
    parts = urlsplit(asked.url)
    if not parts.query.isascii() or " " in parts.query:
        yield "The signer takes the query as it stands. On the wire it would be percent-encoded first."
    if asked.s3 and (not parts.path.isascii() or " " in parts.path):
        yield "S3 signs the path as it stands. On the wire it would be percent-encoded first."
    if asked.presign and parts.query:
        given = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
        if len(set(given)) < len(given):
            yield "botocore keeps one value of a repeated query name when it presigns."


def _untidy(path: str) -> bool:
    return "//" in path or any(part in {".", ".."} for part in path.split("/"))


def dumps(signed: Signed) -> str:
    """The result as JSON text, the same bytes for the same request."""
    return json.dumps(signed.to_json(), ensure_ascii=False)
