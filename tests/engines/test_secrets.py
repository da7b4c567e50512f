"""Keys that look real are found wherever they stand; documented examples are not."""

import pytest

from studyapp.engines.secrets import EXAMPLE_KEY_ID, find_real_keys, looks_real, without_real_keys

REAL = "AKIA" + "Q3EGZ7XKDM2PLNVW"


@pytest.mark.parametrize("text", [REAL, "ASIA" + REAL[4:], f"key={REAL},", f"x{REAL}y", REAL + "EXAMPLE"])
def test_real_keys_are_seen(text):
    assert looks_real(text)


@pytest.mark.parametrize(
    "text", ["", EXAMPLE_KEY_ID, "ASIAIOSFODNN7EXAMPLE", REAL[:-1], REAL.lower(), f"AROA{REAL[4:]}"]
)
def test_examples_and_other_texts_pass(text):
    assert not looks_real(text)


def test_places_are_told_and_keys_are_not():
    data = {
        "env": {"A": REAL, "B": "x"},
        "files": {"~/.aws/credentials": f"[default]\naws_access_key_id={REAL}\n"},
        "identities": {REAL: {"arn": "x"}},
        "roles": {"r": {"trusts": ["x", REAL]}},
        "imds": {"creds": {"deep": [{"deeper": REAL}]}},
    }
    places = find_real_keys(data)
    assert places == (
        "env.A",
        "files.~/.aws/credentials",
        "identities",
        "roles.r.trusts.1",
        "imds.creds.deep.0.deeper",
    )
    assert REAL not in "".join(places)


def test_a_real_looking_key_gives_way_to_the_example_wherever_it_stands():
    real = "AKIA" + "ABCDEFGHIJKLMNOP"
    kept = {"id": "ASIAIOSFODNN7EXAMPLE", "n": 1, "none": None}
    data = {"text": f"key={real}XYZ end", "list": [real, kept], real: "name"}
    clean = without_real_keys(data)
    assert clean == {
        "text": "key=AKIAIOSFODNN7EXAMPLE end",
        "list": ["AKIAIOSFODNN7EXAMPLE", kept],
        "AKIAIOSFODNN7EXAMPLE": "name",
    }
    assert find_real_keys(clean) == ()
