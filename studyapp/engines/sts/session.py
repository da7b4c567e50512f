"""The MFA lab in one run: the call, the code, the answer, what to paste, and what the result can do."""

import json
import shlex
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from studyapp.engines.guard import no_io
from studyapp.engines.sts import abilities, device, model
from studyapp.engines.sts.abilities import Ability, Keys, Operator
from studyapp.engines.sts.calls import MfaInput, Refusal, Session, issue, refusal

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 -- AWS's published example
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLETOKEN"  # noqa: S105 -- an example too
NOT_MODELLED = (
    "AWS does not publish how far a device's clock may be off. The lab accepts one 30-second step either way.",
    "FIDO keys and passkeys have no six digits: these calls cannot use them.",
    "The role's trust policy, which also has to let you in.",
)


class MfaLab(MfaInput):
    """A call, and the deny policy that its credentials then meet."""

    operator: Operator = Field("Bool", description="The operator of the deny-without-MFA statement.")


@dataclass(frozen=True, kw_only=True)
class MfaRun:
    """Everything the page shows. Exactly one of `refused` and `session` is set."""

    asked: MfaLab
    command: str
    body: str
    device_shows: str
    seconds_left: int
    refused: Refusal | None
    session: Session | None
    exports: str
    before: tuple[Ability, ...]
    after: tuple[Ability, ...]

    def response(self) -> dict[str, Any]:
        """The answer of STS in the CLI's own shape; empty when the call was refused."""
        if self.session is None:
            return {}
        credentials = {
            "AccessKeyId": self.session.access_key_id,
            "SecretAccessKey": SECRET,
            "SessionToken": TOKEN,
            "Expiration": self.session.expires,
        }
        if self.asked.call == "GetSessionToken":
            return {"Credentials": credentials}
        user = {"AssumedRoleId": f"AROA3XFRBF535EXAMPLE:{self.asked.role_session_name}", "Arn": self.session.arn}
        return {"Credentials": credentials, "AssumedRoleUser": user}

    def to_json(self) -> dict[str, Any]:
        error = self.refused
        return {
            "engine": {"name": "rolecall-sts", "version": "1"},
            "command": self.command,
            "body": self.body,
            "device_shows": self.device_shows,
            "seconds_left": self.seconds_left,
            "error": error and {"side": error.side, "type": error.code, "message": error.message, "why": error.why},
            "expires": self.session and self.session.expires,
            "response": self.response() or None,
            "exports": self.exports,
            "before": [vars(ability) for ability in self.before],
            "after": [vars(ability) for ability in self.after],
            "not_modelled": list(NOT_MODELLED),
        }


def _command(asked: MfaLab) -> str:
    verb = "get-session-token" if asked.call == "GetSessionToken" else "assume-role"
    words = ["aws", "sts", verb]
    for name, value in asked.parameters.items():
        flag = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
        words += [f"-{flag}", str(value)]
    return shlex.join(words)


def _exports(session: Session) -> str:
    return "\n".join(
        (
            f"export AWS_ACCESS_KEY_ID={session.access_key_id}",
            f"export AWS_SECRET_ACCESS_KEY={SECRET}",
            f"export AWS_SESSION_TOKEN={TOKEN}",
        )
    )


def _keys(asked: MfaLab, session: Session) -> Keys:
    kind = "assumed" if asked.call == "AssumeRole" else "session"
    return f"{kind}-mfa" if session.mfa else kind  # type: ignore[return-value]


def run(asked: MfaLab) -> MfaRun:
    """Make the call at the lab's time. The same input gives the same result, codes included."""
    with no_io():
        refused = refusal(asked)
        session = None if refused else issue(asked)
        policies = (abilities.guarded_policy(asked.operator),)
        long_term: Keys = "long-term" if asked.caller in {"user", "root"} else "session"
        after: tuple[Ability, ...] = ()
        if session:
            keys = _keys(asked, session)
            after = tuple(abilities.ability(action, keys, policies) for action in abilities.ACTIONS)
        return MfaRun(
            asked=asked,
            command=_command(asked),
            body="" if refused and refused.side == "client" else model.body(asked.call, asked.parameters),
            device_shows=device.code_at(asked.seconds + asked.device_skew),
            seconds_left=device.seconds_left(asked.seconds + asked.device_skew),
            refused=refused,
            session=session,
            exports=_exports(session) if session else "",
            before=tuple(abilities.ability(action, long_term, policies) for action in abilities.ACTIONS),
            after=after,
        )


def dumps(response: dict[str, Any]) -> str:
    """The answer as the CLI prints it."""
    return json.dumps(response, indent=4) if response else ""
