"""What the last edit changed: fingerprints of every stage, carried by the page from one run to the next."""

import re
from dataclasses import dataclass
from hashlib import sha256

from studyapp.engines.signing import Stages

NAMES = {
    "method": "the method",
    "path": "the path",
    "query": "the query",
    "headers": "the headers",
    "signed_headers": "the list of headers",
    "payload_hash": "the body’s hash",
    "request_hash": "request hash A",
    "timestamp": "the time",
    "scope": "the scope",
    "signing_key": "signing key B",
    "signature": "the signature",
}
SUMMARY = re.compile(r"^[0-9a-f]{8}(,[0-9a-f]{8}){10}$")


@dataclass(frozen=True, kw_only=True)
class Changes:
    """`changed` names the stages that differ from the run before; `words` says it in a sentence."""

    summary: str
    changed: frozenset[str]
    words: str


def _texts(stages: Stages) -> dict[str, str]:
    canonical = stages.canonical
    return {
        "method": canonical.method,
        "path": canonical.path,
        "query": canonical.query,
        "headers": repr(canonical.headers),
        "signed_headers": canonical.signed_headers,
        "payload_hash": canonical.payload_hash,
        "request_hash": canonical.sha256,
        "timestamp": stages.timestamp,
        "scope": stages.scope,
        "signing_key": stages.key_tag,
        "signature": stages.signature,
    }


def changes(stages: Stages, before: str) -> Changes:
    """Hold a run against the summary of the one before; a text that is no summary counts as none."""
    now = {name: sha256(text.encode()).hexdigest()[:8] for name, text in _texts(stages).items()}
    summary = ",".join(now.values())
    if not SUMMARY.match(before):
        return Changes(summary=summary, changed=frozenset(), words="")
    was = dict(zip(now, before.split(","), strict=True))
    changed = [name for name in now if now[name] != was[name]]
    return Changes(summary=summary, changed=frozenset(changed), words=_words(changed))


def _words(changed: list[str]) -> str:
    if not changed:
        return "Nothing that is signed has changed since the last run: the signature is the same."
    names = [NAMES[name] for name in changed]
    kept = " Signing key B is the same: the request is not in it." if "signing_key" not in changed else ""
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"Your edit changed {listed}.{kept}"
