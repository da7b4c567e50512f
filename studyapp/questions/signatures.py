"""How a run of the signing lab came out, as one word for programs and a few for people."""

import re
from datetime import datetime

from studyapp.engines.signing import LabRun
from studyapp.engines.signing.parting import LABELS

CLOCK = re.compile(r"own time, (\d\d:\d\d:\d\d)\. The request says (\d\d:\d\d:\d\d)")
ACCEPTED = "accepted"
NONE = "none"


def same_key(run: LabRun) -> str:
    """Are both signatures the same? "same" or "different"; a run that compares nothing agrees with itself."""
    if run.comparison is None:
        return "same"
    by_piece = {row.piece: row for row in run.comparison.rows}
    return "same" if by_piece["signature"].same else "different"


def same_words(key: str) -> str:
    return "the signature stays the same" if key == "same" else "the signature is another one"


def stage_key(run: LabRun) -> str:
    """The first piece that differs: "query", "header:accept-encoding", "signing_key"; "none" if nothing does."""
    at = run.comparison.at if run.comparison else None
    return at.piece if at else NONE


def stage_words(key: str) -> str:
    if key == NONE:
        return "no line differs"
    if key not in LABELS:
        return f"the {key.removeprefix('header:')} line differs first"
    name = "hash of the body" if key == "payload_hash" else LABELS[key]
    return f"the {name[0].lower()}{name[1:]} differs first"


def cause_key(run: LabRun) -> str:
    """The named cause: "region", "clock", "secret-blank"; "none" if all is well."""
    cause = run.comparison.cause if run.comparison else None
    return cause.id if cause else NONE


def cause_words(key: str) -> str:
    return "nothing is wrong" if key == NONE else f"the cause is {key.replace('-', ' ')}"


def verdict_key(run: LabRun) -> str:
    """What the service answers after a journey: "accepted" or its error code."""
    answer = run.comparison.answer if run.comparison else None
    return answer.code or ACCEPTED if answer else ACCEPTED


def verdict_words(key: str) -> str:
    return "the service accepts the signature" if key == ACCEPTED else f"the service answers {key}"


def skew_key(run: LabRun) -> str:
    """How many seconds the client's clock is off, by a service's words about the time; "0" if it has none."""
    cause = run.comparison.cause if run.comparison else None
    stamps = CLOCK.search(cause.why) if cause and cause.id == "clock" else None
    if stamps is None:
        return "0"
    service, client = (datetime.strptime(stamp, "%H:%M:%S") for stamp in stamps.groups())
    return f"{abs((service - client).total_seconds()):.0f}"


def skew_words(key: str) -> str:
    return "the clocks agree" if key == "0" else f"the client’s clock is {key} seconds off"


def path_key(run: LabRun) -> str:
    """The canonical path."""
    return run.signed.stages.canonical.path


def query_key(run: LabRun) -> str:
    """The canonical query."""
    return run.signed.stages.canonical.query


def headers_key(run: LabRun) -> str:
    """The signed headers' names, joined by semicolons."""
    return run.signed.stages.canonical.signed_headers


def scope_key(run: LabRun) -> str:
    """The credential scope."""
    return run.signed.stages.scope


def signature_key(run: LabRun) -> str:
    """64 hex digits."""
    return run.signed.signature


def signature_words(key: str) -> str:
    """Its first digits: nobody reads more of them."""
    return f"the signature begins {key[:8]}"


def as_it_is(key: str) -> str:
    """A text that is its own answer."""
    return f"it is {key}"
