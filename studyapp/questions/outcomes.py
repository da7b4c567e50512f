"""How a run of the chain came out, as one word for programs and a few for people."""

from studyapp.engines.credentials import Resolution
from studyapp.engines.credentials.flavours import LABELS

WORDS = {
    "env": "the environment signs",
    "assume-role": "the role of the profile signs",
    "assume-role-with-web-identity": "the web identity role signs",
    "web-identity-env": "the web identity role signs",
    "sso": "IAM Identity Center signs",
    "shared-credentials-file": "the credentials file signs",
    "login": "the console login signs",
    "custom-process": "the credential process signs",
    "config-file": "the config file signs",
    "ec2-credentials-file": "the legacy EC2 file signs",
    "boto-config": "the boto config signs",
    "container-role": "the container’s role signs",
    "iam-role": "the instance’s role signs",
    "none": "nobody signs: no credentials are found",
}


def outcome_key(resolution: Resolution) -> str:
    """The winner as botocore names it ("env", "iam-role"), "none", or "error:" and the exception's name."""
    outcome = resolution.outcome
    if outcome.status == "found":
        return outcome.provider or "none"
    if outcome.status == "error" and outcome.error is not None:
        return f"error:{outcome.error.type}"
    return "none"


def outcome_words(key: str) -> str:
    """The same as half a sentence."""
    if key.startswith("error:"):
        return f"the run stops with {key.removeprefix('error:')}"
    return WORDS.get(key, key)


def caller_key(resolution: Resolution) -> str:
    """Who the caller turns out to be: "user/ana", "role/app", "unknown" for a key that is nobody's.

    "none" and errors as in `outcome_key`. A role's session counts as the role.
    """
    outcome = resolution.outcome
    if outcome.status != "found":
        return outcome_key(resolution)
    if outcome.identity is None:
        return "unknown"
    kind, _, name = outcome.identity.rpartition(":")[2].partition("/")
    return f"role/{name.partition('/')[0]}" if kind == "assumed-role" else f"{kind}/{name}"


def caller_words(key: str) -> str:
    """The same as half a sentence."""
    kind, _, name = key.partition("/")
    if key == "unknown":
        return "a key signs that AWS does not know: the call is refused"
    return f"the {kind} {name} signs" if name else outcome_words(key)


def chain_order(resolution: Resolution) -> str:
    """The links in the order in which they are asked, parted by commas."""
    return ",".join(resolution.order)


def order_words(key: str) -> str:
    """The same in the labels of the chain."""
    return "the order is " + ", ".join(LABELS.get(name, name) for name in key.split(","))
