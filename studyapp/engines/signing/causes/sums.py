"""Causes in the body’s hash, the scope and the key."""

import json
from urllib.parse import unquote

from botocore.auth import EMPTY_SHA256_HASH

from studyapp.engines.signing.causes.model import Case, Cause


def body(case: Case) -> Cause | None:
    """The body’s hash, wherever it is written."""
    if case.at.piece not in ("payload_hash", "header:x-amz-content-sha256"):
        return None
    left, right = (text.rpartition(":")[2] for text in (case.left, case.right))
    if "UNSIGNED-PAYLOAD" in (left, right):
        return Cause(
            id="payload-unsigned",
            title="One side hashed the body, the other did not",
            why="UNSIGNED-PAYLOAD stands on one side only. S3 takes it from the x-amz-content-sha256 header, or in a "
            "presigned URL; most services do not take it at all.",
            repair="Hash the body, or send the header that says you did not.",
            misconception="M46",
        )
    if EMPTY_SHA256_HASH in (left, right):
        side = "signed" if left == EMPTY_SHA256_HASH else "received"
        return Cause(
            id="body-empty",
            title=f"An empty body was {side}",
            why="One of the hashes is that of nothing at all (e3b0c442…). The body was read before it was hashed, or "
            "lost on the way.",
            repair="Hash the very bytes that are sent.",
            misconception="M46",
        )
    ours, theirs = case.ours.body, case.theirs.body
    if ours is not None and theirs is not None and _same_json(ours, theirs):
        return Cause(
            id="body-reserialised",
            title="The body was written anew",
            why="Both bodies are the same JSON and not the same bytes: blanks, order or escapes differ.",
            repair="Serialise once, hash those bytes, send those bytes.",
            misconception="M46",
        )
    return Cause(
        id="body-changed",
        title="The body differs",
        why="The two hashes are of different bytes: other contents, another encoding, a line break more, "
        "or compression after signing.",
        repair="Serialise once, hash those bytes, send those bytes.",
        misconception="M46",
    )


def _same_json(ours: str, theirs: str) -> bool:
    try:
        return bool(json.loads(ours) == json.loads(theirs))
    except (ValueError, RecursionError):
        return False


def signed_headers(case: Case) -> Cause | None:
    """The list of names alone."""
    if case.at.piece != "signed_headers":
        return None
    return Cause(
        id="signed-headers",
        title="The lists of signed headers differ",
        why="The values agree and the lists do not: "
        "one side names headers that it does not sign, or in another order.",
        repair="Write the names in lower case, sorted, joined by semicolons.",
        lesson="L15",
    )


def scope(case: Case) -> Cause | None:
    """Time, Region or service."""
    if case.at.piece == "timestamp":
        return Cause(
            id="time",
            title="The two times differ",
            why="Each side used another time. The service takes the one in the request.",
            repair="Use one timestamp for the header, the scope and the string to sign.",
            misconception="M45",
        )
    if case.at.piece == "region":
        return Cause(
            id="region",
            title="Two Regions",
            why=f"{case.left} was signed, the endpoint belongs to {case.right}. The Region is folded into the key.",
            repair=f"Sign for {case.right}, or call the endpoint of {case.left}.",
            lesson="L15",
            misconception="M44",
        )
    if case.at.piece == "service":
        return Cause(
            id="service",
            title="Two services",
            why=f"{case.left} was signed, the endpoint belongs to {case.right}. "
            "The signing name is not always the one in the host name.",
            repair=f"Sign for {case.right}.",
            lesson="L15",
            misconception="M44",
        )
    return None


def secret(case: Case) -> Cause | None:
    """Everything agrees but the key."""
    if case.at.stage not in ("signing_key", "signature"):
        return None
    ours, theirs = case.ours.secret, case.theirs.secret
    known = ours is not None and theirs is not None
    if known and ours.strip() == theirs.strip():  # type: ignore[union-attr]
        return Cause(
            id="secret-blank",
            title="The secret has a stray blank or line break",
            why="Everything up to the key agrees, and the two secrets differ in blanks at their ends alone. Files, "
            "variables and copied prompts carry them along.",
            repair="Strip the secret where it is read.",
            misconception="M49",
        )
    if known and unquote(ours or "") == unquote(theirs or ""):
        return Cause(
            id="secret-encoded",
            title="The secret was percent-encoded",
            why="Secrets may hold / and +. They are used as they are: encoding one makes another secret of it.",
            repair="Use the secret as it was issued.",
            misconception="M49",
        )
    return Cause(
        id="secret",
        title="The secret is another one",
        why="Both sides wrote down the same request and the same string to sign. Only the key differs, "
        "and the key comes from the secret. Permissions have no part in it.",
        repair="Check that id and secret belong together; look for a line break or blank at the end of the secret.",
        misconception="M49",
    )
