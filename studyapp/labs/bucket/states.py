"""Starting states of the token bucket: the lesson's, then the buckets that EC2 documents."""

from typing import Any


def _state(slug: str, title: str, line: str, **data: Any) -> dict[str, Any]:
    return {"slug": slug, "title": title, "line": line, "data": data}


STEADY = {"calls_per_second": 100, "seconds": 5}
STATES = (
    _state(
        "hundred",
        "100, and 20 a second",
        "A hundred calls a second for five seconds: how many pass?",
        capacity=100,
        refill=20,
        **STEADY,
    ),
    _state(
        "continuous",
        "The same, refilled all the time",
        "Another rule, another sum: 200.",
        capacity=100,
        refill=20,
        rule="continuous",
        **STEADY,
    ),
    _state(
        "shared",
        "Ten callers, one bucket",
        "Each is modest. Together they are not.",
        capacity=100,
        refill=20,
        calls_per_second=10,
        callers=10,
        seconds=10,
    ),
    _state(
        "spikes",
        "Spikes",
        "Two crowds with quiet between them: waiting helps.",
        capacity=50,
        refill=20,
        demand=[200, 0, 0, 0, 0, 0, 0, 0, 0, 0, 150, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ),
    _state(
        "steady",
        "Steadily too much",
        "Sixty a second on a refill of twenty: waiting does not help.",
        capacity=100,
        refill=20,
        calls_per_second=60,
        seconds=20,
    ),
    _state(
        "ec2-read",
        "EC2: reading, filtered or paged",
        "Non-mutating calls: 100, and 20 a second.",
        capacity=100,
        refill=20,
        calls_per_second=50,
        seconds=10,
    ),
    _state(
        "ec2-unfiltered",
        "EC2: DescribeInstances, unfiltered",
        "Without filter and paging: 50, and 10 a second.",
        capacity=50,
        refill=10,
        calls_per_second=50,
        seconds=10,
    ),
    _state(
        "ec2-mutating",
        "EC2: changing things",
        "Mutating calls: 50, and 5 a second.",
        capacity=50,
        refill=5,
        calls_per_second=20,
        seconds=10,
    ),
    _state(
        "ec2-run",
        "EC2: instances started",
        "RunInstances pays for each instance: 1000, and 2 a second.",
        capacity=1000,
        refill=2,
        calls_per_second=200,
        seconds=10,
    ),
    _state(
        "ec2-stop",
        "EC2: instances stopped",
        "StopInstances: 1000, and 20 a second.",
        capacity=1000,
        refill=20,
        calls_per_second=200,
        seconds=10,
    ),
    _state(
        "ec2-endpoint",
        "EC2: CreateVpcEndpoint",
        "Four, and three in ten seconds.",
        capacity=4,
        refill=0.3,
        calls_per_second=1,
        seconds=20,
    ),
    _state(
        "ec2-defaults",
        "EC2: ModifyInstanceMetadataDefaults",
        "Two, and two a second.",
        capacity=2,
        refill=2,
        calls_per_second=5,
        seconds=10,
    ),
)


def states() -> tuple[dict[str, Any], ...]:
    """The gallery."""
    return STATES
