"""Bets on the newer labs: the start shows no answer, the bet is kept, and the outcome is the engine's."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from studyapp.labs.permalink import encode
from studyapp.labs.registry import BY_SLUG
from studyapp.models import Bet
from studyapp.questions.asks import ask_of

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
LABS = ("imds", "mfa-session", "policy", "region")
STATES = [(slug, state.slug) for slug in LABS for state in BY_SLUG[slug].page.states]


def fields(slug: str, state: str) -> dict:
    return next(dict(one.data) for one in BY_SLUG[slug].page.states if one.slug == state)


@pytest.mark.parametrize(("slug", "state"), STATES)
def test_the_start_of_every_state_can_stand_beside_a_bet(slug: str, state: str) -> None:
    lab = BY_SLUG[slug]
    context = lab.page.start(lab.schema.model_validate(fields(slug, state)))
    text = render_to_string(f"labs/{slug}/_start.html", context)
    assert "verdict" not in text
    assert text.strip()


@pytest.mark.parametrize(
    ("slug", "state", "ask", "outcome"),
    [
        ("imds", "container", "imds-status", "time-out"),
        ("imds", "container-optional", "imds-search", "v1"),
        ("policy", "after-the-repair", "decision", "implicitDeny"),
        ("policy", "exercise", "policy-goals", "missed:1"),
        ("mfa-session", "long-term-bool", "mfa-call", "allowed"),
        ("mfa-session", "used-code", "mfa-result", "error:AccessDenied"),
        ("region", "nowhere", "region", "us-east-1"),
    ],
)
def test_a_bet_is_kept_with_the_engines_outcome(
    client: Client, slug: str, state: str, ask: str, outcome: str
) -> None:
    post = {"w": encode(fields(slug, state)), "bet": outcome, "ask": ask, "lesson": "somewhere", "part": "lab-1"}
    response = client.post(f"/labs/{slug}/", post, **HTMX)
    assert response.status_code == 200
    assert response.templates[0].name == "labs/_panel.html"
    bet = Bet.objects.get()
    assert (bet.ask, bet.outcome, bet.right) == (ask, outcome, True)
    assert response.context["reckoning"].outcome == ask_of(slug, ask).words(outcome)


@pytest.mark.parametrize(
    ("slug", "form", "sentence"),
    [
        ("imds", {"hop_limit": "many", "lines": "[]"}, "This should be a whole number."),
        ("policy", {"action": "s3:GetObject", "policies": "{"}, "This is not JSON. See line 1, column 2."),
        ("mfa-session", {"seconds": "soon"}, "This should be a whole number."),
        ("imds", {"hop_limit": "65", "lines": "[]"}, "This should be at most 64."),
        (
            "imds",
            {"role": "a b", "lines": "[]"},
            "A name holds letters, digits and any of + = , . @ - _, and no blanks.",
        ),
        ("mfa-session", {"then": "buckets"}, "A call is a service, a colon and a name, such as s3:ListAllMyBuckets."),
        ("region", {"services": "s3", "instance_region": "x"}, "A Region looks like eu-west-1."),
    ],
)
def test_a_sentence_stands_at_its_field(client: Client, slug: str, form: dict, sentence: str) -> None:
    text = client.post(f"/labs/{slug}/", form).content.decode()
    assert f'<small class="at-field no full">{sentence}' in text.replace("&#x27;", "'")
    assert 'data-field="' in text
