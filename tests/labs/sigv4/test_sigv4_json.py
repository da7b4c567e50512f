"""The signing lab as JSON: the agreed names, sentences by field, and never a secret."""

import json
import logging

import pytest

from studyapp.engines.signing.examples import SECRET, SUITE_SECRET
from studyapp.engines.signing.journeys import JOURNEYS

RUN, COMPARE = "/labs/sigv4/run.json", "/labs/sigv4/compare.json"
CANARY = "canary/Secret+Value/0123456789abcdefghij"
REAL = "AKIA" + "Q3EGZ7XKDM2PLNVW"
VANILLA = {
    "method": "GET",
    "url": "https://example.amazonaws.com/",
    "headers": [],
    "body": "",
    "access_key_id": "AKIDEXAMPLE",
    "secret_access_key": SUITE_SECRET,
    "region": "us-east-1",
    "service": "service",
    "timestamp": "20150830T123600Z",
    "presign": False,
    "expires": 3600,
    "s3": False,
    "unsigned_payload": False,
    "normalize_path": True,
}


def post(client, data, path=RUN):
    return client.post(path, json.dumps(data), content_type="application/json")


def test_get_vanilla(client):
    answer = post(client, VANILLA)
    assert answer.status_code == 200
    data = answer.json()
    assert data["signature"] == "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    assert data["authorization"] == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        f"SignedHeaders=host;x-amz-date, Signature={data['signature']}"
    )
    assert data["canonical_request"].split("\n")[:4] == ["GET", "/", "", "host:example.amazonaws.com"]
    assert (
        data["string_to_sign"].split("\n")[2] == data["credential_scope"] == "20150830/us-east-1/service/aws4_request"
    )
    assert data["url"] == VANILLA["url"]
    assert data["headers"][0] == ["Host", "example.amazonaws.com"]
    assert list(data["keys"]) == ["kDate", "kRegion", "kService", "kSigning"]
    assert answer.cookies == {}


def test_a_presigned_url(client):
    data = post(client, {**VANILLA, "presign": True}).json()
    assert data["url"].endswith(f"&X-Amz-Signature={data['signature']}")
    assert "authorization" not in data


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"surprise": 1}, "surprise"),
        ({"url": 1}, "url"),
        ({"url": "ftp://x/"}, "url"),
        ({"headers": {"a": "b"}}, "headers"),
        ({"headers": [["a", "b\nc"]]}, "headers.0.1"),
        ({"timestamp": "now"}, "timestamp"),
        ({"expires": 604_801}, "expires"),
        ({"presign": "perhaps"}, "presign"),
        ({"session_token": "a" * 100}, "session_token"),
        ({"access_key_id": REAL}, "access_key_id"),
        ({"body": f"key={REAL}"}, "body"),
        ({"journey": "to-mars"}, "journey"),
        ({"change": {"region": ""}}, "change.region"),
    ],
)
def test_bad_fields_have_a_sentence_each(client, change, field):
    answer = post(client, {**VANILLA, **change})
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert list(errors) == [field]
    assert all(sentence.endswith(".") for sentence in errors[field])
    assert REAL not in answer.content.decode()


def test_what_is_missing_is_named(client):
    assert sorted(post(client, {}).json()["errors"]) == [
        "access_key_id",
        "region",
        "secret_access_key",
        "service",
        "timestamp",
        "url",
    ]


@pytest.mark.parametrize("path", [RUN, COMPARE])
def test_other_methods_and_large_bodies_are_refused(client, path):
    assert client.get(path).status_code == 405
    assert client.put(path).status_code == 405
    assert client.post(path, "x" * 70_000, content_type="application/json").status_code == 413
    assert client.post(path, "[1]", content_type="application/json").status_code == 422


def test_two_requests_part(client):
    data = post(client, {"request": VANILLA, "other": {**VANILLA, "region": "eu-west-1"}}, COMPARE).json()
    assert (data["same"], data["stage"], data["piece"], data["byte"]) == (False, "string_to_sign", "region", 43)
    assert (data["ours"], data["theirs"]) == ("us-east-1", "eu-west-1")
    assert (data["cause"]["id"], data["cause"]["lesson"]) == ("region", "L15")


def test_two_equal_requests(client):
    data = post(client, {"request": VANILLA, "other": VANILLA}, COMPARE).json()
    assert (data["same"], data["stage"], data["byte"], data["cause"]) == (True, None, None, None)


def test_a_services_answer(client):
    theirs = post(client, {**VANILLA, "headers": [["Accept-Encoding", "gzip"]]}).json()
    text = f"<CanonicalRequest>{theirs['canonical_request']}</CanonicalRequest><Key>{REAL}</Key>"
    mine = {**VANILLA, "headers": [["Accept-Encoding", "identity"]]}
    answer = post(client, {"request": mine, "answer": text}, COMPARE)
    data = answer.json()
    assert (data["piece"], data["cause"]["id"]) == ("header:accept-encoding", "header-rewritten")
    assert data["theirs"] == "accept-encoding:gzip"
    assert REAL not in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"request": VANILLA}, ""),
        ({"request": VANILLA, "other": VANILLA, "journey": "host"}, ""),
        ({"other": VANILLA}, "request"),
        ({"request": VANILLA, "other": {**VANILLA, "access_key_id": REAL}}, "other.access_key_id"),
        ({"request": {**VANILLA, "timestamp": ""}, "journey": "host"}, "request.timestamp"),
    ],
)
def test_bad_comparisons_have_a_sentence(client, data, field):
    answer = post(client, data, COMPARE)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


def test_no_secret_in_any_answer_or_log(client, caplog):
    caplog.set_level(logging.DEBUG)
    secret = {**VANILLA, "secret_access_key": CANARY}
    answers = [
        post(client, secret),
        post(client, {**secret, "presign": True, "s3": True}),
        post(client, {**secret, "url": "nonsense"}),
        post(client, {**secret, "body": CANARY}),
        post(client, {"request": secret, "other": {**secret, "secret_access_key": f"{CANARY}\n"}}, COMPARE),
        *(post(client, {"request": secret, "journey": journey.id}, COMPARE) for journey in JOURNEYS),
    ]
    assert [answer.status_code for answer in answers[:5]] == [200, 200, 422, 422, 200]
    assert [CANARY in answer.content.decode() for answer in answers] == [False] * len(answers)
    assert "keys" not in answers[0].json()
    assert CANARY not in caplog.text


def test_the_other_documented_secret_shows_its_keys(client):
    assert post(client, {**VANILLA, "secret_access_key": SECRET}).json()["keys"]["kDate"]


def test_both_are_in_the_document(client):
    document = client.get("/labs/openapi.json").json()
    schemas = document["components"]["schemas"]
    for path, name in ((RUN, "SigningLab"), (COMPARE, "ComparisonInput")):
        body = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert body == {"$ref": f"#/components/schemas/{name}"}
    assert set(VANILLA) | {"session_token"} <= set(schemas["SigningLab"]["properties"])
    assert sorted(schemas["ComparisonInput"]["properties"]) == ["answer", "journey", "other", "request"]
    assert "SigningInput" in schemas


def test_an_unknown_name_is_no_address(client):
    assert client.post("/labs/sigv4/other.json").status_code == 404
    assert client.post("/labs/policy/compare.json").status_code == 404
