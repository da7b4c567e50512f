"""Causes in the headers: host, token and time have a meaning of their own."""

from studyapp.engines.signing.causes.model import Case, Cause
from studyapp.engines.signing.causes.sums import body


def special_header(case: Case) -> Cause | None:
    """Headers that have a meaning of their own in a signature."""
    name = case.at.piece.removeprefix("header:")
    if name == "host":
        return _host(case)
    if name == "x-amz-security-token":
        return _token(case)
    if name in ("x-amz-date", "date") and case.left and case.right:
        return Cause(
            id="time",
            title="The two times differ",
            why="Each side used another time. The service takes the one in the request; a sum with one’s own clock "
            "cannot fit.",
            repair="Send the very timestamp that was signed.",
            misconception="M45",
        )
    if name == "x-amz-content-sha256" and case.left and case.right:
        return body(case)
    return None


def _host(case: Case) -> Cause:
    left, right = case.left.removeprefix("host:"), case.right.removeprefix("host:")
    if left.partition(":")[0] == right.partition(":")[0]:
        return Cause(
            id="host-port",
            title="The port is there on one side only",
            why=f"{left} was signed, {right} arrived. The usual port is left out of Host; any other is part of it.",
            repair="Sign the Host header exactly as it is sent.",
            misconception="M43",
        )
    return Cause(
        id="host",
        title="The host differs",
        why=f"{left} was signed, {right} arrived. A load balancer or a proxy that writes its own Host breaks every "
        "signature.",
        repair="Keep the Host header on the way, or sign for the host that the service sees.",
        misconception="M43",
    )


def _token(case: Case) -> Cause:
    if case.left and case.right:
        return Cause(
            id="token-differs",
            title="Two session tokens",
            why="The token belongs to one set of three: key id, secret, token. Here two sets are mixed.",
            repair="Take all three from the same set.",
            lesson="L01",
            misconception="M30",
        )
    return Cause(
        id="token-unsigned",
        title="The session token is signed on one side only",
        why="The token travels as x-amz-security-token, and every x-amz header must be signed. It was added after "
        "signing, or lost on the way.",
        repair="Give the signer all three: key id, secret, token.",
        misconception="M47",
    )


def other_header(case: Case) -> Cause | None:
    """A header without a meaning of its own: missing, added or rewritten."""
    if not case.at.piece.startswith("header:"):
        return None
    name = case.at.piece.removeprefix("header:")
    if not case.right:
        return Cause(
            id="header-missing",
            title=f"{name} was signed and did not arrive",
            why=f"SignedHeaders promises {name}. Without it the service cannot write down the same request.",
            repair="Sign fewer headers: host and x-amz-… are enough. Or keep this one on the way.",
            misconception="M43",
        )
    if not case.left:
        return Cause(
            id="header-added",
            title=f"{name} arrived and was not signed",
            why=f"{name} was added after signing. Host and every x-amz header must be signed.",
            repair="Add headers before signing.",
            misconception="M47",
        )
    left, right = (text.partition(":")[2] for text in (case.left, case.right))
    if left.lower() == right.lower():
        return Cause(
            id="header-value-case",
            title=f"The value of {name} changed its case",
            why="A header’s name may be in any case. Its value is signed as it is.",
            repair="Leave values alone on the way.",
            lesson="L15",
        )
    return Cause(
        id="header-rewritten",
        title=f"{name} was rewritten on the way",
        why=f"“{_short(left)}” was signed, “{_short(right)}” arrived. Proxies rewrite such headers.",
        repair=f"Do not sign {name}. Host and x-amz-… are enough.",
        misconception="M43",
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
