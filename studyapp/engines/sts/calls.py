"""GetSessionToken and AssumeRole with an MFA code: who may call, for how long, and what STS says when it will not.

Source: the STS API reference for both calls, the IAM guide "Requesting temporary security credentials" and
"Configuring MFA-protected API access"; limits from the STS model in botocore.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from studyapp.engines.sts import device, model

Call = Literal["GetSessionToken", "AssumeRole"]
Caller = Literal["user", "root", "role", "session"]

SERIAL = "arn:aws:iam::111122223333:mfa/ana"
ROLE = "arn:aws:iam::111122223333:role/payroll-admin"
DEFAULT_SECONDS = {"GetSessionToken": 43_200, "AssumeRole": 3_600}
LONGEST = {"GetSessionToken": 129_600, "AssumeRole": 43_200}
ROOT_LONGEST = 3_600
CHAINED_LONGEST = 3_600


class MfaInput(BaseModel):
    """One call to STS. Times are seconds on the lab's clock; None leaves a parameter out."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    call: Call = "GetSessionToken"
    caller: Caller = Field(
        "user", description="Whose keys sign: a user's or root's long-term keys, or temporary ones."
    )
    serial_number: str | None = Field(SERIAL, max_length=300)
    token_code: str | None = Field(None, max_length=16)
    duration_seconds: int | None = Field(None, ge=0, le=10_000_000)
    role_arn: str = Field(ROLE, max_length=300)
    role_session_name: str = Field("ana", max_length=80)
    role_max_session: int = Field(3_600, ge=3_600, le=43_200)
    seconds: int = Field(0, ge=0, le=1_000_000)
    device_skew: int = Field(0, ge=-3_600, le=3_600, description="How far the device's clock is ahead, in seconds.")
    used_codes: tuple[str, ...] = Field((), max_length=50)

    @property
    def parameters(self) -> dict[str, Any]:
        """The call's parameters under their API names, as a tool would pass them."""
        given: dict[str, Any] = {}
        if self.call == "AssumeRole":
            given |= {"RoleArn": self.role_arn, "RoleSessionName": self.role_session_name}
        optional = {
            "DurationSeconds": self.duration_seconds,
            "SerialNumber": self.serial_number,
            "TokenCode": self.token_code,
        }
        return given | {name: value for name, value in optional.items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The error as the tool prints it, which side said it, and the cause in plain words."""

    side: Literal["client", "service"]
    code: str
    message: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Session:
    """Temporary credentials. `mfa` is what aws:MultiFactorAuthPresent will say of them."""

    access_key_id: str
    arn: str
    expires: str
    lasts: int
    mfa: bool


def _denied(message: str, why: str) -> Refusal:
    return Refusal(side="service", code="AccessDenied", message=message, why=why)


def _check_caller(asked: MfaInput) -> Refusal | None:
    if asked.call == "GetSessionToken" and asked.caller in {"role", "session"}:
        return _denied(
            "Cannot call GetSessionToken with session credentials",
            "GetSessionToken takes long-term keys. Temporary ones cannot ask for more of themselves.",
        )
    if asked.call == "AssumeRole" and asked.caller == "root":
        return _denied(
            "Roles may not be assumed by root accounts.", "Root cannot assume a role. A user or a role can."
        )
    return None


def _check_mfa(asked: MfaInput) -> Refusal | None:
    serial, code = asked.serial_number, asked.token_code
    if serial is None and code is None:
        return None
    start = "MultiFactorAuthentication failed,"
    if serial is None or code is None:
        return _denied(
            f"{start} must provide both MFA serial number and one time pass code.",
            "The serial number says which device, the code proves it is at hand. One without the other is nothing.",
        )
    if serial != SERIAL:
        why = "The serial number is not this user's device."
        if ":user/" in serial:
            why = "That is the user's ARN. The device has its own: it has :mfa/ where the user's has :user/."
        return _denied(
            f"{start} unable to validate MFA code.  Please verify your MFA serial number is valid and "
            "associated with this user.",
            why,
        )
    return _check_code(asked, code)


def _check_code(asked: MfaInput, code: str) -> Refusal | None:
    message = "MultiFactorAuthentication failed with invalid MFA one time pass code. "
    if code in asked.used_codes:
        return _denied(message, "This code was used already. Each one opens the door once: wait for the next.")
    off = device.steps_off(code, asked.seconds)
    if off is None:
        return _denied(message, "The device never shows this code within an hour of now.")
    if abs(off) > device.WINDOW:
        ahead = "ahead of" if off > 0 else "behind"
        minutes = abs(off) * device.STEP / 60
        return _denied(
            message,
            f"The device would show this code with its clock {minutes:g} minutes {ahead} AWS's. Resynchronise it.",
        )
    return None


def _check_duration(asked: MfaInput) -> Refusal | None:
    wanted = asked.duration_seconds
    if wanted is None:
        return None
    longest = LONGEST[asked.call]
    if wanted > longest:
        message = (
            f"1 validation error detected: Value '{wanted}' at 'durationSeconds' failed to satisfy constraint: "
            f"Member must have value less than or equal to {longest}"
        )
        return Refusal(
            side="service", code="ValidationError", message=message, why=f"{asked.call} lasts {longest} s at most."
        )
    if asked.call == "AssumeRole" and asked.caller in {"role", "session"} and wanted > CHAINED_LONGEST:
        message = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
        why = "A role assumed with a role's keys lasts one hour at most. Asking for more fails; it is not cut short."
        return Refusal(side="service", code="ValidationError", message=message, why=why)
    if asked.call == "AssumeRole" and wanted > asked.role_max_session:
        message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        why = f"The role's own limit (MaxSessionDuration) is {asked.role_max_session} s."
        return Refusal(side="service", code="ValidationError", message=message, why=why)
    return None


def refusal(asked: MfaInput) -> Refusal | None:
    """The first thing that stops the call, in the order in which it would be met; None when it goes through."""
    said = model.problems(asked.call, asked.parameters)
    if said:
        message = f"Parameter validation failed:\n{said}"
        why = "botocore checks the parameters against the API's model and sends nothing."
        return Refusal(side="client", code="ParamValidationError", message=message, why=why)
    code = asked.token_code
    if code is not None and not (code.isascii() and code.isdigit() and len(code) == 6):
        rule = (
            "satisfy regular expression pattern: [\\d]*" if len(code) == 6 else "have length less than or equal to 6"
        )
        message = (
            f"1 validation error detected: Value at 'tokenCode' failed to satisfy constraint: Member must {rule}"
        )
        return Refusal(side="service", code="ValidationError", message=message, why="A code is six digits.")
    return _check_caller(asked) or _check_duration(asked) or _check_mfa(asked)


def issue(asked: MfaInput) -> Session:
    """The credentials of a call that went through."""
    lasts = asked.duration_seconds or DEFAULT_SECONDS[asked.call]
    if asked.call == "GetSessionToken" and asked.caller == "root":
        lasts = min(lasts, ROOT_LONGEST)
    seed = f"{asked.call}/{asked.caller}/{asked.seconds}/{asked.role_arn}".encode()
    letters = "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte % 32] for byte in hashlib.sha256(seed).digest()[:9])
    name = asked.role_arn.rpartition("/")[2]
    arns = {"user": "arn:aws:iam::111122223333:user/ana", "root": "arn:aws:iam::111122223333:root"}
    arn = f"arn:aws:sts::111122223333:assumed-role/{name}/{asked.role_session_name}"
    return Session(
        access_key_id=f"ASIA{letters}EXAMPLE",
        arn=arn if asked.call == "AssumeRole" else arns.get(asked.caller, arns["user"]),
        expires=device.stamp(device.moment(asked.seconds + lasts)),
        lasts=lasts,
        mfa=asked.token_code is not None,
    )
