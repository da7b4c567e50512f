"""G8: one request against a few statements: allowed, denied, by which, and what would change it."""

from collections.abc import Mapping
from typing import Any

from studyapp.questions.generators.beliefs import answers, key_of
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Answer, Drawn, Generator, Scene, family, grouped, separable
from studyapp.questions.generators.plain import options_on
from studyapp.questions.misconceptions import truth

LAB = "policy"
VERSION = "2012-10-17"
BUCKETS = ("acme-reports", "acme-uploads", "acme-orders", "acme-maps", "acme-invoices")
KEYS = ("2026/11.csv", "cat.jpg", "index.html", "export.json")
ROLES = ("reports-reader", "stock-reader", "mail-sender", "map-builder")
USERS = ("loader", "images", "archiver", "courier")
# Allows another service, and decides nothing.
INERT = {"Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*"}
DECISIONS = {
    "allowed": "Allowed",
    "explicitDeny": "Denied, by a statement",
    "implicitDeny": "Denied, because no statement allows it",
}
WHY = {
    "allowed": "A statement fits and allows it, and none that fits denies it.",
    "explicitDeny": "A statement that fits denies it, and a deny wins.",
    "implicitDeny": "No statement fits, and what is not allowed is denied.",
}


def statement(effect: str, action: str | list[str], resource: str) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource}


def document(*statements: Mapping[str, Any]) -> dict[str, Any]:
    return {"Version": VERSION, "Statement": [dict(one) for one in statements]}


def _bucket(name: str) -> str:
    return f"arn:aws:s3:::{name}"


def _pool(bucket: str, key: str) -> tuple[dict[str, Any], ...]:
    """Statements that may fit a request on a bucket or an object in it."""
    folder = key.partition("/")[0]
    return (
        statement("Allow", "s3:*", "*"),
        statement("Allow", "s3:Get*", f"{_bucket(bucket)}/*"),
        statement("Allow", "s3:GetObject", f"{_bucket(bucket)}/{key}"),
        statement("Allow", "s3:GetObject", _bucket(bucket)),
        statement("Allow", "s3:ListBucket", _bucket(bucket)),
        statement("Allow", "s3:ListBucket", f"{_bucket(bucket)}/*"),
        statement("Deny", "s3:*", f"{_bucket(bucket)}/{folder}*"),
        statement("Deny", "s3:GetObject", "*"),
        statement("Deny", "s3:DeleteObject", f"{_bucket(bucket)}/*"),
        statement("Deny", "s3:ListBucket", _bucket(bucket)),
    )


def _request(chance: Chance, bucket: str, key: str) -> dict[str, str]:
    if chance.flip(0.3):
        return {"action": "s3:ListBucket", "resource": _bucket(bucket)}
    return {"action": "s3:GetObject", "resource": f"{_bucket(bucket)}/{key}"}


def _drawn_state(chance: Chance, count: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A request against some statements, and the same with one statement that is inert."""
    bucket, key = chance.pick(BUCKETS), chance.pick(KEYS)
    picked = chance.some(_pool(bucket, key), count)
    request = {**_request(chance, bucket, key), "principal": f"arn:aws:iam::111122223333:role/{chance.pick(ROLES)}"}
    bare = {"policies": [document(*picked)], "request": request}
    return bare, {**bare, "policies": [document(*picked, INERT)]}


def _words(state: Mapping[str, Any]) -> dict[str, str]:
    request = state["request"]
    return {"action": request["action"], "resource": request["resource"]}


def _decision(chance: Chance, target: str) -> Drawn | None:
    """Two or three statements, one request: the decision."""
    bare, state = _drawn_state(chance, 2 + chance.below(2))
    if key_of(LAB, "decision", state) != target:
        return None
    made = options_on(
        state, chance, lab=LAB, ask="decision", topic="policy", text=DECISIONS.__getitem__, why=WHY[target]
    )
    if made is None:
        return None
    return Drawn(state=state, bare=bare, body={"options": made[1]}, words=_words(state), expect=target)


def _line(number: int, one: Mapping[str, Any]) -> str:
    return f"{number}: {one['Effect']} {one['Action']} on {one['Resource']}"


def _decisive(chance: Chance, target: str) -> Drawn | None:
    """Point at the statement that decides, or say that none does."""
    bare, state = _drawn_state(chance, 3)
    key = key_of(LAB, "decisive", state)
    decided = key_of(LAB, "decision", state)
    if decided != target or not _one_decides(state, key):
        return None
    groups = grouped(key, answers("policy-decisive", LAB, "decisive", state))
    if not separable(groups):
        return None
    places = [f"identity policy/0/{index}" for index in range(len(state["policies"][0]["Statement"]))]
    lines = [_line(index + 1, one) for index, one in enumerate(state["policies"][0]["Statement"])]
    options = []
    for says, text in (*zip(places, lines, strict=True), ("none", "No statement: nothing allows it")):
        held = groups.get(says, () if says == key else ("slip",))
        feedback = WHY[target] if says == key else truth(held[0]) or "This statement does not decide here."
        options.append({"text": text, "says": says, "misconception": "+".join(held), "feedback": feedback})
    body = {"options": options, "one": True, "caption": "The statements"}
    return Drawn(state=state, bare=bare, body=body, words=_words(state), expect=key)


def _one_decides(state: Mapping[str, Any], key: str) -> bool:
    """Whether only one statement of the winning effect fits, so that there is one to point at."""
    if key == "none":
        return True
    index = int(key.rpartition("/")[2])
    left = [one for place, one in enumerate(state["policies"][0]["Statement"]) if place != index]
    without = {**state, "policies": [document(*left)]}
    return key_of(LAB, "decision", without) != key_of(LAB, "decision", state)


def _assumed(chance: Chance, target: str) -> Drawn | None:
    """A user with policies of its own assumes a role: what may the session do?"""
    user, role, bucket = chance.pick(USERS), chance.pick(ROLES), chance.pick(BUCKETS)
    table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
    wide = statement("Allow", "s3:*", "*")
    strict = statement("Deny", "dynamodb:*", "*")
    keeps = statement("Deny", "dynamodb:DeleteItem", table)
    holds = document(statement("Allow", ["dynamodb:GetItem", "dynamodb:Query"], table), keeps, INERT)
    users = document(wide, strict) if target != "allowed" and chance.flip() else document(wide)
    request = {
        "implicitDeny": {"action": "s3:ListBucket", "resource": _bucket(bucket)},
        "allowed": {"action": "dynamodb:GetItem", "resource": table},
        "explicitDeny": {"action": "s3:GetObject", "resource": f"{_bucket(bucket)}/cat.jpg"},
    }[target]
    role_policies = [holds] if target != "explicitDeny" else [holds, document(statement("Deny", "s3:*", "*"))]
    principal = f"arn:aws:sts::111122223333:assumed-role/{role}/{user}"
    state = {"policies": role_policies, "request": {**request, "principal": principal}}
    both = key_of(LAB, "decision", {**state, "policies": [*role_policies, users]})
    own = key_of(LAB, "decision", {**state, "policies": [users]})
    more = (Answer(misconception="M21", says=both), Answer(misconception="M21.own", says=own))
    made = options_on(
        state,
        chance,
        lab=LAB,
        ask="decision",
        topic="policy",
        text=DECISIONS.__getitem__,
        why=f"Only the role’s policies count. {WHY[target]}",
        more=more,
    )
    if made is None or made[0] != target:
        return None
    bare = {**state, "policies": [document(*(s for s in one["Statement"] if s != INERT)) for one in role_policies]}
    denies = " and denies everything in DynamoDB" if strict in users["Statement"] else ""
    words = {"user": user, "role": role, "allows": f"allows everything in S3{denies}", **_words(state)}
    return Drawn(state=state, bare=bare, body={"options": made[1]}, words=words, expect=target)


def _proof(chance: Chance, target: str) -> Drawn | None:
    """A request fails: which change, tried by the engine, lets it through?"""
    role, bucket, key = chance.pick(ROLES), chance.pick(BUCKETS), chance.pick(KEYS)
    read = statement("Allow", ["s3:GetObject"], f"{_bucket(bucket)}/*")
    lists = statement("Allow", ["s3:ListBucket"], _bucket(bucket))
    wrong_arn = statement("Allow", ["s3:ListBucket"], f"{_bucket(bucket)}/*")
    deny = statement("Deny", "s3:GetObject", f"{_bucket(bucket)}/{key.partition('/')[0]}*")
    exact = statement("Allow", "s3:GetObject", f"{_bucket(bucket)}/{key}")
    everything = statement("Allow", "s3:ListAllMyBuckets", "*")
    objects, bucket_itself = f"{_bucket(bucket)}/{key}", _bucket(bucket)
    statements, action, resource, cause = {
        "not-granted": ([read, lists], "s3:ListAllMyBuckets", "*", "grant"),
        "arn": ([read, wrong_arn], "s3:ListBucket", bucket_itself, "arn"),
        "deny": ([read, lists, deny], "s3:GetObject", objects, "deny"),
    }[target]
    principal = f"arn:aws:sts::111122223333:assumed-role/{role}/i-0a1b2c3d4e5f67890"
    request = {"action": action, "resource": resource, "principal": principal}
    state = {"policies": [document(*statements, INERT)], "request": request}
    mended = {
        "grant": ("Allow `s3:ListAllMyBuckets`", [*statements, everything], "M54"),
        "arn": ("Name the bucket itself for ListBucket", [read, lists, *statements[2:]], "M53"),
        "deny": ("Take the deny statement out", [one for one in statements if one["Effect"] == "Allow"], "M54"),
        "allow": (
            "Allow this one object by its own ARN too",
            [*statements, exact],
            "M51",
        ),
        "order": ("Put the statements in another order", statements[::-1], "M50"),
        "reattach": ("Attach the role to the instance once more", statements, "M20"),
    }
    options: list[dict[str, Any]] = []
    for name in (cause, *chance.shuffled([one for one in mended if one != cause])):
        text, after, belief = mended[name]
        where = {"policies": [document(*after, INERT)]}
        works = key_of(LAB, "decision", {**state, **where}) == "allowed"
        if works != (name == cause) or len(options) == 4:
            continue
        if not works and belief in {one["misconception"] for one in options}:
            continue
        feedback = f"With this the request is allowed. {_CAUSE[cause]}" if works else truth(belief)
        options.append({"text": text, "says": "allowed", "where": where})
        options[-1] |= {"misconception": "" if works else belief, "feedback": feedback}
    if len({family(one["misconception"]) for one in options}) < 3:
        return None
    bare = {**state, "policies": [document(*statements)]}
    words = {"role": role, "bucket": bucket, **_words(state), "works": f"s3:GetObject on {_bucket(bucket)}/other.txt"}
    return Drawn(state=state, bare=bare, body={"options": options}, words=words)


_CAUSE = {
    "grant": "It was never granted.",
    "arn": "ListBucket takes the bucket’s ARN, not its objects’.",
    "deny": "A deny wins over any allow.",
}


def _wanted(bucket: str, other: str) -> list[dict[str, str]]:
    """Six requests, and how they should come out: one bucket can be read, and nothing else happens."""
    wanted = (
        ("s3:ListBucket", _bucket(bucket), "allowed"),
        ("s3:GetObject", f"{_bucket(bucket)}/a.csv", "allowed"),
        ("s3:PutObject", f"{_bucket(bucket)}/a.csv", "denied"),
        ("s3:GetObject", f"{_bucket(other)}/a.csv", "denied"),
        ("s3:ListBucket", _bucket(other), "denied"),
        ("s3:ListAllMyBuckets", "*", "denied"),
    )
    return [{"action": action, "resource": resource, "wanted": want} for action, resource, want in wanted]


def _policies(bucket: str) -> dict[str, tuple[str, list[dict[str, Any]], str]]:
    """Policies one may give the role: in words, their statements, the belief behind a wrong one."""
    read, itself, objects = ["s3:GetObject", "s3:ListBucket"], _bucket(bucket), f"{_bucket(bucket)}/*"
    both = {"Effect": "Allow", "Action": read, "Resource": [itself, objects]}
    split = [statement("Allow", "s3:ListBucket", itself), statement("Allow", "s3:GetObject", objects)]
    every = {"Effect": "Allow", "Action": "s3:*", "Resource": [itself, objects]}
    deny = statement("Deny", "s3:PutObject", "*")
    return {
        "wide": ("Allow `s3:*` on everything", [statement("Allow", "s3:*", "*")], "M54"),
        "objects": ("Allow ListBucket and GetObject on `bucket/*`", [statement("Allow", read, objects)], "M53"),
        "bucket": ("Allow ListBucket and GetObject on `bucket`", [statement("Allow", read, itself)], "M53"),
        "both": ("Allow ListBucket and GetObject on `bucket` and `bucket/*`", [both], ""),
        "split": ("Allow ListBucket on `bucket`, and GetObject on `bucket/*`", split, ""),
        "every": ("Allow `s3:*` on `bucket` and `bucket/*`", [every], "M54"),
        "deny": ("Allow `s3:*` on everything, but deny PutObject", [statement("Allow", "s3:*", "*"), deny], "M50"),
    }


STARTS = {"too-wide": "wide", "objects-only": "objects", "bucket-only": "bucket"}


def _shrink(chance: Chance, target: str) -> Drawn | None:
    """A policy that allows too much or too little: change it until six requests come out as listed."""
    (bucket, other), role = chance.some(BUCKETS, 2), chance.pick(ROLES)
    policies = _policies(bucket)
    request = {
        "principal": f"arn:aws:iam::111122223333:role/{role}",
        "action": "s3:ListBucket",
        "resource": _bucket(bucket),
    }
    start = policies[STARTS[target]][1]
    state = {
        "policies": [document(*start, INERT)],
        "request": request,
        "goals": _wanted(bucket, other),
    }
    edits = [
        {"id": name, "text": f"Make the policy: {text}", "where": {"policies": [document(*statements, INERT)]}}
        | ({"misconception": belief} if belief else {})
        for name, (text, statements, belief) in chance.shuffled(tuple(policies.items()))
        if name != STARTS[target]
    ]
    ceiling = {"permissions_boundary": document(*policies["split"][1])}
    edits.append({"id": "ceiling", "text": "Set a boundary that allows just this reading", "where": ceiling})
    body = {
        "goals": [{"text": "Every request comes out as listed", "says": "met"}],
        "edits": edits,
        "depth": 2,
    }
    words = {"role": role, "bucket": bucket}
    return Drawn(state=state, bare={**state, "policies": [document(*start)]}, body=body, words=words)


def _scene(name: str, kind: str, ask: str, classes: tuple[str, ...], make: Any) -> Scene:
    return Scene(id=name, kind=kind, lab=LAB, ask=ask, classes=classes, make=make)


G08 = Generator(
    id="G08",
    version=1,
    title="What policies decide",
    scenes=(
        _scene("decision", "single", "decision", tuple(DECISIONS), _decision),
        _scene("decisive", "hotspot", "decisive", tuple(DECISIONS), _decisive),
        _scene("assumed", "single", "decision", tuple(DECISIONS), _assumed),
        _scene("shrink", "fix", "policy-goals", tuple(STARTS), _shrink),
        _scene("proof", "single", "decision", ("not-granted", "arn", "deny"), _proof),
    ),
)
