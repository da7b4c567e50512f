"""What holds for every request and every journey: no error, a cause for every refusal, nothing secret."""

import random

import pytest
from pydantic import ValidationError

from studyapp.engines.signing import ComparisonInput, SigningLab, compare, run
from studyapp.engines.signing.compare import JOURNEY_IDS
from tests.engines.signing.test_second_signer import random_request

CANARY = "canary/Secret+Value/0123456789abcdefghij"
ODD_URLS = [
    "",
    "https://h.com",
    "https://h.com?",
    "https://h.com/?&&==&",
    "https://h.com/%",
    "https://h.com/%zz?%=%",
    "https://[::1]:99/a",
    "https://h.com/a b",
    "http://H.COM:80/%2e%2e/..",
    "https://ä.de/ü?ü=é",
    "https://h.com\\a/",
    "https://h.com/?+=+",
    "https://h.com/a?X-Amz-Signature=1&X-Amz-Date=2",
    "https://h.com:0/",
    "",
][1:-1]
ODD_HEADERS = (
    [["Host", ""]],
    [["host", "a"], ["HOST", "b"]],
    [["Date", ""]],
    [["Authorization", "x"]],
    [["x", "\t"], ["y", ""]],
    [["X-Amz-Content-SHA256", ""]],
    [["X-Amz-Content-SHA256", "a"], ["x-amz-content-sha256", "b"]],
    [["X-Amz-Date", "z"], ["x-amz-security-token", "EXAMPLE"]],
    [["my-note", "a\n  b"], ["content-length", "7"]],
    [["ü", "x"]],
    [["x", "ü 雪"]],
)
ODD_BODIES = ("\0", "🙂", "null", "{}", "[1, 2]", '{"a":[1,{"b":2}]}', "a" * 5_000, "\r\n")


def odd_request(seed):
    chance = random.Random(seed)
    fields = random_request(seed).model_dump()
    odd = {"url": chance.choice(ODD_URLS), "headers": chance.choice(ODD_HEADERS), "body": chance.choice(ODD_BODIES)}
    names = chance.sample(sorted(odd), chance.randint(1, 3))
    switch = {"s3": chance.random() < 0.5, "presign": chance.random() < 0.5, "normalize_path": chance.random() < 0.5}
    return {**fields, **switch, **{name: odd[name] for name in names}, "secret_access_key": CANARY}


def check(found):
    assert (found.cause is None) == found.answer.accepted
    if found.answer.accepted:
        assert found.rows[-1].same
    if found.at is not None and found.at.byte is not None:
        texts = {"canonical_request": found.signed.stages.canonical.text}
        text = texts.get(found.at.stage, found.signed.stages.string_to_sign).encode()
        assert 0 <= found.at.byte <= len(text)
    assert CANARY not in repr(found)


@pytest.mark.parametrize("journey", JOURNEY_IDS)
def test_every_journey_of_every_request_ends_in_a_verdict(journey):
    for seed in range(40):
        check(compare(ComparisonInput(request=random_request(seed), journey=journey)))


@pytest.mark.parametrize("block", range(4))
def test_odd_requests_are_signed_or_refused(block):
    signed, said = 0, []
    for seed in range(block * 100, block * 100 + 100):
        fields = {**odd_request(seed), "journey": JOURNEY_IDS[seed % len(JOURNEY_IDS)]}
        try:
            asked = SigningLab.model_validate(fields)
        except ValidationError as problem:
            said.append(str(problem))
            continue
        found = run(asked)
        check(found.comparison)
        assert CANARY not in str(found.to_json())
        signed += 1
    assert signed > 40
    assert [text for text in said if CANARY in text] == []


def test_a_request_against_its_own_service_is_the_secret():
    for seed in range(60):
        asked = random_request(seed)
        stages = run(SigningLab.model_validate(asked.model_dump())).signed.stages
        answer = (
            f"<CanonicalRequest>{_xml(stages.canonical.text)}</CanonicalRequest>"
            f"<StringToSign>{_xml(stages.string_to_sign)}</StringToSign>"
        )
        found = compare(ComparisonInput(request=asked, answer=answer))
        assert (found.at, found.cause.id) == (None, "secret"), f"seed {seed}"


def _xml(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
