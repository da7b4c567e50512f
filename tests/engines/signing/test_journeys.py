"""The doctor's journeys: what the service answers, where the sums part, and the cause it names."""

import pytest

from studyapp.engines.signing import ComparisonInput, compare
from studyapp.engines.signing.causes import RULES
from studyapp.engines.signing.examples import SECRET
from studyapp.engines.signing.journeys import JOURNEYS

OTHER = {
    "method": "POST",
    "url": "https://api.example.com/my%20file//x?b=2&a=1%202",
    "headers": [["Content-Type", "application/json"]],
    "body": '{"a":1}',
    "access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "secret_access_key": SECRET,
    "region": "us-east-1",
    "service": "execute-api",
    "timestamp": "20261124T100000Z",
}
S3 = {**OTHER, "url": "https://examplebucket.s3.amazonaws.com/my%20file%2Fx?b=2&a=1%202", "service": "s3", "s3": True}
URL = {**S3, "method": "GET", "headers": [], "body": "", "presign": True}
MISMATCH, ACCEPTED = "SignatureDoesNotMatch", ""

# journey: what happens to (another service's request, S3's, a presigned one): code and cause.
EXPECTED = {
    "nothing": ((ACCEPTED, ""),) * 3,
    "query-order": ((ACCEPTED, ""),) * 3,
    "user-agent": ((ACCEPTED, ""),) * 3,
    "spacing": ((ACCEPTED, ""),) * 3,
    "forwarded": ((ACCEPTED, ""),) * 3,
    "accept-encoding": ((MISMATCH, "header-rewritten"),) * 3,
    "host": ((MISMATCH, "host"),) * 3,
    "header-dropped": ((MISMATCH, "header-missing"),) * 3,
    "amz-added": ((MISMATCH, "header-added"), ("AccessDenied", "header-added"), ("AccessDenied", "header-added")),
    "body": ((MISMATCH, "body-reserialised"), ("XAmzContentSHA256Mismatch", "body-changed"), (ACCEPTED, "")),
    "method": ((MISMATCH, "method"),) * 3,
    "encoded": ((MISMATCH, "encoded-twice"),) * 3,
    "plus": ((MISMATCH, "plus-for-space"),) * 3,
    # Services other than S3 merge slashes themselves.
    "slashes": ((ACCEPTED, ""), (MISMATCH, "decoded-on-the-way"), (MISMATCH, "decoded-on-the-way")),
    "region": ((MISMATCH, "region"), *(("AuthorizationHeaderMalformed", "region"),) * 2),
    "service": ((MISMATCH, "service"),) * 3,
    "clock-slow": ((MISMATCH, "clock"), (ACCEPTED, ""), (ACCEPTED, "")),
    "clock-fast": ((MISMATCH, "clock"), (ACCEPTED, ""), (ACCEPTED, "")),
    "late": ((ACCEPTED, ""), (ACCEPTED, ""), ("AccessDenied", "url-expired")),
    "secret-newline": ((MISMATCH, "secret-blank"),) * 3,
    "secret": ((MISMATCH, "secret"),) * 3,
    "token-late": ((MISMATCH, "header-added"), ("AccessDenied", "header-added"), ("AccessDenied", "header-added")),
    "token-lost": ((("InvalidClientTokenId", "key-unknown")), *((("InvalidAccessKeyId", "key-unknown"),) * 2)),
}


def go(journey, request):
    return compare(ComparisonInput.model_validate({"request": request, "journey": journey}))


def test_every_journey_is_expected():
    assert list(EXPECTED) == [journey.id for journey in JOURNEYS]


@pytest.mark.parametrize("journey", EXPECTED)
def test_the_service_answers_and_the_doctor_names_the_cause(journey):
    found = [go(journey, request) for request in (OTHER, S3, URL)]
    assert [(one.answer.code, one.cause.id if one.cause else "") for one in found] == list(EXPECTED[journey])


@pytest.mark.parametrize("journey", EXPECTED)
def test_what_is_accepted_has_the_same_signature(journey):
    for request in (OTHER, S3, URL):
        found = go(journey, request)
        signature = found.rows[-1]
        assert signature.piece == "signature"
        if found.answer.accepted:
            assert signature.same
            assert found.cause is None
        else:
            assert found.cause.lesson in ("L01", "L15", "L16")


def test_the_first_byte_counts_from_the_start_of_the_stage():
    found = go("accept-encoding", OTHER)
    assert (found.at.stage, found.at.piece) == ("canonical_request", "header:accept-encoding")
    ours = found.signed.stages.canonical.text.encode()
    assert ours[: found.at.byte].endswith(b"accept-encoding:")
    assert ours[found.at.byte :].startswith(b"identity")
    assert (found.at.row.ours, found.at.row.theirs) == ("accept-encoding:identity", "accept-encoding:gzip, br")


def test_the_bracket_of_a_slow_clock():
    found = go("clock-slow", OTHER)
    assert found.answer.message == (
        "Signature expired: 20261124T100000Z is now earlier than 20261124T100418Z (20261124T100918Z - 5 min.)"
    )
    assert found.cause.title == "The client’s clock is 9 min 18 s slow"
    assert go("clock-fast", OTHER).cause.title == "The client’s clock is 9 min 18 s fast"


def test_nothing_to_change_is_said():
    assert go("body", URL).note == (
        "Nothing in this request can change that way. Choose another state, or another journey."
    )
    assert go("late", S3).note == "Only a presigned URL has a lifetime of its own."
    assert go("clock-slow", S3).note == "The two clocks are 9 min 18 s apart. S3 allows 15 minutes."


def test_secrets_stay_in():
    canary = "canary/Secret+Value/0123456789abcdefghij"
    for journey in EXPECTED:
        found = go(journey, {**OTHER, "secret_access_key": canary})
        assert canary not in repr(found)
        assert canary not in str(found.to_json())


def test_json_names():
    assert list(go("plus", S3).to_json()) == [
        "engine",
        "same",
        "stage",
        "piece",
        "byte",
        "ours",
        "theirs",
        "cause",
        "answer",
        "note",
        "pieces",
    ]
    assert len(RULES) == 10
