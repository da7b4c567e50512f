"""The service itself: one request in, one answer or silence out.

Source: Amazon EC2 User Guide, "How Instance Metadata Service Version 2 works" and "Retrieve instance metadata"
(status codes 400, 401, 403, 404). The guide prints no code for a token request with X-Forwarded-For, nor for
other methods: the 403 and 405 given here are ours, and `NOT_MODELLED` says so.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import format_datetime

from studyapp.engines.metadata.instance import Instance, Place
from studyapp.engines.metadata.tree import build, find, moment, role_document

Document = Callable[[float], Mapping[str, object] | None]

TTL_HEADER = "x-aws-ec2-metadata-token-ttl-seconds"
TOKEN_HEADER = "x-aws-ec2-metadata-token"  # noqa: S105 -- a header's name
LONGEST_TTL = 21_600
VERSIONS = (
    *("1.0", "2007-01-19", "2007-03-01", "2007-08-29", "2007-10-10", "2007-12-15", "2008-02-01", "2008-09-01"),
    *("2009-04-04", "2011-01-01", "2011-05-01", "2012-01-12", "2014-02-25", "2014-11-05", "2015-10-20"),
    *("2016-04-19", "2016-06-30", "2016-09-02", "2018-03-28", "2018-08-17", "2018-09-24", "2019-10-01"),
    *("2020-10-27", "2021-01-03", "2021-03-23", "2021-07-15", "2022-09-24", "latest"),
)
REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Not Allowed",
}
ALWAYS = (("Server", "EC2ws"), ("Connection", "close"))
# Branches of a real instance that are not drawn here.
UNMODELLED = frozenset(
    {"pkcs7", "signature", "rsa2048", "dsa2048", "fws", "public-keys", "public-ipv4", "public-hostname", "metrics"}
    | {"block-device-mapping", "events", "spot", "autoscaling", "reservation-id", "identity-credentials", "system"}
    | {"ami-manifest-path", "instance-action", "kernel-id", "ramdisk-id", "product-codes", "managed-ssh-keys"}
    | {
        "vpc-id",
        "subnet-id",
        "security-group-ids",
        "interface-id",
        "availability-zone-id",
        "ipv6",
        "elastic-inference",
    }
)
NOT_MODELLED = (
    "The guide prints no status for a token request that carries X-Forwarded-For; the lab answers 403.",
    "The guide prints no status for methods other than GET, HEAD and PUT; the lab answers 405.",
    "Throttling of the service, signatures of the identity document, tags, and most of the network branch.",
)


@dataclass(frozen=True, kw_only=True)
class Request:
    """An HTTP request as it reaches the service. Header names in lower case."""

    method: str = "GET"
    path: str = "/"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back. `lost` means the answer was sent and died on the way; then there is no status to see."""

    status: int
    why: str
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    lost: bool = False
    hops_allowed: int | None = None

    @property
    def reason(self) -> str:
        return REASONS[self.status]


def _refusal(status: int, why: str) -> Answer:
    text = f"{status} - {REASONS[status]}"
    body = (
        '<?xml version="1.0" encoding="iso-8859-1"?>\n<!DOCTYPE html>\n<html lang="en">\n'
        f" <head>\n  <title>{text}</title>\n </head>\n <body>\n  <h1>{text}</h1>\n </body>\n</html>"
    )
    return Answer(status=status, why=why, body=body, headers=(("Content-Type", "text/html"),))


class Service:
    """The metadata service of one instance. Keeps the tokens it issued, as the real one does.

    `document` gives the role's document at a second of the clock, where a world states one of its own.
    """

    def __init__(self, instance: Instance, document: Document | None = None) -> None:
        self.instance = instance
        self._document: Document = document or (lambda seconds: role_document(instance, seconds))
        self._tokens: dict[str, float] = {}

    def ask(self, request: Request, *, place: Place, seconds: float) -> Answer:
        """Answer one request made from `place` at `seconds` on the lab's clock."""
        answer = self._answer(request, place, seconds)
        length = ("Content-Length", str(len(answer.body.encode(errors="replace"))))
        date = ("Date", format_datetime(moment(seconds), usegmt=True))
        body = "" if request.method == "HEAD" else answer.body
        return replace(answer, body=body, headers=(*answer.headers, length, date, *ALWAYS))

    def _answer(self, request: Request, place: Place, seconds: float) -> Answer:
        if self.instance.http_endpoint == "disabled":
            return _refusal(403, "The endpoint is off (HttpEndpoint is disabled), for everyone on this instance.")
        headers = {name.lower(): value for name, value in request.headers.items()}
        if place.forwarded:
            headers["x-forwarded-for"] = self.instance.private_ip
        if request.method == "PUT":
            return self._put(request.path, headers, place, seconds)
        if request.method in {"GET", "HEAD"}:
            return self._get(request, headers, seconds)
        return _refusal(405, f"The service knows GET, HEAD and PUT. {request.method} is none of them.")

    def _put(self, path: str, headers: Mapping[str, str], place: Place, seconds: float) -> Answer:
        if "x-forwarded-for" in headers:
            return _refusal(403, "A token request that was forwarded (X-Forwarded-For) is refused.")
        if path.split("?")[0] != "/latest/api/token":
            return _refusal(403, "PUT is for one path only: /latest/api/token.")
        ttl = headers.get(TTL_HEADER, "")
        if not (ttl.isascii() and ttl.isdigit() and len(ttl) < 7 and 1 <= int(ttl) <= LONGEST_TTL):
            missing = f"The header {TTL_HEADER} is missing." if not ttl else "The lifetime is not 1 to 21600 seconds."
            return _refusal(400, missing)
        token = self._issue(seconds + int(ttl))
        allowed = self.instance.hop_limit
        lost = place.hops > allowed
        hops = "1 hop" if allowed == 1 else f"{allowed} hops"
        why = (
            f"The token was sent, allowed to travel {hops}. From here the way is {place.hops}: it never arrives."
            if lost
            else f"A token, good on this instance for {int(ttl)} seconds."
        )
        sent = (("Content-Type", "text/plain"), (TTL_HEADER, ttl))
        return Answer(status=200, why=why, body=token, headers=sent, lost=lost, hops_allowed=allowed)

    def _issue(self, expires: float) -> str:
        seed = f"{self.instance.instance_id}/{len(self._tokens)}".encode()
        # EXAMPLE says to every reader, and to the lab's links, that this token opens nothing outside.
        token = "EXAMPLE" + base64.urlsafe_b64encode(hashlib.sha256(seed).digest() + seed[:8]).decode()
        self._tokens[token] = expires
        return token

    def _get(self, request: Request, headers: Mapping[str, str], seconds: float) -> Answer:
        refused = self._check_token(headers.get(TOKEN_HEADER), seconds)
        if refused:
            return _refusal(401, refused)
        names = tuple(name for name in request.path.split("?")[0].split("/") if name)
        if names[1:] == ("api", "token"):
            why = "A token is asked for with PUT, not with GET."
            return Answer(status=405, why=why, headers=(("Allow", "OPTIONS, PUT"), ("Content-Type", "text/plain")))
        text = "\n".join(VERSIONS) if not names else None
        if names and names[0] in VERSIONS:
            text = find(build(self.instance, self._document(seconds)), names[1:])
        if text is None:
            return _refusal(404, self._missing(names))
        kind = "application/octet-stream" if names[1:] == ("user-data",) else "text/plain"
        return Answer(status=200, why=self._found(names, headers), body=text, headers=(("Content-Type", kind),))

    def _check_token(self, token: str | None, seconds: float) -> str:
        if token is None:
            required = self.instance.http_tokens == "required"
            return "This instance requires IMDSv2, and the request carries no token." if required else ""
        expires = self._tokens.get(token)
        if expires is None:
            return "The token is not one that this instance issued."
        return "The token's time is over. Ask for a new one." if seconds >= expires else ""

    def _missing(self, names: tuple[str, ...]) -> str:
        if "iam" in names and self.instance.role is None:
            return "No role is attached, so the service has no iam branch."
        if "user-data" in names:
            return "The instance was launched without user data."
        if "mata-data" in names:
            return "There is no such path. The word is meta-data."
        if "tags" in names:
            return "Tags are served only where InstanceMetadataTags is enabled; here it is off, as it is by default."
        left_out = next((name for name in names if name in UNMODELLED), None)
        if left_out:
            return f"A real instance may have {left_out}. This lab does not model it."
        if names and names[0] not in VERSIONS:
            return "The path begins with a version, mostly latest: /latest/meta-data/."
        return "The service has nothing at this path."

    def _found(self, names: tuple[str, ...], headers: Mapping[str, str]) -> str:
        version = "IMDSv2, with a token" if TOKEN_HEADER in headers else "IMDSv1, with no token at all"
        if names[-1:] == ("security-credentials",):
            return f"The role's name ({version}). Its policy is not here: only IAM can tell you that."
        if len(names) > 2 and names[-2] == "security-credentials":
            if self.instance.trusts != "ec2.amazonaws.com":
                return "HTTP says 200, the document says no: the role's trust policy does not name EC2."
            return f"The role's temporary keys ({version})."
        return f"Answered by {version}."
