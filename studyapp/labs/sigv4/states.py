"""Starting states of the signing lab: AWS's published examples first, then one idea each, then mismatches."""

from typing import Any

from studyapp.engines.signing.examples import SECRET, SUITE_SECRET, TOKEN

SUITE: dict[str, Any] = {
    "method": "GET",
    "url": "https://example.amazonaws.com/",
    "access_key_id": "AKIDEXAMPLE",
    "secret_access_key": SUITE_SECRET,
    "region": "us-east-1",
    "service": "service",
    "timestamp": "20150830T123600Z",
}
OURS: dict[str, Any] = {
    **SUITE,
    "access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "secret_access_key": SECRET,
    "timestamp": "20261124T100000Z",
}
S3: dict[str, Any] = {**OURS, "service": "s3", "s3": True, "url": "https://examplebucket.s3.amazonaws.com/"}
S3_DOC: dict[str, Any] = {**S3, "timestamp": "20130524T000000Z"}
LIST = {**S3_DOC, "url": "https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2"}
TABLE: dict[str, Any] = {
    **OURS,
    "method": "POST",
    "url": "https://dynamodb.eu-west-1.amazonaws.com/",
    "region": "eu-west-1",
    "service": "dynamodb",
    "headers": [
        ["Content-Type", "application/x-amz-json-1.0"],
        ["X-Amz-Target", "DynamoDB_20120810.GetItem"],
    ],
    "body": '{"TableName":"films","Key":{"id":{"S":"42"}}}',
}
STS: dict[str, Any] = {
    **OURS,
    "method": "POST",
    "url": "https://sts.amazonaws.com/",
    "service": "sts",
    "headers": [["Content-Type", "application/x-www-form-urlencoded; charset=utf-8"]],
    "body": "Action=GetCallerIdentity&Version=2011-06-15",
}

# slug, title, line, fields
TABLE_OF_STATES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("get-vanilla", "The plainest request", "AWS’s published test: its signature begins 5fa00fa3.", SUITE),
    ("s3-list", "Listing a bucket", "The example of the S3 documents, digit for digit.", LIST),
    (
        "presigned",
        "A presigned URL",
        "The signature stands in the query, and the URL lives a day.",
        {**S3_DOC, "url": "https://examplebucket.s3.amazonaws.com/test.txt", "presign": True, "expires": 86400},
    ),
    ("post-json", "A body in JSON", "A call to a table: the body is hashed, byte for byte.", TABLE),
    (
        "session-token",
        "Temporary keys",
        "Three values instead of two. The token is signed, and it travels.",
        {**STS, "access_key_id": "ASIAIOSFODNN7EXAMPLE", "session_token": TOKEN},
    ),
    (
        "s3-spaces",
        "A key with a space and a plus",
        "my file+1.txt in S3: encoded once.",
        {**S3, "url": "https://examplebucket.s3.amazonaws.com/my%20file%2B1.txt?note=two%20words"},
    ),
    (
        "twice",
        "The same path elsewhere",
        "Every other service encodes it twice.",
        {**OURS, "url": "https://api.example.com/my%20file%2B1.txt?note=two%20words", "service": "execute-api"},
    ),
    (
        "unicode",
        "Letters beyond ASCII",
        "What becomes of ü and λ on the wire.",
        {**OURS, "url": "https://api.example.com/m%C3%BCnchen/%CE%BB?wetter=schnee%20f%C3%A4llt", "body": ""},
    ),
    (
        "headers",
        "Headers that repeat and fold",
        "Names in any case, blanks in heaps, one value over two lines.",
        {
            **SUITE,
            "headers": [
                ["My-Header2", "  a   b   c  "],
                ["MY-HEADER1", "value4"],
                ["My-Header1", "value1\n  value3"],
                ["User-Agent", "curl/8"],
            ],
        },
    ),
    (
        "dots",
        "Dots and double slashes",
        "Resolved here, kept by S3. Tick S3 and see.",
        {**OURS, "url": "https://api.example.com/a//b/../c/./d", "service": "execute-api"},
    ),
    (
        "unsigned-payload",
        "A body that nobody hashed",
        "S3 takes UNSIGNED-PAYLOAD. The body may then be anything.",
        {**S3, "method": "PUT", "url": f"{S3['url']}film.mp4", "body": "any bytes", "unsigned_payload": True},
    ),
    (
        "proxy",
        "Mismatch: a proxy",
        "It rewrites accept-encoding, which was signed.",
        {**STS, "headers": [*STS["headers"], ["Accept-Encoding", "identity"]], "journey": "accept-encoding"},
    ),
    ("slow-clock", "Mismatch: a slow clock", "Nine minutes behind.", {**STS, "journey": "clock-slow"}),
    ("fast-clock", "Mismatch: a fast clock", "Nine minutes ahead.", {**STS, "journey": "clock-fast"}),
    ("another-region", "Mismatch: another Region", "Signed for one, sent to another.", {**STS, "journey": "region"}),
    (
        "newline",
        "Mismatch: a stray line break",
        "Everything agrees but the key.",
        {**STS, "journey": "secret-newline"},
    ),
    ("gateway", "Mismatch: a gateway", "It writes the JSON anew.", {**TABLE, "journey": "body"}),
)

# Signatures that AWS has printed, so that a learner knows when the sum is right.
PUBLISHED = {
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31": "get-vanilla in AWS’s signing test suite",
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7": "the bucket listing in the S3 documents",
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41": "the object request in the S3 documents",
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404": "the presigned URL in the S3 documents",
    "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d": "get-vanilla, presigned, in the test suite",
}


def states() -> tuple[dict[str, Any], ...]:
    """Each with its slug, title, one line, and the lab's fields."""
    return tuple(
        {"slug": slug, "title": title, "line": line, "data": data} for slug, title, line, data in TABLE_OF_STATES
    )
