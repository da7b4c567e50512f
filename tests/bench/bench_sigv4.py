"""The signing engine with every stage against botocore's signer alone, and the lab over HTTP."""

import json
from collections.abc import Iterator

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from django.test.utils import override_settings

from studyapp.engines.signing import SigningInput, SigningLab, run, sign
from studyapp.labs.registry import BY_SLUG
from tests.bench.bench_pages import Browser, must
from tests.bench.measure import Row, median_seconds

STATES = ("post-json", "proxy")


def rows() -> Iterator[Row]:
    """One signature, and a run of the lab through the whole middleware: plain, and with the doctor."""
    page = BY_SLUG["sigv4"].page
    assert page is not None
    states = {state.slug: state.data for state in page.states}
    yield _engine(SigningInput.model_validate(states["post-json"]))
    with override_settings(ROOT_URLCONF="tests.bench.urls", ALLOWED_HOSTS=["127.0.0.1"]):
        for slug in STATES:
            yield _lab(slug, states[slug])


def _engine(asked: SigningInput) -> Row:
    def stock() -> str:
        request = AWSRequest(
            method=asked.method, url=asked.url, headers=dict(asked.headers), data=asked.body.encode()
        )
        keys = Credentials(asked.access_key_id, asked.secret_access_key)
        SigV4Auth(keys, asked.service, asked.region).add_auth(request)
        return str(request.headers["Authorization"])

    ours, theirs = median_seconds(lambda: sign(asked), stock)
    return Row(
        name="sigv4: a signature with all its stages",
        ours=ours,
        baseline=theirs,
        against="botocore SigV4Auth",
        reach=("at most", 2),
    )


def _lab(slug: str, state: object) -> Row:
    browser, asked = Browser(), SigningLab.model_validate(state)
    lab = must(browser, 200, "/labs/sigv4/run.json", json.dumps(state).encode(), "application/json")
    ours, engine, hello = median_seconds(lab, lambda: run(asked), must(browser, 200, "/hello/"))
    return Row(
        name=f"sigv4 lab over HTTP (JSON): {slug}",
        ours=ours,
        baseline=engine + hello,
        against="engine + hello",
        reach=("at most", 3),
    )
