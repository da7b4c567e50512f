"""The policy lab as a page: documents in, the decisive statement marked, goals as lamps, sentences at the field."""

import json

import pytest
from django.http import QueryDict
from django.test import Client

from studyapp.engines.policies import PolicyQuestion, evaluate
from studyapp.labs.policy import present, read, shell, show, start, states
from studyapp.labs.policy.states import GOALS, READ_REPORTS, REPORTS, S3_FULL

LAB = "/labs/policy/"
HTMX = {"HTTP_HX_REQUEST": "true"}
STATES = {state["slug"]: state["data"] for state in states()}
pytestmark = pytest.mark.django_db


def shown(data: dict, before: str = "") -> dict:
    question = PolicyQuestion.model_validate(data)
    return present(question, evaluate(question), before)


@pytest.mark.parametrize("state", STATES)
def test_every_starting_state_is_a_page(client: Client, state: str) -> None:
    response = client.get(LAB, {"state": state})
    assert response.status_code == 200
    assert response.context["errors"] == {}
    assert response.context["w"]


@pytest.mark.parametrize(
    ("state", "decision"),
    [
        ("after-the-repair", "implicitDeny"),
        ("bucket-or-object", "implicitDeny"),
        ("deny-wins", "explicitDeny"),
        ("bool", "allowed"),
        ("bool-if-exists", "explicitDeny"),
        ("boundary", "implicitDeny"),
        ("session-policy", "implicitDeny"),
        ("scp", "explicitDeny"),
        ("resource-policy", "allowed"),
        ("not-action", "allowed"),
        ("variable", "implicitDeny"),
        ("address", "implicitDeny"),
    ],
)
def test_the_states_teach_what_their_titles_say(state: str, decision: str) -> None:
    assert evaluate(PolicyQuestion.model_validate(STATES[state])).decision == decision


def test_the_decisive_statement_is_marked_in_its_document() -> None:
    blocks = shown(STATES["deny-wins"])["blocks"]
    assert [(block.title, [row.decisive for row in block.statements]) for block in blocks] == [
        ("Identity policy 1", [False]),
        ("Identity policy 2", [True]),
    ]
    decisive = blocks[1].statements[0]
    assert json.loads(decisive.text)["Sid"] == "KeepOut"
    assert (decisive.s, decisive.word) == ("stop", "denies")


def test_the_exercise_is_unsolved_at_the_start_and_has_more_than_one_solution() -> None:
    start_of = shown(STATES["exercise"])
    assert start_of["goals_met"] == 4
    assert start_of["first_missed"].goal.action == "s3:ListBucket"
    tight = {"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": [REPORTS, f"{REPORTS}/*"]}
    for solution in (READ_REPORTS, {"Version": "2012-10-17", "Statement": tight}):
        solved = shown({**STATES["exercise"], "policies": [solution]})
        assert (solved["goals_met"], solved["first_missed"]) == (6, None)
    tempting = shown({**STATES["exercise"], "policies": [S3_FULL]})
    assert tempting["first_missed"].goal.action == "s3:ListAllMyBuckets"


def test_what_changed_is_said() -> None:
    before = shown(STATES["exercise"])["summary"]
    assert before == "implicitDeny.001111"
    after = shown({**STATES["exercise"], "policies": [READ_REPORTS]}, before)
    assert after["was"] == "Denied: nothing allows it."
    assert [row.changed for row in after["goals"]] == ["not as listed", "not as listed", "", "", "", ""]
    assert shown(STATES["exercise"], "<b>")["was"] == ""


def test_the_form_reads_what_it_shows() -> None:
    for data in STATES.values():
        form = show(data)
        post = QueryDict(mutable=True)
        post.update({name: form[name] for name in ("principal", "action", "resource", "context", "goals", "beside")})
        post.update({sheet["name"]: sheet["text"] for sheet in form["sheets"]})
        back = PolicyQuestion.model_validate(read(post))
        assert evaluate(back).to_json() == evaluate(PolicyQuestion.model_validate(data)).to_json()


def test_condition_keys_with_several_values() -> None:
    post = QueryDict(mutable=True)
    post.update({"action": "s3:GetObject", "context": "a = 1\nb=x\n\nb = y\n"})
    assert read(post)["request"]["context"] == {"a": "1", "b": ["x", "y"]}


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("policies", '{\n "Statement" }', "This is not JSON. See line 2, column 14."),
        ("scps", "[]]", "This is not JSON. See line 1, column 3."),
        ("resource_policy", "nonsense", "This is not JSON. See line 1, column 1."),
    ],
)
def test_what_is_not_json_says_where(client: Client, field: str, text: str, said: str) -> None:
    response = client.post(LAB, {"action": "s3:GetObject", field: text})
    assert response.status_code == 422
    assert response.context["errors"] == {field: [said]}
    assert text in {sheet["text"] for sheet in response.context["form"]["sheets"]}


def test_a_mistake_inside_a_document_names_its_place(client: Client) -> None:
    text = json.dumps({"Statement": [{"Effect": "Allow", "Action": "GetObject", "Resource": "*"}]})
    response = client.post(LAB, {"action": "s3:GetObject", "policies": text}, **HTMX)
    assert list(response.context["errors"]) == ["policies.0.Statement.0.Action"]


def test_a_goal_that_is_none_is_refused(client: Client) -> None:
    response = client.post(LAB, {"action": "s3:GetObject", "goals": "perhaps s3:GetObject *"}, **HTMX)
    assert list(response.context["errors"]) == ["goals.0.wanted"]


def test_the_json_answer_keeps_its_names(client: Client) -> None:
    body = {"policies": [READ_REPORTS], "request": {"action": "s3:GetObject", "resource": f"{REPORTS}/a"}}
    answer = client.post(f"{LAB}run.json", body, content_type="application/json").json()
    assert answer["decision"] == "allowed"
    assert [found["sid"] for found in answer["matched"]] == ["ReadReports"]
    assert answer["not_modelled"]
    assert "goals" not in answer
    with_goals = client.post(f"{LAB}run.json", {**body, "goals": GOALS}, content_type="application/json").json()
    assert [goal["met"] for goal in with_goals["goals"]] == [True] * 6


def test_as_a_command_for_the_simulator() -> None:
    text = shell(PolicyQuestion.model_validate(STATES["resource-policy"]))
    assert text.startswith("aws iam simulate-custom-policy")
    assert "--caller-arn" in text
    assert "# the simulator takes no session policy" in shell(PolicyQuestion.model_validate(STATES["scp"]))


def test_the_start_of_a_bet_shows_documents_and_no_decision() -> None:
    context = start(PolicyQuestion.model_validate(STATES["deny-wins"]))
    assert [sheet["title"] for sheet in context["sheets"]] == ["Identity policy", "Identity policy"]
    assert "found" not in context
