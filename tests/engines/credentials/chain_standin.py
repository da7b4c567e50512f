"""AWS on loopback for the real tools: STS, IAM Identity Center, IMDS and container endpoints, by a world's word."""

import json
import re
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

KEY_ID = re.compile(r"Credential=([^/]*)/")


class StandIn:
    """One server for many worlds: each has its own path prefix."""

    def __init__(self):
        self.worlds = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.worlds))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, name, world):
        self.worlds[name] = world

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def environment(self, name):
        """Variables that lead a real tool to this world's services."""
        base = f"http://127.0.0.1:{self.port}/{name}"
        imds = f"{base}/imds" if self.worlds[name].get("imds") else "http://127.0.0.1:9"
        return {
            "AWS_ENDPOINT_URL_STS": f"{base}/sts",
            "AWS_ENDPOINT_URL_SSO": f"{base}/sso",
            "AWS_ENDPOINT_URL_SSO_OIDC": f"{base}/oidc",
            "AWS_ENDPOINT_URL_SIGNIN": f"{base}/signin",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": imds,
            # An endpoint of one's own needs a Region; AWS's global endpoint does not.
            "AWS_DEFAULT_REGION": "us-east-1",
        }


def _handler(worlds):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._serve()

        def do_PUT(self):
            self._serve()

        def do_POST(self):
            self._serve()

        def log_message(self, *_):
            pass

        def _serve(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            _, name, service, *rest = urlsplit(self.path).path.split("/", 3)
            world, rest = worlds[name], unquote("/" + "".join(rest))
            answer = {"sts": _sts, "sso": _sso, "oidc": _refused, "signin": _refused, "imds": _imds, "c": _container}
            status, text = answer[service](world, self, rest, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

    return Handler


def _sts(world, request, _path, body):
    form = {key: values[0] for key, values in parse_qs(body).items()}
    match = KEY_ID.search(request.headers.get("Authorization", ""))
    caller = match[1] if match else None
    action = form["Action"]
    if action == "GetCallerIdentity":
        arn = world.get("identities", {}).get(caller, {}).get("arn", "arn:aws:iam::111122223333:user/x")
        inner = f"<Arn>{arn}</Arn><UserId>{caller}</UserId><Account>111122223333</Account>"
        return 200, _xml(action, inner)
    role = world.get("roles", {}).get(form["RoleArn"])
    if action == "AssumeRole":
        allowed = (
            role is not None
            and caller in role.get("trusts", [])
            and ("TokenCode" in form or not role.get("mfa"))
            and role.get("external_id") in (None, form.get("ExternalId"))
        )
        who = world.get("identities", {}).get(caller, {}).get("arn")
        message = f"User: {who} is" if who else "User is"
        message += f" not authorized to perform: sts:AssumeRole on resource: {form['RoleArn']}"
    else:
        allowed = role is not None and form["WebIdentityToken"].strip() in role.get("trusts_tokens", [])
        message = "Not authorized to perform sts:AssumeRoleWithWebIdentity"
    if not allowed:
        return 403, (
            '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>'
            f"<Code>AccessDenied</Code><Message>{message}</Message></Error></ErrorResponse>"
        )
    creds = role["creds"]
    expires = creds.get("Expiration") or (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return 200, _xml(
        action,
        f"<Credentials><AccessKeyId>{creds['AccessKeyId']}</AccessKeyId>"
        f"<SecretAccessKey>{creds['SecretAccessKey']}</SecretAccessKey>"
        f"<SessionToken>{creds['SessionToken']}</SessionToken><Expiration>{expires}</Expiration></Credentials>"
        f"<AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/r/s</Arn>"
        "<AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser>",
    )


def _xml(action, inner):
    return (
        f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>{inner}'
        f"</{action}Result></{action}Response>"
    )


def _sso(world, request, _path, _body):
    query = {key: values[0] for key, values in parse_qs(urlsplit(request.path).query).items()}
    for role in world.get("sso_roles", []):
        if (role["account"], role["role"]) == (query["account_id"], query["role_name"]):
            creds = role["creds"]
            expires = datetime.now(UTC) + timedelta(hours=1)
            document = {
                "accessKeyId": creds["AccessKeyId"],
                "secretAccessKey": creds["SecretAccessKey"],
                "sessionToken": creds["SessionToken"],
                "expiration": int(expires.timestamp() * 1000),
            }
            return 200, json.dumps({"roleCredentials": document})
    return 403, json.dumps({"message": "No access", "__type": "com.amazonaws.switchboard.portal#ForbiddenException"})


def _refused(_world, _request, _path, _body):
    return 400, json.dumps({"error": "invalid_grant", "__type": "InvalidGrantException", "message": "Invalid grant"})


def _imds(world, request, path, _body):
    imds = world["imds"]
    if imds.get("http_endpoint") == "disabled":
        return 403, ""
    if request.command == "PUT":
        # A token that never arrives costs a second; 404 has the same effect on botocore.
        return (404, "") if imds.get("hop_limit_exceeded") else (200, "TOKEN")
    if imds.get("http_tokens") == "required" and not request.headers.get("x-aws-ec2-metadata-token"):
        return 401, ""
    folder = "/latest/meta-data/iam/security-credentials/"
    if imds.get("role") and path == folder:
        return 200, imds["role"]
    if imds.get("role") and path == folder + imds["role"] and imds.get("creds") is not None:
        return 200, json.dumps(imds["creds"])
    return 404, ""


def _container(world, request, _path, _body):
    for url, reply in world.get("http", {}).items():
        if urlsplit(url).path == urlsplit(request.path).path:
            wanted = reply.get("needs_authorization")
            if wanted and request.headers.get("Authorization") != wanted:
                return 401, "Unauthorized"
            body = json.dumps(reply["json"]) if "json" in reply else reply.get("body", "")
            return reply.get("status", 200), body
    return 404, "404 page not found"
