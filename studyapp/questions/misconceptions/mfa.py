"""Beliefs about sessions, MFA and the three values of a temporary key.

A solver takes the lab's fields and gives them as its holder sees the situation: the engine then runs on those. A
`modelled` one gives an outcome key at once. None: the belief is silent here.
"""

from collections.abc import Mapping
from typing import Any

from studyapp.questions.misconceptions.model import Misconception

Fields = Mapping[str, Any]
Seen = Mapping[str, Any] | str | None
MFA = "mfa"


def two_strings_are_enough(fields: Fields) -> Seen:
    return {**fields, "exported": "all"} if fields.get("exported") == "no-token" else None


def sessions_renew_themselves(fields: Fields) -> Seen:
    return {**fields, "later": 0} if fields.get("later") else None


def absent_is_false(fields: Fields) -> Seen:
    """A request without the MFA key is taken for one that says false."""
    long_term = fields.get("signs") == "before" and fields.get("operator", "Bool") == "Bool"
    return {**fields, "operator": "BoolIfExists"} if long_term else None


def mfa_covers_the_keys(fields: Fields) -> Seen:
    """The user has a device, so every call of the user is a call with MFA."""
    return "allowed" if fields.get("signs") == "before" or not fields.get("token_code") else None


def console_only(fields: Fields) -> Seen:
    """A code counts where it was typed, and nowhere else."""
    return "denied" if fields.get("signs", "session") == "session" and fields.get("token_code") else None


def stale_token_is_harmless(fields: Fields) -> Seen:
    return {**fields, "exported": "all"} if fields.get("exported") == "stale-token" else None


def every_key_needs_a_token(fields: Fields) -> Seen:
    return "rejected" if fields.get("signs") == "before" else None


def sessions_can_call_everything(fields: Fields) -> Seen:
    asked = str(fields.get("then", ""))
    return "allowed" if fields.get("signs", "session") == "session" and asked.startswith(("iam:", "sts:")) else None


def any_number_names_the_device(fields: Fields) -> Seen:
    """The user's ARN does for a serial number, and a code for as long as it is shown."""
    return {**fields, "serial_number": "arn:aws:iam::111122223333:mfa/ana", "used_codes": ()}


def refusal_is_a_permission(fields: Fields) -> Seen:
    return "not-allowed"


MFA_BELIEFS: tuple[Misconception, ...] = (
    Misconception(
        id="M13",
        name="Temporary credentials are two strings",
        belief="An ASIA key and its secret are enough.",
        truth="A temporary key is three values. Without its session token AWS refuses it.",
        solvers={MFA: two_strings_are_enough},
    ),
    Misconception(
        id="M14",
        name="Temporary keys in variables refresh themselves",
        belief="Temporary credentials are renewed before they end.",
        truth="Nobody renews a variable. Once the time is over, AWS refuses the call until the values are replaced.",
        solvers={MFA: sessions_renew_themselves},
    ),
    Misconception(
        id="M29",
        name="MFA on the user covers the access keys",
        belief="The user has MFA, so the keys have it. And a request without the key says false.",
        truth="A long-term key says nothing of MFA: Bool needs a value to match, BoolIfExists does not. A session "
        "says true if a code bought it, else false.",
        solvers={MFA: absent_is_false, f"{MFA}.covered": mfa_covers_the_keys, f"{MFA}.console": console_only},
        modelled=True,
    ),
    Misconception(
        id="M30",
        name="The third value may be missing or old",
        belief="The token is a detail: any one will do, or every key needs one.",
        truth="The three values of a session belong together. A long-term key has two and takes no token.",
        solvers={MFA: stale_token_is_harmless, f"{MFA}.always": every_key_needs_a_token},
        modelled=True,
    ),
    Misconception(
        id="M31",
        name="Session credentials can call everything",
        belief="A session is the user, so it may call what the user may.",
        truth="A session calls IAM only if an MFA code was given for it, and no session asks STS for another one.",
        solvers={MFA: sessions_can_call_everything},
        modelled=True,
    ),
    Misconception(
        id="M32",
        name="The serial number is the user’s ARN, and a code can be used twice",
        belief="The user’s ARN names the device. A code is good until the next one is shown.",
        truth="The device has an ARN of its own, with :mfa/ in it. Each code opens the door once.",
        solvers={"mfa-serial": any_number_names_the_device},
    ),
    Misconception(
        id="M49",
        name="A failed authentication is a missing permission",
        belief="Refused is refused: some policy lacks an allow.",
        truth="What fails here comes before any permission: no policy was asked, so no policy can mend it.",
        solvers={MFA: refusal_is_a_permission},
        modelled=True,
    ),
)
