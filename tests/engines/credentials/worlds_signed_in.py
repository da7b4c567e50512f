"""Worlds in which a person has signed in: IAM Identity Center and aws login."""

from chain_parts import (
    FILE_KEY,
    LATER,
    PAST,
    SSO_KEY,
    dev,
    files,
    keys,
    section,
    sso_config,
    sso_profile,
    sso_roles,
    sso_session,
)

IDENTITY_CENTER = {
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
}

LOGIN = {
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
}
