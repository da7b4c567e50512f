"""The world of a lab: everything a credential chain may look at, as one bounded, frozen value."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from studyapp.engines.secrets import REAL_KEY_ADVICE, find_real_keys

TEXT_BYTES = 32 * 1024
LINE_CHARACTERS = 8_192
TOKEN_CHARACTERS = 20_000
BLANK_RUN = 64
SECTIONS = 200
SOURCE_PROFILES = 50
WORLD_CHARACTERS = 64 * 1024
DEPTH = 24

# configparser takes quadratic time over a run of blanks inside one line.
_LONG_BLANKS = re.compile(rf"[^\S\n]{{{BLANK_RUN + 1},}}")
_SECTION = re.compile(r"^\s*\[", re.MULTILINE)
_SOURCE_PROFILE = re.compile("source_profile", re.IGNORECASE)


def _fail(kind: str, sentence: str) -> PydanticCustomError:
    return PydanticCustomError(kind, "{sentence}", {"sentence": sentence})


def _plain(text: str) -> str:
    if "\0" in text:
        raise _fail("nul", "A text here may not hold NUL characters.")
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise _fail("surrogate", "This text holds half a character (a lone surrogate).") from None
    if size > TEXT_BYTES:
        raise _fail("too_long", "A text may be at most 32 KiB long.")
    return text


def _file_text(text: str) -> str:
    _plain(text)
    if _LONG_BLANKS.search(text):
        raise _fail("blanks", "A line may not hold more than 64 blanks in a row.")
    lines = text.splitlines()
    longest = max((len(line) for line in lines), default=0)
    if longest > (TOKEN_CHARACTERS if len(lines) == 1 else LINE_CHARACTERS):
        raise _fail("line", "A line may be at most 8,192 characters long (20,000 in a file of one line).")
    if len(_SECTION.findall(text)) > SECTIONS:
        raise _fail("sections", "A file may hold at most 200 sections.")
    return text


def _variable_name(name: str) -> str:
    if not name or len(name) > 256 or "=" in name or "\0" in name:
        raise _fail("variable", "Write NAME=value. A name has 1 to 256 characters, no =.")
    return name


def _home(path: str) -> str:
    if not path.startswith("/"):
        raise _fail("home", "The home folder is an absolute path, such as /home/user.")
    return path


def _moment(value: datetime) -> datetime:
    value = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    if not 2000 <= value.year <= 2100:
        raise _fail("moment", "Choose a time between the years 2000 and 2100.")
    return value


Text = Annotated[str, AfterValidator(_plain)]
Line = Annotated[str, Field(max_length=LINE_CHARACTERS), AfterValidator(_plain)]
FileText = Annotated[str, AfterValidator(_file_text)]
VariableName = Annotated[str, AfterValidator(_variable_name)]
Document = dict[str, JsonValue]


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
        serialize_by_alias=True,
    )


class Identity(_Part):
    """Who an access key belongs to."""

    arn: Line
    """The user or role behind the key, e.g. arn:aws:iam::111122223333:user/Ana."""
    policies: list[Document] = Field(default=[], max_length=20)
    """The identity's policy documents."""


class ServiceRequest(_Part):
    """One thing that is tried once the credentials are known."""

    action: Line
    """The action, e.g. s3:ListAllMyBuckets."""
    resource: Line
    """The resource's ARN, or *."""


class InstanceMetadata(_Part):
    """The instance metadata service (IMDS) as this machine sees it."""

    role: Line | None = None
    """Name of the role in the instance profile; null: the instance has none."""
    creds: Document | None = None
    """The role's document as IMDS returns it: Code, AccessKeyId, SecretAccessKey, Token, Expiration."""
    http_tokens: Literal["optional", "required"] = "optional"
    """required: only IMDSv2, a GET without a token gets 401."""
    http_endpoint: Literal["enabled", "disabled"] = "enabled"
    """disabled: every request gets 403."""
    hop_limit_exceeded: bool = False
    """True: the answer to the token request never arrives, as in a container behind a bridge."""


class HttpReply(_Part):
    """What a container's credential endpoint answers."""

    status: int = Field(default=200, ge=100, le=599)
    """HTTP status code."""
    document: JsonValue = Field(default=None, alias="json")
    """The body as JSON."""
    body: Text | None = None
    """The body as text, where it is not JSON."""
    needs_authorization: Line | None = None
    """The Authorization header the endpoint demands; any other gets 401."""
    error: Literal["refused", "timeout", "connect-timeout", "read-timeout", "closed"] | None = None
    """How the connection fails, instead of an answer."""

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        if "document" in self.model_fields_set and self.body is not None:
            raise _fail("two_bodies", "Give the answer's body as json or as body, not both.")
        return self


class ProcessOutput(_Part):
    """What a credential_process would print; it is never run."""

    rc: int = Field(default=0, ge=-255, le=255)
    """Exit code."""
    stdout: Text = ""
    """Standard output."""
    stderr: Text = ""
    """Standard error."""


class IssuedCredentials(_Part):
    """Temporary credentials a service hands out."""

    access_key_id: Line = Field(
        default="ASIAIOSFODNN7EXAMPLE",
        validation_alias=AliasChoices("AccessKeyId", "accessKeyId"),
        serialization_alias="AccessKeyId",
    )
    """The key id, e.g. ASIAIOSFODNN7EXAMPLE."""
    secret_access_key: Line = Field(
        default="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        validation_alias=AliasChoices("SecretAccessKey", "secretAccessKey"),
        serialization_alias="SecretAccessKey",
    )
    """The secret."""
    session_token: Line = Field(
        default="EXAMPLETOKEN",
        validation_alias=AliasChoices("SessionToken", "sessionToken", "Token"),
        serialization_alias="SessionToken",
    )
    """The session token."""
    expiration: Line | int | None = Field(
        default=None,
        validation_alias=AliasChoices("Expiration", "expiration"),
        serialization_alias="Expiration",
    )
    """When they expire: ISO time, or milliseconds since 1970 as IAM Identity Center writes it; one hour if absent."""


class Role(_Part):
    """A role in IAM: who may assume it, on what condition, and the keys that come out."""

    trusts: list[Line] = Field(default=[], max_length=50)
    """Access key ids whose owners the trust policy names; * is anybody."""
    trusts_tokens: list[Text] = Field(default=[], max_length=20)
    """Web identity tokens the trust policy accepts."""
    mfa: bool = False
    """True: the trust policy demands MFA."""
    external_id: Line | None = None
    """The external id the trust policy demands."""
    creds: IssuedCredentials = IssuedCredentials()
    """The credentials a caller gets."""


class SsoRole(_Part):
    """A role that IAM Identity Center hands out."""

    account: Line
    """The account id, twelve digits."""
    role: Line
    """The permission set's name."""
    creds: IssuedCredentials = IssuedCredentials()
    """The credentials a caller gets."""


class World(_Part):
    """Everything a credential chain may look at. Whatever is absent does not exist in this world."""

    identities: dict[Line, Identity] = Field(default={}, max_length=50)
    """Who each access key id belongs to."""
    requests: list[ServiceRequest] = Field(default=[], max_length=20)
    """What is tried with the credentials that were found."""
    env: dict[VariableName, Line] = Field(default={}, max_length=100)
    """Environment variables."""
    profile: Line | None = None
    """The profile chosen outright (--profile, or profile_name in code)."""
    home: Annotated[Line, AfterValidator(_home)] = "/home/user"
    """The home folder ~ stands for, unless HOME is set in env."""
    files: dict[Line, FileText] = Field(default={}, max_length=40)
    """Files by path, such as ~/.aws/config."""
    imds: InstanceMetadata | None = None
    """The instance metadata service; null: this machine has none."""
    http: dict[Line, HttpReply] = Field(default={}, max_length=40)
    """Container credential endpoints by URL."""
    processes: dict[Line, ProcessOutput] = Field(default={}, max_length=20)
    """What a credential_process would print, by command line."""
    roles: dict[Line, Role] = Field(default={}, max_length=60)
    """Roles in IAM by ARN."""
    sso_tokens: dict[Line, Document] = Field(default={}, max_length=20)
    """Cached sign-ins of IAM Identity Center by session name or start URL: accessToken, expiresAt."""
    sso_roles: list[SsoRole] = Field(default=[], max_length=50)
    """Roles that IAM Identity Center hands out."""
    login_tokens: dict[Line, Document] = Field(default={}, max_length=20)
    """Cached sessions of aws login by session name."""
    mfa_code: Line | None = None
    """The code typed when the tool asks for one; null: nobody answers."""
    now: Annotated[datetime, AfterValidator(_moment)] | None = None
    """The time at which the world is looked at; null: now."""

    @field_validator(
        "http", "processes", "roles", "sso_tokens", "sso_roles", "login_tokens", "identities", mode="before"
    )
    @classmethod
    def _no_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise _fail("not_json", _where_broken(value))
        return value

    @model_validator(mode="before")
    @classmethod
    def _bounded(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            if _characters(data, DEPTH) > WORLD_CHARACTERS:
                raise _fail("too_large", "A world may hold at most 64 KiB of text.")
            if find_real_keys(data):
                raise _fail("real_key", REAL_KEY_ADVICE)
        return data

    @model_validator(mode="after")
    def _shallow(self) -> Self:
        if sum(len(_SOURCE_PROFILE.findall(text)) for text in self.files.values()) > SOURCE_PROFILES:
            raise _fail("source_profiles", "The files may name at most 50 source profiles.")
        return self


def _where_broken(text: str) -> str:
    """Where a text stops being JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return f"This is not JSON. See line {error.lineno}, column {error.colno}."
    except RecursionError:
        return "This is nested too deeply."
    return "This is a text where an object or a list should be."


def _characters(value: object, depth: int) -> int:
    """Characters in nested data, each other value counted as four."""
    if depth < 0:
        raise _fail("too_deep", "The world is nested too deeply.")
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(_characters(k, 0) + _characters(v, depth - 1) for k, v in value.items())
    if isinstance(value, list | tuple):
        return sum(_characters(item, depth - 1) for item in value)
    return 4


def read_world(data: object) -> World:
    """The world in decoded JSON.

    Raises pydantic.ValidationError with one sentence per wrong field; the error never carries what was given.
    """
    places = find_real_keys(data) if _shallow_enough(data, DEPTH) else ()
    if places:
        raise ValidationError.from_exception_data(
            "World",
            [
                InitErrorDetails(type=_fail("real_key", REAL_KEY_ADVICE), loc=tuple(place.split(".", 1)), input=None)
                for place in places
            ],
            hide_input=True,
        )
    try:
        return World.model_validate(data)
    except ValidationError as error:
        details = [
            InitErrorDetails(type=_fail(e["type"], e["msg"]), loc=e["loc"], input=None)
            for e in error.errors(include_input=False, include_url=False, include_context=False)
        ]
    raise ValidationError.from_exception_data("World", details, hide_input=True)


def _shallow_enough(value: object, depth: int) -> bool:
    if depth < 0:
        return False
    if isinstance(value, Mapping):
        return all(_shallow_enough(item, depth - 1) for item in value.values())
    if isinstance(value, list | tuple):
        return all(_shallow_enough(item, depth - 1) for item in value)
    return True
