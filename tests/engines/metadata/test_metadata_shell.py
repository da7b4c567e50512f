"""The shell around curl: what it can do, what it says it cannot, and the addresses that mean the service."""

import subprocess
import sys

import pytest

from studyapp.engines.metadata import Instance, Line, SessionInput, play
from studyapp.engines.metadata.session import Exchange

URL = "http://169.254.169.254/latest"
OPEN = {"http_tokens": "optional", "role": "app-role"}


def run(*commands: str, **instance: object) -> tuple[Exchange, ...]:
    given = Instance.model_validate({**OPEN, **instance})
    return play(SessionInput(instance=given, lines=tuple(Line(command=one) for one in commands))).exchanges


def outputs(*commands: str, **instance: object) -> list[str]:
    return [one.output for one in run(*commands, **instance)]


def test_the_engine_stands_alone() -> None:
    """No other engine has to be imported first for its libraries to be at hand inside the guard."""
    code = "from studyapp.engines.metadata import SessionInput, play; print(play(SessionInput()).search.found)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "True"), done.stderr


@pytest.mark.parametrize(
    "command",
    [
        f"curl -s {URL}/meta-data/iam/info | jq .Code",
        f"curl -s {URL}/meta-data/ | head -1",
        f"curl -s {URL}/user-data > start.sh",
        f"curl -s {URL}/user-data 2>/dev/null",
        f"curl -s {URL}/user-data &",
        'echo "$TOKEN" | wc -c',
        "cat < /etc/passwd",
    ],
)
def test_a_pipe_or_a_file_is_named_as_what_this_terminal_has_not(command: str) -> None:
    (only,) = run(command)
    assert (only.status, only.exit_code) == (None, 2)
    assert only.output.startswith("bash: this terminal has no ")
    assert "the command before it alone" in only.output


@pytest.mark.parametrize("quoted", ["'a|b'", '"a > b"', "'a & b'", "'# a'"])
def test_between_quotes_an_operator_is_a_letter(quoted: str) -> None:
    assert outputs(f"echo {quoted}") == [quoted[1:-1]]


def test_or_runs_only_after_a_failure() -> None:
    assert outputs(f"curl -sf {URL}/nothing || echo none") == ["", "none"]
    assert outputs(f"curl -sf {URL}/meta-data/ami-id || echo none") == ["ami-0abcdef1234567890"]
    assert outputs(f"curl -sf {URL}/nothing && echo yes || echo no") == ["", "no"]


def test_what_follows_a_hash_is_not_run() -> None:
    assert outputs(f"curl -s {URL}/meta-data/ami-id # the image") == ["ami-0abcdef1234567890"]
    assert outputs("# only a remark") == []
    assert outputs("echo a#b") == ["a#b"]


def test_echo_joins_its_words() -> None:
    assert outputs("echo", "echo 'a  b'   \"c\"", "X=1; echo [$X]") == ["", "a  b c", "", "[1]"]


def test_a_variable_can_be_unset_and_the_clock_be_read() -> None:
    assert outputs("X=1; unset X; echo [$X]") == ["", "", "[]"]
    assert outputs("date", "sleep 90", "date") == ["Mon Mar  2 09:00:00 UTC 2026", "", "Mon Mar  2 09:01:30 UTC 2026"]


def test_a_wrong_sleep_says_how_one_sleeps() -> None:
    (only,) = run("sleep 1 minute")
    assert "sleep 300, sleep 5m, sleep 6h" in only.output


def test_a_command_that_is_not_here_is_answered_with_those_that_are() -> None:
    (only,) = run("aws sts get-caller-identity")
    assert only.exit_code == 127
    assert only.output.startswith("bash: aws: command not found in this lab")
    assert "curl, echo, sleep, date and unset" in only.output


@pytest.mark.parametrize(
    "host", ["2852039166", "0xA9FEA9FE", "0251.0376.0251.0376", "169.254.43518", "169.254.169.254."]
)
def test_an_address_has_many_spellings_and_all_reach_the_service(host: str) -> None:
    """A filter that looks for one spelling does not keep the others out."""
    (only,) = run(f"curl -s http://{host}/latest/meta-data/ami-id")
    assert (only.status, only.output) == (200, "ami-0abcdef1234567890")


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("http://169.254.170.2/v2/credentials", 7, "container’s endpoint"),
        ("http://10.0.0.1/", 7, "Failed to connect to 10.0.0.1 port 80"),
        ("http://instance-data/latest/", 6, "Could not resolve host: instance-data"),
        ("http://999.1.1.1/", 6, "Could not resolve host: 999.1.1.1"),
        (f"{URL}/meta-data/{{ami-id,mac}}", 3, "one URL at a time"),
        (f"{URL}/meta-data/[1-3]", 3, "one URL at a time"),
    ],
)
def test_other_addresses_are_told_apart(url: str, code: int, said: str) -> None:
    (only,) = run(f"curl {url}")
    assert (only.status, only.exit_code) == (None, code)
    assert said in only.output


def test_verbose_shows_both_sides() -> None:
    (only,) = run(f"curl -v -H 'X-Test: 1' {URL}/meta-data/ami-id")
    lines = only.output.splitlines()
    assert lines[0] == "> GET /latest/meta-data/ami-id HTTP/1.1"
    assert {"> Host: 169.254.169.254", "> X-Test: 1", "< HTTP/1.1 200 OK", "< Server: EC2ws"} <= set(lines)
    assert lines[-1] == "ami-0abcdef1234567890"


def test_the_head_is_the_real_services() -> None:
    (only,) = run(f"curl -sI {URL}/meta-data/ami-id")
    assert only.output.splitlines() == [
        "HTTP/1.1 200 OK",
        "Content-Type: text/plain",
        "Content-Length: 21",
        "Date: Mon, 02 Mar 2026 09:00:00 GMT",
        "Server: EC2ws",
        "Connection: close",
    ]


def test_data_makes_it_a_post_and_harmless_options_are_taken() -> None:
    (post,) = run(f"curl -s -d x {URL}/api/token")
    assert (post.method, post.status) == ("POST", 405)
    (plain,) = run(f"curl -k --compressed -A test -s {URL}/meta-data/ami-id")
    assert plain.status == 200


def test_an_option_with_an_equals_sign_is_told_how_curl_wants_it() -> None:
    (only,) = run(f"curl --request=PUT {URL}/api/token")
    assert "--request=PUT: is not known in this lab" in only.output
    assert "curl wants a blank, not =" in only.output


def test_what_a_variable_holds_is_text_and_no_syntax() -> None:
    document = f"DOC=$(curl -s {URL}/meta-data/iam/info)"
    shown = outputs(document, 'echo "$DOC"', "echo $DOC", 'X=$DOC; echo "$X"')
    assert shown[1].startswith('{\n  "Code" : "Success",')
    assert shown[2].startswith('{ "Code" : "Success", "LastUpdated"')
    assert shown[4] == shown[1]
    assert outputs("A='$B'; B=2; echo \"$A\"") == ["", "", "$B"]


def test_a_pipe_inside_a_substitution_is_named_too() -> None:
    (only,) = run(f"TOKEN=$(curl -s {URL}/meta-data/ami-id | tr -d x)")
    assert "no pipes" in only.output
