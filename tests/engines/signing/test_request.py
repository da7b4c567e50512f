"""What may be signed here: bounds, examples only, and a secret that never comes out."""

import pytest
from pydantic import ValidationError

from studyapp.engines.guard import no_io
from studyapp.engines.signing import SigningInput, sign
from studyapp.engines.signing.examples import SECRET, SUITE_SECRET

CANARY = "canary/Secret+Value/0123456789abcdefghij"
REAL = "AKIA" + "Q3EGZ7XKDM2PLNVW"
PLAIN = {
    "url": "https://example.amazonaws.com/",
    "access_key_id": "AKIDEXAMPLE",
    "secret_access_key": SUITE_SECRET,
    "region": "us-east-1",
    "service": "service",
    "timestamp": "20150830T123600Z",
}


def refused(**changes):
    with pytest.raises(ValidationError) as caught:
        SigningInput.model_validate({**PLAIN, **changes})
    assert CANARY not in str(caught.value)
    assert REAL not in str(caught.value)
    return [".".join(str(step) for step in error["loc"]) for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("method", "GET /"),
        ("method", ""),
        ("url", "example.amazonaws.com/"),
        ("url", "ftp://example.amazonaws.com/"),
        ("url", "https:///path"),
        ("url", "https://[::1/"),
        ("url", "https://host:port/"),
        ("url", "https://me:pw@host/"),
        ("url", "https://host/#part"),
        ("url", "https://host/\nX: y"),
        ("url", "https://host/ "),
        ("url", "https://host/" + "a" * 9_000),
        ("url", "https://host/?" + "&".join(["a=b"] * 201)),
        ("url", "https://host/\ud800"),
        ("body", "a" * 65_537),
        ("body", "ä" * 40_000),
        ("access_key_id", "AKID/EXAMPLE"),
        ("access_key_id", REAL),
        ("access_key_id", ""),
        ("secret_access_key", ""),
        ("secret_access_key", "a" * 257),
        ("session_token", "a" * 100),
        ("region", "us/east"),
        ("region", ""),
        ("service", "s3\n"),
        ("timestamp", "2015-08-30T12:36:00Z"),
        ("timestamp", "20150230T123600Z"),
        ("timestamp", "20150830T123600Z\n"),
        ("timestamp", "19991231T235959Z"),
        ("timestamp", "99991231T235959Z"),
        ("timestamp", "２０150830T123600Z"),
        ("expires", 0),
        ("expires", 604_801),
        ("body", REAL),
        ("url", f"https://host/{REAL}"),
    ],
)
def test_bad_fields_are_refused_at_their_place(field, value):
    assert refused(**{field: value}) == [field]


@pytest.mark.parametrize(
    ("headers", "place"),
    [
        ([["bad name", "x"]], "headers.0.0"),
        ([["", "x"]], "headers.0.0"),
        ([["a", "x\r\nb: y"]], "headers.0.1"),
        ([["a", "x\0"]], "headers.0.1"),
        ([["a", "x" * 8_193]], "headers.0.1"),
        ([["a", "x"]] * 101, "headers"),
        ([["a", REAL]], "headers.0.1"),
        ([[REAL, "a"]], "headers.0.0"),
        ([["a"]], "headers.0.1"),
        ([["a", "x" * 8_000]] * 9, "headers"),
        ([["X-Amz-Content-SHA256", "a\n b"]], "headers.0"),
    ],
)
def test_bad_headers_are_refused_at_their_place(headers, place):
    assert refused(headers=headers) == [place]


def test_unknown_fields_are_refused():
    assert refused(surprise=1) == ["surprise"]
    assert refused(**{REAL: 1}) == [""]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", f"https://host/?secret={CANARY}"),
        ("body", f"x{CANARY}"),
        ("headers", [["x-note", CANARY]]),
        ("session_token", CANARY),
        ("region", CANARY.replace("/", "")),
    ],
)
def test_a_secret_in_a_field_that_is_shown_is_refused_there(field, value):
    secret = CANARY.replace("/", "") if field == "region" else CANARY
    assert refused(**{field: value}, secret_access_key=secret) == [field]


def test_the_secret_never_comes_out():
    for presign in (False, True):
        signed = sign(SigningInput.model_validate({**PLAIN, "secret_access_key": CANARY, "presign": presign}))
        assert CANARY not in repr(signed)
        assert CANARY not in str(signed.to_json())
        assert "keys" not in signed.to_json()


def test_keys_are_shown_for_the_documented_secrets():
    for secret in (SECRET, SUITE_SECRET):
        keys = sign(SigningInput.model_validate({**PLAIN, "secret_access_key": secret})).to_json()["keys"]
        assert list(keys) == ["kDate", "kRegion", "kService", "kSigning"]


def test_example_tokens_are_taken_and_empty_ones_are_none():
    for token in ("a" * 99, "EXAMPLE" * 40):
        assert SigningInput.model_validate({**PLAIN, "session_token": token}).session_token == token
    assert SigningInput.model_validate({**PLAIN, "session_token": ""}).session_token is None


def test_signing_reaches_nothing_outside():
    with no_io():
        sign(SigningInput.model_validate({**PLAIN, "headers": [["Date", "x"]], "s3": True}))
