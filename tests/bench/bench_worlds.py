"""The labs of worlds over HTTP, as JSON and as a page, against their engine and a bare view with the same middleware.

The states are the ones that cost most: a session with an exchange and botocore's search, an MFA call whose keys then
try every action, an exercise of six requests decided twice.
"""

import json
from collections.abc import Iterator

from django.conf import settings
from django.test.utils import override_settings

from studyapp.labs.registry import BY_SLUG
from tests.bench.bench_pages import CSRF, Browser, must
from tests.bench.measure import Row, median_seconds

STATES = (
    ("imds", "old-token"),
    ("mfa-session", "session"),
    ("policy", "exercise"),
    ("doctor", "denied"),
)


def rows() -> Iterator[Row]:
    """Two rows a lab: what a program gets, and what a person gets."""
    with override_settings(ROOT_URLCONF="tests.bench.urls", ALLOWED_HOSTS=["127.0.0.1"]):
        for slug, state in STATES:
            yield from _lab(slug, state)


def _lab(slug: str, name: str) -> Iterator[Row]:
    lab, browser = BY_SLUG[slug], Browser(f"{settings.CSRF_COOKIE_NAME}={CSRF}")
    assert lab.page is not None
    state = next(state.data for state in lab.page.states if state.slug == name)
    body = json.dumps(state).encode()
    answer = must(browser, 200, f"/labs/{slug}/run.json", body, "application/json")
    page = must(browser, 200, f"/labs/{slug}/")
    asked = lab.schema.model_validate(state)
    ours, whole, engine, hello = median_seconds(answer, page, lambda: lab.run(asked), must(browser, 200, "/hello/"))
    against = {"baseline": engine + hello, "against": "engine + hello"}
    yield Row(name=f"{slug} lab over HTTP (JSON): {name}", ours=ours, reach=("at most", 3), **against)
    yield Row(name=f"{slug} lab, its page with the first state", ours=whole, **against)
