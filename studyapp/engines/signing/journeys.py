"""What can happen between signing and checking: named journeys, each a change of one thing."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import quote, urlsplit, urlunsplit

from studyapp.engines.signing.request import STAMP, SigningInput, moment
from studyapp.engines.signing.results import Signed
from studyapp.engines.signing.service import Service, Wire, as_sent
from studyapp.engines.signing.sign import sign

SKEW = timedelta(minutes=9, seconds=18)
OTHER_SECRET = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"  # noqa: S105 -- another of AWS's published examples


@dataclass(frozen=True, kw_only=True)
class Trip:
    """A request signed, sent and received; `note` says so when there was nothing to change."""

    asked: SigningInput
    signed: Signed
    wire: Wire
    service: Service
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Journey:
    """One thing that may happen. `group` is its heading in a list of choices."""

    id: str
    group: str
    label: str
    go: Callable[[SigningInput], Trip]


def _plain(asked: SigningInput) -> Trip:
    signed = sign(asked)
    return Trip(asked=asked, signed=signed, wire=as_sent(signed), service=Service.of(asked))


def _with_headers(asked: SigningInput, *headers: tuple[str, str]) -> SigningInput:
    """The request with these headers too, where it has none of that name."""
    given = {name.lower() for name, _ in asked.headers}
    new = tuple(header for header in headers if header[0].lower() not in given)
    return asked.model_copy(update={"headers": (*asked.headers, *new)})


def _rewrite(trip: Trip, name: str, change: Callable[[str], str]) -> Trip:
    headers = tuple((key, change(value) if key.lower() == name else value) for key, value in trip.wire.headers)
    return replace(trip, wire=replace(trip.wire, headers=headers))


def _add(trip: Trip, name: str, value: str) -> Trip:
    return replace(trip, wire=replace(trip.wire, headers=(*trip.wire.headers, (name, value))))


def _drop(trip: Trip, name: str) -> Trip:
    kept = tuple(header for header in trip.wire.headers if header[0].lower() != name)
    return replace(trip, wire=replace(trip.wire, headers=kept))


def _url(trip: Trip, *, path: str | None = None, query: str | None = None) -> Trip:
    parts = urlsplit(trip.wire.url)
    pieces = (parts.scheme, parts.netloc, parts.path if path is None else path, query or parts.query, "")
    url = urlunsplit(pieces)
    return replace(trip, wire=replace(trip.wire, url=url), note=_unchanged(trip, url == trip.wire.url))


def _unchanged(trip: Trip, idle: bool) -> str:
    return "Nothing in this request can change that way. Choose another state, or another journey." if idle else ""


def _query_order(asked: SigningInput) -> Trip:
    trip = _plain(asked)
    return _url(trip, query="&".join(reversed(urlsplit(trip.wire.url).query.split("&"))))


def _user_agent(asked: SigningInput) -> Trip:
    return _rewrite(_plain(_with_headers(asked, ("User-Agent", "client/1"))), "user-agent", lambda _: "proxy/2")


def _spacing(asked: SigningInput) -> Trip:
    trip = _plain(_with_headers(asked, ("My-Note", "two words")))
    headers = tuple((name.upper(), f"  {'   '.join(value.split(' '))} ") for name, value in trip.wire.headers)
    return replace(trip, wire=replace(trip.wire, headers=headers))


def _forwarded(asked: SigningInput) -> Trip:
    return _add(_plain(asked), "X-Forwarded-For", "203.0.113.7")


def _accept_encoding(asked: SigningInput) -> Trip:
    trip = _plain(_with_headers(asked, ("Accept-Encoding", "identity")))
    return _rewrite(trip, "accept-encoding", lambda _: "gzip, br")


def _host(asked: SigningInput) -> Trip:
    return _rewrite(_plain(asked), "host", lambda host: f"internal.{host}")


def _header_dropped(asked: SigningInput) -> Trip:
    trip = _plain(_with_headers(asked, ("My-Note", "two words")))
    mine = {name.lower() for name, _ in trip.asked.headers} & set(trip.signed.stages.canonical.names)
    return _drop(trip, sorted(mine - {"host"})[-1]) if mine - {"host"} else trip


def _amz_added(asked: SigningInput) -> Trip:
    return _add(_plain(asked), "X-Amz-Meta-Note", "added later")


def _token_late(asked: SigningInput) -> Trip:
    token = asked.session_token or "EXAMPLETOKEN"
    return _add(_plain(asked.model_copy(update={"session_token": None})), "X-Amz-Security-Token", token)


def _token_lost(asked: SigningInput) -> Trip:
    token = asked.session_token or "EXAMPLETOKEN"
    trip = _drop(_plain(asked.model_copy(update={"session_token": token})), "x-amz-security-token")
    if not asked.presign:
        return trip
    query = urlsplit(trip.wire.url).query.split("&")
    return _url(trip, query="&".join(pair for pair in query if not pair.startswith("X-Amz-Security-Token=")))


def _body(asked: SigningInput) -> Trip:
    trip = _plain(asked)
    if not asked.body:
        return replace(trip, note=_unchanged(trip, True))
    return replace(trip, wire=replace(trip.wire, body=_rewritten(asked.body)))


def _rewritten(body: str) -> str:
    """The same JSON in other bytes; a text that is no JSON gets a line break at its end."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return f"{body}\n"
    dense, loose = (json.dumps(data, separators=pair, ensure_ascii=False) for pair in ((",", ":"), (", ", ": ")))
    return loose if loose != body else dense if dense != body else f"{body}\n"


def _method(asked: SigningInput) -> Trip:
    trip = _plain(asked)
    return replace(trip, wire=replace(trip.wire, method="HEAD" if asked.method == "GET" else "GET"))


def _encoded(asked: SigningInput) -> Trip:
    trip = _plain(asked)
    return _url(trip, path=quote(urlsplit(trip.wire.url).path, safe="/~"))


def _plus(asked: SigningInput) -> Trip:
    trip = _plain(asked)
    parts = urlsplit(trip.wire.url)
    return _url(trip, path=parts.path.replace("%20", "+"), query=parts.query.replace("%20", "+"))


def _slashes(asked: SigningInput) -> Trip:
    trip = _plain(asked)
    parts = urlsplit(trip.wire.url)
    return _url(trip, path=parts.path.replace("%2F", "/").replace("//", "/"))


def _region(asked: SigningInput) -> Trip:
    trip = _plain(asked)
    other = "eu-west-1" if asked.region != "eu-west-1" else "us-east-1"
    return replace(trip, service=replace(trip.service, region=other))


def _service(asked: SigningInput) -> Trip:
    trip = _plain(asked)
    other = "execute-api" if asked.service != "execute-api" else "sts"
    return replace(trip, service=replace(trip.service, service=other))


def _clock(offset: timedelta) -> Callable[[SigningInput], Trip]:
    def go(asked: SigningInput) -> Trip:
        trip = _plain(asked)
        clock = (moment(asked.timestamp) + offset).strftime(STAMP)
        return replace(trip, service=replace(trip.service, clock=clock))

    return go


def _late(asked: SigningInput) -> Trip:
    if not asked.presign:
        trip = _plain(asked)
        return replace(trip, note="Only a presigned URL has a lifetime of its own.")
    return _clock(timedelta(seconds=asked.expires + 60))(asked)


def _client_secret(change: Callable[[str], str]) -> Callable[[SigningInput], Trip]:
    def go(asked: SigningInput) -> Trip:
        trip = _plain(asked.model_copy(update={"secret_access_key": change(asked.secret_access_key)}))
        return replace(trip, service=Service.of(asked))

    return go


def _another(secret: str) -> str:
    return OTHER_SECRET if secret != OTHER_SECRET else OTHER_SECRET.swapcase()


UNTOUCHED, PROXY, URL, CLIENT = "Nothing breaks", "On the way", "In the URL", "At the client"
JOURNEYS: tuple[Journey, ...] = (
    Journey(id="nothing", group=UNTOUCHED, label="It arrives as it was signed", go=_plain),
    Journey(id="query-order", group=UNTOUCHED, label="The query arguments change places", go=_query_order),
    Journey(id="user-agent", group=UNTOUCHED, label="A proxy writes its own User-Agent", go=_user_agent),
    Journey(id="spacing", group=UNTOUCHED, label="A proxy respaces headers and capitalises their names", go=_spacing),
    Journey(id="forwarded", group=UNTOUCHED, label="A proxy adds X-Forwarded-For", go=_forwarded),
    Journey(id="accept-encoding", group=PROXY, label="A proxy rewrites accept-encoding", go=_accept_encoding),
    Journey(id="host", group=PROXY, label="A load balancer rewrites the host", go=_host),
    Journey(id="header-dropped", group=PROXY, label="A signed header is dropped", go=_header_dropped),
    Journey(id="amz-added", group=PROXY, label="An x-amz header is added after signing", go=_amz_added),
    Journey(id="body", group=PROXY, label="A gateway writes the body anew", go=_body),
    Journey(id="method", group=PROXY, label="A redirect changes the method", go=_method),
    Journey(id="encoded", group=URL, label="The path is encoded once more", go=_encoded),
    Journey(id="plus", group=URL, label="%20 becomes +", go=_plus),
    Journey(id="slashes", group=URL, label="A proxy merges slashes and decodes %2F", go=_slashes),
    Journey(id="region", group=CLIENT, label="It signed for another Region", go=_region),
    Journey(id="service", group=CLIENT, label="It signed for another service", go=_service),
    Journey(id="clock-slow", group=CLIENT, label="Its clock is 9 min 18 s slow", go=_clock(SKEW)),
    Journey(id="clock-fast", group=CLIENT, label="Its clock is 9 min 18 s fast", go=_clock(-SKEW)),
    Journey(id="late", group=CLIENT, label="The presigned URL is opened a minute too late", go=_late),
    Journey(
        id="secret-newline",
        group=CLIENT,
        label="Its secret ends in a line break",
        go=_client_secret(lambda secret: f"{secret}\n"),
    ),
    Journey(id="secret", group=CLIENT, label="Its secret belongs to another key", go=_client_secret(_another)),
    Journey(id="token-late", group=CLIENT, label="It adds the session token after signing", go=_token_late),
    Journey(id="token-lost", group=CLIENT, label="It forgets the session token", go=_token_lost),
)
BY_ID = {journey.id: journey for journey in JOURNEYS}
