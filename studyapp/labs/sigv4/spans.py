"""Texts cut into pieces, so that a piece of the request can be followed to every place where it comes back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from studyapp.engines.signing import Signed, Stages

METHOD, QUERY, HOST, BODY, TIME, PLACE = "p1", "p2", "p3", "p4", "p5", "p6"
PIECES = (
    (METHOD, "Method and path"),
    (QUERY, "Query"),
    (HOST, "Host and headers"),
    (BODY, "Body"),
    (TIME, "Time"),
    (PLACE, "Region and service"),
)
_HEADERS = {
    "x-amz-content-sha256": BODY,
    "content-type": BODY,
    "content-length": BODY,
    "x-amz-date": TIME,
    "date": TIME,
}
_OWN = re.compile(r"^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Security-Token|Signature)=")


@dataclass(frozen=True, kw_only=True)
class Span:
    """A run of text; `piece` is the class of the piece it belongs to, empty for none."""

    text: str
    piece: str = ""


Text = tuple[Span, ...]


def plain(text: str) -> Text:
    """One span that belongs to no piece."""
    return (Span(text=text),)


def of(text: str, piece: str) -> Text:
    """One span of a piece."""
    return (Span(text=text, piece=piece),) if text else ()


def header(name: str, value: str) -> Text:
    """A canonical header line."""
    return (Span(text=f"{name}:"), *of(value, _HEADERS.get(name, HOST)))


def scope(stages: Stages) -> Text:
    """The credential scope."""
    return (
        Span(text=stages.timestamp[:8], piece=TIME),
        Span(text="/"),
        Span(text=stages.region, piece=PLACE),
        Span(text="/"),
        Span(text=stages.service, piece=PLACE),
        Span(text="/aws4_request"),
    )


def query(text: str, stages: Stages) -> Text:
    """A query: the learner's own arguments are the piece; a presigned URL's are the time, the place, the headers."""
    spans: list[Span] = []
    for index, pair in enumerate(text.split("&")):
        if index:
            spans.append(Span(text="&"))
        spans += _argument(pair, stages)
    return tuple(_merged(spans))


def _argument(pair: str, stages: Stages) -> Text:
    own = _OWN.match(pair)
    if own is None:
        return of(pair, QUERY)
    name, _, value = pair.partition("=")
    if own[1] in ("Date", "Expires"):
        return (Span(text=f"{name}="), Span(text=value, piece=TIME))
    if own[1] == "SignedHeaders":
        return (Span(text=f"{name}="), Span(text=value, piece=HOST))
    if own[1] == "Credential":
        return (Span(text=f"{name}="), *_credential(value, stages))
    return plain(pair)


def _credential(value: str, stages: Stages) -> Text:
    words = [stages.timestamp[:8], quote(stages.region, safe="-_.~"), quote(stages.service, safe="-_.~")]
    tail = "%2F".join((*words, "aws4_request"))
    if not value.endswith(tail):
        return plain(value)
    date, region, service = words
    slash = Span(text="%2F")
    return (
        Span(text=value.removesuffix(tail)),
        Span(text=date, piece=TIME),
        slash,
        Span(text=region, piece=PLACE),
        slash,
        Span(text=service, piece=PLACE),
        Span(text="%2Faws4_request"),
    )


def _merged(spans: list[Span]) -> Iterator[Span]:
    """Neighbouring arguments of one piece read as one, their & included."""
    index = 0
    while index < len(spans):
        span = spans[index]
        while (
            span.piece
            and index + 2 < len(spans)
            and spans[index + 1].text == "&"
            and spans[index + 2].piece == span.piece
        ):
            span = Span(text=f"{span.text}&{spans[index + 2].text}", piece=span.piece)
            index += 2
        yield span
        index += 1


def authorization(signed: Signed, key_id: str) -> tuple[Text, ...]:
    """The Authorization header, one line a part."""
    stages = signed.stages
    return (
        plain("Authorization: AWS4-HMAC-SHA256"),
        (Span(text=f"Credential={key_id}/"), *scope(stages), Span(text=",")),
        (Span(text="SignedHeaders="), Span(text=stages.canonical.signed_headers, piece=HOST), Span(text=",")),
        plain(f"Signature={stages.signature}"),
    )


def presigned(signed: Signed) -> tuple[Text, ...]:
    """The presigned URL, one argument a line."""
    parts = urlsplit(signed.url)
    pairs = parts.query.split("&")
    lines = tuple(
        (Span(text="&" if index else "?"), *_argument(pair, signed.stages)) for index, pair in enumerate(pairs)
    )
    address = (Span(text=f"{parts.scheme}://"), Span(text=parts.netloc, piece=HOST), *of(parts.path, METHOD))
    return (address, *lines)
