"""The signer's forms and stages, against botocore's own whole run and AWS's published examples."""

from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.credentials import Credentials

from studyapp.engines.signing import SigningInput, sign
from studyapp.engines.signing.examples import SECRET
from studyapp.engines.signing.signers import CLASSES, aws_request
from studyapp.engines.signing.signers import stages as run_stages

# The example of the S3 documents: GET an object list.
S3_LIST = {
    "url": "https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2",
    "access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "secret_access_key": SECRET,
    "region": "us-east-1",
    "service": "s3",
    "timestamp": "20130524T000000Z",
    "s3": True,
}


def signed(**changes):
    return sign(SigningInput.model_validate({**S3_LIST, **changes}))


def test_published_s3_examples():
    assert signed().signature == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
    assert (
        signed(url="https://examplebucket.s3.amazonaws.com/test.txt", headers=[["Range", "bytes=0-9"]]).signature
        == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )
    presigned = signed(url="https://examplebucket.s3.amazonaws.com/test.txt", presign=True, expires=86400)
    assert presigned.signature == "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    assert presigned.authorization is None
    assert parse_qs(urlsplit(presigned.url).query)["X-Amz-Signature"] == [presigned.signature]


def test_json_has_the_agreed_names():
    common = ["engine", "canonical_request", "signed_headers", "payload_hash", "credential_scope", "string_to_sign"]
    tail = ["url", "headers", "remarks", "not_modelled"]
    assert list(signed().to_json()) == [*common, "keys", "signature", "authorization", *tail]
    assert list(signed(presign=True, secret_access_key="another").to_json()) == [*common, "signature", *tail]


def test_every_piece_is_a_piece_of_the_text():
    stages = signed(headers=[["X-Amz-Meta-Note", "a:b"]]).stages
    canonical = stages.canonical
    lines = [f"{name}:{value}" for name, value in canonical.headers]
    parts = [canonical.method, canonical.path, canonical.query, *lines, "", canonical.signed_headers]
    assert "\n".join([*parts, canonical.payload_hash]) == canonical.text
    assert stages.string_to_sign.split("\n") == [
        "AWS4-HMAC-SHA256",
        stages.timestamp,
        stages.scope,
        canonical.sha256,
    ]


@pytest.mark.parametrize("kind", CLASSES)
def test_the_chain_of_keys_ends_in_the_signature(kind):
    s3, presign, normalize = kind
    stages = signed(s3=s3, presign=presign, normalize_path=normalize).stages
    auth = SigV4Auth(Credentials("x", SECRET), "s3", "us-east-1")
    assert auth._sign(bytes.fromhex(stages.keys.k_signing), stages.string_to_sign, hex=True) == stages.signature


@pytest.mark.parametrize(
    ("s3", "presign", "kind"),
    [
        (False, False, SigV4Auth),
        (True, False, S3SigV4Auth),
        (False, True, SigV4QueryAuth),
        (True, True, S3SigV4QueryAuth),
    ],
)
def test_botocores_own_add_auth_writes_the_same_request(monkeypatch, s3, presign, kind):
    ours = signed(s3=s3, presign=presign, session_token="EXAMPLETOKEN", headers=[["X-Amz-Acl", "private"]])
    request = aws_request("GET", S3_LIST["url"], (("X-Amz-Acl", "private"),), "", "")
    from studyapp.engines.signing.request import moment

    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: moment(S3_LIST["timestamp"]))
    kind(Credentials(S3_LIST["access_key_id"], SECRET, "EXAMPLETOKEN"), "s3", "us-east-1").add_auth(request)
    assert request.url == ours.url
    assert tuple(request.headers.items()) == tuple(pair for pair in ours.headers if pair[0] != "Host")


def test_the_payload_is_hashed_or_named_unsigned():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert signed().stages.canonical.payload_hash == empty
    for s3 in (False, True):
        assert signed(s3=s3, unsigned_payload=True).stages.canonical.payload_hash == "UNSIGNED-PAYLOAD"
        assert signed(s3=s3, unsigned_payload=True, presign=True).stages.canonical.payload_hash == "UNSIGNED-PAYLOAD"
    over_http = signed(url="http://example.com/", s3=False, unsigned_payload=True, presign=True)
    assert over_http.stages.canonical.payload_hash == empty
    assert over_http.remarks == ("Over plain http botocore hashes the body of a presigned request all the same.",)


def test_paths():
    def path(url, **more):
        return signed(url=url, **more).stages.canonical.path

    assert path("https://h.com/my%20file%2B1.txt") == "/my%20file%2B1.txt"
    assert path("https://h.com/my%20file", s3=False) == "/my%2520file"
    assert path("https://h.com/a//b/../c") == "/a//b/../c"
    assert path("https://h.com/a//b/../c", s3=False) == "/a/c"
    assert path("https://h.com/a//b/../c", s3=False, normalize_path=False) == "/a//b/../c"
    assert path("https://h.com?x=1") == "/"


def test_remarks_tell_what_botocore_did():
    def remarks(*headers, **more):
        return signed(headers=headers, **more).remarks

    assert remarks(["User-Agent", "x"]) == ("botocore does not sign user-agent: proxies change it.",)
    assert remarks(["Date", "x"]) == (
        "A Date header is there: it gets the time of signing, and no X-Amz-Date is added.",
    )
    assert remarks(["X-Amz-Date", "x"]) == ("The signer sets x-amz-date itself and replaces yours.",)
    assert remarks(url="https://h.com/?a=1&a=2", presign=True) == (
        "botocore keeps one value of a repeated query name when it presigns.",
    )


def test_the_tag_tells_keys_apart_and_nothing_else():
    tags = {signed(**change).stages.key_tag for change in ({}, {"url": "https://h.com/"}, {"body": "x"})}
    assert len(tags) == 1
    others = (
        {"region": "eu-west-1"},
        {"service": "sts"},
        {"timestamp": "20130525T000000Z"},
        {"secret_access_key": "x"},
    )
    assert len(tags | {signed(**change).stages.key_tag for change in others}) == 5


def test_stages_are_what_botocore_says():
    asked = SigningInput.model_validate(S3_LIST)
    auth = S3SigV4Auth(Credentials(asked.access_key_id, SECRET), "s3", "us-east-1")
    request = aws_request("GET", asked.url, (), "", asked.timestamp)
    auth._modify_request_before_signing(request)
    assert run_stages(auth, request, SECRET, "us-east-1", "s3") == sign(asked).stages
