"""A service's answer as somebody pastes it: XML, JSON or a tool's line, with its secrets struck out at once."""

import html
import json
import re
from dataclasses import dataclass
from hashlib import sha256

from studyapp.engines.signing.results import ALGORITHM, Canonical
from studyapp.engines.signing.signers import canonical

LONGEST = 32 * 1024
MASKED_KEY = "AKIAXXXXXXXXXEXAMPLE"
MASKED_TOKEN = "STRUCKOUTEXAMPLE"  # noqa: S105
_KEY = re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{16}")
_TOKEN = re.compile(r"(x-amz-security-token(?::|=|%3D))([^\s&'\"<\\]+)", re.IGNORECASE)
_TAGGED_TOKEN = re.compile(r"(<(?:Token|SessionToken|Token-0)>)([^<]*)", re.IGNORECASE)
_CODE = re.compile(
    r"<Code>\s*([A-Za-z0-9.]{1,80})\s*</Code>|error occurred \(([A-Za-z0-9.]{1,80})\)|"
    r'"(?:__type|code|Code)"\s*:\s*"(?:[^"#]*#)?([A-Za-z0-9.]{1,80})"'
)
_NAMED = re.compile(
    r"\b([A-Z][A-Za-z0-9]{3,60}"
    r"(?:Exception|DoesNotMatch|TooSkewed|Denied|Malformed|TokenId|KeyId|Token|Mismatch))\b"
)
_SAID_CANONICAL = "Canonical String for this request should have been"
_SAID_STRING = "String-to-Sign should have been"


@dataclass(frozen=True, kw_only=True)
class ServiceString:
    """The service's string to sign, taken apart."""

    timestamp: str
    date: str
    region: str
    service: str
    request_hash: str


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """What an answer says: its code, and the service's own canonical request and string to sign if it shows them."""

    code: str
    text: str
    canonical: Canonical | None
    string: ServiceString | None


def masked(text: str) -> str:
    """The text without key ids that look real and without session tokens; AWS's examples stay."""
    text = _KEY.sub(lambda match: match[0] if match[0].endswith("EXAMPLE") else MASKED_KEY, text)
    return _TAGGED_TOKEN.sub(_struck, _TOKEN.sub(_struck, text))


def _struck(match: re.Match[str]) -> str:
    return match[0] if "EXAMPLE" in match[2] else f"{match[1]}{MASKED_TOKEN}"


def _plain(text: str) -> str:
    """The answer with its line breaks as line breaks and its entities as characters."""
    text = text.replace("\r\n", "\n").strip()
    if text.startswith("{"):
        text = f"{text}\n{_message(text)}"
    elif "\n" not in text or "should have been\\n" in text:
        text = text.replace("\\n", "\n")
    return html.unescape(text) if "&" in text and "<" in text else text


def _message(text: str) -> str:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return text.replace("\\n", "\n")
    if isinstance(data, dict):
        inner = data.get("Error") if isinstance(data.get("Error"), dict) else data
        found = inner.get("message") or inner.get("Message") if isinstance(inner, dict) else ""
        return found if isinstance(found, str) else ""
    return ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return next((group for group in found.groups() if group), "") if found else ""


def _tagged(text: str, tag: str) -> str:
    """What stands between the first such tags."""
    return text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]


def _quoted(text: str, words: str, closing: str) -> str:
    """What stands in single quotes after these words, where they stand last."""
    rest = text.rpartition(words)[2].lstrip()
    return rest[1:].partition(closing)[0] if rest.startswith("'") else ""


def _canonical(text: str) -> Canonical | None:
    if not text:
        return None
    try:
        return canonical(text, sha256(text.encode()).hexdigest())
    except ValueError:
        return None


def _string(text: str) -> ServiceString | None:
    lines = text.strip("\n").split("\n")
    if len(lines) != 4 or lines[0] != ALGORITHM or lines[2].count("/") != 3:
        return None
    date, region, service, _ = lines[2].split("/")
    return ServiceString(timestamp=lines[1], date=date, region=region, service=service, request_hash=lines[3])


def read(text: str) -> Pasted:
    """Take an answer apart; what it does not hold stays empty."""
    plain = _plain(masked(text))
    # A canonical request may hold a quote of its own: the words that follow it end it.
    wrote = _tagged(plain, "CanonicalRequest") or _quoted(plain, _SAID_CANONICAL, "'\n\nThe String-to-Sign")
    return Pasted(
        code=_first(_CODE, plain) or _first(_NAMED, plain),
        text=plain,
        canonical=_canonical(wrote.strip("\n").removesuffix("'")),
        string=_string(_tagged(plain, "StringToSign") or _quoted(plain, _SAID_STRING, "'")),
    )
