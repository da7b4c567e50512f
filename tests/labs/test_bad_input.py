"""What cannot be run is told in a sentence at its field; what was typed is still there, nothing is lost unsaid."""

import html
import re

import pytest

pytestmark = pytest.mark.django_db
POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
ASKED = {"action": "s3:GetObject", "resource": "*", "policies": POLICY}
SEVEN_LETTERS = "hunter7hunter7"


def sentences(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'<small class="at-field[^>]*>([^<]*)</small>', page)]


@pytest.mark.parametrize(
    ("slug", "typed", "said"),
    [
        ("policy", {**ASKED, "context": "aws:SourceIp 203.0.113.9"}, "Write one key = value a line"),
        ("policy", {**ASKED, "action": "s3"}, "An action is a service, a colon and a name"),
        ("policy", {**ASKED, "action": "s3:Get*"}, "without wildcards"),
        ("policy", {**ASKED, "goals": "allowed"}, "An action is a service, a colon and a name"),
        ("policy", {**ASKED, "goals": "perhaps s3:GetObject"}, "should be 'allowed' or 'denied'"),
        ("policy", {**ASKED, "policies": '{"Version"'}, "This is not JSON. See line 1, column 11."),
        ("credential-chain", {"env_more": "FOO"}, "Write NAME=value"),
        ("credential-chain", {"roles": '{"a": }'}, "This is not JSON. See line 1, column 7."),
        ("credential-chain", {"sso_roles": "nothing"}, "This is not JSON. See line 1, column 1."),
        ("credential-chain", {"now": "yesterday"}, "a time such as 2026-11-24T10:00:00Z"),
        ("credential-chain", {"home": "here"}, "The home folder is an absolute path"),
        ("mfa-session", {"duration_seconds": "12h"}, "This should be a whole number."),
        ("imds", {"hop_limit": "65", "role": "app-role"}, "at most 64"),
    ],
)
def test_without_scripts_the_sentence_stands_at_the_field(client, slug, typed, said):
    response = client.post(f"/labs/{slug}/", typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert [one for one in sentences(page) if said in one] != []
    for value in typed.values():
        assert html.escape(value) in page


def test_a_line_that_sets_nothing_and_may_be_a_secret_is_not_shown_back(client):
    page = client.post("/labs/credential-chain/", {"env_more": f"{SEVEN_LETTERS}\nFOO\nBAR=1"}).content.decode()
    assert SEVEN_LETTERS not in page
    assert "FOO" in page
    assert "BAR=1" in page


def test_json_says_the_same(client):
    answer = client.post("/labs/policy/run.json", '{"request": {"action": ""}}', content_type="application/json")
    assert list(answer.json()["errors"]) == ["request.action"]
    answer = client.post(
        "/labs/policy/run.json", '{"request": {"action": "a:B", "x": 1}}', content_type="application/json"
    )
    assert list(answer.json()["errors"]) == ["request.x"]
