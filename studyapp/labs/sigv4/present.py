"""A run of the signing lab as the page draws it: four steps, their lines, what changed, and the doctor's table."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from studyapp.engines.signing import LabRun, Signed, SigningLab
from studyapp.engines.signing.examples import SECRETS
from studyapp.engines.signing.journeys import BY_ID
from studyapp.engines.signing.results import ENGINE, NOT_MODELLED
from studyapp.labs.sigv4 import spans
from studyapp.labs.sigv4.changes import changes
from studyapp.labs.sigv4.doctor import doctor
from studyapp.labs.sigv4.shell import python
from studyapp.labs.sigv4.spans import Text
from studyapp.labs.sigv4.states import PUBLISHED


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a step: its name, its rows of pieces, and the letter of the value that is carried along."""

    name: str
    label: str
    rows: tuple[Text, ...]
    note: str = ""
    tag: str = ""
    gives: str = ""
    out: bool = False
    changed: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One of the four steps."""

    number: int
    title: str
    text: str
    lines: tuple[Line, ...]


def _canonical(asked: SigningLab, signed: Signed, changed: frozenset[str]) -> Step:
    canonical, stages = signed.stages.canonical, signed.stages

    def line(name: str, label: str, *rows: Text, note: str = "", **more: Any) -> Line:
        return Line(name=name, label=label, rows=rows, note=note, changed=name in changed, **more)

    hashed = "UNSIGNED-PAYLOAD" if canonical.payload_hash == "UNSIGNED-PAYLOAD" else ""
    return Step(
        number=1,
        title="Canonical request",
        text=f"Write the request down the one way both sides agree on. {_order(asked)}".strip(),
        lines=(
            line("method", "method", spans.of(canonical.method, spans.METHOD)),
            line("path", "path", spans.of(canonical.path, spans.METHOD), note=_path_note(asked, canonical.path)),
            line("query", "query", spans.query(canonical.query, stages), note="" if canonical.query else "empty"),
            line("headers", "headers", *(spans.header(name, value) for name, value in canonical.headers)),
            line("signed_headers", "signed headers", spans.plain(canonical.signed_headers)),
            line(
                "payload_hash",
                "body, not hashed" if hashed else "body, hashed",
                spans.of(canonical.payload_hash, spans.BODY),
                note="the hash of nothing" if canonical.payload_hash.startswith("e3b0c44298fc1c14") else "",
            ),
            line("request_hash", "SHA-256", spans.plain(canonical.sha256), tag="A", out=True),
        ),
    )


def _order(asked: SigningLab) -> str:
    """A remark on the order of the query, where sorting changed it."""
    typed = [pair.partition("=")[0] for pair in urlsplit(asked.url).query.split("&")]
    if len(typed) > 1 and typed != sorted(typed):
        return f"You typed {typed[0]} first; arguments are sorted here, so the order you typed cannot matter."
    return ""


def _path_note(asked: SigningLab, path: str) -> str:
    typed = urlsplit(asked.url).path or "/"
    if path == typed:
        return ""
    return "encoded once more" if "%25" in path and "%25" not in typed else "normalised"


def _string(signed: Signed, changed: frozenset[str]) -> Step:
    stages = signed.stages
    return Step(
        number=2,
        title="String to sign",
        text="Say when and where the request is meant for. All of step 1 arrives here as one hash.",
        lines=(
            Line(name="algorithm", label="algorithm", rows=(spans.plain("AWS4-HMAC-SHA256"),)),
            Line(
                name="timestamp",
                label="time",
                rows=(spans.of(stages.timestamp, spans.TIME),),
                changed="timestamp" in changed,
            ),
            Line(name="scope", label="scope", rows=(spans.scope(stages),), changed="scope" in changed),
            Line(
                name="request",
                label="request",
                rows=(spans.plain(stages.canonical.sha256),),
                tag="A",
                changed="request_hash" in changed,
            ),
        ),
    )


def _short(key: str) -> str:
    return f"{key[:8]}…{key[-8:]}"


def _key(signed: Signed, changed: frozenset[str]) -> Step:
    stages, keys = signed.stages, signed.stages.keys

    def gives(name: str) -> str:
        return _short(getattr(keys, name)) if keys else "not shown"

    return Step(
        number=3,
        title="Signing key",
        text="Fold the date, Region and service into the secret, one HMAC at a time. The result fits one service, "
        "one Region and one day.",
        lines=(
            Line(name="secret", label="secret", rows=(spans.plain("AWS4 + "),), note="not shown, not stored"),
            Line(
                name="date", label="date", rows=(spans.of(stages.timestamp[:8], spans.TIME),), gives=gives("k_date")
            ),
            Line(
                name="region", label="Region", rows=(spans.of(stages.region, spans.PLACE),), gives=gives("k_region")
            ),
            Line(
                name="service",
                label="service",
                rows=(spans.of(stages.service, spans.PLACE),),
                gives=gives("k_service"),
            ),
            Line(
                name="signing_key",
                label="ending",
                rows=(spans.plain("aws4_request"),),
                gives=gives("k_signing"),
                tag="B",
                out=True,
                changed="signing_key" in changed,
            ),
        ),
    )


def _signature(asked: SigningLab, signed: Signed, changed: frozenset[str]) -> Step:
    sent = spans.presigned(signed) if asked.presign else spans.authorization(signed, asked.access_key_id)
    return Step(
        number=4,
        title="Signature",
        text="HMAC the string from step 2 with the key from step 3. AWS holds your secret too, so it can do the same "
        "sum and compare.",
        lines=(
            Line(
                name="signature",
                label="HMAC of",
                rows=(spans.plain(signed.signature),),
                tag="B",
                changed="signature" in changed,
            ),
            Line(name="sent", label="sent as", rows=sent),
        ),
    )


def present(asked: SigningLab, result: LabRun, before: str) -> dict[str, Any]:
    """What the result's template gets."""
    signed = result.signed
    edit = changes(signed.stages, before)
    return {
        "steps": (
            _canonical(asked, signed, edit.changed),
            _string(signed, edit.changed),
            _key(signed, edit.changed),
            _signature(asked, signed, edit.changed),
        ),
        "signed": signed,
        "summary": edit.summary,
        "edit": edit.words,
        "published": PUBLISHED.get(signed.signature, ""),
        "own_secret": asked.secret_access_key not in SECRETS,
        "doctor": doctor(asked, result.comparison) if result.comparison else None,
        "python": python(asked),
        "engine": f"{ENGINE.name} {ENGINE.version}",
        "not_modelled": NOT_MODELLED,
    }


def start(asked: SigningLab) -> dict[str, Any]:
    """The starting state beside a bet: the request as it would be typed, and what is to happen to it."""
    journey = BY_ID[asked.journey].label if asked.journey else ""
    lines = [f"{asked.method} {asked.url}", *(f"{name}: {' '.join(value.split())}" for name, value in asked.headers)]
    facts = [
        ("Region", asked.region),
        ("Service", asked.service),
        ("Time", asked.timestamp),
        ("Key id", asked.access_key_id),
    ]
    if asked.session_token:
        facts.append(("Session token", asked.session_token))
    ways = ((asked.presign, "presigned"), (asked.s3, "as S3"), (asked.unsigned_payload, "body not hashed"))
    facts += [("Form", ", ".join(words for on, words in ways if on))] if any(on for on, _ in ways) else []
    return {
        "request_text": "\n".join([*lines, *(["", asked.body] if asked.body else [])]),
        "facts": facts,
        "journey": journey,
        "second": _second(asked),
    }


def _second(asked: SigningLab) -> list[tuple[str, str]]:
    """The fields of a second version, as text."""
    rows = []
    for name, value in (asked.change or {}).items():
        if name == "secret_access_key":
            value = "another one"
        elif isinstance(value, list):
            value = (
                "\n".join(": ".join(map(str, row)) if isinstance(row, list) else str(row) for row in value) or "none"
            )
        rows.append((name.replace("_", " "), str(value)))
    return rows
