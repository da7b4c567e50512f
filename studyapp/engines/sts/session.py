"""The MFA lab in one run: the call, the code, the answer, what to paste, and what the result can do."""

import json
import shlex
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from botocore import __version__
from pydantic import AfterValidator, Field, model_validator

from studyapp.engines.guard import no_io
from studyapp.engines.secrets import refuse_real_keys, written_as
from studyapp.engines.sts import abilities, device, model
from studyapp.engines.sts.abilities import Ability, Exported, Keys, Operator
from studyapp.engines.sts.calls import MfaInput, Refusal, Session, issue, refusal
from studyapp.engines.sts.request import SECRET, TOKEN, Signed, sign

NOT_MODELLED = (
    "AWS does not publish how far a device's clock may be off. The lab accepts one 30-second step either way.",
    "FIDO keys and passkeys have no six digits: these calls cannot use them.",
    "The role's trust policy, which also has to let you in.",
    "Some services word a token that does not belong to its key in their own way.",
)


CALL = written_as(
    r"[a-z0-9-]{1,40}:[A-Za-z]{1,80}", "A call is a service, a colon and a name, such as s3:ListAllMyBuckets."
)


class MfaLab(MfaInput):
    """A call to STS, then one more call, with the old keys or the new, against a deny-without-MFA policy."""

    operator: Operator = Field("Bool", description="The operator of the deny-without-MFA statement.")
    then: Annotated[str, AfterValidator(CALL)] = Field("s3:ListAllMyBuckets", description="What is tried.")
    signs: Literal["before", "session"] = Field("session", description="Whose keys sign it: old ones or new ones.")
    exported: Exported = Field("all", description="Which of the session's three values are set.")
    later: int = Field(0, ge=0, le=1_000_000, description="Seconds between the answer of STS and that call.")

    _careful = model_validator(mode="before")(refuse_real_keys)


@dataclass(frozen=True, kw_only=True)
class MfaRun:
    """Everything the page shows. Exactly one of `refused` and `session` is set."""

    asked: MfaLab
    command: str
    body: str
    signed: Signed | None
    device_shows: str
    seconds_left: int
    refused: Refusal | None
    session: Session | None
    exports: str
    tried: Ability | None
    before: tuple[Ability, ...]
    after: tuple[Ability, ...]

    @property
    def now(self) -> str:
        return device.stamp(device.moment(self.asked.seconds))

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
            "engine": {"name": f"rolecall-sts on botocore {__version__}", "version": "2"},
            "command": self.command,
            "body": self.body,
            "request": self.signed and {"url": self.signed.url, "headers": [list(h) for h in self.signed.headers]},
            "device_shows": self.device_shows,
            "seconds_left": self.seconds_left,
            "error": error and {"side": error.side, "type": error.code, "message": error.message, "why": error.why},
            "expires": self.session and self.session.expires,
            "response": self.response() or None,
            "exports": self.exports,
            "tried": self.tried and self.tried.to_json(),
            "before": [ability.to_json() for ability in self.before],
            "after": [ability.to_json() for ability in self.after],
            "not_modelled": list(NOT_MODELLED),
        }


def command(asked: MfaLab) -> str:
    """The call as one types it."""
    verb = "get-session-token" if asked.call == "GetSessionToken" else "assume-role"
    words = ["aws", "sts", verb]
    for name, value in asked.parameters.items():
        flag = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
        words += [f"-{flag}", str(value)]
    return shlex.join(words)


def _exports(session: Session, exported: Exported) -> str:
    lines = [f"export AWS_ACCESS_KEY_ID={session.access_key_id}", f"export AWS_SECRET_ACCESS_KEY={SECRET}"]
    if exported == "all":
        lines.append(f"export AWS_SESSION_TOKEN={TOKEN}")
    if exported == "stale-token":
        lines.append(f"# still set since yesterday: AWS_SESSION_TOKEN={TOKEN}YESTERDAY")
    return "\n".join(lines)


def _keys(asked: MfaLab, session: Session) -> Keys:
    kind = "assumed" if asked.call == "AssumeRole" else "session"
    return f"{kind}-mfa" if session.mfa else kind  # type: ignore[return-value]


def _tried(asked: MfaLab, session: Session | None, policies: tuple[dict[str, Any], ...]) -> Ability | None:
    """The call that follows; None where there are no keys to sign it."""
    root = asked.caller == "root"
    if asked.signs == "before":
        return abilities.ability(asked.then, _long_term(asked), policies, root=root)
    if session is None:
        return None
    if asked.later >= session.lasts:
        why = "The session is over. Nothing renews variables in an environment: ask STS again."
        return Ability(action=asked.then, result="expired", code="ExpiredToken", why=why)
    torn = abilities.torn(asked.then, asked.exported)
    return torn or abilities.ability(asked.then, _keys(asked, session), policies, root=root)


def _long_term(asked: MfaLab) -> Keys:
    kinds: dict[str, Keys] = {"role": "assumed", "session": "session"}
    return kinds.get(asked.caller, "long-term")


def run(asked: MfaLab) -> MfaRun:
    """Make the call at the lab's time. The same input gives the same result, codes included."""
    with no_io():
        refused = refusal(asked)
        session = None if refused else issue(asked)
        policies = (abilities.guarded_policy(asked.operator),)
        root = asked.caller == "root"
        after: tuple[Ability, ...] = ()
        if session:
            keys = _keys(asked, session)
            after = tuple(abilities.ability(a, keys, policies, root=root) for a in abilities.ACTIONS)
        sent = not (refused and refused.side == "client")
        body = model.body(asked.call, asked.parameters) if sent else ""
        return MfaRun(
            asked=asked,
            command=command(asked),
            body=body,
            signed=sign(body, asked.caller, asked.seconds) if sent else None,
            device_shows=device.code_at(asked.seconds + asked.device_skew),
            seconds_left=device.seconds_left(asked.seconds + asked.device_skew),
            refused=refused,
            session=session,
            exports=_exports(session, asked.exported) if session else "",
            tried=_tried(asked, session, policies),
            before=tuple(abilities.ability(a, _long_term(asked), policies, root=root) for a in abilities.ACTIONS),
            after=after,
        )


def dumps(response: dict[str, Any]) -> str:
    """The answer as the CLI prints it."""
    return json.dumps(response, indent=4) if response else ""
