"""G6: the metadata service: a status, a silence, hops, lifetimes, attackers, a proxy, one wrong line."""

from collections.abc import Mapping
from typing import Any

from studyapp.questions.generators.beliefs import key_of
from studyapp.questions.generators.chain_spec import ROLES
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Answer, Drawn, Generator, Scene
from studyapp.questions.generators.imds_words import ATTACKERS, ATTACKS, PLACE_WORDS, REPLIES, STATUS_TEXTS, WHY
from studyapp.questions.generators.plain import number, options_on, row
from studyapp.questions.misconceptions import truth

LAB = "imds"
HOST = "http://169.254.169.254"
ROOT = f"{HOST}/latest/meta-data"
KEYS = f"{ROOT}/iam/security-credentials/"
TTL_HEADER = '-H "X-aws-ec2-metadata-token-ttl-seconds: {ttl}"'
TOKEN_HEADER = '-H "X-aws-ec2-metadata-token: $TOKEN"'  # noqa: S105 -- a header's name
PLAIN_PATHS = ("instance-id", "instance-type", "placement/region", "local-ipv4", "ami-id")
TYPES = ("t3.micro", "m7g.large", "c7i.xlarge", "r6g.large")
# An option of the instance that no scene asks about: it decides nothing.
DECOYS = ({"instance_type": "m7g.large"}, {"instance_type": "c7i.xlarge"}, {"region": "eu-central-1"})


def token_line(ttl: int = 21_600, method: str = "-X PUT ") -> str:
    return f'TOKEN=$(curl -s {method}"{HOST}/latest/api/token" {TTL_HEADER.format(ttl=ttl)})'


def _lines(place: str, *commands: str) -> list[dict[str, str]]:
    return [{"command": command, "place": place} for command in commands]


def _state(instance: Mapping[str, Any], lines: list[dict[str, str]], place: str = "host") -> dict[str, Any]:
    return {"instance": dict(instance), "lines": lines, "place": place}


def _with_decoy(chance: Chance, state: Mapping[str, Any]) -> dict[str, Any]:
    return {**state, "instance": {**state["instance"], **chance.pick(DECOYS)}}


def _status(chance: Chance, target: str) -> Drawn | None:
    """One request on the host: its status."""
    role: str | None = chance.pick(ROLES)
    required, path, with_token = chance.flip(), chance.pick(PLAIN_PATHS), chance.flip()
    instance: dict[str, Any] = {}
    if target == "404":
        path, role, required, with_token = "iam/security-credentials/", None, False, False
    elif target == "403":
        instance["http_endpoint"] = "disabled"
    elif target == "401":
        required, with_token = True, False
    elif target == "200":
        role = None if chance.flip() else role
    instance |= {
        "http_tokens": "required" if required else "optional",
        "role": role,
        "hop_limit": 1 + chance.below(2),
    }
    get = f"curl -s -i {TOKEN_HEADER + ' ' if with_token else ''}{ROOT}/{path}"
    bare = _state(instance, _lines("host", *((token_line(),) if with_token else ()), get))
    state = _with_decoy(chance, bare)
    made = options_on(
        state,
        chance,
        lab=LAB,
        ask="imds-status",
        topic="imds",
        text=STATUS_TEXTS.__getitem__,
        why=WHY[target],
        more=(Answer(misconception="slip", says="200"),) if target == "404" else (),
        replies=REPLIES,
    )
    if made is None or made[0] != target:
        return None
    words = {
        "tokens": f"`HttpTokens` is `{instance['http_tokens']}`",
        "role": f"has the role `{role}`" if role else "has no role",
        "endpoint": "The endpoint is switched off" if target == "403" else "The endpoint is on",
        "token": "A fresh token has just been fetched" if with_token else "No token has been fetched",
        "command": get.replace("curl -s -i ", "curl -i "),
    }
    return Drawn(state=state, bare=bare, body={"options": made[1]}, words=words, expect=target)


HOPS = {"host": 1, "host-network": 1, "container": 2, "nested": 3}


def _silence(chance: Chance, target: str) -> Drawn | None:
    """A token asked for from somewhere on the instance: does it arrive?"""
    place = chance.pick(("container", "nested", "host-network"))
    limit = 1 + chance.below(3)
    tokens = chance.pick(("required", "optional"))
    bare = _state(
        {"http_tokens": tokens, "hop_limit": limit, "role": chance.pick(ROLES)},
        _lines(place, f'curl -s -m 2 -X PUT "{HOST}/latest/api/token" {TTL_HEADER.format(ttl=21_600)}'),
        place,
    )
    state = _with_decoy(chance, bare)
    made = options_on(
        state, chance, lab=LAB, ask="imds-status", topic="imds", text=_token_text, why=_TOKEN_WHY[target]
    )
    if made is None or made[0] != target:
        return None
    words = {"place": PLACE_WORDS[place], "limit": str(limit), "tokens": tokens}
    return Drawn(state=state, bare=bare, body={"options": made[1]}, words=words, expect=target)


_TOKEN_WHY = {
    "200": "The way is no longer than the packet’s hops: the token arrives.",
    "time-out": WHY["time-out"],
}


def _token_text(key: str) -> str:
    return {"200": "200, and the token", "time-out": "Nothing: the request times out"}.get(key, STATUS_TEXTS[key])


def _hops(chance: Chance, target: str) -> Drawn | None:
    """The smallest hop limit with which a token arrives."""
    place = chance.pick([name for name, hops in HOPS.items() if str(hops) == target])
    bare = _state(
        {"http_tokens": "required", "hop_limit": 64, "role": chance.pick(ROLES)},
        _lines(place, token_line()),
        place,
    )
    hops = HOPS[place]
    wrong = [number(hops + 1, "M23.over", "The last stop is the service itself; it is no hop more.")]
    wrong.append(number(64, "M27", "64 works, and lets the token travel as far as it likes: that is no wall at all."))
    if hops > 1:
        wrong.append(number(hops - 1, "M23"))
    wrong.sort(key=lambda one: float(one["value"]))
    body = {"unit": "hops", "tolerance": 0, "distractors": wrong, "feedback": "Each bridge on the way is one hop."}
    return Drawn(
        state=_with_decoy(chance, bare), bare=bare, body=body, words={"place": PLACE_WORDS[place]}, expect=target
    )


READABLE: tuple[tuple[str, str, str, str], ...] = (
    # The text, the path, what a belief expects, the belief.
    ("The name of the attached role", "/latest/meta-data/iam/security-credentials/", "200", "M58"),
    ("The instance’s id", "/latest/meta-data/instance-id", "200", "M58"),
    ("The instance’s Region", "/latest/meta-data/placement/region", "200", "M58"),
    ("The ARN of the instance profile", "/latest/meta-data/iam/info", "200", "M58"),
    ("The user data given at launch", "/latest/user-data", "200", "slip"),
    ("The text of the role’s policy", "/latest/meta-data/iam/policy", "200", "M20"),
    ("The access keys of the account’s users", "/latest/meta-data/iam/users/", "200", "M20"),
    ("The metadata of the instance next to it", "/latest/meta-data/instances/", "200", "M25"),
    ("The role’s trust policy", "/latest/meta-data/iam/trust-policy", "200", "M20"),
)


def _readable(chance: Chance, target: str) -> Drawn | None:
    """What the service serves on this instance, path by path."""
    role = chance.pick(ROLES) if "role" in target else None
    data = "#!/bin/bash\nyum -y update\n" if "data" in target else None
    bare = _state({"http_tokens": "optional", "role": role, "user_data": data}, _lines("host", f"curl -s {ROOT}/"))
    served: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for text, path, says, belief in chance.shuffled(READABLE):
        where = {"lines": _lines("host", f"curl -s -i {HOST}{path}")}
        right = key_of(LAB, "imds-status", {**bare, **where}) == "200"
        feedback = "The service has it at its own path." if right else f"There is nothing at `{path}` here."
        option = {"text": text, "says": says, "where": where, "misconception": belief, "feedback": feedback}
        (served if right else kept).append(option)
    options = [*served[:3], *kept[:3]]
    words = {"role": f"the role `{role}`" if role else "no role", "data": "user data" if data else "no user data"}
    return Drawn(state=_with_decoy(chance, bare), bare=bare, body={"options": options}, words=words)


def _lifetime(chance: Chance, target: str) -> Drawn | None:
    """A token with a lifetime: the status before and after its end."""
    ttl = 60 * (1 + chance.below(10)) if target == "short" else 3_600 * (1 + chance.below(5))
    if target == "too-long":
        ttl = 21_600 + 600 * (1 + chance.below(14))
    early, late = ttl - 10 * (1 + chance.below(4)), ttl + 10 * (1 + chance.below(4))
    path = chance.pick(PLAIN_PATHS)
    get = f"curl -s -i {TOKEN_HEADER} {ROOT}/{path}"
    bare = _state({"http_tokens": "required", "role": chance.pick(ROLES)}, _lines("host", token_line(ttl)))

    def after(seconds: int) -> dict[str, Any]:
        return {"lines": _lines("host", token_line(ttl), f"sleep {seconds}", get)}

    early_wrong = {"401": "M22.stretch"} if target != "too-long" else {"200": "M24", "400": "slip"}
    late_wrong = {"200": "M24", "400": "slip"}
    rows = [row(f"A GET with it after {_time(early)}", after(early), early_wrong, _EARLY[target])]
    rows.append(row(f"A GET with it after {_time(late)}", after(late), late_wrong, _LATE[target]))
    asked = {"lines": _lines("host", token_line(ttl).removeprefix("TOKEN=$(").removesuffix(")"))}
    put_wrong = {"200": "M24", "401": "M22"} if target == "too-long" else {"400": "slip", "401": "M22"}
    rows.insert(0, row(f"The PUT for a token of {ttl} s", asked, put_wrong, _PUT[target]))
    choices = [{"id": name, "text": STATUS_TEXTS[name], "says": name} for name in ("200", "400", "401")]
    words = {"ttl": str(ttl), "path": path}
    return Drawn(
        state=_with_decoy(chance, bare),
        bare=bare,
        body={"rows": rows, "choices": choices},
        words=words,
    )


_NO_TOKEN = "There is no token, and tokens are required."  # noqa: S105 -- a sentence
_PUT = dict.fromkeys(("short", "long", "too-long"), "1 to 21600 seconds may be asked for.")
_EARLY = {"short": "The token is still alive.", "long": "The token is still alive.", "too-long": _NO_TOKEN}
_LATE = dict.fromkeys(("short", "long"), "The token’s time is over.") | {"too-long": _NO_TOKEN}


def _time(seconds: int) -> str:
    return f"{seconds} s" if seconds < 3_600 else f"{seconds // 60} min {seconds % 60:02} s"


def _attackers(chance: Chance, target: str) -> Drawn | None:
    """Six attempts on one instance's keys, with tokens optional or required: which succeed?"""
    role = chance.pick(ROLES)
    bare = _state({"http_tokens": "required", "role": role, "hop_limit": 2}, _lines("host", f"curl -s -i {KEYS}"))
    leaks: list[dict[str, Any]] = []
    stopped: list[dict[str, Any]] = []
    cases = [(place, text, tokens) for place, text in ATTACKERS for tokens in ("optional", "required")]
    for place, text, tokens in chance.shuffled(cases):
        plain, with_token = f"curl -s -i {KEYS}{role}", f"curl -s -i {TOKEN_HEADER} {KEYS}{role}"
        tries = (plain,) if tokens == "optional" or place == "get-only" else (token_line(), with_token)
        where = {"instance": {"http_tokens": tokens}, "lines": _lines(place, *tries)}
        seen = {**bare, "lines": where["lines"], "instance": {**bare["instance"], "http_tokens": tokens}}
        open_ = key_of(LAB, "imds-status", seen) == "200"
        why = ATTACKS[place, tokens]
        wrong = {"stopped": "M22.stretch"} if open_ else {"leaks": "M27"}
        made = row(f"Tokens {tokens}. {text}", where, wrong, why, reply=why)
        (leaks if open_ else stopped).append(made)
    count = int(target)
    rows = [*leaks[:count], *stopped[: 6 - count]]
    choices = [
        {"id": "leaks", "text": "gets the keys", "says": "200"},
        {"id": "stopped", "text": "is stopped with 401", "says": "401"},
    ]
    body = {"rows": rows, "choices": choices}
    given = f"role: {role}\nHttpTokens: as each line says\nHopLimit: 2\nHttpEndpoint: enabled"
    sheets = ({"title": "The instance", "text": given},)
    return Drawn(state=_with_decoy(chance, bare), bare=bare, body=body, words={"role": role}, sheets=sheets)


def _proxy(chance: Chance, target: str) -> Drawn | None:
    """HTTP_PROXY is set: whose role name comes back?"""
    own = chance.pick(ROLES)
    place = "host" if target == "own" else "http-proxy"
    tokens = "required" if target == "refused" else "optional"
    bare = _state(
        {"http_tokens": tokens, "role": own},
        _lines(place, f"curl -sS -f {KEYS}"),
        place,
    )
    state = _with_decoy(chance, bare)
    refused = "curl: (22) The requested URL returned error: 401"
    texts = {
        own: f"`{own}`, the role of its own instance",
        "proxy-fleet": "`proxy-fleet`, the role of the proxy’s instance",
        refused: "An error: 401, no valid token",
        "": "Nothing: the look-up fails at once",
    }
    made = options_on(
        state,
        chance,
        lab=LAB,
        ask="imds-output",
        topic="imds-search",
        text=texts.__getitem__,
        why=_PROXY_WHY[target],
        more=_PROXY_MORE[target] + ((Answer(misconception="M25", says=own),) if target == "refused" else ()),
    )
    keys = {"own": own, "proxy": "proxy-fleet", "refused": refused}
    if made is None or made[0] != keys[target]:
        return None
    proxy = "`NO_PROXY=169.254.169.254` is set beside it" if target == "own" else "`NO_PROXY` is not set"
    words = {"no_proxy": proxy, "tokens": tokens, "role": own}
    return Drawn(state=state, bare=bare, body={"options": made[1]}, words=words, expect=keys[target])


# Beliefs about settings that the state does not hold: the exception from the proxy, the token asked for elsewhere.
_PROXY_MORE: Mapping[str, tuple[Answer, ...]] = {
    "own": (Answer(misconception="M25.ignored", says="proxy-fleet"), Answer(misconception="M26", says="")),
    "proxy": (),
    "refused": (Answer(misconception="M22", says="proxy-fleet"),),
}
_PROXY_WHY = {
    "own": "The address is excepted from the proxy, so the request stays on the machine.",
    "proxy": "The request goes to the proxy, and comes out on the proxy’s own instance.",
    "refused": "The request comes out on the proxy’s instance, which wants a token and gets none.",
}


def _mended(index: int, text: str, lines: tuple[str, ...]) -> dict[str, Any]:
    return {"lines": _lines("host", *(text if place == index else line for place, line in enumerate(lines)))}


def _wrong_line(chance: Chance, target: str) -> Drawn | None:
    """Five lines of a terminal, one of them wrong."""
    role, ttl, nap = chance.pick(ROLES), 600 * (1 + chance.below(36)), 5 * (1 + chance.below(6))
    right = (
        token_line(ttl),
        f"sleep {nap}",
        f"ROLE=$(curl -s {TOKEN_HEADER} {KEYS})",
        'echo "$ROLE"',
        f"curl -s -i {TOKEN_HEADER} {KEYS}$ROLE",
    )
    place, wrong, belief = {
        "get": (0, token_line(ttl, method=""), "M22"),
        "token-header": (0, right[0].replace("token-ttl-seconds", "token"), "M22"),
        "mata-data": (2, right[2].replace("meta-data", "mata-data"), "slip"),
        "query": (2, f'ROLE=$(curl -s "{KEYS}?X-aws-ec2-metadata-token=$TOKEN")', "M22"),
        "no-header": (4, f"curl -s -i {KEYS}$ROLE", "M22"),
    }[target]
    lines = tuple(wrong if index == place else line for index, line in enumerate(right))
    tempting = {
        0: lines[0].replace(str(ttl), "21600"),
        1: "sleep 1",
        2: lines[2].replace("ROLE=", "NAME="),
        3: "echo $ROLE",
        4: lines[4].replace("-s -i", "-i"),
    }
    bare = _state({"http_tokens": "required", "role": role}, _lines("host", *lines))
    options = []
    for index, line in enumerate(lines):
        mended = right[index] if index == place else tempting[index]
        where = _mended(index, mended, lines)
        feedback = f"Mended: `{mended}`" if index == place else "This line does what it should."
        options.append({"text": line, "where": where, "misconception": "" if index == place else "slip"})
        options[-1]["feedback"] = feedback
    body = {"options": options, "caption": "host $", "goal": "200"}
    words = {"role": role, "status": key_of(LAB, "imds-status", bare)}
    return Drawn(
        state=_with_decoy(chance, bare),
        bare=bare,
        body=body,
        words=words,
        expect="200",
        rule=truth(belief) or "The path is /latest/meta-data/, spelled with an e.",
    )


def _scene(name: str, kind: str, ask: str, classes: tuple[str, ...], make: Any) -> Scene:
    return Scene(id=name, kind=kind, lab=LAB, ask=ask, classes=classes, make=make)


G06 = Generator(
    id="G06",
    version=2,
    title="The metadata service",
    scenes=(
        _scene("status", "single", "imds-status", ("200", "401", "403", "404"), _status),
        _scene("silence", "single", "imds-status", ("200", "time-out"), _silence),
        _scene("hops", "numeric", "imds-hops", ("1", "2", "3"), _hops),
        _scene("readable", "multiple", "imds-status", ("role+data", "role", "data", "nothing"), _readable),
        _scene("lifetime", "match", "imds-status", ("short", "long", "too-long"), _lifetime),
        _scene("attackers", "match", "imds-status", ("3", "4"), _attackers),
        _scene("proxy", "single", "imds-output", ("own", "proxy", "refused"), _proxy),
        _scene(
            "wrong-line",
            "spot",
            "imds-status",
            ("get", "token-header", "mata-data", "query", "no-header"),
            _wrong_line,
        ),
    ),
)
