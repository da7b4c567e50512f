"""Worlds for the chain's tests. They hold inputs only: what comes of them is asked of the real tools."""

import json

ROLE = "arn:aws:iam::111122223333:role/reader"
OTHER = "arn:aws:iam::111122223333:role/writer"
ENV_KEY, FILE_KEY, CONFIG_KEY = "AKIAENV000000EXAMPLE", "AKIAFILE00000EXAMPLE", "AKIACONF00000EXAMPLE"
ROLE_KEY, OTHER_KEY, IMDS_KEY = "ASIAROLE00000EXAMPLE", "ASIAOTHER0000EXAMPLE", "ASIAIMDS00000EXAMPLE"
SSO_KEY, BOX_KEY, PROCESS_KEY = "ASIASSO000000EXAMPLE", "ASIABOX000000EXAMPLE", "AKIAPROC00000EXAMPLE"
LATER, PAST = "2099-01-01T00:00:00Z", "2020-01-01T00:00:00Z"

env = {"AWS_ACCESS_KEY_ID": ENV_KEY, "AWS_SECRET_ACCESS_KEY": "env-secret-0000"}


def keys(key_id, **more):
    lines = {"aws_access_key_id": key_id, "aws_secret_access_key": f"secret-of-{key_id}", **more}
    return "".join(f"{name} = {value}\n" for name, value in lines.items())


def section(name, body):
    return f"[{name}]\n{body}"


def files(credentials=None, config=None, **more):
    found = {"~/.aws/credentials": credentials, "~/.aws/config": config, **more}
    return {path: text for path, text in found.items() if text is not None}


def document(key_id, expires=LATER, **more):
    return {
        "Code": "Success",
        "LastUpdated": "2026-01-01T00:00:00Z",
        "Type": "AWS-HMAC",
        "AccessKeyId": key_id,
        "SecretAccessKey": f"secret-of-{key_id}",
        "Token": f"session-of-{key_id}",
        "Expiration": expires,
        **more,
    }


def issued(key_id, **more):
    return {
        "AccessKeyId": key_id,
        "SecretAccessKey": f"secret-of-{key_id}",
        "SessionToken": f"session-of-{key_id}",
        **more,
    }


def role(*trusts, key=ROLE_KEY, **more):
    return {"trusts": list(trusts), "creds": issued(key), **more}


def role_profile(name="dev", arn=ROLE, **options):
    return section(f"profile {name}", f"role_arn = {arn}\n" + "".join(f"{k} = {v}\n" for k, v in options.items()))


def printed(key_id=PROCESS_KEY, **more):
    return json.dumps({"Version": 1, "AccessKeyId": key_id, "SecretAccessKey": "process-secret", **more})


imds = {"role": "web", "creds": document(IMDS_KEY)}
box = {"http://127.0.0.1:PORT/NAME/c/creds": {"json": document(BOX_KEY)}}
box_env = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:PORT/NAME/c/creds"}
sso_config = "sso_start_url = https://a.example/start\nsso_region = eu-west-1\n"
sso_profile = "sso_account_id = 111122223333\nsso_role_name = Reader\n"
sso_roles = [{"account": "111122223333", "role": "Reader", "creds": issued(SSO_KEY)}]
sso_session = section("profile dev", "sso_session = corp\n" + sso_profile) + section("sso-session corp", sso_config)
dev = {"AWS_PROFILE": "dev"}
base = section("base", keys(FILE_KEY))
process = section("profile dev", "credential_process = print-keys --json\n")

WORLDS = {
    # Environment
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
    # Files and profiles
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
    # Roles
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
    # Web identity
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
    # IAM Identity Center
    "sso-legacy": {
        "env": dev,
        "files": files(None, section("profile dev", sso_config + sso_profile)),
        "sso_roles": sso_roles,
        "sso_tokens": {"https://a.example/start": {"accessToken": "sso-access-token", "expiresAt": LATER}},
    },
    "sso-legacy-expired": {
        "env": dev,
        "files": files(None, section("profile dev", sso_config + sso_profile)),
        "sso_roles": sso_roles,
        "sso_tokens": {"https://a.example/start": {"accessToken": "sso-access-token", "expiresAt": PAST}},
    },
    "sso-no-token": {"env": dev, "files": files(None, section("profile dev", sso_config + sso_profile))},
    "sso-session": {
        "env": dev,
        "files": files(section("dev", keys(FILE_KEY)), sso_session),
        "sso_roles": sso_roles,
        "sso_tokens": {"corp": {"accessToken": "sso-access-token", "expiresAt": LATER}},
    },
    "sso-session-expired": {
        "env": dev,
        "files": files(None, sso_session),
        "sso_roles": sso_roles,
        "sso_tokens": {"corp": {"accessToken": "sso-access-token", "expiresAt": PAST}},
    },
    "sso-session-no-token": {"env": dev, "files": files(None, sso_session)},
    "sso-session-token-incomplete": {
        "env": dev,
        "files": files(None, sso_session),
        "sso_tokens": {"corp": {"accessToken": "sso-access-token"}},
    },
    "sso-session-missing": {
        "env": dev,
        "files": files(None, section("profile dev", "sso_session = corp\n" + sso_profile)),
    },
    "sso-incomplete": {"env": dev, "files": files(None, section("profile dev", "sso_role_name = Reader\n"))},
    "sso-inconsistent": {
        "env": dev,
        "files": files(
            None,
            section("profile dev", "sso_region = eu-west-2\nsso_session = corp\n" + sso_profile)
            + section("sso-session corp", sso_config),
        ),
    },
    "sso-no-access": {
        "env": dev,
        "files": files(None, sso_session),
        "sso_tokens": {"corp": {"accessToken": "sso-access-token", "expiresAt": LATER}},
    },
    # aws login
    "login": {
        "env": dev,
        "files": files(None, section("profile dev", "login_session = arn:aws:iam::111122223333:user/ana\n")),
        "login_tokens": {
            "arn:aws:iam::111122223333:user/ana": {
                "accessToken": {
                    "accessKeyId": SSO_KEY,
                    "secretAccessKey": "login-secret",
                    "sessionToken": "login-token",
                    "accountId": "111122223333",
                    "expiresAt": LATER,
                },
                "refreshToken": "refresh-token",
                "dpopKey": "not a key",
                "clientId": "client",
            }
        },
    },
    "login-expired-bad-key": {
        "env": dev,
        "files": files(None, section("profile dev", "login_session = arn:aws:iam::111122223333:user/ana\n")),
        "login_tokens": {
            "arn:aws:iam::111122223333:user/ana": {
                "accessToken": {
                    "accessKeyId": SSO_KEY,
                    "secretAccessKey": "login-secret",
                    "sessionToken": "login-token",
                    "accountId": "111122223333",
                    "expiresAt": PAST,
                },
                "refreshToken": "refresh-token",
                "dpopKey": "bm90IGEga2V5",
                "clientId": "client",
            }
        },
    },
    "login-absent": {
        "env": dev,
        "files": files(None, section("profile dev", "login_session = arn:aws:iam::111122223333:user/ana\n")),
    },
    "login-incomplete": {
        "env": dev,
        "files": files(None, section("profile dev", "login_session = arn:aws:iam::111122223333:user/ana\n")),
        "login_tokens": {"arn:aws:iam::111122223333:user/ana": {"clientId": "client"}},
    },
    # credential_process
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
    # Old files
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
    # Containers
    "container": {"env": box_env, "http": box, "imds": imds},
    "container-error": {
        "env": box_env,
        "imds": imds,
        "http": {"http://127.0.0.1:PORT/NAME/c/creds": {"status": 500, "body": "out of order"}},
    },
    "container-not-json": {"env": box_env, "http": {"http://127.0.0.1:PORT/NAME/c/creds": {"body": "hello"}}},
    "container-404": {"env": box_env, "http": {"http://127.0.0.1:PORT/NAME/c/other": {"json": {}}}},
    "container-incomplete": {
        "env": box_env,
        "http": {"http://127.0.0.1:PORT/NAME/c/creds": {"json": {"AccessKeyId": "x"}}},
    },
    "container-refused": {"env": {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9/c"}, "imds": imds},
    "container-foreign-host": {"env": {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/c"}},
    "container-empty-uri": {"env": {"AWS_CONTAINER_CREDENTIALS_FULL_URI": ""}},
    "container-relative-first": {
        "env": box_env | {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@127.0.0.1:PORT/NAME/c/relative"},
        "http": box | {"http://169.254.170.2@127.0.0.1:PORT/NAME/c/relative": {"json": document(OTHER_KEY)}},
    },
    "container-token": {
        "env": box_env | {"AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer box-token"},
        "http": {
            "http://127.0.0.1:PORT/NAME/c/creds": {
                "json": document(BOX_KEY),
                "needs_authorization": "Bearer box-token",
            }
        },
    },
    "container-token-file-first": {
        "env": box_env
        | {
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "wrong-token",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "(home)/token",
        },
        "files": {"(home)/token": "file-token"},
        "http": {
            "http://127.0.0.1:PORT/NAME/c/creds": {"json": document(BOX_KEY), "needs_authorization": "file-token"}
        },
    },
    "container-token-missing": {
        "env": box_env,
        "http": {
            "http://127.0.0.1:PORT/NAME/c/creds": {"json": document(BOX_KEY), "needs_authorization": "file-token"}
        },
    },
    "container-token-newline": {
        "env": box_env | {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "(home)/token"},
        "http": box,
        "files": {"(home)/token": "file-token\n"},
    },
    "container-token-file-missing": {
        "env": box_env | {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "(home)/token"},
        "http": box,
    },
    "container-expired": {
        "env": box_env,
        "http": {"http://127.0.0.1:PORT/NAME/c/creds": {"json": document(BOX_KEY, PAST)}},
    },
    # Instance metadata
    "imds": {"imds": imds},
    "imds-disabled-by-variable": {"env": {"AWS_EC2_METADATA_DISABLED": "True"}, "imds": imds},
    "imds-disabled": {"imds": imds | {"http_endpoint": "disabled"}},
    "imds-no-role": {"imds": {"role": None}},
    "imds-v1-by-hop-limit": {"imds": imds | {"hop_limit_exceeded": True}},
    "imds-v2-hop-limit": {"imds": imds | {"hop_limit_exceeded": True, "http_tokens": "required"}},
    "imds-v2": {"imds": imds | {"http_tokens": "required"}},
    "imds-v1-refused": {"env": {"AWS_EC2_METADATA_V1_DISABLED": "true"}, "imds": imds | {"hop_limit_exceeded": True}},
    "imds-v1-refused-in-file": {
        "files": files(None, section("default", "ec2_metadata_v1_disabled = true\n")),
        "imds": imds | {"hop_limit_exceeded": True},
    },
    "imds-v1-refused-but-v2-works": {"env": {"AWS_EC2_METADATA_V1_DISABLED": "true"}, "imds": imds},
    "imds-v1-refused-and-absent": {"env": {"AWS_EC2_METADATA_V1_DISABLED": "true"}},
    "imds-expired": {"imds": imds | {"creds": document(IMDS_KEY, PAST)}},
    "imds-error-document": {"imds": imds | {"creds": {"Code": "AssumeRoleUnauthorizedAccess", "Message": "no"}}},
    "imds-no-document": {"imds": {"role": "web"}},
    "imds-odd-time": {"imds": imds | {"creds": document(IMDS_KEY, "1 Jan 2099 00:00 UTC")}},
    "imds-nonsense-time": {"imds": imds | {"creds": document(IMDS_KEY, "later")}},
    "imds-bad-attempts": {"env": {"AWS_METADATA_SERVICE_NUM_ATTEMPTS": "many"}, "imds": imds},
    "imds-no-attempts": {"env": {"AWS_METADATA_SERVICE_NUM_ATTEMPTS": "0"}, "imds": imds},
    "imds-zero-timeout": {"env": {"AWS_METADATA_SERVICE_TIMEOUT": "0"}, "imds": imds},
    "imds-bad-mode": {"env": {"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv5"}, "imds": imds},
    "container-before-imds": {"env": box_env, "http": box, "imds": imds},
}
