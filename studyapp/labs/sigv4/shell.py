"""The signed request as a curl command, and the signing as Python."""

import shlex

from studyapp.engines.signing import SigningLab, sign
from studyapp.engines.signing.examples import SECRET, SECRETS
from studyapp.engines.signing.signers import CLASSES


def _one_line(value: str) -> str:
    return " ".join(value.split())


def shell(asked: SigningLab) -> str:
    """curl with the signature in place. It would be refused: the time is over, and the keys are examples."""
    signed = sign(asked.plain())
    words = ["curl", "-sS", "-X", signed.method, shlex.quote(signed.url)]
    lines = [" ".join(words)]
    lines += [f"-H {shlex.quote(f'{name}: {_one_line(value)}')}" for name, value in signed.headers if name != "Host"]
    if signed.body:
        lines.append(f"--data-raw {shlex.quote(signed.body)}")
    return " \\\n  ".join(lines)


def python(asked: SigningLab) -> str:
    """The same with botocore; it signs at the time at which it runs."""
    kind = CLASSES[asked.s3, asked.presign, True].__name__
    secret = asked.secret_access_key if asked.secret_access_key in SECRETS else SECRET
    keys = [asked.access_key_id, secret, *([asked.session_token] if asked.session_token else [])]
    expires = f", {asked.expires}" if asked.presign else ""
    lines = [
        f"from botocore.auth import {kind}",
        "from botocore.awsrequest import AWSRequest",
        "from botocore.credentials import Credentials",
        "",
        f"request = AWSRequest(method={asked.method!r}, url={asked.url!r}, data={asked.body!r}.encode())",
        *(f"request.headers[{name!r}] = {value!r}" for name, value in asked.headers),
        f"keys = Credentials({', '.join(map(repr, keys))})",
        f"{kind}(keys, {asked.service!r}, {asked.region!r}{expires}).add_auth(request)",
        "print(request.url)" if asked.presign else 'print(request.headers["Authorization"])',
    ]
    return "\n".join(lines)
