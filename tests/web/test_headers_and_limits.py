"""The headers of every answer, and the buckets behind the limits."""

from datetime import UTC, datetime

import pytest
from django.test import RequestFactory

from studyapp.clock import virtual
from studyapp.web.headers import CONTENT_SECURITY_POLICY
from studyapp.web.limits import ADDRESS_FACTOR, Buckets, address

pytestmark = pytest.mark.django_db
EVERYWHERE = (
    "/",
    "/labs/",
    "/labs/credential-chain/",
    "/nothing/",
    "/healthz",
    "/labs/openapi.json",
    "/questions/PUZZLE/",
)


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_carries_the_headers(client, path):
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert len(headers["X-Request-ID"]) == 12


def test_the_policy_allows_nothing_inline_and_nobody_else():
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert {rules[name] for name in ("script-src", "style-src", "img-src", "font-src", "connect-src")} == {"'self'"}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil"])
def test_another_host_is_400(client, host):
    assert client.get("/", headers={"host": host}).status_code == 400


def test_health(client):
    assert client.get("/healthz").content == b"ok\n"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.content.split(b"\n")[0]) == (200, b"ok")
    assert client.post("/healthz").status_code == 405


def test_a_policy_report_is_taken_and_not_read(client):
    assert client.post("/csp", b"{}", content_type="application/csp-report").status_code == 204
    assert client.get("/csp").status_code == 405


def test_a_bucket_empties_and_refills_evenly():
    buckets = Buckets()
    assert [buckets.take("k", 2, now=0.0) for _ in range(2)] == [0.0, 0.0]
    assert buckets.take("k", 2, now=0.0) == 30.0
    assert buckets.take("k", 2, now=15.0) == 15.0
    assert buckets.take("k", 2, now=30.0) == 0.0
    assert buckets.take("other", 2, now=30.0) == 0.0


def test_the_longest_unused_bucket_is_forgotten():
    buckets = Buckets(most=2)
    for name in ("a", "b", "c"):
        buckets.take(name, 1, now=0.0)
    assert buckets.take("a", 1, now=0.0) == 0.0
    assert buckets.take("c", 1, now=0.0) > 0


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "9.9.9.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "1.1.1.1, 9.9.9.9", "9.9.9.9"),
        (2, "1.1.1.1, 9.9.9.9", "1.1.1.1"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ],
)
def test_only_as_many_proxies_as_are_trusted_are_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded} if forwarded else {}
    )
    assert address(request) == expected


def test_a_made_up_forwarding_header_dodges_no_limit(client, settings):
    settings.LAB_RATE_LIMIT = 1
    # A token comes back every second, and the machine may need longer than that for sixty runs.
    with virtual(datetime(2026, 11, 24, tzinfo=UTC)):
        answers = [
            client.post(
                "/labs/credential-chain/run.json",
                "{}",
                content_type="application/json",
                headers={"X-Forwarded-For": f"10.1.{n}.1"},
            ).status_code
            for n in range(ADDRESS_FACTOR + 1)
        ]
    assert answers[-1] == 429


def test_a_large_form_is_413_before_it_is_read(client):
    answer = client.post("/labs/credential-chain/", {"credentials": "x" * 140_000})
    assert answer.status_code == 413
