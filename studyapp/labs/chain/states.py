"""Starting worlds of the chain lab, the plainest first."""

from typing import Any

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 -- AWS's published example
ENV = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRET}
FILE_KEY = f"aws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = {SECRET}\n"
DEFAULT_FILE = {"~/.aws/credentials": f"[default]\n{FILE_KEY}"}
USER = "arn:aws:iam::111122223333:user/"
ASSUMED = "arn:aws:sts::111122223333:assumed-role/"


def _policy(action: Any, resource: Any = "*") -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement]}


READ_REPORTS = _policy(
    ["s3:ListBucket", "s3:GetObject"], ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]
)
REQUESTS = [
    {"action": "s3:ListBucket", "resource": f"arn:aws:s3:::acme-{name}"} for name in ("reports", "payroll", "logs")
]
OWNERS = {
    "AKIAIOSFODNN7EXAMPLE": {"arn": f"{USER}app-deploy", "policies": [_policy("s3:*")]},
    "AKIAI44QH8DHBEXAMPLE": {"arn": f"{USER}kim", "policies": [_policy("s3:List*")]},
    "ASIAIOSFODNN7EXAMPLE": {"arn": f"{ASSUMED}reports-reader/i-0f3a9c1d2b4e5f607", "policies": [READ_REPORTS]},
}


def _keys(key_id: str = "ASIAIOSFODNN7EXAMPLE") -> dict[str, str]:
    return {"AccessKeyId": key_id, "SecretAccessKey": SECRET, "SessionToken": "EXAMPLETOKEN"}


def _instance(role: str = "reports-reader", **more: Any) -> dict[str, Any]:
    creds = {
        "Code": "Success",
        "Type": "AWS-HMAC",
        "LastUpdated": "2026-11-24T09:00:00Z",
        "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
        "SecretAccessKey": SECRET,
        "Token": "EXAMPLETOKEN",
        "Expiration": "2026-11-24T15:00:00Z",
    }
    return {"role": role, "http_tokens": "required", "creds": creds, **more}


def _world(**parts: Any) -> dict[str, Any]:
    return {
        "flavour": "botocore",
        "world": {"now": "2026-11-24T10:00:00Z", "identities": OWNERS, "requests": REQUESTS, **parts},
    }


CONFIG_ROLE = (
    "[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/payroll-admin\nsource_profile = default\n"
    "mfa_serial = arn:aws:iam::111122223333:mfa/kim\n"
)
CONFIG_SSO = (
    "[profile dev]\nsso_session = acme\nsso_account_id = 111122223333\nsso_role_name = Developer\n"
    "[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n"
)
WEB_IDENTITY = {
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/secrets/token",
    "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/catalog-reader",
}
CONTAINER = {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/invoice"}
CONTAINER_URL = "http://169.254.170.2/v2/credentials/invoice"
CONTAINER_KEYS = {
    "RoleArn": "arn:aws:iam::111122223333:role/invoice-task",
    "AccessKeyId": "ASIAI44QH8DHBEXAMPLE",
    "SecretAccessKey": SECRET,
    "Token": "EXAMPLETOKEN",
    "Expiration": "2026-11-24T16:00:00Z",
}
LOGIN = {
    "accessToken": {
        "accessKeyId": "ASIAI44QH8DHBEXAMPLE",
        "secretAccessKey": SECRET,
        "sessionToken": "EXAMPLETOKEN",
        "accountId": "111122223333",
        "expiresAt": "2026-11-24T18:00:00Z",
    },
    "refreshToken": "EXAMPLETOKEN",
    "dpopKey": "EXAMPLEKEY",
    "clientId": "EXAMPLECLIENT",
}
PROCESS = (
    '{"Version": 1, "AccessKeyId": "ASIAI44QH8DHBEXAMPLE", "SecretAccessKey": "%s", "SessionToken": "EXAMPLETOKEN"}'
)


def states() -> tuple[dict[str, Any], ...]:
    """Each with its slug, title, one line, and the lab's fields."""
    working = (*_machines(), *_profiles(), *_elsewhere(), *_signed_in(), *_programs())
    return (*working, _console(), *_nobody_signs(), *_roles_that_fail(), *_services_that_refuse())


def _machines() -> tuple[dict[str, Any], ...]:
    return (
        {
            "slug": "laptop",
            "title": "A laptop",
            "line": "Both files, two profiles, nothing else.",
            "data": _world(
                files={
                    **DEFAULT_FILE,
                    "~/.aws/config": "[default]\nregion = eu-west-1\n[profile dev]\noutput = json\n",
                }
            ),
        },
        {
            "slug": "ec2",
            "title": "An EC2 instance",
            "line": "A role, and nothing before it.",
            "data": _world(imds=_instance()),
        },
        {
            "slug": "puzzle",
            "title": "The puzzle",
            "line": "A narrow role is attached, and every bucket is still open.",
            "data": _world(env=ENV, imds=_instance()),
        },
        {
            "slug": "half-a-key",
            "title": "Half a key",
            "line": "The id is set, the secret is not.",
            "data": _world(env={"AWS_ACCESS_KEY_ID": ENV["AWS_ACCESS_KEY_ID"]}, files=DEFAULT_FILE, imds=_instance()),
        },
    )


def _profiles() -> tuple[dict[str, Any], ...]:
    return (
        {
            "slug": "profile-variable",
            "title": "AWS_PROFILE and keys",
            "line": "Does the variable silence the environment?",
            "data": _world(
                env={**ENV, "AWS_PROFILE": "dev"},
                files={"~/.aws/credentials": f"[default]\n{FILE_KEY}[dev]\n{FILE_KEY}"},
            ),
        },
        {
            "slug": "profile-option",
            "title": "--profile and keys",
            "line": "And the option on the command line?",
            "data": _world(env=ENV, profile="dev", files={"~/.aws/credentials": f"[dev]\n{FILE_KEY}"}),
        },
    )


def _elsewhere() -> tuple[dict[str, Any], ...]:
    return (
        {
            "slug": "ecs",
            "title": "An ECS task on EC2",
            "line": "The task has a role, and so has the host.",
            "data": _world(
                env=CONTAINER,
                http={CONTAINER_URL: {"json": CONTAINER_KEYS}},
                imds=_instance(),
                identities={**OWNERS, "ASIAI44QH8DHBEXAMPLE": {"arn": f"{ASSUMED}invoice-task/0123456789abcdef"}},
            ),
        },
        {
            "slug": "pod",
            "title": "A pod in EKS",
            "line": "A token file names a role; the node has its own.",
            "data": _world(
                env=WEB_IDENTITY,
                files={"/var/run/secrets/token": "EXAMPLEWEBIDENTITYTOKEN"},
                roles={
                    WEB_IDENTITY["AWS_ROLE_ARN"]: {
                        "trusts_tokens": ["EXAMPLEWEBIDENTITYTOKEN"],
                        "creds": _keys("ASIAI44QH8DHBEXAMPLE"),
                    }
                },
                imds=_instance("eks-node"),
                identities={},
                requests=[],
            ),
        },
    )


def _signed_in() -> tuple[dict[str, Any], ...]:
    return (
        {
            "slug": "identity-center",
            "title": "IAM Identity Center",
            "line": "Signed in this morning, with a profile for it.",
            "data": _world(
                profile="dev",
                files={"~/.aws/config": CONFIG_SSO},
                sso_tokens={"acme": {"accessToken": "EXAMPLETOKEN", "expiresAt": "2026-11-24T18:00:00Z"}},
                sso_roles=[{"account": "111122223333", "role": "Developer", "creds": _keys("ASIAI44QH8DHBEXAMPLE")}],
                identities={},
                requests=[],
            ),
        },
        {
            "slug": "role-with-mfa",
            "title": "A role that asks for a code",
            "line": "A profile with role_arn, source_profile and mfa_serial.",
            "data": _world(
                profile="admin",
                files={**DEFAULT_FILE, "~/.aws/config": CONFIG_ROLE},
                mfa_code="123456",
                roles={
                    "arn:aws:iam::111122223333:role/payroll-admin": {
                        "trusts": ["AKIAI44QH8DHBEXAMPLE"],
                        "mfa": True,
                        "creds": _keys("ASIAI44QH8DHBEXAMPLE"),
                    }
                },
                requests=[],
            ),
        },
    )


def _programs() -> tuple[dict[str, Any], ...]:
    return (
        {
            "slug": "process",
            "title": "A program that prints keys",
            "line": "credential_process, and a role behind it.",
            "data": _world(
                profile="vault",
                files={
                    "~/.aws/config": "[profile vault]\ncredential_process = /usr/local/bin/vault-keys --team web\n"
                },
                processes={"/usr/local/bin/vault-keys --team web": {"stdout": PROCESS % SECRET}},
                imds=_instance(),
                identities={},
                requests=[],
            ),
        },
        {
            "slug": "container-behind-a-bridge",
            "title": "A container and a hop limit of 1",
            "line": "The answer to the token request never arrives.",
            "data": _world(imds=_instance(hop_limit_exceeded=True)),
        },
    )


def _named(slug: str, title: str, line: str, **parts: Any) -> dict[str, Any]:
    return {"slug": slug, "title": title, "line": line, "data": _world(**parts)}


def _nobody_signs() -> tuple[dict[str, Any], ...]:
    """Worlds in which what is written down, or missing, stops the chain."""
    ended = {
        "AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_SESSION_TOKEN": "EXAMPLETOKEN",
        "AWS_CREDENTIAL_EXPIRATION": "2026-11-23T18:00:00Z",
    }
    return (
        _named("nobody", "Nobody there", "No variable, no file, no instance: every provider is asked.", requests=[]),
        _named(
            "ghost-profile",
            "A profile that is not there",
            "AWS_PROFILE names it, neither file has it, and good keys stand beside it.",
            env={**ENV, "AWS_PROFILE": "staging"},
            files=DEFAULT_FILE,
        ),
        _named(
            "section-twice",
            "One section twice",
            "Two [default] in one file, and keys in the environment.",
            env=ENV,
            files={"~/.aws/credentials": f"[default]\n{FILE_KEY}[default]\n{FILE_KEY}"},
        ),
        _named(
            "keys-that-ended", "Variables that have ended", "AWS_CREDENTIAL_EXPIRATION lies in the past.", env=ended
        ),
    )


def _roles_that_fail() -> tuple[dict[str, Any], ...]:
    """Worlds in which a profile names a role, and nobody may or can assume it."""
    arn = "arn:aws:iam::111122223333:role/payroll-admin"
    sourceless = CONFIG_ROLE.replace("source_profile = default\n", "")
    circle = (
        "[profile a]\nrole_arn = arn:aws:iam::111122223333:role/a\nsource_profile = b\n"
        "[profile b]\nrole_arn = arn:aws:iam::111122223333:role/b\nsource_profile = a\n"
    )
    return (
        _named(
            "role-without-source",
            "A role without a source",
            "role_arn alone: who should assume it?",
            profile="admin",
            files={**DEFAULT_FILE, "~/.aws/config": sourceless},
        ),
        _named(
            "role-in-a-circle",
            "Two roles in a circle",
            "Each profile names the other as its source.",
            profile="a",
            files={"~/.aws/config": circle},
        ),
        _named(
            "not-trusted",
            "A role that trusts somebody else",
            "The profile is right, and the role’s trust policy says no.",
            profile="admin",
            files={**DEFAULT_FILE, "~/.aws/config": CONFIG_ROLE.replace("mfa_serial", "# mfa_serial")},
            roles={arn: {"trusts": ["AKIAIOSFODNN7EXAMPLE"], "creds": _keys("ASIAI44QH8DHBEXAMPLE")}},
        ),
    )


def _services_that_refuse() -> tuple[dict[str, Any], ...]:
    """Worlds in which a program or a service says no, and the chain stops."""
    command = "/usr/local/bin/vault-keys --team web"
    return (
        _named(
            "process-fails",
            "A program that fails",
            "credential_process ends with an error. Is the role behind it asked?",
            profile="vault",
            files={"~/.aws/config": f"[profile vault]\ncredential_process = {command}\n"},
            processes={command: {"rc": 1, "stdout": "", "stderr": "vault: sign in first"}},
            imds=_instance(),
        ),
        _named(
            "container-refused",
            "A container’s address that is not allowed",
            "The variable names a host that botocore does not ask.",
            env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://10.0.0.1/credentials"},
            imds=_instance(),
        ),
        _named(
            "sign-in-over",
            "Identity Center, the next day",
            "The profile is there, the sign-in is over.",
            profile="dev",
            files={"~/.aws/config": CONFIG_SSO},
            imds=_instance(),
        ),
        _named(
            "pod-not-trusted",
            "A pod with another token",
            "The role trusts another service account.",
            env=WEB_IDENTITY,
            files={"/var/run/secrets/token": "EXAMPLETOKENOFANOTHERACCOUNT"},
            roles={WEB_IDENTITY["AWS_ROLE_ARN"]: {"trusts_tokens": ["EXAMPLEWEBIDENTITYTOKEN"]}},
            imds=_instance("eks-node"),
        ),
    )


def _console() -> dict[str, Any]:
    return _named(
        "aws-login",
        "Signed in with aws login",
        "The console’s sign-in, used by the CLI.",
        profile="console",
        files={"~/.aws/config": f"[profile console]\nlogin_session = {USER}kim\n"},
        login_tokens={f"{USER}kim": LOGIN},
        identities={},
        requests=[],
    )
