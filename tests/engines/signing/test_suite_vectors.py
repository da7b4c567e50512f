"""The signing test suite that AWS publishes, every case, in the header and the presigned form."""

import json
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest

from studyapp.engines.signing import SigningInput, sign

SUITE = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
CASES = {case["name"]: case for case in SUITE["cases"]}
# botocore takes this Content-Type for one that was set by itself, and drops it when it presigns.
DROPPED_BY_BOTOCORE = "application/x-www-form-urlencoded; charset=utf-8"
DIFFERENT = ("post-x-www-form-urlencoded-parameters", "query")
ALIKE = [(name, form) for name in CASES for form in ("header", "query") if (name, form) != DIFFERENT]


def request(case, *, presign):
    path, mark, query = case["target"].partition("?")
    headers = list(case["headers"])
    if case["sign_body"] and not presign:
        headers.append(["x-amz-content-sha256", sha256(case["body"].encode()).hexdigest()])
    host = next(value for name, value in headers if name.lower() == "host")
    return SigningInput(
        method=case["method"],
        # The suite gives raw targets; a query goes over the wire percent-encoded.
        url=f"https://{host}{path}{mark}{quote(query, safe='=&%')}",
        headers=headers,
        body=case["body"],
        # post-sts-header-after: the token is added once the request is signed.
        session_token=None if case.get("omit_session_token") else case.get("token"),
        normalize_path=case["normalize"],
        presign=presign,
        **{
            name: SUITE[name]
            for name in ("access_key_id", "secret_access_key", "region", "service", "timestamp", "expires")
        },
    )


def test_the_suite_is_whole():
    assert len(CASES) == 38


@pytest.mark.parametrize(("name", "form"), ALIKE)
def test_every_stage_is_as_published(name, form):
    case = CASES[name]
    signed = sign(request(case, presign=form == "query"))
    assert signed.stages.canonical.text == case[form]["canonical_request"]
    assert signed.stages.string_to_sign == case[form]["string_to_sign"]
    assert signed.signature == case[form]["signature"]


def test_the_one_difference_is_the_header_that_botocore_drops():
    case = CASES["post-x-www-form-urlencoded-parameters"]
    asked = request(case, presign=True)
    signed = sign(asked)
    assert dict(asked.headers)["Content-Type"] == DROPPED_BY_BOTOCORE
    published = case["query"]["canonical_request"].replace("%3Bcontent-type", "").replace(";content-type", "")
    assert signed.stages.canonical.text == published.replace(f"content-type:{DROPPED_BY_BOTOCORE}\n", "")
    assert signed.remarks == (
        "botocore drops this Content-Type when it presigns: it takes it for one that it set itself.",
    )
