"""Beliefs about the metadata service.

A solver takes the lab's fields and gives them as its holder sees the place: the engine then runs on those. A
`modelled` one gives an outcome key at once. None: the belief is silent here.
"""

from collections.abc import Mapping
from typing import Any

from studyapp.questions.misconceptions.model import Misconception

Fields = Mapping[str, Any]
Seen = Mapping[str, Any] | str | None
IMDS = "imds"
SEARCH = "imds-search"


def _instance(fields: Fields, **values: Any) -> dict[str, Any]:
    return {**fields, "instance": {**fields.get("instance", {}), **values}}


def _typed(fields: Fields, place: str) -> dict[str, Any]:
    lines = [{**line, "place": place} for line in fields.get("lines", ())]
    return {**fields, "lines": lines, "place": place}


def _last(fields: Fields) -> str:
    return str(fields["lines"][-1]["command"]) if fields.get("lines") else ""


def plain_get_is_enough(fields: Fields) -> Seen:
    """Version 1 always answers."""
    return _instance(fields, http_tokens="optional")


def a_token_is_always_needed(fields: Fields) -> Seen:
    """The rule of IMDSv2 stretched over an instance that leaves it optional."""
    return _instance(fields, http_tokens="required")


def container_is_its_host(fields: Fields) -> Seen:
    places = {line["place"] for line in fields.get("lines", ())} | {fields.get("place", "host")}
    return _typed(fields, "host") if places & {"container", "nested"} else None


def container_never_reaches(fields: Fields) -> Seen:
    places = {line["place"] for line in fields.get("lines", ())}
    return "time-out" if places & {"container", "nested", "host-network"} else None


def token_never_expires(fields: Fields) -> Seen:
    lines = [line for line in fields.get("lines", ()) if not str(line["command"]).startswith("sleep")]
    return {**fields, "lines": lines} if len(lines) < len(fields.get("lines", ())) else None


def proxy_is_harmless(fields: Fields) -> Seen:
    return _typed(fields, "host") if fields.get("place") == "http-proxy" else None


def proxy_fails_at_once(fields: Fields) -> Seen:
    """No answer is taken for an error that shows itself at once."""
    return "" if fields.get("place") == "http-proxy" else None


def switched_off_is_silent(fields: Fields) -> Seen:
    return "time-out" if fields.get("instance", {}).get("http_endpoint") == "disabled" else None


def version_two_changes_nothing(fields: Fields) -> Seen:
    """The switches of the service are a nuisance and no wall."""
    return _instance(fields, http_tokens="optional", http_endpoint="enabled", hop_limit=64)


def no_role_no_metadata(fields: Fields) -> Seen:
    return "404" if fields.get("instance", {}).get("role", "") is None else None


def refusal_is_a_permission(fields: Fields) -> Seen:
    """Whatever is refused lacks a permission: 403."""
    return "403"


IMDS_BELIEFS: tuple[Misconception, ...] = (
    Misconception(
        id="M22",
        name="One plain GET reads metadata",
        belief="The address is enough: a GET answers.",
        truth="Where tokens are required, a request without one gets 401. Where they are optional, it is answered.",
        solvers={IMDS: plain_get_is_enough, f"{IMDS}.stretch": a_token_is_always_needed},
    ),
    Misconception(
        id="M23",
        name="A container reaches the service like its host",
        belief="A container is on the instance, so it gets what the host gets.",
        truth="Each bridge is a hop. The token’s packet dies when its hops are used up, and nothing comes back.",
        solvers={IMDS: container_is_its_host, f"{IMDS}.never": container_never_reaches},
    ),
    Misconception(
        id="M24",
        name="A metadata token never expires",
        belief="A token once fetched is good for ever.",
        truth="A token lives as long as its header asked for. After that the answer is 401: fetch another.",
        solvers={IMDS: token_never_expires},
    ),
    Misconception(
        id="M25",
        name="Metadata may go through the proxy",
        belief="The address is local, so a proxy makes no difference.",
        truth="Without NO_PROXY the request leaves the machine, and the proxy’s own instance answers it.",
        solvers={SEARCH: proxy_is_harmless},
    ),
    Misconception(
        id="M26",
        name="A service that is off and one that is not there look alike",
        belief="Whether nobody answers or somebody refuses, the tool sees the same.",
        truth="Where nobody answers, the look-up waits and gives up. Only a service that is there refuses.",
        solvers={IMDS: switched_off_is_silent, SEARCH: proxy_fails_at_once},
        modelled=True,
    ),
    Misconception(
        id="M27",
        name="Version 2 is only a nuisance",
        belief="Version 1 is as safe, the second step changes nothing.",
        truth="The token needs a PUT and a header of one’s own. An attacker who can only make a GET has neither.",
        solvers={IMDS: version_two_changes_nothing},
    ),
    Misconception(
        id="M49",
        name="A failed authentication is a missing permission",
        belief="Refused is refused: some policy lacks an allow.",
        truth="Until AWS knows who asks, no policy is read: none can refuse the call, and none can mend it.",
        solvers={IMDS: refusal_is_a_permission},
        modelled=True,
    ),
    Misconception(
        id="M58",
        name="Without a role there is no metadata",
        belief="It is the role that lets an instance ask about itself.",
        truth="The service describes the instance with or without a role. Only the iam branch needs one.",
        solvers={IMDS: no_role_no_metadata},
        modelled=True,
    ),
)
