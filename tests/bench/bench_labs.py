"""The small labs over HTTP, page and JSON, against the engine's call alone and a Django hello."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.test.utils import override_settings

from studyapp.labs.registry import BY_SLUG, Lab
from tests.bench.bench_pages import CSRF, Browser, must
from tests.bench.measure import Row, median_seconds

SLUGS = ("retry-classifier", "token-bucket", "region")


def rows() -> Iterator[Row]:
    """For each lab the first state of its gallery, as JSON and as a page."""
    with override_settings(ROOT_URLCONF="tests.bench.urls", ALLOWED_HOSTS=["127.0.0.1"]):
        for slug in SLUGS:
            yield from _lab(BY_SLUG[slug])


def _form(lab: Lab) -> bytes:
    """What the page's form sends for that state; nothing typed stands for the defaults."""
    assert lab.page is not None
    state = lab.page.states[0].data
    fields = {name: str(value) for name, value in state.items() if not isinstance(value, list | dict)}
    form = QueryDict(mutable=True)
    form.update({**fields, "csrfmiddlewaretoken": CSRF})
    form.setlist("services", ["s3", "ec2", "sts", "dynamodb"])
    return urlencode([(name, value) for name, values in form.lists() for value in values]).encode()


def _lab(lab: Lab) -> Iterator[Row]:
    assert lab.page is not None
    state = lab.page.states[0].data
    asked = lab.schema.model_validate(state)
    form = _form(lab)
    assert lab.schema.model_validate(lab.page.read(QueryDict(form.decode()))) == asked, "not the same work"
    browser, learner = Browser(), Browser(f"{settings.CSRF_COOKIE_NAME}={CSRF}")
    answer = must(browser, 200, f"/labs/{lab.slug}/run.json", json.dumps(state).encode(), "application/json")
    page = must(learner, 200, f"/labs/{lab.slug}/", form)
    hello = must(browser, 200, "/hello/")
    ours, whole, engine, bare = median_seconds(answer, page, lambda: lab.run(asked), hello)
    against = {"baseline": engine + bare, "against": "engine + hello"}
    yield Row(name=f"{lab.slug} lab over HTTP (JSON)", ours=ours, reach=("at most", 3), **against)
    yield Row(name=f"{lab.slug} lab over HTTP (page)", ours=whole, **against)
