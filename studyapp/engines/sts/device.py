"""A virtual MFA device: six digits from a shared secret and a clock.

RFC 6238 by pyotp; the secret is the one of the RFC's appendix, made to be shown.
"""

from datetime import UTC, datetime, timedelta

import pyotp

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 -- the secret of RFC 6238's own test vectors
STEP = 30
# AWS publishes no window. RFC 6238 section 5.2 recommends at most one step for delay: that is what the lab accepts.
WINDOW = 1

_TOTP = pyotp.TOTP(SECRET, interval=STEP)


def moment(seconds: float) -> datetime:
    """The lab's clock as a date; it starts at `START`."""
    return START + timedelta(seconds=seconds)


def stamp(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def code_at(seconds: float) -> str:
    """What the device shows when its own clock reads `seconds`."""
    return _TOTP.at(moment(seconds))


def steps_off(code: str, seconds: float) -> int | None:
    """How many steps the device's clock is away for it to show `code`, within an hour; None when no step gives it."""
    for distance in range(121):
        for sign in (1, -1):
            if code_at(seconds + sign * distance * STEP) == code:
                return sign * distance
    return None


def seconds_left(seconds: float) -> int:
    """How long the code on show still stands."""
    return STEP - int(moment(seconds).timestamp()) % STEP
