"""Starting states of the metadata lab, the plainest first."""

from typing import Any

URL = "http://169.254.169.254/latest"
ROLES = f"{URL}/meta-data/iam/security-credentials/"
TTL = "X-aws-ec2-metadata-token-ttl-seconds"
HEADER = '-H "X-aws-ec2-metadata-token: $TOKEN"'
ROLE = "app-role"
V1 = f"curl -sS {ROLES}"
LIST = f"curl -sS {ROLES} {HEADER}"
KEYS = f"curl -sS {ROLES}{ROLE} {HEADER}"
USER_DATA = "#!/bin/bash\nexport DB_PASSWORD=EXAMPLEPASSWORD\n/opt/web/start --port 8080\n"


def token(seconds: int = 21_600) -> str:
    """The token request, with a limit to the waiting."""
    return f'TOKEN=$(curl -sS -m 2 -X PUT {URL}/api/token -H "{TTL}: {seconds}")'


def _state(
    slug: str, title: str, line: str, *commands: str, place: str = "host", v1_disabled: bool = False, **instance: Any
) -> dict[str, Any]:
    lines = [{"command": command, "place": place} for command in commands]
    data = {"instance": {"role": ROLE, **instance}, "place": place, "lines": lines, "v1_disabled": v1_disabled}
    return {"slug": slug, "title": title, "line": line, "data": data}


STATES = (
    _state("two-doors", "Two doors", "Version 1 is refused; version 2 takes two steps.", V1, token(), LIST),
    _state(
        "knows-itself",
        "An instance that knows itself",
        "The role’s name, what it was launched with, and no policy anywhere.",
        V1,
        f"curl -sS {URL}/user-data",
        f"curl -sS {URL}/meta-data/iam/policy",
        http_tokens="optional",
        user_data=USER_DATA,
    ),
    _state(
        "container",
        "A container behind a bridge",
        "Hop limit 1: the answer to the token request dies on the way.",
        token(),
        place="container",
    ),
    _state(
        "container-hop-2",
        "The same container, hop limit 2",
        "One hop more, and the token arrives.",
        token(),
        LIST,
        place="container",
        hop_limit=2,
    ),
    _state(
        "container-optional",
        "The same container, tokens optional",
        "The token is lost, and the keys come all the same.",
        token(),
        V1,
        place="container",
        http_tokens="optional",
    ),
    _state(
        "v1-forbidden",
        "The same container, version 1 forbidden",
        "botocore may not fall back.",
        token(),
        place="container",
        v1_disabled=True,
        http_tokens="optional",
    ),
    _state("nested", "A container in a container", "How many hops is that?", token(), place="nested", hop_limit=2),
    _state(
        "get-only-v1",
        "An attacker who can only GET, tokens optional",
        "One tricked request is enough.",
        V1,
        f"curl -sS {ROLES}{ROLE}",
        place="get-only",
        http_tokens="optional",
    ),
    _state(
        "get-only-v2",
        "The same attacker, tokens required",
        "No PUT, no header, no token.",
        V1,
        token(),
        place="get-only",
    ),
    _state(
        "forwarding-proxy",
        "A proxy that forwards",
        "It adds a header, and the service sees it.",
        token(),
        place="proxy",
    ),
    _state(
        "http-proxy",
        "http_proxy and no no_proxy",
        "Whose role comes back?",
        V1,
        f"curl -sS --noproxy '*' {ROLES}",
        place="http-proxy",
        http_tokens="optional",
    ),
    _state(
        "old-token",
        "A token grows old",
        "Good for 300 seconds, used after 310.",
        token(300),
        "sleep 290",
        LIST,
        "sleep 20",
        LIST,
    ),
    _state(
        "bad-trust",
        "A role that EC2 may not assume",
        "The service says why. The CLI does not.",
        token(),
        KEYS,
        trusts="lambda.amazonaws.com",
    ),
    _state(
        "too-long",
        "A token for seven hours",
        "Six is the most there is.",
        f'curl -sS -m 2 -X PUT {URL}/api/token -H "{TTL}: 25200"',
    ),
    _state("no-role", "No role", "The service has nothing to hand out.", token(), LIST, role=None),
    _state("disabled", "The endpoint is off", "403 for everybody.", V1, token(), http_endpoint="disabled"),
    _state(
        "ipv6",
        "Over IPv6",
        "Off unless somebody turned it on.",
        "curl -sS -g http://[fd00:ec2::254]/latest/meta-data/instance-id",
        http_tokens="optional",
    ),
)


def states() -> tuple[dict[str, Any], ...]:
    """Each with its slug, title, one line, and the lab's fields."""
    return STATES
