"""Beliefs about keys, sessions and regions.

A solver takes the lab's fields and gives them as its holder sees the situation: the engine then runs on those. A
`modelled` one gives an outcome key at once. None: the belief is silent here.
"""

from collections.abc import Mapping
from typing import Any

from studyapp.questions.misconceptions.model import Misconception

Fields = Mapping[str, Any]
Seen = Mapping[str, Any] | str | None


def region_comes_with_the_keys(fields: Fields) -> Seen:
    return {**fields, "env": {**fields.get("env", {}), "AWS_DEFAULT_REGION": "eu-west-1"}}


def profile_and_role_are_one(fields: Fields) -> Seen:
    """What is known of the role is known of the profile: its name opens both."""
    role = fields.get("instance", {}).get("role")
    return {**fields, "instance": {**fields["instance"], "profile": role}} if role else None


def region_variable_works_everywhere(fields: Fields) -> Seen:
    """AWS_REGION is read by every tool; without it there is us-east-1."""
    env = fields.get("env", {})
    return {**fields, "env": {"AWS_DEFAULT_REGION": env.get("AWS_REGION", "us-east-1"), **env}}


IDENTITY_BELIEFS: tuple[Misconception, ...] = (
    Misconception(
        id="M17",
        name="The Region comes with the credentials",
        belief="Whoever has keys has a Region.",
        truth="The Region has a chain of its own. Keys, users and profiles without one leave it open.",
        solvers={"region": region_comes_with_the_keys},
    ),
    Misconception(
        id="M18",
        name="AWS_REGION works everywhere, else it is us-east-1",
        belief="Every tool reads AWS_REGION, and without it takes us-east-1.",
        truth="boto3 and CLI v1 read AWS_DEFAULT_REGION. Without a Region most services cannot be called.",
        solvers={"region": region_variable_works_everywhere},
    ),
    Misconception(
        id="M20",
        name="A role and an instance profile are one",
        belief="The role sits on the instance, with its policies.",
        truth="The instance carries a profile that holds the role. The policies stay in IAM.",
        solvers={"imds-output": profile_and_role_are_one},
    ),
)
