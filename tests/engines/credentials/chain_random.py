"""Worlds nobody wrote: sources drawn by seed and thrown together, many of them broken in some way."""

import json

import chain_parts as known

NAMES = ("default", "dev", "base", "ops")
TIMES = (known.LATER, known.PAST, "2099-01-01T00:00:00+02:00", "2099-01-01", "never", None, 5)


def random_world(rng):
    world = {"env": _env(rng), "files": {}}
    if rng.random() < 0.25:
        world["profile"] = rng.choice((*NAMES, "nope"))
    if rng.random() < 0.8:
        world["files"]["~/.aws/config"] = _config(rng)
    if rng.random() < 0.6:
        world["files"]["~/.aws/credentials"] = _credentials(rng)
    if rng.random() < 0.5:
        world["files"]["(home)/token"] = rng.choice(("web-token-1", "web-token-2", "abc", "file-token", "a\nb"))
    if rng.random() < 0.1:
        world["files"]["~/.boto"] = known.section("Credentials", _keys(rng))
    if rng.random() < 0.1:
        world["files"]["~/old"] = rng.choice(("AWSAccessKeyId=a\nAWSSecretKey=b\n", "AWSAccessKeyId=a\n", "x"))
    if rng.random() < 0.6:
        world["imds"] = _imds(rng)
    # The stand-in always listens, so the world has a server there too.
    path = rng.choice(("creds", "creds", "elsewhere"))
    world["http"] = {f"http://127.0.0.1:PORT/NAME/c/{path}": _reply(rng)}
    if rng.random() < 0.7:
        world["processes"] = {"print-keys --json": _printed(rng)}
    if rng.random() < 0.7:
        name = rng.choice(("corp", "https://a.example/start"))
        world["sso_tokens"] = {
            name: _some(rng, {"accessToken": "sso-access-token", "expiresAt": rng.choice(TIMES[:4])})
        }
    if rng.random() < 0.7:
        world["sso_roles"] = known.sso_roles
    if rng.random() < 0.5:
        world["mfa_code"] = rng.choice(("123456", "1", ""))
    world["roles"] = {known.ROLE: _role(rng, known.ROLE_KEY), known.OTHER: _role(rng, known.OTHER_KEY)}
    return world


def _some(rng, table):
    """Each entry with a chance of being left out."""
    return {name: value for name, value in table.items() if rng.random() < 0.9}


def _env(rng):
    rare = {
        "AWS_ACCESS_KEY_ID": (known.ENV_KEY, ""),
        "AWS_SECRET_ACCESS_KEY": ("env-secret-0000", ""),
        "AWS_SESSION_TOKEN": ("session-token",),
        "AWS_SECURITY_TOKEN": ("security-token", ""),
        "AWS_CREDENTIAL_EXPIRATION": (known.LATER, known.PAST, "soon", ""),
        "AWS_DEFAULT_PROFILE": NAMES,
        "AWS_WEB_IDENTITY_TOKEN_FILE": ("(home)/token", "~/token", ""),
        "AWS_ROLE_ARN": (known.ROLE, known.OTHER, "", "short"),
        "AWS_ROLE_SESSION_NAME": ("a-session", "x"),
        "AWS_CREDENTIAL_FILE": ("~/old", "(home)/old"),
        "BOTO_CONFIG": ("~/.boto", "/nowhere"),
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": (
            "http://127.0.0.1:PORT/NAME/c/creds",
            "http://[::1",
            "ftp://localhost",
        ),
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": ("@127.0.0.1:PORT/NAME/c/creds",),
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": ("file-token", "a\nb", "snow☃"),
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": ("(home)/token", "~/token"),
        "AWS_EC2_METADATA_DISABLED": ("true", "TRUE", "yes"),
        "AWS_EC2_METADATA_V1_DISABLED": ("true", "false"),
        "AWS_METADATA_SERVICE_NUM_ATTEMPTS": ("2", "-1", "x"),
        "AWS_METADATA_SERVICE_TIMEOUT": ("2", "0", "-3"),
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": ("ipv4", "IPv7"),
        "AWS_CONFIG_FILE": ("~/.aws/credentials", "~/missing"),
        "AWS_SHARED_CREDENTIALS_FILE": ("~/.aws/config", "${HOME}/.aws/credentials"),
        "AWS_DEFAULT_REGION": ("eu-west-1", "bad region"),
    }
    chosen = {name: rng.choice(values) for name, values in rare.items() if rng.random() < 0.07}
    if rng.random() < 0.15:
        chosen |= known.env
    if rng.random() < 0.5:
        chosen["AWS_PROFILE"] = rng.choice((*NAMES, "nope", ""))
    return chosen


def _keys(rng):
    table = {
        "aws_access_key_id": rng.choice((known.FILE_KEY, known.CONFIG_KEY, "")),
        "aws_secret_access_key": "file-secret-0000",
        "aws_session_token": "file-session-token",
    }
    return "".join(f"{name}{rng.choice((' = ', '=', ': '))}{value}\n" for name, value in _some(rng, table).items())


def _credentials(rng):
    return "".join(known.section(name, _keys(rng)) for name in NAMES if rng.random() < 0.5)


def _config(rng):
    text = known.section("sso-session corp", "".join(_lines(rng, known.sso_config))) if rng.random() < 0.7 else ""
    for name in NAMES:
        if rng.random() < 0.8:
            heading = rng.choice((f"profile {name}", f'profile "{name}"', name))
            text += known.section(heading, "".join(_options(rng)))
    return text + rng.choice(("", "", "", "", "", "", "[profile dev]\n", "# end\n", "  indented = 1\n", "nonsense\n"))


def _lines(rng, text):
    return [line for line in text.splitlines(keepends=True) if rng.random() < 0.95]


def _options(rng):
    menu = (
        (f"role_arn = {rng.choice((known.ROLE, known.OTHER, 'short'))}\n", 0.35),
        (f"source_profile = {rng.choice((*NAMES, 'gone'))}\n", 0.3),
        (f"credential_source = {rng.choice(('Environment', 'Ec2InstanceMetadata', 'EcsContainer', 'env'))}\n", 0.1),
        ("web_identity_token_file = (home)/token\n", 0.08),
        ("mfa_serial = arn:aws:iam::111122223333:mfa/ana\n", 0.1),
        (f"external_id = {rng.choice(('42-42', 'other', '4'))}\n", 0.1),
        (f"role_session_name = {rng.choice(('a-session', 'x'))}\n", 0.1),
        (f"duration_seconds = {rng.choice(('900', '60', 'long'))}\n", 0.1),
        ("".join(_lines(rng, known.sso_profile)), 0.15),
        ("sso_session = corp\n", 0.1),
        ("".join(_lines(rng, known.sso_config)), 0.1),
        ("login_session = me\n", 0.05),
        (f"credential_process = {rng.choice(('print-keys --json', 'gone', chr(39)))}\n", 0.12),
        ("region = eu-west-1\n", 0.2),
        ("s3 =\n  max_queue = 5\n", 0.05),
        ("ec2_metadata_v1_disabled = true\n", 0.05),
        ("metadata_service_num_attempts = 2\n", 0.05),
        (_keys(rng), 0.3),
    )
    return [text for text, chance in menu if rng.random() < chance]


def _document(rng, key):
    return (
        _some(rng, known.document(key, rng.choice(TIMES)))
        if rng.random() < 0.9
        else {"Code": "Failed", "Message": "no"}
    )


def _imds(rng):
    return {
        "role": rng.choice(("web", "web", "web", None)),
        "creds": _document(rng, known.IMDS_KEY) if rng.random() < 0.95 else None,
        "http_tokens": rng.choice(("optional", "required")),
        "http_endpoint": rng.choice(("enabled",) * 4 + ("disabled",)),
        "hop_limit_exceeded": rng.random() < 0.3,
    }


def _reply(rng):
    body = rng.choice(
        ({"json": _document(rng, known.BOX_KEY)}, {"json": [1]}, {"json": None}, {"body": "hello"}, {"body": ""})
    )
    reply = {"status": rng.choice((200, 200, 200, 200, 404, 500)), **body}
    return reply | ({"needs_authorization": "file-token"} if rng.random() < 0.3 else {})


def _printed(rng):
    document = {
        "Version": rng.choice((1, 1, 1, 1, "1", 2)),
        "AccessKeyId": known.PROCESS_KEY,
        "SecretAccessKey": "process-secret",
        "SessionToken": "process-session-token",
        "Expiration": rng.choice(TIMES),
        "AccountId": "111122223333",
    }
    text = json.dumps(_some(rng, document))
    return {
        "rc": rng.choice((0, 0, 0, 0, 1)),
        "stdout": rng.choice((text,) * 6 + ("", "null")),
        "stderr": "it failed\n",
    }


def _role(rng, key):
    trusts = [
        name
        for name in (
            known.FILE_KEY,
            known.CONFIG_KEY,
            known.ENV_KEY,
            known.IMDS_KEY,
            known.BOX_KEY,
            known.PROCESS_KEY,
            known.ROLE_KEY,
            known.SSO_KEY,
        )
        if rng.random() < 0.85
    ]
    found = known.role(*trusts, key=key, trusts_tokens=["web-token-1"])
    if rng.random() < 0.15:
        found["mfa"] = True
    if rng.random() < 0.1:
        found["external_id"] = "42-42"
    if rng.random() < 0.15:
        found["creds"]["Expiration"] = rng.choice((known.LATER, known.PAST))
    return found
