"""The terminal: curl as a learner types it, variables, time, and what each asker can send."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from studyapp.engines.metadata import Instance, Line, SessionInput, play

URL = "http://169.254.169.254/latest"
PUT = f'curl -sS -X PUT {URL}/api/token -H "X-aws-ec2-metadata-token-ttl-seconds: 300"'
TOKEN = f"TOKEN=$({PUT})"
LIST = f'curl -sS {URL}/meta-data/iam/security-credentials/ -H "X-aws-ec2-metadata-token: $TOKEN"'


def run(*commands: str, place: str = "host", **instance: object) -> list:
    lines = [Line(command=command, place=place) for command in commands]
    return list(play(SessionInput(instance=Instance(**instance), lines=lines)).exchanges)


def test_the_exchange_of_version_2() -> None:
    first, second = run(TOKEN, LIST, role="app-role")
    assert (first.status, first.output) == (200, "")
    assert (second.status, second.output) == (200, "app-role")


def test_a_plain_get_is_refused_in_the_services_words() -> None:
    (only,) = run(f"curl {URL}/meta-data/")
    assert only.status == 401
    assert "401 - Unauthorized" in only.output


def test_a_container_behind_a_bridge_hears_nothing() -> None:
    (only,) = run(f"{PUT} -m 2", place="container")
    assert (only.status, only.lost) == (None, True)
    assert only.output == "curl: (28) Operation timed out after 2000 milliseconds with 0 bytes received"


def test_a_hop_limit_of_two_lets_the_container_in() -> None:
    assert [e.status for e in run(TOKEN, LIST, place="container", hop_limit=2)] == [200, 200]


def test_without_a_limit_curl_waits_and_the_clock_moves() -> None:
    lost, after = run(PUT, "sleep 1", place="container")
    assert lost.output.startswith("^C")
    assert after.at == 60


def test_a_token_grows_old_while_you_sleep() -> None:
    statuses = [e.status for e in run(TOKEN, LIST, "sleep 5m", LIST)]
    assert statuses == [200, 200, None, 401]


def test_silent_curl_says_nothing_about_a_time_out() -> None:
    (only,) = run(PUT.replace("-sS", "-s") + " -m 1", place="container")
    assert only.output == ""


@pytest.mark.parametrize("place", ["get-only", "get-headers"])
def test_an_attacker_who_can_only_get_never_has_a_token(place: str) -> None:
    (only,) = run(PUT, place=place)
    assert only.status is None
    assert "GET" in only.output


def test_an_attacker_who_can_only_get_reads_version_1() -> None:
    (only,) = run(f"curl {URL}/meta-data/iam/security-credentials/", place="get-only", http_tokens="optional")
    assert only.status == 200


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("curl", "no URL"),
        ("curl http://example.com/", "Could not resolve host"),
        ("curl https://169.254.169.254/", "port 443: Connection refused"),
        ("curl -g http://[fd00:ec2::254]/latest/", "IPv6"),
        ("curl --upload-file x http://169.254.169.254/", "is not known in this lab"),
        ("rm -rf /", "rm: command not found"),
        ('curl "http://169.254.169.254/', "matching quote"),
        ("curl -H", "requires parameter"),
        ("curl http://[", "URL"),
        ("curl http://169.254.169.254:99999/", "curl:"),
    ],
)
def test_what_curl_cannot_do_is_said_by_curl(command: str, said: str) -> None:
    (only,) = run(command)
    assert only.status is None
    assert said in only.output


def test_ipv6_answers_where_it_is_on() -> None:
    (only,) = run("curl -g http://[fd00:ec2::254]/latest/meta-data/", ipv6=True, http_tokens="optional")
    assert only.status == 200


@pytest.mark.parametrize(
    "command",
    [
        f"curl -sXPUT {URL}/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 60'",
        f"curl --silent --request PUT --header 'x-aws-ec2-metadata-token-ttl-seconds:60' {URL}/api/token",
        f"curl -sS -X PUT “{URL}/api/token” -H “X-aws-ec2-metadata-token-ttl-seconds: 60”",
        f"curl -X PUT {URL}/api/token \\\n  -H 'X-aws-ec2-metadata-token-ttl-seconds: 60'",
    ],
)
def test_the_ways_to_write_one_request(command: str) -> None:
    assert [e.status for e in run(command)] == [200]


def test_headers_and_status_are_shown_when_asked_for() -> None:
    (only,) = run(f"curl -i {URL}/meta-data/instance-id", http_tokens="optional")
    assert only.output.startswith("HTTP/1.1 200 OK\n")
    (only,) = run(f"curl -s -o /dev/null -w '%{{http_code}}' {URL}/meta-data/")
    assert only.output == "401"


@settings(max_examples=100)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_nothing_typed_breaks_the_lab(commands: list[str]) -> None:
    session = SessionInput(lines=[Line(command=command) for command in commands])
    assert play(session).to_json() == play(session).to_json()


@settings(max_examples=100)
@given(st.text(max_size=80))
def test_nothing_after_curl_breaks_the_lab(rest: str) -> None:
    assert len(run(f"curl {rest}")) >= 1


def test_the_guides_own_two_liner_works() -> None:
    put, get = run(
        f'TOKEN=`curl -X PUT "{URL}/api/token" -H "X-aws-ec2-metadata-token-ttl-seconds: 21600"` \\\n'
        f'&& curl -H "X-aws-ec2-metadata-token: $TOKEN" {URL}/meta-data/instance-id'
    )
    assert (put.method, put.status) == ("PUT", 200)
    assert (get.status, get.output) == (200, "i-0f3a9c1d2b4e5f607")


def test_after_a_failure_the_second_half_of_an_and_is_not_run() -> None:
    assert [e.exit_code for e in run(f"{PUT} -m 1 && echo done", place="container")] == [28]
    assert [e.output for e in run("NAME=x; echo $NAME '$NAME'")] == ["", "x $NAME"]


def test_a_command_inside_a_command_runs_first() -> None:
    put, get = run(f'curl -sS {URL}/meta-data/ami-id -H "X-aws-ec2-metadata-token: $({PUT})"')
    assert [put.method, get.method] == ["PUT", "GET"]
    assert get.output == "ami-0abcdef1234567890"


def test_a_proxy_on_another_machine_gives_that_machines_role() -> None:
    ask = f"curl -sS {URL}/meta-data/iam/security-credentials/"
    (proxied,) = run(ask, place="http-proxy", http_tokens="optional", role="app-role")
    (direct,) = run(f"{ask} --noproxy '*'", place="http-proxy", http_tokens="optional", role="app-role")
    assert (proxied.output, direct.output) == ("proxy-fleet", "app-role")


def test_a_real_looking_key_is_refused_where_it_stands() -> None:
    key = "AKIA" + "Z" * 16
    with pytest.raises(ValidationError) as caught:
        SessionInput.model_validate({"instance": {"user_data": f"export KEY={key}"}})
    assert [error["loc"] for error in caught.value.errors()] == [("instance", "user_data")]
    assert key not in str(caught.value)


def test_user_data_holds_sixteen_kilobytes() -> None:
    assert Instance(user_data="x" * 16_384).user_data is not None
    with pytest.raises(ValidationError, match="16 KB"):
        Instance(user_data="x" * 16_385)
