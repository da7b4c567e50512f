"""The service's side: what arrives, summed again by botocore's canonicaliser with the service's own secret and clock.

The order of checks and the words follow AWS's pages on signing errors; which check comes first inside AWS is not
published, so the order is ours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from studyapp.engines.signing.request import STAMP, SigningInput, moment
from studyapp.engines.signing.results import Signed, Stages
from studyapp.engines.signing.signers import aws_request, signer, stages

WINDOW = timedelta(minutes=5)
S3_WINDOW = timedelta(minutes=15)
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
)


@dataclass(frozen=True, kw_only=True)
class Wire:
    """A request as it arrives."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: str

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a header."""
        return tuple(value.strip() for key, value in self.headers if key.lower() == name)


@dataclass(frozen=True, kw_only=True)
class Service:
    """What the service knows: the key's secret, its own Region, name and clock."""

    secret: str
    region: str
    service: str
    clock: str
    s3: bool
    presign: bool
    normalize: bool
    expires: int

    @classmethod
    def of(cls, asked: SigningInput) -> "Service":
        """A service that the request was meant for, its clock at the time of signing."""
        return cls(
            secret=asked.secret_access_key,
            region=asked.region,
            service=asked.service,
            clock=asked.timestamp,
            s3=asked.s3,
            presign=asked.presign,
            normalize=asked.normalize_path,
            expires=asked.expires,
        )


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the service says. `why` is our sentence; code and message are its own."""

    status: int
    code: str
    message: str
    why: str

    @property
    def accepted(self) -> bool:
        return self.status == 200


ACCEPTED = Answer(
    status=200, code="", message="", why="The two signatures are the same. What the caller may do is decided next."
)


def recompute(wire: Wire, signed: Signed, service: Service) -> Stages:
    """The service's own sum over the headers that the request names as signed."""
    names = frozenset(signed.stages.canonical.names)
    # Blanks around a value are gone once a request is read.
    kept = tuple((name, value.strip()) for name, value in wire.headers if name.lower() in names)
    auth = signer(
        key_id="",
        secret=service.secret,
        token=None,
        service=service.service,
        region=service.region,
        s3=service.s3,
        presign=service.presign,
        normalize=service.normalize,
    )
    unsigned = signed.stages.canonical.payload_hash == "UNSIGNED-PAYLOAD"
    request = aws_request(
        wire.method, without_signature(wire.url), kept, wire.body, signed.stages.timestamp, unsigned=unsigned
    )
    return stages(auth, request, service.secret, service.region, service.service)


def without_signature(url: str) -> str:
    """The URL as it was signed: everything but X-Amz-Signature."""
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if not pair.startswith("X-Amz-Signature=")]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(kept), ""))


def judge(wire: Wire, signed: Signed, service: Service, mine: Stages) -> Answer:
    """What the service answers, given its own sum."""
    return (
        _token_lost(wire, signed, service)
        or _out_of_scope(signed, service)
        or _unsigned_header(wire, signed, service)
        or _out_of_time(signed, service)
        or _mismatch(signed, mine)
        or _another_body(wire, signed, service)
        or ACCEPTED
    )


def _refuse(code: str, message: str, why: str, status: int = 403) -> Answer:
    return Answer(status=status, code=code, message=message, why=why)


def _token_lost(wire: Wire, signed: Signed, service: Service) -> Answer | None:
    sent = dict(parse_qsl(urlsplit(signed.url).query)) if service.presign else {}
    had = "x-amz-security-token" in signed.stages.canonical.names or "X-Amz-Security-Token" in sent
    there = wire.values("x-amz-security-token") or "X-Amz-Security-Token=" in wire.url
    if not had or there:
        return None
    code = "InvalidAccessKeyId" if service.s3 else "InvalidClientTokenId"
    return _refuse(
        code,
        "The security token included in the request is invalid."
        if not service.s3
        else "The AWS Access Key Id you provided does not exist in our records.",
        "A temporary key id means nothing without its session token: the service does not know it.",
    )


def _out_of_scope(signed: Signed, service: Service) -> Answer | None:
    region, name = signed.stages.region, signed.stages.service
    if region != service.region:
        if service.s3:
            return _refuse(
                "AuthorizationHeaderMalformed",
                f"The authorization header is malformed; the region '{region}' is wrong; "
                f"expecting '{service.region}'",
                "The scope names another Region than the endpoint’s.",
                400,
            )
        return _refuse(
            "SignatureDoesNotMatch",
            f"Credential should be scoped to a valid Region, not '{region}'.",
            "The scope names another Region than the endpoint’s. The service says so before it compares anything.",
        )
    if name != service.service:
        return _refuse(
            "SignatureDoesNotMatch",
            f"Credential should be scoped to correct service: '{service.service}'.",
            "The scope names another service than the one that was called.",
        )
    return None


def _unsigned_header(wire: Wire, signed: Signed, service: Service) -> Answer | None:
    names = frozenset(signed.stages.canonical.names)
    loose = sorted({name.lower() for name, _ in wire.headers if name.lower().startswith("x-amz-")} - names)
    if not loose:
        return None
    return _refuse(
        "AccessDenied" if service.s3 else "SignatureDoesNotMatch",
        f"There were headers present in the request which were not signed: {', '.join(loose)}",
        "Every x-amz header must be signed, so one that is added later is refused whatever the sum says.",
    )


def clock_text(now: datetime) -> str:
    """A time as AWS writes it in its messages."""
    return now.strftime(STAMP)


def _out_of_time(signed: Signed, service: Service) -> Answer | None:
    sent, now = moment(signed.stages.timestamp), moment(service.clock)
    if service.presign:
        if now <= sent + timedelta(seconds=service.expires):
            return None
        return _refuse(
            "AccessDenied",
            "Request has expired",
            f"The URL lives {service.expires:,} seconds from the time in X-Amz-Date. That was over "
            f"{minutes(now - sent - timedelta(seconds=service.expires))} ago.",
        )
    window = S3_WINDOW if service.s3 else WINDOW
    off = abs(now - sent)
    if off <= window:
        return None
    if service.s3:
        return _refuse(
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.",
            f"The clocks are {minutes(off)} apart; S3 allows 15 minutes.",
        )
    return _refuse(
        "SignatureDoesNotMatch",
        bracket(sent, now),
        "The time comes first: outside the window the service compares nothing.",
    )


def bracket(sent: datetime, now: datetime) -> str:
    """The service's message, with its sum in brackets: its own time, and the five minutes it allows."""
    if sent < now:
        return (
            f"Signature expired: {clock_text(sent)} is now earlier than {clock_text(now - WINDOW)} "
            f"({clock_text(now)} - 5 min.)"
        )
    return (
        f"Signature not yet current: {clock_text(sent)} is still later than {clock_text(now + WINDOW)} "
        f"({clock_text(now)} + 5 min.)"
    )


def slow_or_fast(sent: datetime, now: datetime) -> str:
    """How far the client's clock is off, and which way."""
    return f"{minutes(abs(now - sent))} {'slow' if sent < now else 'fast'}"


def minutes(span: timedelta) -> str:
    """A span in words, such as "9 min 18 s"."""
    seconds = int(span.total_seconds())
    hours, rest = divmod(seconds, 3600)
    parts = ((hours, "h"), (rest // 60, "min"), (rest % 60, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


def _mismatch(signed: Signed, mine: Stages) -> Answer | None:
    if mine.signature == signed.signature:
        return None
    return _refuse(
        "SignatureDoesNotMatch",
        MISMATCH,
        "The service summed up what it received with the secret it knows, and came to another signature.",
    )


def _another_body(wire: Wire, signed: Signed, service: Service) -> Answer | None:
    claimed = wire.values("x-amz-content-sha256")
    if not service.s3 or service.presign or claimed in ((), ("UNSIGNED-PAYLOAD",)):
        return None
    if claimed == (sha256(wire.body.encode()).hexdigest(),):
        return None
    return _refuse(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        "The signature fits, since it covers the header. The body is not the one that the header speaks of.",
        400,
    )


def tolerated(signed: Signed, service: Service) -> str:
    """A sentence on clocks that differ and are accepted; empty when they agree."""
    sent, now = moment(signed.stages.timestamp), moment(service.clock)
    if sent == now:
        return ""
    rule = "S3 allows 15 minutes" if service.s3 else "The service allows 5 minutes"
    if service.presign:
        rule = f"A presigned URL lives {service.expires:,} seconds from X-Amz-Date"
    return f"The two clocks are {minutes(abs(now - sent))} apart. {rule}."


def as_sent(signed: Signed) -> Wire:
    """The signed request as it leaves the client."""
    return Wire(method=signed.method, url=signed.url, headers=signed.headers, body=signed.body)
