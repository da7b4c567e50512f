"""Worlds in which the place answers: a container’s endpoint, the metadata service."""

from chain_parts import BOX_KEY, IMDS_KEY, OTHER_KEY, PAST, box, box_env, document, files, imds, section

CONTAINERS = {
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
}

METADATA = {
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
