"""G7: three values of one key, a code from a device, and what a session may then call."""

from collections.abc import Mapping
from typing import Any

from studyapp.engines.sts import device
from studyapp.questions.generators.beliefs import key_of
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Drawn, Generator, Scene
from studyapp.questions.generators.plain import number, options_on, row

LAB = "mfa-session"
SERIAL = "arn:aws:iam::111122223333:mfa/ana"
USER_ARN = "arn:aws:iam::111122223333:user/ana"
ACTIONS = ("s3:ListAllMyBuckets", "ec2:DescribeInstances", "dynamodb:ListTables", "sqs:ListQueues")
CALL_TEXTS = {
    "allowed": "It is allowed",
    "denied": "It is denied by the deny statement",
    "not-allowed": "It is denied: no policy allows it",
    "rejected": "It is rejected before any policy is read",
    "expired": "It is rejected: the session has expired",
}


def _moment(chance: Chance) -> int:
    """Some second of the lab's first days; its clock knows no daylight saving."""
    return chance.below(200_000)


def _mfa(seconds: int) -> dict[str, Any]:
    return {"serial_number": SERIAL, "token_code": device.code_at(seconds), "seconds": seconds}


def _no_mfa(seconds: int) -> dict[str, Any]:
    return {"serial_number": None, "token_code": None, "seconds": seconds}


def _decoyed(state: Mapping[str, Any]) -> dict[str, Any]:
    """With a name for a role's session, which GetSessionToken never reads."""
    return {**state, "role_session_name": "ana-laptop"}


def _call(chance: Chance, state: Mapping[str, Any], target: str, why: str, words: dict[str, str]) -> Drawn | None:
    replies = {"M49": _ALLOWED_BY} if target in ("allowed", "denied") else {}
    made = options_on(
        state, chance, lab=LAB, ask="mfa-call", topic="mfa", text=CALL_TEXTS.__getitem__, why=why, replies=replies
    )
    if made is None or made[0] != target:
        return None
    return Drawn(state=_decoyed(state), bare=state, body={"options": made[1]}, words=words, expect=target)


_ALLOWED_BY = "One statement allows every action, so something does allow it. Only the deny can stop this call."


def _triple(chance: Chance, target: str) -> Drawn | None:
    """What was exported of a session, and how long ago."""
    seconds, action = _moment(chance), chance.pick(ACTIONS)
    hours = chance.pick((1, 2, 4))
    with_code = target != "denied"
    exported = chance.pick(("no-token", "stale-token")) if target == "rejected" else "all"
    later = 3_600 * hours + 600 * (1 + chance.below(6)) if target == "expired" else 60 * (1 + chance.below(50))
    state = {
        **(_mfa(seconds) if with_code else _no_mfa(seconds)),
        "duration_seconds": 3_600 * hours,
        "then": action,
        "signs": "session",
        "exported": exported,
        "later": later,
        "operator": "Bool",
    }
    words = {
        "code": "with the code of her device" if with_code else "without a code",
        "exported": _EXPORTED[exported],
        "later": f"{later // 60} minutes",
        "hours": f"{hours} hour{'s' if hours > 1 else ''}",
        "action": action,
    }
    return _call(chance, state, target, _TRIPLE_WHY[target], words)


_EXPORTED = {
    "all": "all three values",
    "no-token": "the key id and the secret, and no token",
    "stale-token": "the key id and the secret; the token of yesterday’s session is still set",
}
_TRIPLE_WHY = {
    "allowed": "The three values belong together, the session is alive, and it was asked for with MFA.",
    "denied": "The session was asked for without a code: it says MFA is false, and the deny matches.",
    "rejected": "The three values do not belong together, so nobody is shown to be calling.",
    "expired": "The session’s time is over, and nothing renews variables.",
}


def _cards(chance: Chance, target: str) -> Drawn | None:
    """Five sets of values: which of them work?"""
    seconds, action = _moment(chance), chance.pick(ACTIONS)
    base = {**_mfa(seconds), "duration_seconds": 3_600, "then": action, "operator": "Bool"}
    minutes = 5 * (1 + chance.below(10))
    cards: tuple[tuple[str, dict[str, Any], dict[str, str]], ...] = (
        ("AKIA key id, its secret, no token", {"signs": "before"}, {"rejected": "M30"}),
        (
            f"ASIA key id, its secret, its token, {minutes} minutes old",
            {"signs": "session", "exported": "all", "later": 60 * minutes},
            {"rejected": "M30", "expired": "slip"},
        ),
        ("ASIA key id, its secret, no token", {"signs": "session", "exported": "no-token"}, {"allowed": "M13"}),
        (
            "ASIA key id, its secret, yesterday’s token",
            {"signs": "session", "exported": "stale-token"},
            {"allowed": "M30", "expired": "slip"},
        ),
        (
            f"ASIA key id, its secret, its token, {60 + minutes} minutes old",
            {"signs": "session", "exported": "all", "later": 3_600 + 60 * minutes},
            {"allowed": "M14", "rejected": "M13"},
        ),
    )
    rows = [row(text, where, wrong, _CARD_WHY[index]) for index, (text, where, wrong) in enumerate(cards)]
    if target == "four":
        del rows[chance.below(2)]
    choices = [
        {"id": "allowed", "text": "works", "says": "allowed"},
        {"id": "rejected", "text": "rejected: the values do not fit", "says": "rejected"},
        {"id": "expired", "text": "rejected: expired", "says": "expired"},
    ]
    body = {"rows": rows, "choices": choices}
    return Drawn(state=_decoyed(base), bare=base, body=body, words={"action": action, "hours": "1 hour"})


_CARD_WHY = (
    "A long-term key is two values.",
    "Three values of one session, in time.",
    "A temporary key needs its token.",
    "The token belongs to other keys.",
    "After an hour this session is over.",
)


def _operator(chance: Chance, target: str) -> Drawn | None:
    """A deny without MFA, by one of two operators, and keys with or without a code."""
    seconds, action = _moment(chance), chance.pick(ACTIONS)
    keys, operator = chance.pick(_OPERATORS[target])
    state: dict[str, Any] = {"then": action, "operator": operator}
    state |= _mfa(seconds) if keys == "with" else _no_mfa(seconds)
    state["signs"] = "before" if keys == "long-term" else "session"
    words = {"operator": operator, "keys": _KEYS[keys], "action": action}
    return _call(chance, state, target, _OPERATOR_WHY[keys, operator], words)


_OPERATORS = {
    "allowed": (("long-term", "Bool"), ("with", "Bool"), ("with", "BoolIfExists")),
    "denied": (("long-term", "BoolIfExists"), ("without", "Bool"), ("without", "BoolIfExists")),
}
_KEYS = {
    "long-term": "with her long-term access key",
    "with": "with a session that she asked for with an MFA code",
    "without": "with a session that she asked for without an MFA code",
}
_OPERATOR_WHY = {
    ("long-term", "Bool"): "A long-term key carries no MFA key, and Bool does not match what is absent.",
    ("long-term", "BoolIfExists"): "A long-term key carries no MFA key, and IfExists matches what is absent.",
    ("with", "Bool"): "The session says MFA is true, so the deny does not match.",
    ("with", "BoolIfExists"): "The session says MFA is true, so the deny does not match.",
    ("without", "Bool"): "The session says MFA is false, and the deny matches.",
    ("without", "BoolIfExists"): "The session says MFA is false, and the deny matches.",
}


def _abilities(chance: Chance, target: str) -> Drawn | None:
    """What a session can call."""
    seconds = _moment(chance)
    state: dict[str, Any] = {**(_no_mfa(seconds) if target == "without" else _mfa(seconds)), "operator": "Bool"}
    state |= {"signs": "session", "call": "AssumeRole" if target == "role" else "GetSessionToken"}
    rows = []
    for action in (*chance.some(ACTIONS, 2), "iam:ListUsers", "sts:GetCallerIdentity", "sts:GetSessionToken"):
        where = {"then": action}
        key = key_of(LAB, "mfa-call", {**state, **where})
        wrong = {
            "allowed": {"rejected": "slip", "denied": "M29"},
            "denied": {"allowed": "M29", "rejected": "slip"},
            "rejected": {"allowed": "M31", "denied": "M49"},
        }[key]
        if action == "sts:GetCallerIdentity":
            wrong = {"rejected": "slip", "denied": "slip"}
        rows.append(row(f"`{action}`", where, wrong, _ABILITY_WHY[action if action in _ABILITY_WHY else key]))
    choices = [{"id": key, "text": text, "says": key} for key, text in _ABILITY_TEXTS.items()]
    words = {"session": _SESSIONS[target]}
    body = {"rows": rows, "choices": choices}
    bare = {**state, "role_session_name": "ana"}
    return Drawn(state={**bare, "device_skew": 0, "role_max_session": 7_200}, bare=bare, body=body, words=words)


_ABILITY_TEXTS = {
    "allowed": "works",
    "denied": "denied by the statement",
    "rejected": "rejected before any policy",
}
_ABILITY_WHY = {
    "sts:GetCallerIdentity": "GetCallerIdentity answers whoever can be named. No policy can deny it.",
    "allowed": "Nothing stands against this call.",
    "denied": "The session says MFA is false, and the deny matches.",
    "rejected": "STS and IAM have rules of their own for sessions.",
}
_SESSIONS = {
    "with": "from `get-session-token` with an MFA code",
    "without": "from `get-session-token` without an MFA code",
    "role": "from `assume-role` with an MFA code",
}


def _wrong_line(chance: Chance, target: str) -> Drawn | None:
    """The parts of one call, one of them at fault."""
    seconds = _moment(chance)
    code, used = device.code_at(seconds), device.code_at(seconds - device.STEP)
    hours = chance.pick((1, 2, 4, 8))
    right: dict[str, Any] = {"caller": "user", "serial_number": SERIAL, "token_code": code}
    right |= {"duration_seconds": 3_600 * hours, "seconds": seconds, "used_codes": [used]}
    faults: dict[str, dict[str, Any]] = {
        "serial": {"serial_number": USER_ARN},
        "code": {"token_code": used},
        "keys": {"caller": "session"},
        "duration": {"duration_seconds": 129_600 + 3_600 * hours},
    }
    bare = {**right, **faults[target]}
    key_id = "ASIAI44QH8DHBEXAMPLE" if bare["caller"] == "session" else "AKIAIOSFODNN7EXAMPLE"
    lines = (
        ("", f"# half a minute ago the console took the code {used}", {"device_skew": 0}, "slip"),
        ("keys", f"export AWS_ACCESS_KEY_ID={key_id}", {"caller": "user"}, "slip"),
        ("", "aws sts get-session-token \\", {"call": "GetSessionToken"}, "slip"),
        ("serial", f"  --serial-number {bare['serial_number']} \\", {"serial_number": SERIAL}, "M32"),
        ("code", f"  --token-code {bare['token_code']} \\", {"token_code": code}, "M32"),
        ("duration", f"  --duration-seconds {bare['duration_seconds']}", {"duration_seconds": 3_600}, "slip"),
    )
    options = [
        {
            "text": text,
            "where": where,
            "misconception": "" if name == target else belief,
            "feedback": _LINE_WHY[target] if name == target else "This part is as it should be.",
        }
        for name, text, where, belief in lines
    ]
    error = key_of(LAB, "mfa-result", bare).removeprefix("error:")
    body = {"options": options, "goal": "session", "caption": "Ana’s shell"}
    state = {**bare, "role_session_name": "ana-laptop"}
    return Drawn(state=state, bare=bare, body=body, words={"error": error}, expect="session", rule=_LINE_WHY[target])


_LINE_WHY = {
    "serial": "The serial number is the device’s ARN, with :mfa/ in it. The user’s ARN names no device.",
    "code": "Each code opens the door once. This one was used half a minute ago.",
    "keys": "GetSessionToken takes long-term keys. An ASIA key cannot ask for more of itself.",
    "duration": "GetSessionToken gives at most 129600 s, which is 36 hours.",
}


def _lifetime(chance: Chance, target: str) -> Drawn | None:
    """How long the answer of a call lives, in hours."""
    seconds = _moment(chance)
    call, caller, given = {
        "12": ("GetSessionToken", "user", None),
        "1": chance.pick((("AssumeRole", "user", None), ("GetSessionToken", "root", None))),
        "given": ("GetSessionToken", "user", 3_600 * chance.pick((2, 3, 6, 18, 24, 30))),
    }[target]
    bare: dict[str, Any] = {**_no_mfa(seconds), "call": call, "caller": caller}
    if given is not None:
        bare["duration_seconds"] = given
    hours = float(key_of(LAB, "mfa-hours", bare))
    wrong = [(1.0, "slip", _ONE), (12.0, "M14", _TWELVE), (36.0, "M31", _MOST)]
    body = {
        "unit": "hours",
        "tolerance": 0,
        "distractors": [number(value, belief, why) for value, belief, why in wrong if value != hours],
        "feedback": "What the call asks for counts, within its limits; else its default.",
    }
    words = {
        "call": {"GetSessionToken": "get-session-token", "AssumeRole": "assume-role"}[call],
        "caller": "the root user" if caller == "root" else "an IAM user",
        "duration": f"with `--duration-seconds {given}`" if given else "without a duration",
        "clock": device.stamp(device.moment(seconds)).replace("T", ", ").removesuffix("Z") + " UTC",
    }
    return Drawn(state={**bare, "device_skew": 30}, bare=bare, body=body, words=words)


_ONE = "One hour is the default of AssumeRole, and the most that root gets."
_TWELVE = "Twelve hours is the default of GetSessionToken for a user."
_MOST = "36 hours is the most that GetSessionToken gives, if it is asked for."


def _scene(name: str, kind: str, ask: str, classes: tuple[str, ...], make: Any) -> Scene:
    return Scene(id=name, kind=kind, lab=LAB, ask=ask, classes=classes, make=make)


G07 = Generator(
    id="G07",
    version=1,
    title="Sessions and MFA",
    scenes=(
        _scene("triple", "single", "mfa-call", ("allowed", "denied", "rejected", "expired"), _triple),
        _scene("cards", "match", "mfa-call", ("four", "five"), _cards),
        _scene("operator", "single", "mfa-call", ("allowed", "denied"), _operator),
        _scene("abilities", "match", "mfa-call", ("with", "without", "role"), _abilities),
        _scene("wrong-line", "spot", "mfa-result", ("serial", "code", "keys", "duration"), _wrong_line),
        _scene("lifetime", "numeric", "mfa-hours", ("1", "12", "given"), _lifetime),
    ),
)
