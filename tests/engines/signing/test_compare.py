"""Two requests, and one request against a service's words."""

import html
import json

import pytest
from pydantic import ValidationError

from studyapp.engines.signing import ComparisonInput, SigningInput, SigningLab, compare, run, sign
from studyapp.engines.signing.examples import SECRET, SUITE_SECRET

BASE = {
    "url": "https://example.amazonaws.com/a%20b/?one=1&two=x%20y",
    "access_key_id": "AKIDEXAMPLE",
    "secret_access_key": SUITE_SECRET,
    "region": "us-east-1",
    "service": "service",
    "timestamp": "20150830T123600Z",
}
REAL = "ASIA" + "Q3EGZ7XKDM2PLNVW"
EXPIRED = "Signature expired: 20261124T195522Z is now earlier than 20261124T195940Z (20261124T200440Z - 5 min.)"


def differ(change, **base):
    request = {**BASE, **base}
    return compare(ComparisonInput.model_validate({"request": request, "other": {**request, **change}}))


def cause(change, **base):
    found = differ(change, **base)
    return (found.at.piece, found.cause.id) if found.at else None


# What leaves a signature alone, and what does not.
@pytest.mark.parametrize(
    ("change", "base"),
    [
        ({"url": "https://example.amazonaws.com/a%20b/?two=x%20y&one=1"}, {}),
        ({"url": "https://example.amazonaws.com:443/a%20b/?one=1&two=x%20y"}, {}),
        ({"url": "http://example.amazonaws.com/a%20b/?one=1&two=x%20y"}, {}),
        ({"url": "https://example.amazonaws.com/x/../a%20b/?one=1&two=x%20y"}, {}),
        ({"url": "https://h.com/?a="}, {"url": "https://h.com/?a"}),
        ({"headers": [["User-Agent", "x"], ["Connection", "close"]]}, {}),
        ({"headers": [["MY-NOTE", "  two   words "]]}, {"headers": [["My-Note", "two words"]]}),
        ({"access_key_id": "AKIAIOSFODNN7EXAMPLE"}, {}),
    ],
)
def test_the_same(change, base):
    found = differ(change, **base)
    assert (found.at, found.cause, found.same) == (None, None, True)


@pytest.mark.parametrize(
    ("change", "base", "expected"),
    [
        ({"method": "PUT"}, {}, ("method", "method")),
        ({"url": "https://h.com/a+b"}, {"url": "https://h.com/a%20b"}, ("path", "plus-for-space")),
        ({"url": "https://h.com/?q=a+b"}, {"url": "https://h.com/?q=a%20b"}, ("query", "plus-for-space")),
        ({"url": "https://h.com/a%2fb"}, {"url": "https://h.com/a%2Fb"}, ("path", "escape-case")),
        ({"s3": True}, {}, ("path", "encoded-twice")),
        ({"normalize_path": False}, {"url": "https://h.com/x/../y"}, ("path", "path-normalised")),
        ({"url": "https://h.com/a//b"}, {"url": "https://h.com/a/b", "s3": True}, ("path", "path-normalised")),
        ({"url": "https://h.com/other"}, {"url": "https://h.com/one"}, ("path", "path-changed")),
        ({"url": "https://h.com/?a=1"}, {"url": "https://h.com/?a=1&b=2"}, ("query", "query-argument")),
        ({"url": "https://h.com/?a=2"}, {"url": "https://h.com/?a=1"}, ("query", "query-changed")),
        ({"url": "https://h.com:8443/"}, {"url": "https://h.com/"}, ("header:host", "host-port")),
        ({"url": "https://other.com/"}, {"url": "https://h.com/"}, ("header:host", "host")),
        ({"headers": [["My-Note", "A"]]}, {"headers": [["My-Note", "a"]]}, ("header:my-note", "header-value-case")),
        ({"headers": [["Range", "x"]]}, {}, ("header:range", "header-added")),
        ({}, {}, None),
        ({"body": '{"a": 1}'}, {"body": '{"a":1}'}, ("payload_hash", "body-reserialised")),
        ({"body": "x"}, {"body": "y"}, ("payload_hash", "body-changed")),
        ({"body": ""}, {"body": "y"}, ("payload_hash", "body-empty")),
        ({"body": "x"}, {"body": "y", "s3": True}, ("header:x-amz-content-sha256", "body-changed")),
        ({"unsigned_payload": True}, {"s3": True}, ("header:x-amz-content-sha256", "payload-unsigned")),
        ({"timestamp": "20150830T123601Z"}, {}, ("header:x-amz-date", "time")),
        ({"session_token": "EXAMPLETOKEN"}, {}, ("header:x-amz-security-token", "token-unsigned")),
        ({"session_token": "A"}, {"session_token": "B"}, ("header:x-amz-security-token", "token-differs")),
        ({"region": "eu-west-1"}, {}, ("region", "region")),
        ({"service": "sts"}, {}, ("service", "service")),
        ({"secret_access_key": SUITE_SECRET + "\n"}, {}, ("signing_key", "secret-blank")),
        ({"secret_access_key": "a%2Fb"}, {"secret_access_key": "a/b"}, ("signing_key", "secret-encoded")),
        ({"secret_access_key": SECRET}, {}, ("signing_key", "secret")),
    ],
)
def test_different(change, base, expected):
    assert cause(change, **base) == expected


def service_words(request):
    """What a service answers that received this request."""
    stages = sign(SigningInput.model_validate(request)).stages
    return stages.canonical.text, stages.string_to_sign


def xml(request):
    canonical, string = (html.escape(text, quote=False) for text in service_words(request))
    return (
        "<Error><Code>SignatureDoesNotMatch</Code><Message>They do not match</Message>"
        f"<AWSAccessKeyId>{REAL}</AWSAccessKeyId><StringToSign>{string}</StringToSign>"
        f"<CanonicalRequest>{canonical}</CanonicalRequest></Error>"
    )


def words(request):
    canonical, string = service_words(request)
    return (
        "The request signature we calculated does not match the signature you provided.\n\n"
        f"The Canonical String for this request should have been\n'{canonical}'\n\n"
        f"The String-to-Sign should have been\n'{string}'\n"
    )


def as_json(request):
    return json.dumps({"__type": "com.amazon#InvalidSignatureException", "message": words(request)})


def escaped(request):
    return words(request).replace("\n", "\\n")


def ask(answer, **base):
    return compare(ComparisonInput.model_validate({"request": {**BASE, **base}, "answer": answer}))


@pytest.mark.parametrize("form", [xml, words, as_json, escaped])
def test_a_services_canonical_request_is_read_in_every_form(form):
    found = ask(form({**BASE, "url": "https://example.amazonaws.com/a%20b/?one=1&two=x+y"}))
    assert (found.at.stage, found.at.piece, found.cause.id) == ("canonical_request", "query", "plus-for-space")
    text = found.signed.stages.canonical.text
    assert text[: found.at.byte].endswith("two=x")
    assert REAL not in repr(found)


@pytest.mark.parametrize("form", [xml, words, as_json, escaped])
def test_when_everything_agrees_it_is_the_secret(form):
    found = ask(form(BASE))
    assert (found.at, found.cause.id, found.answer) == (None, "secret", None)


def test_the_string_to_sign_parts_where_the_scope_does():
    found = ask(xml({**BASE, "region": "eu-west-1"}))
    assert (found.at.stage, found.at.piece, found.cause.id) == ("string_to_sign", "region", "region")
    assert found.signed.stages.string_to_sign[: found.at.byte].endswith("20150830/")


def test_an_answer_to_another_request_is_told_apart():
    assert ask(words({**BASE, "url": "https://other.example.com/else"})).cause.id == "another-request"
    assert ask(words({**BASE, "url": BASE["url"].replace("example.", "internal.")})).cause.id == "host"


def test_a_real_token_is_struck_out_and_not_compared():
    token = "IQoJb3JpZ2luX2VjE" + "b" * 200
    canonical, string = service_words({**BASE, "session_token": "EXAMPLE-MINE"})
    answer = f"<CanonicalRequest>{canonical.replace('EXAMPLE-MINE', token)}</CanonicalRequest>"
    found = ask(f"{answer}<StringToSign>{string}</StringToSign>", session_token="EXAMPLE-MINE")
    assert token not in repr(found)
    assert (found.at, found.cause.id) == (None, "secret")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            EXPIRED,
            ("clock", "The client’s clock is 9 min 18 s slow"),
        ),
        (
            "Signature not yet current: 20261124T100000Z is still later than 20261124T095542Z "
            "(20261124T095042Z + 5 min.)",
            ("clock", "The client’s clock is 9 min 18 s fast"),
        ),
        (
            "<Code>RequestTimeTooSkewed</Code><RequestTime>20261124T100000Z</RequestTime>"
            "<ServerTime>2026-11-24T10:20:00Z</ServerTime>",
            ("clock", "The client’s clock is more than 15 minutes off"),
        ),
        ("Credential should be scoped to a valid Region, not 'mars-1'.", ("region", "Two Regions")),
        ("Credential should be scoped to correct service: 'sts'.", ("service", "Two services")),
        (
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP",
            ("scope-date", "The scope has another day than the timestamp"),
        ),
        (
            "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: x",
            ("key-unknown", "The service does not know this key"),
        ),
        (
            "An error occurred (ExpiredToken) when calling x: The provided token has expired.",
            ("token-expired", "The session is over"),
        ),
        ("An error occurred (AccessDenied) when calling x: no", ("denied", "This is no signature error")),
        (
            "<Code>AccessDenied</Code><Message>Request has expired</Message>",
            ("url-expired", "The presigned URL is too old"),
        ),
        ("SignatureDoesNotMatch: no details", ("not-shown", "The answer does not show the service’s side")),
        ("Service unavailable", ("unplaced", "This answer fits no rule here")),
    ],
)
def test_answers_that_name_their_cause(answer, expected):
    found = ask(answer)
    assert (found.cause.id, found.cause.title) == expected


def test_the_arithmetic_of_the_bracket_is_told():
    found = ask(EXPIRED)
    assert found.cause.why == (
        "The bracket holds the service’s own time, 20:04:40. The request says 19:55:22. "
        "The difference is 9 min 18 s. The service allows 5 min, so its message compares with "
        "a time that is 5 min earlier."
    )


@pytest.mark.parametrize(
    "answer",
    [
        "<" * 30_000,
        "'" * 30_000,
        "\\n" * 15_000,
        "{" * 30_000,
        "x-amz-security-token:" * 1_500,
        "<CanonicalRequest>" * 1_800,
        "String-to-Sign should have been\n'" * 900,
    ],
)
def test_odd_answers_are_read_quickly_and_without_an_error(answer):
    assert ask(answer).cause.id in ("unplaced", "not-shown")


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({}, ()),
        ({"other": BASE, "answer": "x"}, ()),
        ({"journey": "to-mars"}, ("journey",)),
        ({"answer": "x" * 33_000}, ("answer",)),
        ({"answer": "\ud800"}, ("answer",)),
        ({"other": {**BASE, "access_key_id": REAL}}, ("other", "access_key_id")),
        ({"other": {**BASE, "headers": [["x", REAL]]}}, ("other", "headers", "0", "1")),
    ],
)
def test_bad_input_is_refused_at_its_place(fields, place):
    with pytest.raises(ValidationError) as caught:
        ComparisonInput.model_validate({"request": BASE, **fields})
    assert [error["loc"] for error in caught.value.errors()] == [place]
    assert REAL not in str(caught.value)


def test_the_lab_signs_and_compares():
    def lab(**more):
        return run(SigningLab.model_validate({**BASE, **more})).to_json()

    assert lab() == sign(SigningInput.model_validate(BASE)).to_json()
    assert lab(change={"region": "eu-west-1"})["comparison"]["piece"] == "region"
    assert lab(journey="host")["comparison"]["cause"]["id"] == "host"
    assert lab(answer="Service unavailable")["comparison"]["cause"]["id"] == "unplaced"


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"change": {"region": "a/b"}}, ("change", "region")),
        ({"change": {"journey": "host"}}, ("change", "journey")),
        ({"change": {"url": f"https://h.com/{REAL}"}}, ("change", "url")),
        ({"change": {}, "journey": "host"}, ()),
        ({"change": [1]}, ("change",)),
    ],
)
def test_the_lab_refuses_at_its_place(fields, place):
    with pytest.raises(ValidationError) as caught:
        SigningLab.model_validate({**BASE, **fields})
    assert [error["loc"] for error in caught.value.errors()] == [place]
    assert REAL not in str(caught.value)
