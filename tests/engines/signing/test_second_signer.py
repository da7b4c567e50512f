"""Random requests through a second signer: the AWS Common Runtime, written in C, must find the same signature."""

import random
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, urlsplit

import pytest
from awscrt import auth as crt
from awscrt.http import HttpHeaders, HttpRequest

from studyapp.engines.signing import SigningInput, sign
from studyapp.engines.signing.examples import SECRET
from studyapp.engines.signing.request import STAMP
from studyapp.engines.signing.sign import NEVER_SIGNED

LETTERS = "abcXYZ019-_.~ +=/&%?:@!$'()*,;äß日本🙂"
TOKENS = (None, "EXAMPLETOKEN/with+signs==", "FwoGEXAMPLE" + "a" * 200)
HEADERS = ("Content-Type", "X-Amz-Meta-Note", "x-amz-acl", "My-Header1", "Accept-Encoding", "User-Agent", "Range")


def text(chance, most):
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(0, most)))


def random_request(seed):
    chance = random.Random(seed)
    s3, presign = chance.random() < 0.5, chance.random() < 0.4
    folders = [quote(text(chance, 8), safe="") for _ in range(chance.randint(0, 4))]
    if chance.random() < 0.3:
        folders.insert(0, chance.choice([".", "..", "", "a//b"]))
    # botocore keeps one value of a repeated name when it presigns, so names are distinct.
    names = {text(chance, 5) + str(index) for index in range(chance.randint(0, 4))}
    query = "&".join(f"{quote(name, safe='')}={quote(text(chance, 6), safe='')}" for name in sorted(names))
    port = chance.choice(["", "", ":443", ":8443"])
    headers = [
        (name, " ".join(text(chance, 6) for _ in range(chance.randint(1, 3))).strip() or "x")
        for name in chance.sample(HEADERS, chance.randint(0, 3))
    ]
    return SigningInput(
        method=chance.choice(["GET", "PUT", "POST", "DELETE", "HEAD"]),
        url=f"https://{chance.choice(['examplebucket', 'dynamodb'])}.example.com{port}/{'/'.join(folders)}?{query}",
        headers=headers,
        body="" if presign else text(chance, 40),
        access_key_id="AKIAIOSFODNN7EXAMPLE",
        secret_access_key=SECRET,
        session_token=chance.choice(TOKENS),
        region=chance.choice(["us-east-1", "eu-central-1", "ap-southeast-2"]),
        service="s3" if s3 else chance.choice(["dynamodb", "sts", "execute-api"]),
        timestamp=datetime.fromtimestamp(chance.randint(1_400_000_000, 1_900_000_000), UTC).strftime(STAMP),
        presign=presign,
        expires=chance.randint(1, 604_800),
        s3=s3,
        unsigned_payload=not presign and chance.random() < 0.2,
    )


def signature_of_the_other(asked):
    parts = urlsplit(asked.url)
    host = parts.hostname + (f":{parts.port}" if parts.port not in (None, 443) else "")
    headers = HttpHeaders([("host", host)])
    for name, value in asked.headers:
        if name.lower() not in NEVER_SIGNED:
            headers.add(name, value)
    unsigned = asked.unsigned_payload or (asked.s3 and asked.presign)
    wanted = crt.AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA_256
    config = crt.AwsSigningConfig(
        algorithm=crt.AwsSigningAlgorithm.V4,
        signature_type=getattr(
            crt.AwsSignatureType, f"HTTP_REQUEST_{'QUERY_PARAMS' if asked.presign else 'HEADERS'}"
        ),
        credentials_provider=crt.AwsCredentialsProvider.new_static(
            asked.access_key_id, asked.secret_access_key, asked.session_token
        ),
        region=asked.region,
        service=asked.service,
        date=datetime.strptime(asked.timestamp, STAMP).replace(tzinfo=UTC),
        use_double_uri_encode=not asked.s3,
        should_normalize_uri_path=not asked.s3,
        signed_body_value="UNSIGNED-PAYLOAD" if unsigned else sha256(asked.body.encode()).hexdigest(),
        signed_body_header_type=wanted
        if not asked.presign and (asked.s3 or unsigned)
        else crt.AwsSignedBodyHeaderType.NONE,
        expiration_in_seconds=asked.expires if asked.presign else None,
    )
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    signed = crt.aws_sign_request(HttpRequest(asked.method, target, headers), config).result(10)
    if asked.presign:
        return signed.path.rpartition("X-Amz-Signature=")[2]
    return dict(signed.headers)["Authorization"].rpartition("Signature=")[2]


@pytest.mark.parametrize("block", range(10))
def test_both_find_the_same_signature(block):
    for seed in range(block * 50, block * 50 + 50):
        asked = random_request(seed)
        assert sign(asked).signature == signature_of_the_other(asked), f"seed {seed}"
