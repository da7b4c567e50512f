"""Starting states of the MFA lab, the plainest first."""

from typing import Any

from studyapp.engines.sts.device import code_at

CODE = code_at(0)


def _state(slug: str, title: str, line: str, **data: Any) -> dict[str, Any]:
    return {"slug": slug, "title": title, "line": line, "data": {"token_code": CODE, **data}}


NOTHING = {"token_code": None, "serial_number": None}
STATES = (
    _state("session", "A session with MFA", "Six digits in, three values out."),
    _state(
        "long-term-bool",
        "Long-term keys and Bool",
        "Denied without MFA, says the policy. Is it?",
        signs="before",
    ),
    _state(
        "long-term-bool-if-exists",
        "Long-term keys and BoolIfExists",
        "The same keys, eight letters more.",
        signs="before",
        operator="BoolIfExists",
    ),
    _state(
        "no-code", "A session without a code", "It works, and IAM will not have it.", then="iam:ListUsers", **NOTHING
    ),
    _state(
        "user-arn",
        "The wrong serial number",
        "The user’s ARN in place of the device’s.",
        serial_number="arn:aws:iam::111122223333:user/ana",
    ),
    _state("five-digits", "Five digits", "One was not copied.", token_code=CODE[:5]),
    _state("used-code", "A code used twice", "Each opens the door once.", used_codes=[CODE]),
    _state(
        "skewed",
        "A device whose clock is wrong",
        "Five minutes ahead of AWS.",
        device_skew=300,
        token_code=code_at(300),
    ),
    _state("too-long", "Two days, please", "GetSessionToken has a longest.", duration_seconds=172_800),
    _state("too-short", "One second too few", "Refused before anything is sent.", duration_seconds=899),
    _state("two-values", "Two values of three", "The token was not copied.", exported="no-token"),
    _state(
        "two-values-sts",
        "Who am I, with two values?",
        "The one call that needs no permission.",
        exported="no-token",
        then="sts:GetCallerIdentity",
    ),
    _state(
        "yesterday",
        "Yesterday’s token",
        "New id and secret, and a variable left from before.",
        exported="stale-token",
    ),
    _state("next-morning", "The next morning", "Thirteen hours later.", later=46_800),
    _state("session-asks", "A session asks for a session", "Temporary keys want more of the same.", caller="session"),
    _state("federation", "What the session cannot call", "Not even another session.", then="sts:GetFederationToken"),
    _state("assume-role", "A role instead", "AssumeRole takes the same six digits.", call="AssumeRole"),
    _state("root-asks", "Root wants a role", "The mightiest user of all may not.", call="AssumeRole", caller="root"),
    _state(
        "chained",
        "A role from a role, for two hours",
        "Chaining has a limit of its own.",
        call="AssumeRole",
        caller="role",
        duration_seconds=7_200,
        role_max_session=43_200,
        **NOTHING,
    ),
)


def states() -> tuple[dict[str, Any], ...]:
    """Each with its slug, title, one line, and the lab's fields."""
    return STATES
