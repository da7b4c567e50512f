"""What the metadata service serves, as a tree of texts.

Source: Amazon EC2 User Guide, "Instance metadata categories", "IAM roles for Amazon EC2", "Instance identity
documents". Times are seconds on the lab's own clock, counted from `START`.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from studyapp.engines.metadata.instance import Instance

# None is a name that is listed and leads nowhere.
Tree = dict[str, "str | Tree | None"]

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# New keys appear at least five minutes before the old ones end: a set lives six hours and is replaced after five.
KEYS_REPLACED_EVERY = timedelta(hours=5)
KEYS_LIVE = timedelta(hours=6)


def moment(seconds: float) -> datetime:
    """The lab's clock as a date."""
    return START + timedelta(seconds=seconds)


def stamp(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _json(document: Mapping[str, object]) -> str:
    """A document as the service writes it: a blank on both sides of the colon."""
    return json.dumps(document, indent=2, separators=(",", " : "))


def _letters(seed: str, count: int) -> str:
    digest = hashlib.sha256(seed.encode()).digest()
    return "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte % 32] for byte in digest[:count])


def role_document(instance: Instance, seconds: float) -> dict[str, str]:
    """What `iam/security-credentials/<role>` answers; always HTTP 200, also when the role cannot be assumed."""
    period = int(timedelta(seconds=seconds) / KEYS_REPLACED_EVERY)
    issued = START + period * KEYS_REPLACED_EVERY
    if instance.trusts != "ec2.amazonaws.com":
        return {
            "Code": "AssumeRoleUnauthorizedAccess",
            "Message": f"EC2 cannot assume the role {instance.role}. Please see documentation at "
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html"
            "#troubleshoot_iam-ec2_errors-info-doc.",
            "LastUpdated": stamp(issued),
        }
    seed = f"{instance.instance_id}/{instance.role}/{period}"
    return {
        "Code": "Success",
        "LastUpdated": stamp(issued),
        "Type": "AWS-HMAC",
        "AccessKeyId": f"ASIA{_letters(seed, 9)}EXAMPLE",
        "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "Token": f"IQoJb3JpZ2luX2VjEXAMPLETOKEN{_letters(seed + 'token', 12)}",
        "Expiration": stamp(issued + KEYS_LIVE),
    }


def _iam(instance: Instance, document: Mapping[str, object] | None) -> Tree:
    role = instance.role
    if role is None:
        return {}
    info = {
        "Code": "Success",
        "LastUpdated": stamp(START),
        "InstanceProfileArn": f"arn:aws:iam::{instance.account}:instance-profile/{instance.profile}",
        "InstanceProfileId": f"AIPA{_letters(instance.profile, 10)}EXAMPLE",
    }
    return {
        "info": _json(info),
        "security-credentials": {role: None if document is None else _json(document)},
    }


def _meta_data(instance: Instance, document: Mapping[str, object] | None) -> Tree:
    name = f"ip-{instance.private_ip.replace('.', '-')}.{instance.region}.compute.internal"
    mac = "0e:49:61:0f:c3:11"
    tree: Tree = {
        "ami-id": instance.ami_id,
        "ami-launch-index": "0",
        "hostname": name,
        "instance-id": instance.instance_id,
        "instance-life-cycle": "on-demand",
        "instance-type": instance.instance_type,
        "local-hostname": name,
        "local-ipv4": instance.private_ip,
        "mac": mac,
        "network": {"interfaces": {"macs": {mac: {"local-ipv4s": instance.private_ip, "mac": mac}}}},
        "placement": {"availability-zone": f"{instance.region}a", "region": instance.region},
        "profile": "default-hvm",
        "security-groups": "web",
        "services": {"domain": "amazonaws.com", "partition": "aws"},
    }
    iam = _iam(instance, document)
    return dict(sorted({**tree, "iam": iam}.items())) if iam else tree


def build(instance: Instance, document: Mapping[str, object] | None) -> Tree:
    """The whole service below one version, such as `latest`; `document` is what it answers for the role."""
    identity = {
        "accountId": instance.account,
        "architecture": "x86_64",
        "availabilityZone": f"{instance.region}a",
        "imageId": instance.ami_id,
        "instanceId": instance.instance_id,
        "instanceType": instance.instance_type,
        "pendingTime": stamp(START),
        "privateIp": instance.private_ip,
        "region": instance.region,
        "version": "2017-09-30",
    }
    tree: Tree = {
        "dynamic": {"instance-identity": {"document": _json(identity)}},
        "meta-data": _meta_data(instance, document),
    }
    if instance.user_data is not None:
        tree["user-data"] = instance.user_data
    return tree


def find(tree: Tree, path: tuple[str, ...]) -> str | None:
    """The text at a path; a folder gives its listing, one name a line; None when nothing is there.

    The listing of a whole version names its branches without the slash that folders have further down.
    """
    node: str | Tree | None = tree
    for name in path:
        if not isinstance(node, dict) or name not in node:
            return None
        node = node[name]
    if not isinstance(node, dict):
        return node
    return "\n".join(f"{name}/" if path and isinstance(child, dict) else name for name, child in node.items())
