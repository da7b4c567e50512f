"""Worlds in which a role is assumed: by a profile, or with a web identity token."""

from chain_parts import (
    BOX_KEY,
    CONFIG_KEY,
    ENV_KEY,
    FILE_KEY,
    IMDS_KEY,
    OTHER,
    OTHER_KEY,
    PAST,
    PROCESS_KEY,
    ROLE,
    ROLE_KEY,
    base,
    box,
    box_env,
    dev,
    env,
    files,
    imds,
    issued,
    keys,
    printed,
    role,
    role_profile,
    section,
)

ROLES = {
    "role": {"env": dev, "files": files(base, role_profile(source_profile="base")), "roles": {ROLE: role(FILE_KEY)}},
    "role-in-default-env-wins": {
        "env": env,
        "files": files(base, section("default", f"role_arn = {ROLE}\nsource_profile = base\n")),
        "roles": {ROLE: role(FILE_KEY)},
    },
    "role-beats-static-keys": {
        "profile": "dev",
        "files": files(base, role_profile(source_profile="base") + keys(CONFIG_KEY)),
        "roles": {ROLE: role(FILE_KEY)},
    },
    "role-source-itself": {
        "profile": "dev",
        "files": files(None, role_profile(source_profile="dev") + keys(CONFIG_KEY)),
        "roles": {ROLE: role(CONFIG_KEY)},
    },
    "role-loop": {
        "profile": "dev",
        "files": files(None, role_profile(source_profile="b") + role_profile("b", source_profile="dev")),
    },
    "role-source-itself-without-keys": {"profile": "dev", "files": files(None, role_profile(source_profile="dev"))},
    "role-denied": {
        "profile": "dev",
        "identities": {FILE_KEY: {"arn": "arn:aws:iam::111122223333:user/ana"}},
        "files": files(base, role_profile(source_profile="base")),
        "roles": {ROLE: role(OTHER_KEY)},
    },
    "role-unknown": {"profile": "dev", "files": files(base, role_profile(source_profile="base"))},
    "role-no-source": {"profile": "dev", "files": files(base, role_profile())},
    "role-two-sources": {
        "profile": "dev",
        "files": files(base, role_profile(source_profile="base", credential_source="Environment")),
    },
    "role-missing-source": {"profile": "dev", "files": files(base, role_profile(source_profile="gone"))},
    "role-source-without-keys": {
        "profile": "dev",
        "files": files(None, role_profile(source_profile="bare") + section("profile bare", "region = eu-west-1\n")),
    },
    "role-source-half": {
        "profile": "dev",
        "files": files(section("base", f"aws_access_key_id = {FILE_KEY}\n"), role_profile(source_profile="base")),
    },
    "role-chain": {
        "profile": "top",
        "files": files(base, role_profile("top", OTHER, source_profile="dev") + role_profile(source_profile="base")),
        "roles": {ROLE: role(FILE_KEY), OTHER: role(ROLE_KEY, key=OTHER_KEY)},
    },
    "role-from-process": {
        "profile": "dev",
        "files": files(
            None,
            role_profile(source_profile="p") + section("profile p", "credential_process = print-keys\n"),
        ),
        "processes": {"print-keys": {"stdout": printed()}},
        "roles": {ROLE: role(PROCESS_KEY)},
    },
    "role-from-environment": {
        "env": env,
        "profile": "dev",
        "files": files(None, role_profile(credential_source="Environment")),
        "roles": {ROLE: role(ENV_KEY)},
    },
    "role-from-environment-without-keys": {
        "profile": "dev",
        "files": files(None, role_profile(credential_source="Environment")),
    },
    "role-from-imds": {
        "profile": "dev",
        "files": files(None, role_profile(credential_source="Ec2InstanceMetadata")),
        "roles": {ROLE: role(IMDS_KEY)},
        "imds": imds,
    },
    "role-from-container": {
        "env": box_env,
        "http": box,
        "profile": "dev",
        "files": files(None, role_profile(credential_source="EcsContainer")),
        "roles": {ROLE: role(BOX_KEY)},
    },
    "role-source-case": {
        "profile": "dev",
        "files": files(None, role_profile(credential_source="ec2instancemetadata")),
        "imds": imds,
    },
    "role-mfa": {
        "profile": "dev",
        "mfa_code": "123456",
        "files": files(base, role_profile(source_profile="base", mfa_serial="arn:aws:iam::111122223333:mfa/ana")),
        "roles": {ROLE: role(FILE_KEY, mfa=True)},
    },
    "role-mfa-short-code": {
        "profile": "dev",
        "mfa_code": "123",
        "files": files(base, role_profile(source_profile="base", mfa_serial="arn:aws:iam::111122223333:mfa/ana")),
        "roles": {ROLE: role(FILE_KEY, mfa=True)},
    },
    "role-mfa-not-asked": {
        "profile": "dev",
        "files": files(base, role_profile(source_profile="base")),
        "roles": {ROLE: role(FILE_KEY, mfa=True)},
    },
    "role-external-id": {
        "profile": "dev",
        "files": files(base, role_profile(source_profile="base", external_id="42-42")),
        "roles": {ROLE: role(FILE_KEY, external_id="42-42")},
    },
    "role-external-id-wrong": {
        "profile": "dev",
        "files": files(base, role_profile(source_profile="base", external_id="other")),
        "roles": {ROLE: role(FILE_KEY, external_id="42-42")},
    },
    "role-duration-too-short": {
        "profile": "dev",
        "files": files(base, role_profile(source_profile="base", duration_seconds=60)),
        "roles": {ROLE: role(FILE_KEY)},
    },
    "role-duration-nonsense": {
        "profile": "dev",
        "files": files(base, role_profile(source_profile="base", duration_seconds="an hour")),
        "roles": {ROLE: role(FILE_KEY)},
    },
    "role-arn-too-short": {"profile": "dev", "files": files(base, role_profile(arn="r", source_profile="base"))},
    "role-expired": {
        "profile": "dev",
        "files": files(base, role_profile(source_profile="base")),
        "roles": {ROLE: {"trusts": [FILE_KEY], "creds": issued(ROLE_KEY, Expiration=PAST)}},
    },
    "role-bad-region": {
        "profile": "dev",
        "env": {"AWS_DEFAULT_REGION": "not a region"},
        "files": files(base, role_profile(source_profile="base")),
        "roles": {ROLE: role(FILE_KEY)},
    },
}

WEB_IDENTITY = {
    "web-env": {
        "env": {"AWS_WEB_IDENTITY_TOKEN_FILE": "(home)/token", "AWS_ROLE_ARN": ROLE},
        "files": files(section("default", keys(FILE_KEY)), **{"(home)/token": "web-token-1"}),
        "roles": {ROLE: role(trusts_tokens=["web-token-1"])},
    },
    "web-env-no-role": {
        "env": {"AWS_WEB_IDENTITY_TOKEN_FILE": "(home)/token"},
        "files": {"(home)/token": "web-token-1"},
    },
    "web-env-no-file": {"env": {"AWS_WEB_IDENTITY_TOKEN_FILE": "(home)/token", "AWS_ROLE_ARN": ROLE}},
    "web-env-short-token": {
        "env": {"AWS_WEB_IDENTITY_TOKEN_FILE": "(home)/token", "AWS_ROLE_ARN": ROLE},
        "files": {"(home)/token": "abc"},
    },
    "web-env-refused": {
        "env": {"AWS_WEB_IDENTITY_TOKEN_FILE": "(home)/token", "AWS_ROLE_ARN": ROLE},
        "files": {"(home)/token": "web-token-2"},
        "roles": {ROLE: role(trusts_tokens=["web-token-1"])},
    },
    "web-env-dropped-by-profile": {
        "env": {"AWS_WEB_IDENTITY_TOKEN_FILE": "(home)/token", "AWS_ROLE_ARN": ROLE},
        "profile": "dev",
        "files": files(section("dev", keys(FILE_KEY)), **{"(home)/token": "web-token-1"}),
        "roles": {ROLE: role(trusts_tokens=["web-token-1"])},
    },
    "web-profile": {
        "profile": "dev",
        "files": files(None, role_profile(web_identity_token_file="(home)/token"), **{"(home)/token": "web-token-1"}),
        "roles": {ROLE: role(trusts_tokens=["web-token-1"])},
    },
}
