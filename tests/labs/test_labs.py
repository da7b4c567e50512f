"""What every lab has: a page, a fragment, JSON, a gallery, a permalink without secrets, an entry in the document."""

import json
import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from studyapp.catalog.model import LabPart
from studyapp.course import course
from studyapp.engines.secrets import find_real_keys
from studyapp.labs.panel import Place
from studyapp.labs.permalink import LONGEST, decode, encode
from studyapp.labs.registry import BY_SLUG, LABS, WITH_PAGE

pytestmark = pytest.mark.django_db
SLUGS = [lab.slug for lab in LABS]
STATES = [(lab.slug, state.slug) for lab in WITH_PAGE for state in lab.page.states]
CONTRACT = (
    "credential-chain",
    "sigv4",
    "backoff",
    "imds",
    "mfa-session",
    "policy",
    "retry-classifier",
    "token-bucket",
    "region",
)


def test_no_lab_has_a_slug_of_its_own_making():
    # The doctor is a page beside the labs, with an address of its own.
    assert set(SLUGS) - {"doctor"} <= set(CONTRACT)
    assert len(SLUGS) == len(set(SLUGS))


@pytest.mark.parametrize(("slug", "state"), STATES)
def test_every_starting_state_runs_and_can_be_linked(client, slug, state):
    lab = BY_SLUG[slug]
    page = client.get(f"/labs/{slug}/", {"state": state})
    assert page.status_code == 200
    assert "Nothing was run." not in page.content.decode()
    data = next(one.data for one in lab.page.states if one.slug == state)
    lab.schema.model_validate(data)
    assert find_real_keys(json.loads(json.dumps(data, default=str))) == ()
    text = encode(lab.page.scrub(data))
    if len(text) <= LONGEST:
        again = client.get(f"/labs/{slug}/", {"w": text})
        assert again.status_code == 200
        assert "Nothing was run." not in again.content.decode()


@pytest.mark.parametrize(("slug", "state"), STATES)
def test_json_answers_every_starting_state(client, slug, state):
    data = next(one.data for one in BY_SLUG[slug].page.states if one.slug == state)
    answer = client.post(f"/labs/{slug}/run.json", json.dumps(data, default=str), content_type="application/json")
    assert answer.status_code == 200
    assert "engine" in answer.json() or slug in ("sigv4", "backoff")


@pytest.mark.parametrize("slug", SLUGS)
def test_json_refuses_an_unknown_key_by_name(client, slug):
    answer = client.post(f"/labs/{slug}/run.json", '{"no_such_field": 1}', content_type="application/json")
    assert answer.status_code == 422
    assert "no_such_field" in answer.json()["errors"]


@pytest.mark.parametrize("lab", WITH_PAGE, ids=lambda lab: lab.slug)
def test_a_form_comes_back_as_it_was_shown(client, lab):
    """What the page's form holds is the state it shows: reading it again gives the same result."""
    page = client.get(f"/labs/{lab.slug}/").content.decode()
    assert f'action="/labs/{lab.slug}/"' in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("lab", WITH_PAGE, ids=lambda lab: lab.slug)
def test_a_damaged_link_says_so_and_starts_anew(client, lab):
    page = client.get(f"/labs/{lab.slug}/", {"w": "not-a-link"})
    assert page.status_code == 200
    assert "This link is damaged or incomplete." in page.content.decode()


def _broken(value, found=()):
    """Every way to put something of another shape into nested fields, one place at a time: (path, replacement)."""
    for replacement in (True, "x", [[]], {"": ""}):
        if type(replacement) is not type(value):
            yield found, replacement
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from _broken(inner, (*found, step))


def _with(value, path, replacement):
    if not path:
        return replacement
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _with(copy[path[0]], path[1:], replacement)
    return copy


@pytest.mark.parametrize("lab", WITH_PAGE, ids=lambda lab: lab.slug)
def test_a_link_or_a_form_of_another_shape_never_breaks_a_page(client, lab):
    """Links and hidden states are made by the page; what somebody makes by hand is a damaged link, not a fault."""
    start = json.loads(json.dumps(lab.page.states[0].data, default=str))
    for path, replacement in [one for one in _broken(start) if one[0]][:60]:
        data = _with(start, path, replacement)
        page = client.get(f"/labs/{lab.slug}/", {"w": encode(data)})
        assert page.status_code == 200, (path, replacement)
        posted = client.post(f"/labs/{lab.slug}/", {"state": json.dumps(data), "w": encode(data)})
        assert posted.status_code in (200, 422), (path, replacement)


@pytest.mark.parametrize("lab", WITH_PAGE, ids=lambda lab: lab.slug)
def test_a_lab_is_never_cached_and_takes_its_own_methods(client, lab):
    answer = client.get(f"/labs/{lab.slug}/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.delete(f"/labs/{lab.slug}/").status_code == 405
    assert client.get(f"/labs/{lab.slug}/run.json").status_code == 405


def test_a_form_needs_its_token():
    assert Client(enforce_csrf_checks=True).post("/labs/credential-chain/", {}).status_code == 403


def test_the_document_describes_every_lab(client):
    document = client.get("/labs/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert {f"/labs/{slug}/run.json" for slug in SLUGS} <= set(document["paths"])
    text = json.dumps(document)
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert named <= set(document["components"]["schemas"])


def test_a_link_unfolds_to_what_it_was_made_of():
    data = {"world": {"env": {"A": "ü" * 50}}, "flavour": "notes"}
    assert decode(encode(data)) == data


@pytest.mark.parametrize("text", ["", "!", "a", "A" * 4_000, encode({"x": 1})[:-3], "eJw"])
def test_a_broken_link_is_nothing(text):
    assert decode(text) is None


def test_a_link_that_unfolds_without_end_is_nothing():
    assert decode(encode({"x": "0" * 10_000_000})[:LONGEST]) is None


def test_a_lesson_with_a_lab_brings_its_scripts_and_no_other_does(client):
    for lesson in course().lessons:
        labs = any(isinstance(part, LabPart) for part in lesson.parts)
        page = client.get(f"/lessons/{lesson.slug}/").content.decode()
        assert [name in page for name in ("js/labs.js", "js/running.js")] == [labs, labs], lesson.slug


NUMBERS = ("clients", "rate_per_second", "bucket", "refusal_cost", "base_ms", "cap_ms", "max_attempts", "calls_each")
MORE_NUMBERS = ("runs", "seed", "status", "retry_after_ms", "layers", "attempt")
# What somebody types, by its path in the JSON.
TYPED = {
    "backoff": (*NUMBERS, *MORE_NUMBERS, "service", "code"),
    "token-bucket": ("capacity", "refill", "calls_per_second", "callers", "seconds", "demand", "demand.3"),
    "retry-classifier": ("code", "status", "service", "operation"),
    "region": ("region", "profile", "env", "env.A.[key]", "config", "instance_region", "services"),
    "sigv4": (
        *("url", "headers", "headers.0.1", "body", "timestamp", "region", "service", "access_key_id"),
        *("secret_access_key", "session_token", "expires", "change", "change.region"),
    ),
}


@pytest.mark.parametrize(("slug", "path"), [(slug, path) for slug, paths in TYPED.items() for path in paths])
def test_without_scripts_a_sentence_stands_at_its_field(slug, path):
    lab = BY_SLUG[slug]
    context = {"errors": {path: ["Say it otherwise."]}, "place": Place(), "lab": lab}
    form = lab.page.show(lab.page.states[0].data)
    text = render_to_string(f"labs/{slug}/_form.html", {**context, "form": form})
    assert "Say it otherwise." in text
