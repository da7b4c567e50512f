"""The diagnosis of a pasted text. Nothing of the text is in the result: only the rules that it met."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from studyapp.engines.credentials import warm  # noqa: F401 (imported for its imports)
from studyapp.engines.doctor.configure import SOURCES, Row, read
from studyapp.engines.doctor.rules import RULES, Rule
from studyapp.engines.guard import no_io
from studyapp.engines.secrets import refuse_real_keys

LONGEST = 16_384
MOST = 4
STAMP = re.compile(r"(\d{8}T\d{6}Z) is now earlier than \d{8}T\d{6}Z \((\d{8}T\d{6}Z) - (\d{1,3}) min", re.IGNORECASE)
ARN = re.compile(r"arn:aws[\w-]*:(iam|sts)::\d{12}:(user|root|assumed-role|role|federated-user)\b")
WHO = {
    "user": "an IAM user, with keys that last until somebody deletes them",
    "root": "the root user",
    "assumed-role": "a role session, with temporary keys",
    "role": "a role",
    "federated-user": "a federated user, with temporary keys",
}


class DoctorInput(BaseModel):
    """An error text, or what `aws configure list` or `aws sts get-caller-identity` printed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    text: str = Field("", max_length=LONGEST, description="It is looked at once and not kept.")

    _careful = model_validator(mode="before")(refuse_real_keys)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One thing that the text says, by a rule's name."""

    rule: str
    title: str
    cause: str
    check: str
    lesson: str
    lab: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """What the text is, and what it says; `found` is empty where no rule places it."""

    kind: str
    found: tuple[Placed, ...]
    who: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "engine": {"name": "rolecall-doctor", "version": "1"},
            "kind": self.kind,
            "who": self.who or None,
            "found": [asdict(one) for one in self.found],
            "not_modelled": [f"Whatever the table of {len(RULES)} rules does not name."],
        }


def _placed(rule: Rule, text: str) -> Placed:
    more = _clock(text) if rule.id == "signature-late" else ""
    return Placed(
        rule=rule.id,
        title=rule.title,
        cause=f"{rule.cause}{more}",
        check=rule.check,
        lesson=rule.lesson,
        lab=rule.lab,
        state="" if rule.state == "-" else rule.state,
    )


def _clock(text: str) -> str:
    """How far the clock is off, computed from the message's own times."""
    match = STAMP.search(text)
    if match is None:
        return ""
    try:
        signed, server = (datetime.strptime(match[part], "%Y%m%dT%H%M%SZ") for part in (1, 2))
    except ValueError:
        return ""
    off = server - signed
    minutes, seconds = divmod(int(off / timedelta(seconds=1)), 60)
    return f" Here it is {minutes} min {seconds} s slow."


def _rules(text: str) -> tuple[Placed, ...]:
    met = [rule for rule in RULES if rule.pattern.search(text)]
    beaten = {name for rule in met for name in rule.over}
    return tuple(_placed(rule, text) for rule in met if rule.id not in beaten)[:MOST]


def _list(rows: dict[str, Row]) -> tuple[Placed, ...]:
    """What `aws configure list` says about who signs and where the Region comes from."""
    found = [_key_row(rows["access_key"])] if "access_key" in rows else []
    profile = rows.get("profile")
    if profile and profile.given and rows.get("access_key", profile).type == "env":
        found.append(
            Placed(
                rule="profile-and-env",
                title="A profile is named, and the environment signs",
                cause="AWS_PROFILE chooses whose settings are read. It does not silence keys in the environment.",
                check="Unset the keys, or name the profile with --profile: that takes the environment out.",
                lesson="L06",
                lab="credential-chain",
                state="profile-variable",
            )
        )
    if "region" in rows:
        found.append(_region_row(rows["region"]))
    return tuple(found)


def _key_row(row: Row) -> Placed:
    if row.given and row.type not in SOURCES:
        return Placed(
            rule="list-other",
            title="Signed by a source this table does not name",
            cause="The key’s row has a value, and its type is none of the providers known here.",
            check="aws sts get-caller-identity says whose keys they are.",
            lesson="L05",
            lab="credential-chain",
            state="laptop",
        )
    if not row.given:
        return Placed(
            rule="list-nobody",
            title="Nobody signs",
            cause="No provider had credentials for this user in this place.",
            check="Run it where the program runs, and as the user that runs it.",
            lesson="L05",
            lab="credential-chain",
            state="nobody",
        )
    who, lesson, lab, state = SOURCES[row.type]
    first = " If you expected a role here: the environment is asked first." if row.type == "env" else ""
    return Placed(
        rule=f"list-{row.type}",
        title=f"Signed by {who}",
        cause=f"The type of the key’s row is {row.type}: that provider answered first.{first}",
        check="aws sts get-caller-identity says whose keys they are.",
        lesson=lesson,
        lab=lab,
        state=state,
    )


def _region_row(row: Row) -> Placed:
    kinds = {
        "env": "a variable",
        "config-file": "the config file",
        "manual": "the command line",
        "imds": "the instance (the CLI v2 asks it; boto3 does not)",
    }
    if not row.given:
        cause = "No Region is known. S3, STS and IAM work all the same; EC2 and DynamoDB do not."
        title, state = "No Region", "nowhere"
    else:
        title, state = f"The Region comes from {kinds.get(row.type, 'somewhere else')}", "variable-and-file"
        cause = "The Region has a search of its own. It does not come with the credentials."
    check = "boto3 and the CLI v1 read AWS_DEFAULT_REGION, the CLI v2 AWS_REGION first."
    return Placed(rule="list-region", title=title, cause=cause, check=check, lesson="L12", lab="region", state=state)


def _who(text: str) -> str:
    """The kind of caller of `get-caller-identity`, where the text is its answer."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    arn = answer.get("Arn", "") if isinstance(answer, dict) else ""
    match = ARN.match(arn) if isinstance(arn, str) else None
    return WHO[match[2]] if match else ""


def diagnose(asked: DoctorInput) -> Diagnosis:
    """Place a text. The result holds words of the table, numbers worked out from times, and nothing of the text."""
    with no_io():
        text = asked.text
        if not text.strip():
            return Diagnosis(kind="nothing", found=())
        if rows := read(text):
            return Diagnosis(kind="configure-list", found=_list(rows))
        if who := _who(text):
            return Diagnosis(kind="caller-identity", found=(), who=who)
        return Diagnosis(kind="error", found=_rules(text))
