"""botocore's own search for the role's keys, against the lab's service."""

import pytest

from studyapp.engines.credentials import resolve
from studyapp.engines.metadata import Instance, SessionInput, play
from studyapp.engines.metadata.fetcher import Fetch
from studyapp.engines.worlds import World

ROLES = "/latest/meta-data/iam/security-credentials/"
TOKEN = ("PUT", "/latest/api/token")


def search(place: str = "host", *, v1_disabled: bool = False, **instance: object) -> Fetch:
    found = play(SessionInput(instance=Instance(**instance), place=place, v1_disabled=v1_disabled)).search
    assert found is not None
    return found


def steps(found: Fetch) -> list[tuple[str, str, int | None]]:
    return [(call.method, call.path, call.status) for call in found.calls]


def test_the_exchange_of_version_2_is_put_get_get() -> None:
    found = search(role="app-role")
    assert steps(found) == [(*TOKEN, 200), ("GET", ROLES, 200), ("GET", ROLES + "app-role", 200)]
    assert [call.token for call in found.calls] == [False, True, True]
    assert (found.found, found.version) == (True, "v2")


def test_beyond_the_hop_limit_an_optional_token_means_version_1() -> None:
    found = search("container", role="app-role", http_tokens="optional")
    assert steps(found) == [(*TOKEN, None), ("GET", ROLES, 200), ("GET", ROLES + "app-role", 200)]
    assert (found.found, found.version) == (True, "v1")


def test_beyond_the_hop_limit_a_required_token_means_no_keys() -> None:
    found = search("container")
    assert steps(found) == [(*TOKEN, None), ("GET", ROLES, 401)]
    assert not found.found


def test_forbidding_version_1_stops_the_search_with_an_error() -> None:
    found = search("container", http_tokens="optional", v1_disabled=True)
    assert steps(found) == [(*TOKEN, None)]
    assert "MetadataRetrievalError" in found.words


@pytest.mark.parametrize(
    ("instance", "statuses"),
    [
        ({"http_endpoint": "disabled"}, [403, 403]),
        ({"role": None}, [200, 404]),
        ({"trusts": "lambda.amazonaws.com"}, [200, 200, 200]),
    ],
)
def test_what_goes_wrong_is_not_said(instance: dict, statuses: list[int]) -> None:
    found = search(**instance)
    assert [call.status for call in found.calls] == statuses
    assert not found.found
    assert "Unable to locate credentials" in found.words


def test_through_a_proxy_elsewhere_the_keys_are_the_other_machines() -> None:
    found = search("http-proxy", role="app-role", http_tokens="optional")
    assert [call.path for call in found.calls][-1] == ROLES + "proxy-fleet"
    assert found.found
    assert not search("http-proxy", http_tokens="required").found


def test_an_attacker_through_an_application_runs_no_botocore() -> None:
    assert play(SessionInput(place="get-only")).search is None


@pytest.mark.parametrize("tokens", ["optional", "required"])
@pytest.mark.parametrize("far", [False, True])
@pytest.mark.parametrize("endpoint", ["enabled", "disabled"])
@pytest.mark.parametrize("role", ["app-role", None])
def test_the_chain_lab_and_this_one_see_the_same_service(tokens: str, far: bool, endpoint: str, role: str) -> None:
    options = {"role": role, "http_tokens": tokens, "http_endpoint": endpoint}
    here = search("container" if far else "host", **options)
    creds = {
        "Code": "Success",
        "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
        "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "Token": "EXAMPLETOKEN",
        "Expiration": "2026-11-24T15:00:00Z",
    }
    world = {"now": "2026-11-24T10:00:00Z", "imds": {**options, "hop_limit_exceeded": far, "creds": creds}}
    resolution = resolve(World.model_validate(world))
    events = [e for e in resolution.trace[-1].events if e.kind == "http"]
    there = [(e.what.split(" ")[0], e.what.partition("169.254.169.254")[2], e.result.split(" ")[0]) for e in events]
    assert [(m, p, "no" if s is None else str(s)) for m, p, s in steps(here)] == there
    assert here.found == (resolution.outcome.status == "found")
