"""Two sums side by side: every piece of both, and the first byte at which they part."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from studyapp.engines.signing.results import Canonical, Stages

Stage = Literal["canonical_request", "string_to_sign", "signing_key", "signature"]
LABELS = {
    "method": "Method",
    "path": "Path",
    "query": "Query",
    "signed_headers": "Signed headers",
    "payload_hash": "Body, hashed",
    "request_hash": "Hash of the canonical request",
    "timestamp": "Time",
    "date": "Date in the scope",
    "region": "Region in the scope",
    "service": "Service in the scope",
    "signing_key": "Signing key",
    "signature": "Signature",
}
# These follow from what stands above them: they are shown, and never the first to part.
DERIVED = frozenset({"request_hash", "signature"})


@dataclass(frozen=True, kw_only=True)
class Row:
    """One piece on both sides. An empty `ours` or `theirs` of a header means that side has no such header."""

    stage: Stage
    piece: str
    label: str
    ours: str
    theirs: str

    @property
    def same(self) -> bool:
        return self.ours == self.theirs

    @property
    def byte(self) -> int | None:
        """Bytes both sides share at the start of this piece; null when they are the same."""
        return None if self.same else shared(self.ours, self.theirs)


@dataclass(frozen=True, kw_only=True)
class Parting:
    """Where two sums part. `byte` counts from the start of the stage's text, in UTF-8; null where none is shown."""

    stage: Stage
    piece: str
    byte: int | None
    row: Row


def shared(ours: str, theirs: str) -> int:
    """How many bytes two texts have in common at their start."""
    a, b = ours.encode(), theirs.encode()
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _header_rows(ours: Canonical, theirs: Canonical) -> Iterator[Row]:
    mine, other = dict(ours.headers), dict(theirs.headers)
    for name in sorted(mine.keys() | other.keys()):
        left = f"{name}:{mine[name]}" if name in mine else ""
        right = f"{name}:{other[name]}" if name in other else ""
        yield Row(stage="canonical_request", piece=f"header:{name}", label=name, ours=left, theirs=right)


def _row(stage: Stage, piece: str, ours: str, theirs: str) -> Row:
    return Row(stage=stage, piece=piece, label=LABELS[piece], ours=ours, theirs=theirs)


def canonical_rows(ours: Canonical, theirs: Canonical) -> Iterator[Row]:
    """The pieces of two canonical requests, in their order."""
    for piece in ("method", "path", "query"):
        yield _row("canonical_request", piece, getattr(ours, piece), getattr(theirs, piece))
    yield from _header_rows(ours, theirs)
    for piece in ("signed_headers", "payload_hash"):
        yield _row("canonical_request", piece, getattr(ours, piece), getattr(theirs, piece))


def string_rows(ours: Stages, theirs: Stages) -> Iterator[Row]:
    """The pieces of two strings to sign, in their order."""
    yield _row("string_to_sign", "timestamp", ours.timestamp, theirs.timestamp)
    yield _row("string_to_sign", "date", ours.timestamp[:8], theirs.timestamp[:8])
    yield _row("string_to_sign", "region", ours.region, theirs.region)
    yield _row("string_to_sign", "service", ours.service, theirs.service)
    yield _row("string_to_sign", "request_hash", ours.canonical.sha256, theirs.canonical.sha256)


def rows(ours: Stages, theirs: Stages) -> tuple[Row, ...]:
    """Every piece of both sides, from the method to the signature."""
    return (
        *canonical_rows(ours.canonical, theirs.canonical),
        *string_rows(ours, theirs),
        _row("signing_key", "signing_key", ours.key_tag, theirs.key_tag),
        _row("signature", "signature", ours.signature, theirs.signature),
    )


def first(ours: Stages, theirs: Stages) -> Parting | None:
    """The first piece that differs; None when both sums are the same."""
    parted = next((row for row in rows(ours, theirs) if not row.same and row.piece not in DERIVED), None)
    if parted is None:
        return None
    texts = {
        "canonical_request": (ours.canonical.text, theirs.canonical.text),
        "string_to_sign": (ours.string_to_sign, theirs.string_to_sign),
    }
    byte = shared(*texts[parted.stage]) if parted.stage in texts else None
    return Parting(stage=parted.stage, piece=parted.piece, byte=byte, row=parted)
