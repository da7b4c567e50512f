"""The call as it goes out: the body by botocore's serialiser, signed by its signer at the lab's time."""

from dataclasses import dataclass

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from studyapp.engines.sts import device

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 -- AWS's published example
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLETOKEN"  # noqa: S105 -- an example too
URL = "https://sts.amazonaws.com/"
KEY_IDS = {
    "user": "AKIAIOSFODNN7EXAMPLE",
    "root": "AKIAI44QH8DHBEXAMPLE",
    "role": "ASIAIOSFODNN7EXAMPLE",
    "session": "ASIAI44QH8DHBEXAMPLE",
}


@dataclass(frozen=True, kw_only=True)
class Signed:
    """An HTTP request ready to go."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: str


def sign(body: str, caller: str, seconds: float) -> Signed:
    """A POST to STS's global endpoint, signed with the caller's example keys."""
    token = TOKEN if caller in {"role", "session"} else None
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    request = AWSRequest(method="POST", url=URL, data=body, headers=headers)
    request.context["timestamp"] = device.moment(seconds).strftime("%Y%m%dT%H%M%SZ")
    signer = SigV4Auth(Credentials(KEY_IDS[caller], SECRET, token), "sts", "us-east-1")
    # The steps of add_auth, without its clock.
    signer._modify_request_before_signing(request)
    text = signer.string_to_sign(request, signer.canonical_request(request))
    signer._inject_signature_to_request(request, signer.signature(text, request))
    lines = (("Host", "sts.amazonaws.com"), *((name, str(value)) for name, value in request.headers.items()))
    return Signed(method="POST", url=URL, headers=lines, body=body)
