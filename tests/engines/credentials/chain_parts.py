"""What worlds for the chain's tests are put together from: keys, files, documents, roles."""

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
