"""The metadata lab as a page: the terminal's history, the drawing, what changed, and nothing secret shown back."""

import json
import re

import pytest
from django.http import QueryDict
from django.test import Client

from studyapp.engines.metadata import SessionInput, play
from studyapp.engines.metadata.instance import PLACES
from studyapp.labs.imds import read, scrub, show, start, states
from studyapp.labs.imds.drawing import draw
from studyapp.labs.imds.present import goals, present, shell
from studyapp.labs.imds.states import LIST, V1, token
from studyapp.labs.registry import BY_SLUG

LAB = "/labs/imds/"
HTMX = {"HTTP_HX_REQUEST": "true"}
pytestmark = pytest.mark.django_db


def session(*commands: str, place: str = "host", **instance: object) -> SessionInput:
    lines = [{"command": command, "place": place} for command in commands]
    return SessionInput.model_validate({"instance": instance, "lines": lines, "place": place})


def shown(asked: SessionInput, before: str = "") -> dict:
    return present(asked, play(asked), before)


@pytest.mark.parametrize("state", [state["slug"] for state in states()])
def test_every_starting_state_is_a_page(client: Client, state: str) -> None:
    response = client.get(LAB, {"state": state})
    assert response.status_code == 200
    assert response.context["errors"] == {}
    assert response.context["w"]


def test_what_is_typed_is_run_and_kept(client: Client) -> None:
    first = client.post(LAB, {"state": "{}", "command": V1}, **HTMX)
    assert [row.headline for row in first.context["rows"]] == ["401 Unauthorized"]
    state = first.context["form"]["state"]
    second = client.post(LAB, {"state": state, "command": token()}, **HTMX)
    assert [row.headline for row in second.context["rows"]] == ["401 Unauthorized", "200 OK"]


def test_changed_settings_play_the_history_again_and_say_what_changed(client: Client) -> None:
    form = {"http_tokens": "optional", "role": "app-role", "lines": json.dumps([{"command": V1}]), "before": "401"}
    response = client.post(LAB, form, **HTMX)
    (row,) = response.context["rows"]
    assert (row.headline, row.output, row.changed) == ("200 OK", "app-role", "401")


def test_a_suggestion_is_a_button_and_clear_empties_the_terminal(client: Client) -> None:
    state = json.dumps({"lines": [{"command": V1}]})
    tried = client.post(LAB, {"state": state, "suggest": "sleep 5m", "command": ""}, **HTMX)
    assert [row.command for row in tried.context["rows"]] == [V1, "sleep 5m"]
    cleared = client.post(LAB, {"state": state, "clear": "1"}, **HTMX)
    assert cleared.context["rows"] == ()


def test_bad_input_is_a_sentence_and_the_history_stays(client: Client) -> None:
    form = {"hop_limit": "many", "lines": json.dumps([{"command": V1, "place": "host"}]), "role": "app-role"}
    response = client.post(LAB, form)
    assert response.status_code == 422
    assert response.context["errors"] == {"instance.hop_limit": ["This should be a whole number."]}
    text = response.content.decode()
    assert 'value="many"' in text
    assert json.loads(response.context["form"]["carry"]["lines"]) == [{"command": V1, "place": "host"}]


@pytest.mark.parametrize("lines", ["{", "[1]", '"x"', "[[[]]]", '[{"command": 1}]'])
def test_a_damaged_history_is_refused_or_dropped(client: Client, lines: str) -> None:
    assert client.post(LAB, {"lines": lines, "command": V1}).status_code in {200, 422}


def test_a_secret_is_never_shown_back(client: Client) -> None:
    form = {
        "http_tokens": "optional",
        "user_data": "export DB_PASSWORD=hunter2-and-more\nNAME=web",
        "lines": "[]",
        "command": "curl -sS http://169.254.169.254/latest/user-data",
    }
    response = client.post(LAB, form)
    text = response.content.decode()
    assert "hunter2" not in text
    assert "EXAMPLEPASSWORD" in text
    assert "NAME=web" in text


def test_a_real_looking_key_stops_the_run(client: Client) -> None:
    key = "AKIA" + "Q" * 16
    response = client.post(LAB, {"lines": "[]", "user_data": f"KEY_ID={key}", "command": V1}, **HTMX)
    assert response.status_code == 422
    assert list(response.context["errors"]) == ["instance.user_data"]


def test_scrub_leaves_commands_that_work() -> None:
    for state in states():
        assert scrub(state["data"]) == state["data"]
    typed = {"lines": [{"command": 'curl -H "X-aws-ec2-metadata-token: AQAEAreal==" x', "place": "host"}]}
    assert "AQAEAreal" not in str(scrub(typed))


def test_the_form_reads_what_it_shows() -> None:
    data = {**states()[0]["data"], "v1_disabled": False}
    form = show(data)
    assert json.loads(form["state"]) == data
    assert json.loads(form["carry"]["lines"]) == data["lines"]


@pytest.mark.parametrize("place", sorted(PLACES))
@pytest.mark.parametrize("command", [V1, token()])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_drawing_agrees_with_the_engine(place: str, command: str, limit: int) -> None:
    asked = session(command, place=place, hop_limit=limit)
    exchange = play(asked).exchanges[-1]
    drawing = draw(exchange, place, asked.instance)
    assert bool(drawing.crosses) == (exchange.lost or exchange.status is None)
    if exchange.lost:
        assert drawing.dots[-1].count == 0
        assert "is dropped at" in drawing.title
    elif exchange.status is not None:
        assert drawing.title.endswith(f"The answer {exchange.status} {exchange.reason} comes back.")
    assert all(box.x >= 0 and box.x + box.w <= drawing.width for box in drawing.boxes)


def test_the_way_is_drawn_before_anything_is_asked() -> None:
    context = shown(session(place="nested"))
    assert context["shown"] is None
    assert [box.label for box in context["drawing"].boxes][1:] == [
        "Inner container",
        "inner bridge",
        "docker0",
        "Metadata service",
    ]


def test_goals_light_up_one_by_one() -> None:
    def done(*commands: str, **more: object) -> list[bool]:
        return [goal.done for goal in goals(play(session(*commands, **more)).exchanges)]

    assert done() == [False] * 4
    assert done(V1, token(), LIST) == [True, True, False, False]
    assert done(token(), LIST, place="container", hop_limit=2) == [False, True, True, False]
    assert done(token(), place="proxy") == [False, False, False, True]


def test_the_state_as_commands() -> None:
    text = shell(session(V1, hop_limit=2))
    assert "--http-put-response-hop-limit 2" in text
    assert text.splitlines()[-2:] == ["# on the host", V1]


def test_the_start_of_a_bet_shows_the_commands_and_no_answers() -> None:
    context = start(session(V1))
    assert [command for _, command in context["typed"]] == [V1]
    assert "rows" not in context


def test_suggested_commands_all_get_an_answer() -> None:
    context = shown(session(token()))
    for _, command in context["suggestions"]:
        if command.startswith("curl"):
            asked = session(token(), command, user_data="x")
            assert play(asked).exchanges[-1].status == (200 if "$TOKEN" in command else 401)


def test_reading_without_a_state_uses_the_form_alone() -> None:
    data = read(QueryDict("http_tokens=optional&hop_limit=3&role_state=none&place=container&ipv6=1"))
    assert data["instance"]["role"] is None
    assert SessionInput.model_validate(data).instance.hop_limit == 3


def test_the_page_says_which_engine_answered_and_what_is_left_out(client: Client) -> None:
    text = client.get(LAB).content.decode()
    assert re.search(r"rolecall-imds 1.*the search is run by\s+botocore 1\.", text, re.DOTALL)
    assert "Not modelled here" in text
    assert BY_SLUG["imds"].page is not None


@pytest.mark.parametrize("place", sorted(PLACES))
@pytest.mark.parametrize("hops", [1, 2, 3])
def test_no_words_of_the_drawing_stand_on_an_edge(place: str, hops: int) -> None:
    asked = session(token(), place=place, hop_limit=hops)
    drawing = draw(play(asked).exchanges[-1], place, asked.instance)
    edges = [box.x + side for box in drawing.boxes for side in (0, box.w)]
    for text in (one for one in drawing.texts if one.anchor == "start"):
        # The letters are about 6.2 wide on the average.
        end = text.x + 6.2 * len(text.words)
        assert not [edge for edge in edges if text.x - 4 < edge < end], text.words
        assert end < drawing.width


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/latest/api/token", "/latest/api/token"),
        ("/latest/meta-data/iam/security-credentials/", "…/security-credentials/"),
        ("/latest/meta-data/iam/security-credentials/app-role", "…/app-role"),
        ("/a-name-without-any-slash-in-it", "/a-name-without-any-sl…"),
        ("/a/" + "b" * 40 + "/", "…/" + "b" * 20 + "…"),
    ],
)
def test_a_path_is_cut_at_its_slashes(path: str, shown: str) -> None:
    asked = session(f"curl http://169.254.169.254{path}", http_tokens="optional")
    box = draw(play(asked).exchanges[-1], "host", asked.instance).boxes[1]
    assert [words for _, words in box.lines] == ["curl", shown]


def test_a_full_terminal_says_so_and_comes_back(client: Client) -> None:
    full = [{"command": "date", "place": "host"}] * 60
    over = client.post(LAB, {"state": json.dumps({"lines": full}), "command": "date"}, **HTMX)
    assert over.status_code == 422
    assert "The terminal holds 60 commands." in over.content.decode()
    carried = over.context["form"]["carry"]["lines"]
    back = client.post(LAB, {"lines": carried, "role": "app-role", "http_tokens": "required"}, **HTMX)
    assert len(back.context["rows"]) == 60
