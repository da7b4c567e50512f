"""The Region ask: the first service's outcome."""

import pytest

from studyapp.questions.asks import BY_ID


@pytest.mark.parametrize(
    ("fields", "key", "words"),
    [
        ({"services": ["ec2"]}, "error:NoRegionError", "it ends with NoRegionError"),
        ({"services": ["s3"]}, "us-east-1", "it goes to us-east-1"),
        ({"services": ["sts"]}, "global", "it goes to the global address"),
    ],
)
def test_the_region_ask(fields: dict, key: str, words: str) -> None:
    found = BY_ID["region"].find(fields)
    assert (found.key, found.words) == (key, words)
