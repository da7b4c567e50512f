"""G5: the two files: which header goes where, which of two sources of one profile answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from studyapp.catalog.worldtext import FILE_KEY, FILE_SECRET, INSTANCE_KEY, NOW, SECRET, TOKEN
from studyapp.engines.credentials import resolve
from studyapp.engines.worlds import read_world
from studyapp.questions.generators.beliefs import key_of
from studyapp.questions.generators.chain_spec import ACCOUNT, EXPIRES, INSTANCE, ROLES
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Drawn, Generator, Scene
from studyapp.questions.generators.g01_chain_winner import Recipe, recipe, winner
from studyapp.questions.generators.plain import row
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


SERVICES = ("s3", "ec2", "sts", "dynamodb", "iam", "lambda", "sqs")
TOOLS = {"boto3": "A boto3 program", "cli-1": "AWS CLI v1", "cli-2": "AWS CLI v2"}
# What is set where, by class: the variables, the config file, the instance.
REGION_CLASSES: Mapping[str, tuple[str, ...]] = {
    "nothing": (),
    "new-variable": ("AWS_REGION",),
    "old-variable": ("AWS_DEFAULT_REGION",),
    "file": ("config",),
    "instance": ("instance",),
    "new-variable-and-file": ("AWS_REGION", "config"),
}


def _region(chance: Chance, target: str) -> Drawn | None:
    """Four services, one tool, and a Region set somewhere or nowhere: where does each call go?"""
    tool = chance.pick(tuple(TOOLS))
    regions = dict(
        zip(("AWS_REGION", "AWS_DEFAULT_REGION", "config", "instance"), chance.some(REGIONS, 4), strict=True)
    )
    given = {name: regions[name] for name in REGION_CLASSES[target]}
    env = {name: value for name, value in given.items() if name.startswith("AWS_")}
    bare: dict[str, Any] = {"tool": tool, "services": ["s3"], "env": env}
    if "config" in given:
        bare["config"] = f"[default]\nregion = {given['config']}\n"
    if "instance" in given:
        bare["instance_region"] = given["instance"]
    state = {**bare, "env": {**env, "AWS_DEFAULT_OUTPUT": "json"}}
    seen = list(given.values())
    rows, keys = [], []
    for service in ("s3", *chance.some(SERVICES[1:], 3)):
        keys.append(key_of("region", "region", {**state, "services": [service]}))
        wrong = {name: belief for name, belief in _region_slips(seen) if name != _choice(keys[-1])}
        rows.append(row(f"`{service}`", {"services": [service]}, wrong, _REGION_WHY[_reason(keys[-1], seen)]))
    choices = [{"id": name, "text": name, "says": name} for name in dict.fromkeys((*seen, "us-east-1"))]
    choices.append({"id": "global", "text": "the global address", "says": "global"})
    choices.append({"id": "error", "text": "NoRegionError", "says": "error:NoRegionError"})
    if not set(keys) <= {choice["says"] for choice in choices} or len(set(keys)) < 2:
        return None
    words = {"tool": TOOLS[tool], "set": _where_set(given)}
    return Drawn(state=state, bare=bare, body={"rows": rows, "choices": choices}, words=words)


def _choice(key: str) -> str:
    return "error" if key.startswith("error:") else key


def _reason(key: str, seen: list[str]) -> str:
    return "found" if key in seen else _choice(key)


_REGION_WHY = {
    "found": "The tool finds this Region, and the service has an address in it.",
    "us-east-1": "Without a Region, S3 is called at its first address.",
    "global": "This service has one address for all Regions, and no Region is needed.",
    "error": "This service has an address in each Region only, and no Region is found.",
}


def _region_slips(seen: list[str]) -> list[tuple[str, str]]:
    """Wrong choices and their beliefs: the Region comes along somehow; or it is us-east-1 when none is set."""
    return [*((name, "M18") for name in seen), ("us-east-1", "M18"), ("error", "M17")]


def _where_set(given: Mapping[str, str]) -> str:
    texts = {
        "AWS_REGION": "`AWS_REGION` is {0}",
        "AWS_DEFAULT_REGION": "`AWS_DEFAULT_REGION` is {0}",
        "config": "the config file’s default profile says {0}",
        "instance": "it runs on an instance in {0}, and nothing else is set",
    }
    said = [texts[name].format(value) for name, value in given.items()]
    return " and ".join(said) if said else "no Region is set anywhere"


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
        Scene(
            id="region",
            kind="match",
            lab="region",
            ask="region",
            classes=tuple(REGION_CLASSES),
            make=_region,
        ),
    ),
)
