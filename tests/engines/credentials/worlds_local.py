"""Worlds in which what stands on the machine answers: variables, files, programs."""

from chain_parts import (
    CONFIG_KEY,
    ENV_KEY,
    FILE_KEY,
    LATER,
    PAST,
    ROLE,
    base,
    dev,
    env,
    files,
    imds,
    keys,
    printed,
    process,
    role,
    role_profile,
    section,
)

ENVIRONMENT = {
    "nothing": {},
    "env": {"env": env},
    "env-and-role-profile": {
        "env": env | dev,
        "files": files(base, role_profile(source_profile="base")),
        "roles": {ROLE: role(FILE_KEY)},
    },
    "env-half": {"env": {"AWS_ACCESS_KEY_ID": ENV_KEY}, "files": files(section("default", keys(FILE_KEY)))},
    "env-secret-only": {
        "env": {"AWS_SECRET_ACCESS_KEY": "x" * 20},
        "files": files(section("default", keys(FILE_KEY))),
    },
    "env-empty": {"env": {**env, "AWS_ACCESS_KEY_ID": ""}, "imds": imds},
    "env-blank": {"env": {**env, "AWS_ACCESS_KEY_ID": " "}},
    "env-both-tokens": {"env": {**env, "AWS_SECURITY_TOKEN": "security-token", "AWS_SESSION_TOKEN": "session-token"}},
    "env-expired": {"env": {**env, "AWS_CREDENTIAL_EXPIRATION": PAST}},
    "env-expires-later": {"env": {**env, "AWS_CREDENTIAL_EXPIRATION": LATER}},
    "env-expiration-nonsense": {"env": {**env, "AWS_CREDENTIAL_EXPIRATION": "soon"}},
    "env-expiration-naive": {"env": {**env, "AWS_CREDENTIAL_EXPIRATION": "2099-01-01T00:00:00"}},
}

FILES = {
    "credentials-file": {"files": files(section("default", keys(FILE_KEY)))},
    "config-file": {"files": files(None, section("default", keys(CONFIG_KEY)))},
    "profile-merges": {
        "env": dev,
        "files": files(section("dev", keys(FILE_KEY)), section("profile dev", keys(CONFIG_KEY, region="eu-west-1"))),
    },
    "halves-in-two-files": {
        "files": files(section("default", f"aws_access_key_id = {FILE_KEY}\n"), section("default", keys(CONFIG_KEY)))
    },
    "config-only-secret-missing": {"files": files(None, section("default", f"aws_access_key_id = {CONFIG_KEY}\n"))},
    "explicit-profile-drops-env": {"env": env, "profile": "dev", "files": files(section("dev", keys(FILE_KEY)))},
    "aws-profile-keeps-env": {"env": env | dev, "files": files(section("dev", keys(FILE_KEY)))},
    "default-profile-variable-first": {
        "env": {"AWS_PROFILE": "dev", "AWS_DEFAULT_PROFILE": "ops"},
        "files": files(section("dev", keys(FILE_KEY)) + section("ops", keys(CONFIG_KEY))),
    },
    "unknown-profile": {"profile": "nope", "imds": imds},
    "unknown-aws-profile-with-env": {"env": env | {"AWS_PROFILE": "nope"}},
    "empty-aws-profile": {"env": {"AWS_PROFILE": ""}, "files": files(section("default", keys(FILE_KEY)))},
    "profile-prefix-in-credentials": {"env": dev, "files": files(section("profile dev", keys(FILE_KEY)))},
    "no-prefix-in-config": {"env": dev, "files": files(None, section("dev", keys(CONFIG_KEY)))},
    "both-defaults": {
        "files": files(None, section("default", keys(CONFIG_KEY)) + section("profile default", keys(FILE_KEY)))
    },
    "both-defaults-other-order": {
        "files": files(None, section("profile default", keys(FILE_KEY)) + section("default", keys(CONFIG_KEY)))
    },
    "quoted-profile": {
        "env": {"AWS_PROFILE": "my dev"},
        "files": files(None, section('profile "my dev"', keys(CONFIG_KEY))),
    },
    "only-a-region": {"env": dev, "files": files(None, section("profile dev", "region = eu-west-1\n")), "imds": imds},
    "inline-comment": {"files": files(section("default", keys(f"{FILE_KEY} # laptop")))},
    "upper-case-options": {
        "files": files(section("default", f"AWS_ACCESS_KEY_ID={FILE_KEY}\nAWS_SECRET_ACCESS_KEY=upper-secret\n"))
    },
    "colon-delimiter": {
        "files": files(section("default", f"aws_access_key_id: {FILE_KEY}\naws_secret_access_key: colon-secret\n"))
    },
    "duplicate-sections": {"env": env, "files": files(section("default", keys(FILE_KEY)) * 2)},
    "no-section": {"env": env, "files": files(None, keys(CONFIG_KEY))},
    "bad-nested": {"env": env, "files": files(None, section("default", "s3 =\n  nonsense\n"))},
    "nested": {"files": files(section("default", keys(FILE_KEY)), section("default", "s3 =\n  max_queue = 1\n"))},
    "empty-files": {"files": files("", ""), "imds": imds},
    "default-section-of-configparser": {"env": dev, "files": files(section("DEFAULT", keys(FILE_KEY)) + "[dev]\n")},
    "moved-files": {
        "env": {"AWS_SHARED_CREDENTIALS_FILE": "$HOME/elsewhere", "AWS_CONFIG_FILE": "~/also"},
        "files": {"~/elsewhere": section("default", keys(FILE_KEY)), "~/also": section("default", keys(CONFIG_KEY))},
    },
    "windows-newlines": {"files": files(section("default", keys(FILE_KEY)).replace("\n", "\r\n"))},
    "security-token-in-file": {
        "files": files(
            section("default", keys(FILE_KEY, aws_security_token="old-token", aws_session_token="new-token"))
        )
    },
}

PROCESSES = {
    "process": {
        "profile": "dev",
        "files": files(None, process),
        "processes": {"print-keys --json": {"stdout": printed()}},
    },
    "process-beats-config-keys": {
        "profile": "dev",
        "files": files(None, process + keys(CONFIG_KEY)),
        "processes": {"print-keys --json": {"stdout": printed()}},
    },
    "credentials-beat-process": {
        "profile": "dev",
        "files": files(section("dev", keys(FILE_KEY)), process),
        "processes": {"print-keys --json": {"stdout": printed()}},
    },
    "process-fails": {
        "profile": "dev",
        "files": files(None, process),
        "imds": imds,
        "processes": {"print-keys --json": {"rc": 3, "stderr": "no sign-in today\n"}},
    },
    "process-missing": {"profile": "dev", "files": files(None, process), "imds": imds},
    "process-not-json": {
        "profile": "dev",
        "files": files(None, process),
        "processes": {"print-keys --json": {"stdout": "hello\n"}},
    },
    "process-prints-a-list": {
        "profile": "dev",
        "files": files(None, process),
        "processes": {"print-keys --json": {"stdout": "[1]"}},
    },
    "process-version-2": {
        "profile": "dev",
        "files": files(None, process),
        "processes": {"print-keys --json": {"stdout": printed(Version=2)}},
    },
    "process-no-version": {
        "profile": "dev",
        "files": files(None, process),
        "processes": {"print-keys --json": {"stdout": '{"AccessKeyId": "x"}'}},
    },
    "process-half": {
        "profile": "dev",
        "files": files(None, process),
        "processes": {"print-keys --json": {"stdout": '{"Version": 1, "AccessKeyId": "x"}'}},
    },
    "process-expires-later": {
        "profile": "dev",
        "files": files(None, process),
        "processes": {"print-keys --json": {"stdout": printed(Expiration=LATER)}},
    },
    "process-expired": {
        "profile": "dev",
        "files": files(None, process),
        "processes": {"print-keys --json": {"stdout": printed(Expiration=PAST)}},
    },
    "process-naive-time": {
        "profile": "dev",
        "files": files(None, process),
        "processes": {"print-keys --json": {"stdout": printed(Expiration="2099-01-01T00:00:00")}},
    },
    "process-null-key": {
        "profile": "dev",
        "files": files(None, process),
        "processes": {"print-keys --json": {"stdout": printed(AccessKeyId=None)}},
    },
    "process-quotes": {
        "profile": "dev",
        "files": files(None, section("profile dev", "credential_process = print-keys 'a b' \"c\"\n")),
        "processes": {"print-keys 'a b' c": {"stdout": printed()}},
    },
    "process-open-quote": {
        "profile": "dev",
        "files": files(None, section("profile dev", "credential_process = print-keys 'a\n")),
    },
    "process-empty": {"profile": "dev", "files": files(None, section("profile dev", "credential_process =\n"))},
}

OLD_FILES = {
    "old-ec2-file": {
        "env": {"AWS_CREDENTIAL_FILE": "~/old"},
        "files": {"~/old": f"AWSAccessKeyId={FILE_KEY}\nAWSSecretKey=old-secret\n"},
    },
    "old-ec2-file-missing": {"env": {"AWS_CREDENTIAL_FILE": "~/old"}, "imds": imds},
    "old-ec2-file-half": {
        "env": {"AWS_CREDENTIAL_FILE": "~/old"},
        "files": {"~/old": f"AWSAccessKeyId={FILE_KEY}\n"},
    },
    "boto-config": {"files": {"~/.boto": section("Credentials", keys(FILE_KEY))}},
    "boto-config-variable": {
        "env": {"BOTO_CONFIG": "~/b.cfg"},
        "files": {"~/b.cfg": section("Credentials", keys(FILE_KEY))},
    },
    "boto-config-half": {"files": {"~/.boto": section("Credentials", f"aws_access_key_id = {FILE_KEY}\n")}},
}
