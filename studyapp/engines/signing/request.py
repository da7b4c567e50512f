"""A request to be signed, and with which keys: the lab's fields, bounded and checked."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from studyapp.engines.secrets import refuse_real_keys
from studyapp.engines.signing.examples import SECRETS

LARGEST = 64 * 1024
LONGEST_URL = 8_192
MOST_QUERY_ARGUMENTS = 200
MOST_HEADERS = 100
LONGEST_VALUE = 8_192
LONGEST_UNMARKED_TOKEN = 100
WEEK = 604_800
# Shorter secrets are words such as "a" or "test", which stand in other fields by chance.
SHORTEST_GUARDED_SECRET = 8

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FOLD = re.compile(r"\r?\n[ \t]")
_PLACE = re.compile(r"[^\x00-\x1f\x7f/]{1,64}")
STAMP = "%Y%m%dT%H%M%SZ"


def fail(kind: str, sentence: str) -> PydanticCustomError:
    """A complaint that says what is wrong and never what was given."""
    return PydanticCustomError(kind, "{sentence}", {"sentence": sentence})


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise fail("surrogate", "This text holds half a character (a lone surrogate).") from None
    return text


def _method(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z-]{1,20}", text):
        raise fail("method", "A method is one word, such as GET or POST.")
    return text.upper()


def _url(text: str) -> str:
    _whole(text)
    if len(text) > LONGEST_URL:
        raise fail("url_length", "A URL here has at most 8,192 characters.")
    if _CONTROL.search(text) or text != text.strip():
        raise fail("url_blank", "A URL holds no line breaks, and no blanks at its ends.")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise fail("url", "This is not a URL: its host or port cannot be read.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise fail("url", "A URL here is whole: https:// or http://, a host, a path.")
    if "@" in parts.netloc:
        raise fail("userinfo", "Leave the name and password out of the URL: nothing signs them.")
    if "#" in text:
        raise fail("fragment", "What follows # is never sent. Write %23 for a # that belongs to the path.")
    if parts.query.count("&") >= MOST_QUERY_ARGUMENTS:
        raise fail("query", "A query here has at most 200 arguments.")
    return text


def _header_name(text: str) -> str:
    if not _TOKEN.fullmatch(text):
        raise fail("header_name", "A header's name is letters, digits and dashes, without its colon.")
    return text


def _header_value(text: str) -> str:
    _whole(text)
    if len(text) > LONGEST_VALUE:
        raise fail("header_value", "A header's value has at most 8,192 characters.")
    if _CONTROL.search(_FOLD.sub(" ", text).replace("\t", " ")):
        raise fail(
            "header_value", "A header's value holds a line break only where the next line begins with a blank."
        )
    return text


def _header(header: tuple[str, str]) -> tuple[str, str]:
    if header[0].lower() == "x-amz-content-sha256" and "\n" in header[1]:
        # Its value stands in the canonical request as it is, where a line break would forge a line.
        raise fail("header_value", "x-amz-content-sha256 is one word: a hash, or UNSIGNED-PAYLOAD.")
    return header


def _body(text: str) -> str:
    if len(_whole(text).encode()) > LARGEST:
        raise fail("body", "A body here has at most 64 KiB.")
    return text


def _key_id(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_]{1,128}", text):
        raise fail("key_id", "An access key id is capitals and digits, such as AKIAIOSFODNN7EXAMPLE.")
    return text


def _secret(text: str) -> str:
    if not 1 <= len(_whole(text)) <= 256:
        raise fail("secret", "A secret has 1 to 256 characters. Use the documented example.")
    return text


def _session_token(text: str | None) -> str | None:
    if not text:
        return None
    if len(text) >= LONGEST_UNMARKED_TOKEN and "EXAMPLE" not in text:
        raise fail(
            "token",
            "This looks like a real session token, and a token is shown where it is signed. "
            "Use an example: one that holds EXAMPLE, or fewer than 100 characters.",
        )
    return _header_value(text)


def _scope_word(text: str) -> str:
    if not _PLACE.fullmatch(_whole(text)):
        raise fail("scope", "This is one word of the scope: 1 to 64 characters, no slash.")
    return text


def moment(text: str) -> datetime:
    """The time of a timestamp such as 20150830T123600Z. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", text):
        raise ValueError
    return datetime.strptime(text, STAMP).replace(tzinfo=UTC)


def _timestamp(text: str) -> str:
    try:
        year = moment(text).year
    except ValueError:
        raise fail("timestamp", "A time of signing reads like 20150830T123600Z.") from None
    if not 2000 <= year <= 2100:
        raise fail("timestamp", "Choose a time between the years 2000 and 2100.")
    return text


def _expires(seconds: int) -> int:
    if not 1 <= seconds <= WEEK:
        raise fail("expires", "A presigned URL lives from 1 to 604,800 seconds (seven days).")
    return seconds


_Name = Annotated[str, AfterValidator(_header_name)]
_Value = Annotated[str, AfterValidator(_header_value)]
Header = Annotated[tuple[_Name, _Value], AfterValidator(_header)]
Url = Annotated[str, AfterValidator(_url)]
ScopeWord = Annotated[str, AfterValidator(_scope_word)]
Secret = Annotated[str, AfterValidator(_secret)]
Timestamp = Annotated[str, AfterValidator(_timestamp)]


class SigningInput(BaseModel):
    """What is signed, when, for where, and with which keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True)

    method: Annotated[str, AfterValidator(_method)] = "GET"
    """GET, POST, PUT and so on."""
    url: Url
    """The URL as it goes over the wire: whole, its query already percent-encoded."""
    headers: tuple[Header, ...] = Field(default=(), max_length=MOST_HEADERS)
    """Headers as [name, value], in order; names may repeat. Host is added if it is not there."""
    body: Annotated[str, AfterValidator(_body)] = ""
    """The body as text; it is hashed as UTF-8."""
    access_key_id: Annotated[str, AfterValidator(_key_id)]
    """An example key id, such as AKIAIOSFODNN7EXAMPLE."""
    secret_access_key: Secret
    """An example secret. It is used for this one signature and never shown."""
    session_token: Annotated[str | None, AfterValidator(_session_token)] = None
    """The token of temporary keys, an example: it holds EXAMPLE or has fewer than 100 characters."""
    region: ScopeWord
    """The Region in the scope."""
    service: ScopeWord
    """The service's signing name in the scope."""
    timestamp: Timestamp
    """The time of signing, as 20150830T123600Z."""
    presign: bool = False
    """Sign into the query, as a presigned URL, instead of the Authorization header."""
    expires: Annotated[int, AfterValidator(_expires)] = 3600
    """Seconds that a presigned URL lives."""
    s3: bool = False
    """Sign as S3 does: the path as it stands, and x-amz-content-sha256 always there."""
    unsigned_payload: bool = False
    """Put UNSIGNED-PAYLOAD in the place of the body's hash."""
    normalize_path: bool = True
    """Resolve dot segments and double slashes in the path; S3 never does."""

    @model_validator(mode="before")
    @classmethod
    def _examples_only(cls, data: Any) -> Any:
        # A pasted answer may come from a real account: it is struck out instead of being refused.
        if isinstance(data, Mapping):
            refuse_real_keys({name: value for name, value in data.items() if name != "answer"})
        return data

    @field_validator("headers")
    @classmethod
    def _bounded(cls, headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        if sum(len(name) + len(value) for name, value in headers) > LARGEST:
            raise fail("headers", "All headers together have at most 65,536 characters.")
        return headers

    @model_validator(mode="after")
    def _secret_stays_out(self) -> Self:
        secret = self.secret_access_key
        if secret in SECRETS or len(secret) < SHORTEST_GUARDED_SECRET:
            return self
        for name, text in self._shown():
            if secret in text:
                raise ValidationError.from_exception_data(
                    "SigningInput",
                    [InitErrorDetails(type=fail("secret_shown", SHOWN_SECRET), loc=(name,), input=None)],
                    hide_input=True,
                )
        return self

    def _shown(self) -> tuple[tuple[str, str], ...]:
        headers = "\n".join(f"{name}:{value}" for name, value in self.headers)
        names = ("url", "body", "access_key_id", "session_token", "region", "service")
        return (("headers", headers), *((name, getattr(self, name) or "") for name in names))


SHOWN_SECRET = "The secret stands in this field, and this field is shown. Take it out: a secret is never sent."  # noqa: S105
