"""G5: the two files: which header goes where, which of two sources of one profile answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from studyapp.catalog.worldtext import FILE_KEY, FILE_SECRET, INSTANCE_KEY, NOW, SECRET, TOKEN
from studyapp.engines.credentials import resolve
from studyapp.engines.worlds import read_world
from studyapp.questions.generators.chain_spec import ACCOUNT, EXPIRES, INSTANCE, ROLES
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Drawn, Generator, Scene
from studyapp.questions.generators.g01_chain_winner import Recipe, recipe, winner
from studyapp.questions.misconceptions import truth
from studyapp.questions.outcomes import caller_key

CONFIG, CREDENTIALS = "~/.aws/config", "~/.aws/credentials"
PROFILES = ("dev", "stage", "audit", "build", "demo")
BASES = ("base", "people", "login", "home")
REGIONS = ("eu-west-1", "eu-central-1", "us-west-2", "ap-south-1")

PROCESS: Mapping[str, Recipe] = {
    "unknown": recipe({"env": ("", "empty", "secret")}, default="old", process=True, role=True),
    "process": recipe({"env": ("empty", "secret"), "default": ("", "secret")}, process=True, role=True),
    "default": recipe({"env": ("", "empty", "secret")}, default="full", process=True, role=True),
    "env": recipe({"env": ("full", "session"), "default": ("old", "full")}, process=True, role=True),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a file; `mended` is what it would be changed into, and the belief or the rule behind that."""

    file: str
    text: str
    mended: str
    misconception: str = "slip"


@dataclass(frozen=True, kw_only=True)
class Names:
    profile: str
    base: str
    role: str
    region: str


def _assumed(names: Names, *, header: str, source: str, base_header: str) -> tuple[Line, ...]:
    """A profile that assumes a role with the keys of another; each line right unless an argument says otherwise."""
    profile, base = names.profile, names.base
    return (
        Line(file=CONFIG, text="[default]", mended="[profile default]", misconception="M19"),
        Line(file=CONFIG, text=f"region = {names.region}", mended="region = us-east-1", misconception="M17"),
        Line(file=CONFIG, text=header, mended=f"[profile {profile}]", misconception="M19"),
        Line(
            file=CONFIG,
            text=f"role_arn = arn:aws:iam::{ACCOUNT}:role/{names.role}",
            mended=f"role_arn = {names.role}",
        ),
        Line(file=CONFIG, text=f"source_profile = {source}", mended=f"source_profile = {base}", misconception="M19"),
        Line(file=CREDENTIALS, text=base_header, mended=f"[{base}]", misconception="M19"),
        Line(file=CREDENTIALS, text=f"aws_access_key_id = {FILE_KEY}", mended=f"access_key = {FILE_KEY}"),
        Line(file=CREDENTIALS, text=f"aws_secret_access_key = {FILE_SECRET}", mended="", misconception="M05"),
    )


def _instance_source(names: Names) -> tuple[Line, ...]:
    return (
        Line(file=CONFIG, text="[default]", mended="[profile default]", misconception="M19"),
        Line(file=CONFIG, text=f"region = {names.region}", mended="region = us-east-1", misconception="M17"),
        Line(file=CONFIG, text=f"[profile {names.profile}]", mended=f"[{names.profile}]", misconception="M19"),
        Line(
            file=CONFIG,
            text=f"role_arn = arn:aws:iam::{ACCOUNT}:role/{names.role}",
            mended=f"role_arn = {names.role}",
        ),
        Line(
            file=CONFIG,
            text="credential_source = ec2instancemetadata",
            mended="credential_source = Ec2InstanceMetadata",
        ),
    )


FAULTS: Mapping[str, tuple[Callable[[Names], tuple[Line, ...]], int, str]] = {
    "config-header": (
        lambda n: _assumed(n, header=f"[{n.profile}]", source=n.base, base_header=f"[{n.base}]"),
        2,
        "The config file wants the word profile in front: [profile dev]. Without it the profile is not found.",
    ),
    "credentials-header": (
        lambda n: _assumed(n, header=f"[profile {n.profile}]", source=n.base, base_header=f"[profile {n.base}]"),
        5,
        "The credentials file wants the bare name: [dev]. With the word profile in front it is another name.",
    ),
    "source-name": (
        lambda n: _assumed(n, header=f"[profile {n.profile}]", source=f"profile {n.base}", base_header=f"[{n.base}]"),
        4,
        "`source_profile` takes the profile’s name alone. The word profile belongs to the header.",
    ),
    "source-case": (
        _instance_source,
        4,
        "The value is `Ec2InstanceMetadata`, and botocore minds the capitals.",
    ),
}


def _text(lines: tuple[Line, ...], file: str, mended: int = -1) -> str:
    shown = [line.mended if index == mended else line.text for index, line in enumerate(lines) if line.file == file]
    return "\n".join(shown) + "\n"


def _world(lines: tuple[Line, ...], names: Names, decoy: bool) -> dict[str, Any]:
    files = {file: _text(lines, file) for file in (CONFIG, CREDENTIALS) if any(line.file == file for line in lines)}
    creds = {"AccessKeyId": "ASIAFILEROLE1EXAMPLE", "SecretAccessKey": SECRET, "SessionToken": TOKEN}
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role"
    document = {"Code": "Success", "LastUpdated": "2026-11-24T08:55:00Z", "Type": "AWS-HMAC"}
    document |= {"AccessKeyId": INSTANCE_KEY, "SecretAccessKey": SECRET, "Token": TOKEN, "Expiration": EXPIRES}
    return {
        "env": {"AWS_PAGER": ""} if decoy else {},
        "profile": names.profile,
        "files": files,
        "roles": {f"arn:aws:iam::{ACCOUNT}:role/{names.role}": {"trusts": ["*"], "creds": creds}},
        "imds": {"role": "fleet-base", "creds": document},
        "identities": {
            FILE_KEY: {"arn": f"arn:aws:iam::{ACCOUNT}:user/ana"},
            "ASIAFILEROLE1EXAMPLE": {"arn": f"{session}/{names.role}/botocore-session"},
            INSTANCE_KEY: {"arn": f"{session}/fleet-base/{INSTANCE}"},
        },
        "now": NOW,
    }


def _spot(chance: Chance, target: str) -> Drawn | None:
    make, fault, rule = FAULTS[target]
    names = Names(
        profile=chance.pick(PROFILES), base=chance.pick(BASES), role=chance.pick(ROLES), region=chance.pick(REGIONS)
    )
    lines = make(names)
    world = _world(lines, names, decoy=True)
    options = [_line(lines, index, index == fault) for index in range(len(lines))]
    before = caller_key(resolve(read_world(world)))
    return Drawn(
        state={"flavour": "botocore", "world": world},
        bare={"flavour": "botocore", "world": _world(lines, names, decoy=False)},
        body={"options": options, "goal": f"role/{names.role}", "caption": "~/.aws/config, then ~/.aws/credentials"},
        words={"profile": names.profile, "role": names.role, "error": before.removeprefix("error:")},
        expect=f"role/{names.role}",
        rule=rule,
    )


def _line(lines: tuple[Line, ...], index: int, fault: bool) -> dict[str, Any]:
    line = lines[index]
    feedback = f"Changed to `{line.mended}`, it would not help."
    if fault:
        feedback = "With this line mended the role is assumed."
    if not line.mended:
        feedback = "Without this line the key would be half a key."
    if not fault and line.misconception == "M19":
        feedback = truth("M19")
    return {
        "text": line.text,
        "where": {"world": {"files": {line.file: _text(lines, line.file, index)}}},
        "misconception": "" if fault else line.misconception,
        "feedback": feedback,
    }


G05 = Generator(
    id="G05",
    version=1,
    title="Files and regions",
    scenes=(
        winner("process", PROCESS),
        Scene(
            id="wrong-line",
            kind="spot",
            lab="credential-chain",
            ask="caller",
            classes=tuple(FAULTS),
            make=_spot,
        ),
    ),
)
