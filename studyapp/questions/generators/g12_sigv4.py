"""G12: a request and its signature: what may change, which line is wrong, how a path is written, whose clock."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from studyapp.catalog.model import Source
from studyapp.engines.signing import SigningInput, sign
from studyapp.questions.generators.beliefs import key_of
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Drawn, Generator, Scene
from studyapp.questions.generators.plain import number, options_on
from studyapp.questions.misconceptions import truth

LAB = "sigv4"
STAMP = "%Y%m%dT%H%M%SZ"
REGIONS = ("eu-west-1", "us-east-1", "eu-central-1", "ap-south-1")
BUCKETS = ("acme-reports", "acme-uploads", "acme-maps", "acme-invoices")
NOTE, AMZ_NOTE = "My-Note", "X-Amz-Meta-Note"
KEYS = {
    "access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
TOKEN = "EXAMPLETOKEN"  # noqa: S105 -- an example
# A header that botocore never signs: it decides nothing.
INERT = ["User-Agent", "client/1"]


def _moment(chance: Chance) -> datetime:
    """Some moment of 2026 in the middle of a day."""
    return datetime(2026, 1, 1, 8, tzinfo=UTC) + timedelta(days=chance.below(360), seconds=chance.below(36_000))


def _decoyed(state: Mapping[str, Any]) -> dict[str, Any]:
    return {**state, "headers": [*state.get("headers", ()), INERT]}


def _base(chance: Chance) -> dict[str, Any]:
    region = chance.pick(REGIONS)
    host, service = chance.pick(((f"sqs.{region}.amazonaws.com", "sqs"), (f"sns.{region}.amazonaws.com", "sns")))
    name = chance.pick(("two words", "late shift", "first draft"))
    return {
        **KEYS,
        "method": "POST",
        "url": f"https://{host}/?Action=Publish&Subject={quote(name)}",
        "headers": [[NOTE, "two words"], ["Accept-Encoding", "identity"]],
        "body": '{"count": 3}',
        "region": region,
        "service": service,
        "timestamp": _moment(chance).strftime(STAMP),
    }


def _edits(chance: Chance, target: str) -> Drawn | None:
    """Edits of one request: which leave its signature as it is?"""
    base = _base(chance)
    state = _decoyed(base)
    url, region = str(base["url"]), str(base["region"])
    start, query = url.split("?")
    first, second = query.split("&")
    other = chance.pick([one for one in REGIONS if one != region])

    def headers(*given: list[str]) -> dict[str, Any]:
        return {"headers": [*given, INERT]}

    note, encoding = [NOTE, "two words"], ["Accept-Encoding", "identity"]
    pool: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("The two query arguments change places", {"url": f"{start}?{second}&{first}"}, "M42"),
        (f"`{NOTE}` is written `MY-NOTE`", headers(["MY-NOTE", "two words"], encoding), "M43"),
        (f"`{NOTE}` gets three blanks between its words", headers([NOTE, "two   words"], encoding), "M43"),
        ("`User-Agent` gets another value", {"headers": [note, encoding, ["User-Agent", "proxy/2"]]}, "M43"),
        ("`:443` is written behind the host", {"url": url.replace(".com/", ".com:443/")}, "M42"),
        ("`Connection: keep-alive` is added", headers(note, encoding, ["Connection", "keep-alive"]), "M47"),
        ("`Accept-Encoding` becomes `gzip`", headers(note, ["Accept-Encoding", "gzip"]), "M43"),
        (f"The value of `{NOTE}` is put in capitals", headers([NOTE, "TWO WORDS"], encoding), "M43"),
        ("`%20` in the query becomes `+`", {"url": url.replace("%20", "+")}, "M41"),
        ("`:8443` is written behind the host", {"url": url.replace(".com/", ".com:8443/")}, "M43"),
        ("One blank is added inside the body", {"body": '{"count":  3}'}, "M46"),
        ("The session token is added", {"session_token": TOKEN}, "M47"),
        (f"`{AMZ_NOTE}` is added", headers(note, encoding, [AMZ_NOTE, "late"]), "M47"),
        (f"The Region of the scope becomes {other}", {"region": other}, "M44"),
        ("It is signed one second later", {"timestamp": _later(str(base["timestamp"]), 1)}, "M45"),
    )
    same: list[dict[str, Any]] = []
    different: list[dict[str, Any]] = []
    for text, change, belief in chance.shuffled(pool):
        where = {"change": change}
        stays = key_of(LAB, "sigv4-same", {**state, **where}) == "same"
        feedback = "The canonical request is the same." if stays else truth(belief)
        made = {"text": text, "says": "same", "where": where, "misconception": belief, "feedback": feedback}
        (same if stays else different).append(made)
    count = int(target)
    return Drawn(state=state, bare=base, body={"options": [*same[:count], *different[: 6 - count]]})


def _later(stamp: str, seconds: int) -> str:
    moment = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC) + timedelta(seconds=seconds)
    return moment.strftime(STAMP)


PIECES = (
    ("my file+1.txt", "a"),
    ("late shift.csv", "b"),
    ("a+b & c.json", "c"),
    ("50% off.txt", "d"),
)


def _path(chance: Chance, target: str) -> Drawn | None:
    """One object's name, S3 or another service: the canonical path."""
    s3 = target.startswith("s3")
    name, _ = chance.pick(PIECES)
    folder = {"plain": "", "slashes": "in//", "dots": "in/../"}[target.partition("-")[2]]
    region = chance.pick(REGIONS)
    host = f"{chance.pick(BUCKETS)}.s3.{region}.amazonaws.com" if s3 else f"a1b2c3.execute-api.{region}.amazonaws.com"
    bare = {
        **KEYS,
        "method": "GET",
        "url": f"https://{host}/{folder}{quote(name)}",
        "region": region,
        "service": "s3" if s3 else "execute-api",
        "s3": s3,
        "timestamp": _moment(chance).strftime(STAMP),
    }
    state = _decoyed(bare)
    made = options_on(
        state,
        chance,
        lab=LAB,
        ask="sigv4-path",
        topic="sigv4-path",
        text=_as_code,
        why=_PATH_WHY["s3" if s3 else "other"],
    )
    if made is None:
        return None
    words = {
        "name": f"{folder}{name}",
        "service": "S3" if s3 else "API Gateway",
        "sent": f"/{folder}{quote(name)}",
    }
    return Drawn(state=state, bare=bare, body={"options": made[1]}, words=words, expect=made[0])


_PATH_WHY = {
    "s3": "S3: encoded once, and nothing tidied.",
    "other": "Not S3: dots and double slashes are resolved, and the path is encoded twice.",
}


def _as_code(path: str) -> str:
    return f"`{path}`"


# What differs between the request and what the client summed, and the belief behind it.
FAULTS = {
    "path": "M41",
    "query": "M41",
    "header": "M43",
    "scope": "M44",
    "body": "M46",
}


def _faults(right: Mapping[str, Any], other: str) -> Mapping[str, dict[str, Any]]:
    """What the client summed in place of the request, by class."""
    url = str(right["url"])
    return {
        "path": {"url": url.replace("late%20shift", "late+shift")},
        "query": {"url": url.replace("two%20words", "two+words")},
        "header": {"headers": [["Accept-Encoding", "gzip, br"], INERT]},
        "scope": {"region": other},
        "body": {"body": '{"count":3}'},
    }


def _tempting(faulty: Mapping[str, Any]) -> Mapping[str, dict[str, Any]]:
    """For every line some change of it, none of which mends the fault."""
    url = str(faulty["url"])
    return {
        "method": {"method": "HEAD"},
        "path": {"url": url.replace("/v1/", "/v2/")},
        "query": {"url": url.replace("from=1", "from=01")},
        "host": {"url": url.replace(".com/", ".com:8443/")},
        "header": {"headers": [["Accept-Encoding", "deflate"], INERT]},
        "date": {"timestamp": _later(str(faulty["timestamp"]), 60)},
        "names": {"headers": [*faulty["headers"], [NOTE, "x"]]},
        "body": {"body": f"{faulty['body']} "},
        "scope": {"service": "apigateway"},
    }


def _wrong_line(chance: Chance, target: str) -> Drawn | None:
    """The client's canonical request and scope, with one line that the service has otherwise."""
    region, bucket = chance.pick(REGIONS), chance.pick(BUCKETS)
    other = chance.pick([one for one in REGIONS if one != region])
    right: dict[str, Any] = {
        **KEYS,
        "method": "PUT" if target == "body" else "GET",
        "url": f"https://{bucket}.execute-api.{region}.amazonaws.com/v1/late%20shift?day=two%20words&from=1",
        "headers": [["Accept-Encoding", "identity"], INERT],
        "body": '{"count": 3}' if target == "body" else "",
        "region": region,
        "service": "execute-api",
        "timestamp": _moment(chance).strftime(STAMP),
    }
    fault = _faults(right, other)[target]
    faulty = {**right, **fault}
    tempting, repair = _tempting(faulty), {name: right[name] for name in fault}
    options = [
        {
            "text": text,
            "where": repair if name == target else tempting[name],
            "misconception": "" if name == target else "slip",
            "feedback": truth(FAULTS[target]) if name == target else "The service has this line too.",
        }
        for name, text in _lines(faulty)
    ]
    goal = key_of(LAB, "sigv4-signature", right)
    return Drawn(
        state=faulty,
        bare={**faulty, "headers": [one for one in faulty["headers"] if one != INERT]},
        body={"options": options, "goal": goal, "caption": "What the client summed, and its scope"},
        expect=goal,
        rule=truth(FAULTS[target]),
        sheets=({"title": "The request as it arrives", "text": _as_http(right)},),
    )


def _lines(state: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The lines of the canonical request that say something, and the scope, each with its name."""
    stages = sign(SigningInput.model_validate(state)).stages
    canonical = stages.canonical
    named = {"accept-encoding": "header", "host": "host", "x-amz-date": "date"}
    found = [("method", canonical.method), ("path", canonical.path), ("query", canonical.query)]
    found += [(named[name], f"{name}:{value}") for name, value in canonical.headers if name in named]
    found += [("names", canonical.signed_headers), ("body", canonical.payload_hash), ("scope", stages.scope)]
    return found


def _as_http(state: Mapping[str, Any]) -> str:
    host, _, path = str(state["url"]).removeprefix("https://").partition("/")
    lines = [f"{state['method']} /{path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in state["headers"]]
    lines += [f"X-Amz-Date: {state['timestamp']}", f"(Region {state['region']}, service {state['service']})"]
    summed = sha256(str(state["body"]).encode()).hexdigest()
    return "\n".join([*lines, "", str(state["body"]), f"(SHA-256 of the body: {summed})"])


def _clock(chance: Chance, target: str) -> Drawn | None:
    """A service's words about a signature that came too late: how far off is the client's clock?"""
    now, window = _moment(chance), 5
    off = 60 * (window + 1 + chance.below(20)) + 1 + chance.below(58)
    sent = now - timedelta(seconds=off) if target == "slow" else now + timedelta(seconds=off)
    edge = now - timedelta(minutes=window) if target == "slow" else now + timedelta(minutes=window)
    said = (
        f"Signature expired: {sent:{STAMP}} is now earlier than {edge:{STAMP}} ({now:{STAMP}} - {window} min.)"
        if target == "slow"
        else f"Signature not yet current: {sent:{STAMP}} is still later than {edge:{STAMP}} "
        f"({now:{STAMP}} + {window} min.)"
    )
    bare = {
        **KEYS,
        "method": "GET",
        "url": "https://sts.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
        "region": "us-east-1",
        "service": "sts",
        "timestamp": sent.strftime(STAMP),
        "answer": f"An error occurred (SignatureDoesNotMatch): {said}",
    }
    wrong = [
        number(60 * window, "M45", "Five minutes is what the service allows, not how far the clock is off."),
        number(
            off - 60 * window, "M45.window", "The bracket holds the service’s time. The window is taken off already."
        ),
        number(off + 60 * window, "slip", "The window is counted twice here."),
    ]
    wrong = sorted({one["value"]: one for one in wrong}.values(), key=lambda one: float(one["value"]))
    body = {
        "unit": "s",
        "tolerance": 0,
        "distractors": wrong,
        "feedback": "The bracket holds the service’s own time; the first stamp is the client’s.",
    }
    sheets = ({"title": "The answer of the service", "text": f"SignatureDoesNotMatch\n{said}"},)
    return Drawn(state=_decoyed(bare), bare=bare, body=body, words={"which": target}, sheets=sheets)


PRESIGN = Source(
    title="Amazon S3 User Guide: sharing objects with presigned URLs",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ShareObjectPreSignedURL.html",
    checked="2026-11-24",
)


def _presign(chance: Chance, target: str) -> Drawn | None:
    """A presigned URL and the session that signs it: the shorter of two lives."""
    left = 10 * (1 + chance.below(35))
    asked = left * (3 + chance.below(20)) if target == "session" else max(5, left // (2 + chance.below(4)))
    lives = min(left, asked)
    wrong = {asked: "M48", left: "M48.session", 7 * 24 * 60: "M48.week", left + asked: "slip"}
    distractors = [number(value, belief, _LIVES[belief]) for value, belief in sorted(wrong.items()) if value != lives]
    body = {
        "unit": "min",
        "tolerance": 0,
        "value": lives,
        "distractors": distractors,
        "feedback": "Whichever ends first ends the URL.",
    }
    words = {"left": str(left), "expires": str(60 * asked), "minutes": str(asked)}
    return Drawn(state={}, body=body, words=words, cite=PRESIGN)


_LIVES = {
    "M48": "The URL asked for this, and its session ends first.",
    "M48.session": "The session lives this long, and the URL asked for less.",
    "M48.week": "Seven days is the most that a URL may ask for.",
    "slip": "The two lives run at the same time; they are not added.",
}


def _scene(name: str, kind: str, ask: str, classes: tuple[str, ...], make: Any) -> Scene:
    return Scene(id=name, kind=kind, lab=LAB if ask else "", ask=ask, classes=classes, make=make)


PATHS = ("s3-plain", "s3-slashes", "s3-dots", "other-plain", "other-slashes", "other-dots")
G12 = Generator(
    id="G12",
    version=1,
    title="Signatures",
    scenes=(
        _scene("edits", "multiple", "sigv4-same", ("2", "3", "4"), _edits),
        _scene("path", "single", "sigv4-path", PATHS, _path),
        _scene("wrong-line", "spot", "sigv4-signature", tuple(FAULTS), _wrong_line),
        _scene("clock", "numeric", "sigv4-skew", ("slow", "fast"), _clock),
        _scene("presign", "numeric", "", ("session", "url"), _presign),
    ),
)
