"""How a run of the chain came out, as one word for programs and a few for people."""

from studyapp.engines.credentials import Resolution

WORDS = {
    "env": "the environment signs",
    "assume-role": "the role of the profile signs",
    "assume-role-with-web-identity": "the web identity role signs",
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
