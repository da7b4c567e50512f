"""The metadata service: versions, tokens, hops, roles, as the EC2 guide states them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.engines.metadata import Instance, Request, Service
from studyapp.engines.metadata.instance import PLACES
from studyapp.engines.metadata.service import TOKEN_HEADER, TTL_HEADER, Answer

HOST = PLACES["host"]
ROLES = "/latest/meta-data/iam/security-credentials/"


def token(service: Service, ttl: str = "21600", *, place: str = "host", seconds: float = 0) -> Answer:
    request = Request(method="PUT", path="/latest/api/token", headers={TTL_HEADER: ttl})
    return service.ask(request, place=PLACES[place], seconds=seconds)


def get(service: Service, path: str, token: str | None = None, *, place: str = "host", seconds: float = 0) -> Answer:
    headers = {} if token is None else {TOKEN_HEADER: token}
    return service.ask(Request(path=path, headers=headers), place=PLACES[place], seconds=seconds)


@pytest.mark.parametrize(("tokens", "status"), [("required", 401), ("optional", 200)])
def test_a_plain_get_depends_on_http_tokens(tokens: str, status: int) -> None:
    assert get(Service(Instance(http_tokens=tokens)), ROLES).status == status


def test_two_steps_give_the_role_and_its_keys() -> None:
    service = Service(Instance(role="app-role"))
    key = token(service).body
    assert get(service, ROLES, key).body == "app-role"
    document = json.loads(get(service, ROLES + "app-role", key).body)
    assert document["Code"] == "Success"
    assert document["AccessKeyId"].startswith("ASIA")
    assert document["AccessKeyId"].endswith("EXAMPLE")
    assert len(document["AccessKeyId"]) == 20


@pytest.mark.parametrize(
    ("ttl", "status"),
    [("1", 200), ("21600", 200), ("0", 400), ("21601", 400), ("", 400), ("ten", 400), ("-5", 400), ("1.5", 400)],
)
def test_the_lifetime_is_1_to_21600_seconds(ttl: str, status: int) -> None:
    assert token(Service(Instance()), ttl).status == status


def test_a_token_ends_with_its_time() -> None:
    service = Service(Instance())
    key = token(service, "300").body
    assert get(service, "/latest/meta-data/", key, seconds=299).status == 200
    assert get(service, "/latest/meta-data/", key, seconds=300).status == 401


def test_a_token_is_good_on_its_own_instance_only() -> None:
    here, there = Service(Instance()), Service(Instance(instance_id="i-0aaaaaaaaaaaaaaa1"))
    assert get(there, "/latest/meta-data/", token(here).body).status == 401


def test_a_made_up_token_is_refused_even_where_none_is_needed() -> None:
    assert get(Service(Instance(http_tokens="optional")), ROLES, "made-up").status == 401


@given(limit=st.integers(1, 64), place=st.sampled_from(sorted(PLACES)))
def test_the_token_arrives_exactly_when_the_hops_suffice(limit: int, place: str) -> None:
    answer = token(Service(Instance(hop_limit=limit)), place=place)
    assert answer.lost == (answer.status == 200 and PLACES[place].hops > limit)


def test_hops_do_not_limit_a_get() -> None:
    service = Service(Instance(http_tokens="optional", hop_limit=1))
    assert not get(service, ROLES, place="nested").lost


def test_a_forwarded_put_gets_no_token() -> None:
    assert token(Service(Instance()), place="proxy").status == 403


def test_a_put_to_a_dated_path_is_refused() -> None:
    request = Request(method="PUT", path="/2021-03-23/api/token", headers={TTL_HEADER: "60"})
    assert Service(Instance()).ask(request, place=HOST, seconds=0).status == 403


def test_a_disabled_endpoint_answers_nobody() -> None:
    service = Service(Instance(http_endpoint="disabled", http_tokens="optional"))
    assert [token(service).status, get(service, ROLES).status] == [403, 403]


@pytest.mark.parametrize(
    "path",
    [ROLES, "/latest/meta-data/iam/info", "/latest/mata-data/", "/latest/user-data", "/newest/meta-data/"],
)
def test_what_is_not_there_is_404(path: str) -> None:
    assert get(Service(Instance(http_tokens="optional", role=None)), path).status == 404


def test_a_role_that_ec2_may_not_assume_says_so_in_a_200() -> None:
    service = Service(Instance(http_tokens="optional", trusts="lambda.amazonaws.com", role="app-role"))
    answer = get(service, ROLES + "app-role")
    assert answer.status == 200
    assert json.loads(answer.body)["Code"] == "AssumeRoleUnauthorizedAccess"


def test_new_keys_appear_before_the_old_ones_end() -> None:
    service = Service(Instance(http_tokens="optional", role="app-role"))
    first, later = (json.loads(get(service, ROLES + "app-role", seconds=at).body) for at in (0, 5 * 3600))
    assert first["AccessKeyId"] != later["AccessKeyId"]
    assert later["LastUpdated"] < first["Expiration"]


def test_listings_show_folders_with_a_slash() -> None:
    service = Service(Instance(http_tokens="optional", role="app-role"))
    assert get(service, "/latest/meta-data/iam/").body.split() == ["info", "security-credentials/"]
    assert "latest" in get(service, "/").body.split()


def test_head_sends_no_body() -> None:
    request = Request(method="HEAD", path="/latest/meta-data/")
    assert Service(Instance(http_tokens="optional")).ask(request, place=HOST, seconds=0).body == ""


@given(method=st.sampled_from(["POST", "DELETE", "PATCH", "OPTIONS"]), path=st.text(max_size=40))
def test_other_methods_are_not_allowed(method: str, path: str) -> None:
    assert Service(Instance()).ask(Request(method=method, path=path), place=HOST, seconds=0).status == 405
