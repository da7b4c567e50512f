"""Causes in the method, the path and the query."""

import re
from urllib.parse import quote, unquote

from botocore.utils import normalize_url_path

from studyapp.engines.signing.causes.model import Case, Cause

# Services other than S3 encode an escape once more: %2f becomes %252f.
_ESCAPE = re.compile(r"%(?:25)?[0-9a-fA-F]{2}")


def _encoded(text: str) -> str:
    return quote(text, safe="/~=&-._")


def _upper_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda match: match.group().upper(), text)


def _spaces(text: str) -> str:
    return text.replace("%2520", "%20").replace("%2B", "+").replace("+", "%20")


def _blanks(text: str) -> int:
    return text.replace("%2520", "%20").count("%20")


def escapes(case: Case) -> Cause | None:
    """Differences of percent-encoding, in the path or the query."""
    left, right = case.left, case.right
    if case.at.piece not in ("path", "query"):
        return None
    if _blanks(left) != _blanks(right) and _spaces(left) == _spaces(right):
        return Cause(
            id="plus-for-space",
            title="A space is written + on one side and %20 on the other",
            why="+ means a space in forms only. SigV4 writes a space as %20, in paths and queries alike.",
            repair="Encode with a function that writes %20.",
            lesson="L15",
            misconception="M41",
        )
    if _encoded(left) == right or _encoded(right) == left or _decoded_once(left, right):
        return Cause(
            id="encoded-twice",
            title="One side encodes once more than the other",
            why="The % of an escape is itself written %25 on one side. S3 takes the path as it is on the wire; "
            "every other service encodes that once more.",
            repair="Sign as S3 when it is S3, as the others when it is another, and let nothing re-encode the URL.",
            lesson="L15",
            misconception="M41",
        )
    if _upper_escapes(left) == _upper_escapes(right):
        return Cause(
            id="escape-case",
            title="%2f on one side, %2F on the other",
            why="To a browser they are the same. To a hash they are not: SigV4 writes the digits as capitals.",
            repair="Write escapes with capitals.",
            lesson="L15",
            misconception="M41",
        )
    if unquote(left) == unquote(right):
        return Cause(
            id="decoded-on-the-way",
            title="An escape was decoded on one side",
            why="The text means the same and its bytes differ. A proxy or a router that tidies URLs does this.",
            repair="Pass the URL through untouched.",
            misconception="M43",
        )
    return None


def _decoded_once(left: str, right: str) -> bool:
    return left != right and (unquote(left) == right or unquote(right) == left) and "%25" in left + right


def path(case: Case) -> Cause | None:
    """Differences in the path that no encoding explains."""
    if case.at.piece != "path":
        return None
    if normalize_url_path(case.left) == normalize_url_path(case.right):
        return Cause(
            id="path-normalised",
            title="One side tidied the path",
            why="Dots and double slashes are resolved on one side. S3 keeps them, since they may belong to a key; "
            "every other service resolves them.",
            repair="Sign as S3 for S3 alone, and let no proxy merge slashes.",
            lesson="L15",
        )
    return Cause(
        id="path-changed",
        title="The path differs",
        why="The service was asked for another path than the one that was signed, often because a gateway adds or "
        "removes a prefix.",
        repair="Sign the path that the service sees.",
        misconception="M43",
    )


def query(case: Case) -> Cause | None:
    """Differences in the query that no encoding explains."""
    if case.at.piece != "query":
        return None
    left, right = case.left.split("&"), case.right.split("&")
    if sorted(left) == sorted(right):
        return Cause(
            id="query-order",
            title="The query is sorted in two ways",
            why="Arguments are sorted by encoded name, then by value. "
            "Sorting whole strings or decoded names goes wrong.",
            repair="Sort pairs of encoded name and encoded value.",
            lesson="L15",
            misconception="M42",
        )
    more, fewer = set(right) - set(left), set(left) - set(right)
    if {_full(pair) for pair in left} == {_full(pair) for pair in right}:
        return Cause(
            id="empty-value",
            title="One side leaves out the = of an empty argument",
            why="An argument without a value is signed as name=, never as the name alone.",
            repair="Write name= for an empty argument.",
            lesson="L15",
        )
    if bool(more) != bool(fewer):
        where = "on the service’s side only" if more else "on your side only"
        return Cause(
            id="query-argument",
            title="One side has an argument more",
            why=f"{_names(more or fewer)} stands {where}. Every argument of the URL is signed.",
            repair="Sign the URL that is sent, and add nothing to it later.",
            misconception="M47",
        )
    return Cause(
        id="query-changed",
        title="The query differs",
        why=f"{_names(more | fewer)} has another value on the other side.",
        repair="Sign the URL that is sent.",
        misconception="M43",
    )


def _full(pair: str) -> str:
    return pair if "=" in pair else f"{pair}="


def _names(pairs: set[str]) -> str:
    names = sorted({pair.partition("=")[0] for pair in pairs if pair})
    return " and ".join(names[:3]) or "The query"


def method(case: Case) -> Cause | None:
    """The request was sent with another method."""
    if case.at.piece != "method":
        return None
    return Cause(
        id="method",
        title="The method differs",
        why=f"{case.left} was signed and {case.right} arrived. "
        "A redirect turns POST into GET; some clients probe with HEAD.",
        repair="Sign each request anew with the method it uses.",
    )
