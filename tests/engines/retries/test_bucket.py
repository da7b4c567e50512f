"""The token bucket: both rules of refilling, and exact sums."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from studyapp.engines.retries import BucketInput, BucketResult, fill


def ask(**fields: object) -> BucketResult:
    return fill(BucketInput.model_validate(fields))


def test_the_same_bucket_under_two_rules() -> None:
    steady = {"capacity": 100, "refill": 20, "calls_per_second": 100, "seconds": 5}
    first, second = ask(**steady, rule="each-second"), ask(**steady, rule="continuous")
    assert (first.accepted, first.offered) == (180, 500)
    assert [one.accepted for one in first.seconds] == [100, 20, 20, 20, 20]
    assert (second.accepted, second.refused) == (200, 300)
    assert [one.accepted for one in second.seconds] == [100, 40, 20, 20, 20]


@pytest.mark.parametrize(
    ("capacity", "refill", "accepted"),
    [(100, 20, 280), (50, 10, 140), (50, 5, 95), (1000, 2, 1000), (4, 0.3, 6), (2, 2, 20)],
)
def test_buckets_of_ec2_in_ten_seconds(capacity: int, refill: float, accepted: int) -> None:
    assert ask(capacity=capacity, refill=refill, calls_per_second=100, seconds=10).accepted == accepted


def test_callers_share_the_bucket() -> None:
    one, ten = ask(calls_per_second=10, callers=1), ask(calls_per_second=10, callers=10)
    assert (one.accepted, one.refused) == (50, 0)
    assert (ten.accepted, ten.refused) == (180, 320)


@pytest.mark.parametrize(
    ("fields", "remedy"),
    [
        ({"calls_per_second": 20, "seconds": 60}, "none"),
        ({"demand": (300, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)}, "backoff"),
        ({"calls_per_second": 60, "seconds": 60}, "less"),
    ],
)
def test_waiting_helps_where_the_refill_is_enough_on_average(fields: dict, remedy: str) -> None:
    assert ask(**fields).remedy == remedy


@settings(max_examples=200)
@given(
    capacity=st.integers(1, 200),
    refill=st.decimals(0, 50, places=2).map(float),
    rule=st.sampled_from(["each-second", "continuous"]),
    demand=st.lists(st.integers(0, 300), min_size=1, max_size=20).map(tuple),
)
def test_nothing_is_lost_and_nothing_appears(capacity: int, refill: float, rule: str, demand: tuple) -> None:
    result = ask(capacity=capacity, refill=refill, rule=rule, demand=demand)
    assert result.accepted + result.refused == result.offered == sum(demand)
    most = capacity + Fraction(str(refill)) * (len(demand) - (rule == "each-second"))
    assert result.accepted <= most
    for second in result.seconds:
        assert 0 <= second.left <= capacity
        # Nobody is refused while there is a whole token.
        assert second.refused == 0 or second.left < 1


@pytest.mark.parametrize(
    "fields", [{"capacity": 0}, {"refill": float("nan")}, {"seconds": 1000}, {"demand": ()}, {"demand": (-1,)}]
)
def test_what_makes_no_bucket_is_refused(fields: dict) -> None:
    with pytest.raises(ValidationError) as caught:
        BucketInput.model_validate(fields)
    assert {error["loc"][0] for error in caught.value.errors()} == set(fields)
