"""Machines for questions about the chain: which sources hold what, and the world that makes of it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from studyapp.catalog.worldtext import (
    CONTAINER_KEY,
    CONTAINER_PATH,
    CONTAINER_URL,
    ENV_KEY,
    FILE_KEY,
    FILE_SECRET,
    INSTANCE_KEY,
    NOW,
    SECRET,
    TOKEN,
)
from studyapp.engines.credentials import Resolution, resolve
from studyapp.engines.worlds import World, read_world
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Answer
from studyapp.questions.misconceptions.chain import CHAIN, CHAIN_BELIEFS
from studyapp.questions.outcomes import caller_key

ENV_SESSION_KEY = "ASIAENVSESS01EXAMPLE"
DEAD_KEY = "AKIADELETED01EXAMPLE"
STALE_KEY = "ASIASTALE0001EXAMPLE"
OLD_FILE_KEY = "ASIALASTMON01EXAMPLE"
DEV_KEY = "AKIADEVPROF01EXAMPLE"
PROCESS_KEY = "ASIAPROCESS01EXAMPLE"
WEB_KEY = "ASIAWEBIDENT1EXAMPLE"
TOKEN_FILE = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token"  # noqa: S105 -- a path
WEB_TOKEN = "example-web-identity-token"  # noqa: S105
PROCESS = "/usr/local/bin/vend-keys"
EXPIRES = "2026-11-24T15:00:00Z"
ACCOUNT = "111122223333"
INSTANCE = "i-0a1b2c3d4e5f67890"


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What each source of one machine holds; "" is absent. Hashable, so that a run of it is kept."""

    env: str = ""  # full, session, id, secret, empty, dead, stale
    variable: str = ""  # AWS_PROFILE
    option: str = ""  # --profile
    default: str = ""  # the credentials file's default profile: full, id, secret, old
    dev: str = ""  # where the profile dev has its keys: credentials, config; region: it has none
    process: bool = False
    web: bool = False  # the pod's two variables
    pod: bool = False  # the token file and the role in IAM
    container: str = ""  # pointed, lost
    role: bool = False


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who stands behind each source. Users and roles have different names, and no name occurs twice."""

    env: str = "loader"
    default: str = "night-shift"
    dev: str = "workbench"
    process: str = "vending"
    web: str = "catalog-reader"
    container: str = "invoice-task"
    role: str = "orders-writer"


USERS = ("loader", "images", "night-shift", "app-deploy", "importer", "archiver", "newsletter", "etl-user", "courier")
ROLES = (
    "orders-writer",
    "reports-reader",
    "thumbnail-maker",
    "invoice-task",
    "catalog-reader",
    "queue-worker",
    "stock-reader",
    "mail-sender",
    "map-builder",
)
APPS = ("An importer", "A thumbnail service", "A report mailer", "A stock checker", "An archive job", "A map builder")
DECOYS = (
    ("AWS_DEFAULT_REGION", "eu-west-1"),
    ("AWS_DEFAULT_OUTPUT", "json"),
    ("AWS_PAGER", ""),
    ("AWS_RETRY_MODE", "standard"),
    ("LANG", "C.UTF-8"),
)


def cast(chance: Chance) -> Cast:
    users, roles = chance.some(USERS, 3), chance.some(ROLES, 4)
    return Cast(
        env=users[0],
        default=users[1],
        dev=users[2],
        process=roles[0],
        web=roles[1],
        container=roles[2],
        role=roles[3],
    )


def _user(name: str) -> dict[str, str]:
    return {"arn": f"arn:aws:iam::{ACCOUNT}:user/{name}"}


def _session(role: str, session: str) -> dict[str, str]:
    return {"arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{session}"}


def _env(spec: Spec) -> dict[str, str]:
    known = {
        "": {},
        "full": {"AWS_ACCESS_KEY_ID": ENV_KEY, "AWS_SECRET_ACCESS_KEY": SECRET},
        "session": {
            "AWS_ACCESS_KEY_ID": ENV_SESSION_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_SESSION_TOKEN": TOKEN,
        },
        "id": {"AWS_ACCESS_KEY_ID": ENV_KEY},
        "secret": {"AWS_SECRET_ACCESS_KEY": SECRET},
        "empty": {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""},
        "dead": {"AWS_ACCESS_KEY_ID": DEAD_KEY, "AWS_SECRET_ACCESS_KEY": SECRET},
        "stale": {"AWS_ACCESS_KEY_ID": STALE_KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": TOKEN},
    }
    env = dict(known[spec.env])
    if spec.variable:
        env["AWS_PROFILE"] = spec.variable
    return env


def _files(spec: Spec, who: Cast) -> dict[str, str]:
    both = f"aws_access_key_id = {FILE_KEY}\naws_secret_access_key = {FILE_SECRET}\n"
    old = f"aws_access_key_id = {OLD_FILE_KEY}\naws_secret_access_key = {FILE_SECRET}\naws_session_token = {TOKEN}\n"
    default = {
        "full": both,
        "id": f"aws_access_key_id = {FILE_KEY}\n",
        "secret": f"aws_secret_access_key = {FILE_SECRET}\n",
        "old": old,
    }
    dev = f"aws_access_key_id = {DEV_KEY}\naws_secret_access_key = {FILE_SECRET}\n"
    credentials = f"[default]\n{default[spec.default]}" if spec.default else ""
    credentials += f"\n[dev]\n{dev}" if spec.dev == "credentials" else ""
    config = f"[default]\ncredential_process = {PROCESS}\n" if spec.process else ""
    config += f"\n[profile dev]\n{dev}" if spec.dev == "config" else ""
    config += "\n[profile dev]\nregion = eu-west-1\n" if spec.dev == "region" else ""
    files = {"~/.aws/credentials": credentials.lstrip(), "~/.aws/config": config.lstrip()}
    files = {path: text for path, text in files.items() if text}
    return {**files, TOKEN_FILE: WEB_TOKEN} if spec.pod else files


def _identities(spec: Spec, who: Cast) -> dict[str, Any]:
    held = {
        ENV_KEY: (_user(who.env), spec.env in {"full", "id"}),
        ENV_SESSION_KEY: (_user(who.env), spec.env == "session"),
        FILE_KEY: (_user(who.default), spec.default in {"full", "id"}),
        DEV_KEY: (_user(who.dev), spec.dev in {"credentials", "config"}),
        PROCESS_KEY: (_session(who.process, "vended"), spec.process),
        WEB_KEY: (_session(who.web, "botocore-session"), spec.pod),
        CONTAINER_KEY: (_session(who.container, "0123456789abcdef"), bool(spec.container)),
        INSTANCE_KEY: (_session(who.role, INSTANCE), spec.role),
    }
    return {key: identity for key, (identity, there) in held.items() if there}


def _creds(key: str, name: str = "AccessKeyId") -> dict[str, str]:
    return {name: key, "SecretAccessKey": SECRET, "Token": TOKEN, "Expiration": EXPIRES}


def world_of(spec: Spec, who: Cast, decoys: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    """The world in the lab's own fields; decoys are variables that decide nothing."""
    env = {**dict(decoys[:1]), **_env(spec), **dict(decoys[1:])}
    world: dict[str, Any] = {"env": env, "identities": _identities(spec, who), "now": NOW}
    if spec.option:
        world["profile"] = spec.option
    if spec.web:
        env |= {"AWS_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/{who.web}", "AWS_WEB_IDENTITY_TOKEN_FILE": TOKEN_FILE}
    if spec.pod:
        creds = {"AccessKeyId": WEB_KEY, "SecretAccessKey": SECRET, "SessionToken": TOKEN}
        world["roles"] = {f"arn:aws:iam::{ACCOUNT}:role/{who.web}": {"trusts_tokens": [WEB_TOKEN], "creds": creds}}
    if spec.container:
        if spec.container == "pointed":
            env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = CONTAINER_PATH
        document = {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/{who.container}", **_creds(CONTAINER_KEY)}
        world["http"] = {CONTAINER_URL: {"json": document}}
    if spec.process:
        printed = (
            f'{{"Version": 1, "AccessKeyId": "{PROCESS_KEY}", "SecretAccessKey": "{SECRET}", '
            f'"SessionToken": "{TOKEN}", "Expiration": "{EXPIRES}"}}'
        )
        world["processes"] = {PROCESS: {"stdout": printed}}
    if files := _files(spec, who):
        world["files"] = files
    if spec.role:
        document = {"Code": "Success", "LastUpdated": "2026-11-24T08:55:00Z", "Type": "AWS-HMAC"}
        world["imds"] = {"role": who.role, "http_tokens": "required", "creds": {**document, **_creds(INSTANCE_KEY)}}
    return world


STANDARD = Cast()
_SOURCES = {
    f"user/{STANDARD.env}": "env",
    f"user/{STANDARD.default}": "default",
    f"user/{STANDARD.dev}": "dev",
    f"role/{STANDARD.process}": "process",
    f"role/{STANDARD.web}": "web",
    f"role/{STANDARD.container}": "container",
    f"role/{STANDARD.role}": "role",
}


def source_of(caller: str) -> str:
    """The source behind a caller of the standard cast; errors and other outcomes stay as they are."""
    return _SOURCES.get(caller, caller)


@lru_cache(maxsize=4096)
def standard(spec: Spec) -> World:
    """The world of a spec with the standard cast."""
    return read_world(world_of(spec, STANDARD))


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the engine and every belief say of a spec, as sources and outcomes."""

    key: str
    resolution: Resolution
    answers: tuple[Answer, ...]


@lru_cache(maxsize=4096)
def believed(spec: Spec, flavour: str = "botocore") -> tuple[tuple[str, Resolution | str], ...]:
    """What every belief that has a say makes of a spec, by the belief's id with its part ("M05.merge")."""
    world = standard(spec)
    out = []
    for belief in CHAIN_BELIEFS:
        for topic, solver in belief.solvers.items():
            base, _, part = topic.partition(".")
            said = solver(world, flavour) if base == CHAIN else None
            if said is not None:
                out.append((f"{belief.id}.{part}" if part else belief.id, said))
    return tuple(out)


@lru_cache(maxsize=4096)
def judged(spec: Spec, flavour: str = "botocore") -> Judged:
    """Run the engine and every belief over a spec, once a process: names decide nothing."""
    found = resolve(standard(spec), flavour)
    answers = tuple(
        Answer(misconception=name, says=said if isinstance(said, str) else source_of(caller_key(said)))
        for name, said in believed(spec, flavour)
    )
    return Judged(key=source_of(caller_key(found)), resolution=found, answers=answers)


def caller_of(source: str, who: Cast) -> str:
    """The caller's key that a source has with this cast."""
    names = {
        "env": f"user/{who.env}",
        "default": f"user/{who.default}",
        "dev": f"user/{who.dev}",
        "process": f"role/{who.process}",
        "web": f"role/{who.web}",
        "container": f"role/{who.container}",
        "role": f"role/{who.role}",
    }
    return names.get(source, source)


def varied(spec: Spec, chance: Chance, choices: dict[str, tuple[Any, ...]]) -> Spec:
    """The spec with each named field drawn from its choices, in the order given."""
    return replace(spec, **{name: chance.pick(options) for name, options in choices.items()})
