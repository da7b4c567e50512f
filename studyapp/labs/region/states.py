"""Starting states of the Region lab, the plainest first."""

from typing import Any

CONFIG = "[default]\nregion = eu-west-3\n[profile dev]\nregion = ap-south-1\n[profile bare]\noutput = json\n"


def _state(slug: str, title: str, line: str, **data: Any) -> dict[str, Any]:
    return {"slug": slug, "title": title, "line": line, "data": data}


STATES = (
    _state("nowhere", "No Region anywhere", "Four services. Two of them fail."),
    _state(
        "aws-region", "AWS_REGION and boto3", "The variable is set. Who reads it?", env={"AWS_REGION": "eu-west-1"}
    ),
    _state(
        "aws-region-cli-2",
        "AWS_REGION and the CLI v2",
        "The same variable, another tool.",
        tool="cli-2",
        env={"AWS_REGION": "eu-west-1"},
    ),
    _state(
        "variable-and-file",
        "A variable and a file",
        "Two Regions. One of them counts.",
        env={"AWS_DEFAULT_REGION": "eu-west-2"},
        config=CONFIG,
    ),
    _state(
        "profile",
        "A profile without a region",
        "Does it borrow the default profile’s?",
        config=CONFIG,
        profile="bare",
    ),
    _state(
        "instance", "On an instance", "The machine is in a Region. Does boto3 notice?", instance_region="eu-west-1"
    ),
    _state(
        "instance-cli-2",
        "On an instance, with the CLI v2",
        "And this one?",
        tool="cli-2",
        instance_region="eu-west-1",
    ),
    _state(
        "global",
        "Services without Regions",
        "A Region is set; these have one address.",
        env={"AWS_DEFAULT_REGION": "eu-west-2"},
        services=["s3", "sts", "iam", "route53", "cloudfront", "organizations"],
    ),
    _state(
        "misspelt",
        "A misspelt Region",
        "An address is made of it all the same.",
        env={"AWS_DEFAULT_REGION": "eu-wset-1"},
    ),
    _state("empty", "An empty variable", "Set to nothing is still set.", env={"AWS_DEFAULT_REGION": ""}),
)


def states() -> tuple[dict[str, Any], ...]:
    """Each with its slug, title, one line, and the lab's fields."""
    return STATES
