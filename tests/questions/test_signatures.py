"""What one can ask the signing lab."""

import pytest

from studyapp.engines.signing.examples import SUITE_SECRET
from studyapp.questions.asks import BY_ID

STATE = {
    "url": "https://example.amazonaws.com/a%20b?x=2&a=1",
    "access_key_id": "AKIDEXAMPLE",
    "secret_access_key": SUITE_SECRET,
    "region": "us-east-1",
    "service": "service",
    "timestamp": "20150830T123600Z",
}


@pytest.mark.parametrize(
    ("ask", "more", "key", "words"),
    [
        ("same", {}, "same", "the signature stays the same"),
        ("same", {"change": {"url": "https://example.amazonaws.com/a%20b?a=1&x=2"}}, "same", None),
        ("same", {"change": {"body": "x"}}, "different", "the signature is another one"),
        ("same", {"journey": "forwarded"}, "same", None),
        ("stage", {}, "none", "no line differs"),
        (
            "stage",
            {"journey": "accept-encoding"},
            "header:accept-encoding",
            "the accept-encoding line differs first",
        ),
        ("stage", {"change": {"method": "PUT"}}, "method", "the method differs first"),
        ("cause", {}, "none", "nothing is wrong"),
        ("cause", {"journey": "secret-newline"}, "secret-blank", "the cause is secret blank"),
        ("verdict", {"journey": "nothing"}, "accepted", "the service accepts the signature"),
        ("verdict", {"journey": "host"}, "SignatureDoesNotMatch", "the service answers SignatureDoesNotMatch"),
        ("path", {}, "/a%2520b", "it is /a%2520b"),
        ("path", {"s3": True}, "/a%20b", None),
        ("query", {}, "a=1&x=2", None),
        ("headers", {}, "host;x-amz-date", None),
        ("scope", {}, "20150830/us-east-1/service/aws4_request", None),
        (
            "signature",
            {"url": "https://example.amazonaws.com/"},
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            "the signature begins 5fa00fa3",
        ),
    ],
)
def test_the_engine_answers(ask, more, key, words):
    found = BY_ID[f"sigv4-{ask}"].find({**STATE, **more})
    assert found.key == key
    assert words in (None, found.words)
