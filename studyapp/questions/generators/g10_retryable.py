"""G10: which errors are worth a retry, with codes and statuses that disagree."""

from typing import Any

from studyapp.questions.generators.beliefs import key_of
from studyapp.questions.generators.chance import Chance
from studyapp.questions.generators.contract import Drawn, Generator, Scene
from studyapp.questions.generators.plain import row

LAB, ASK = "retry-classifier", "retry-class"
# Codes with a status that points the same way, and codes with one that points elsewhere.
AGREE = (
    ("InternalError", 500),
    ("ServiceUnavailable", 503),
    ("ValidationException", 400),
    ("AccessDenied", 403),
    ("NoSuchKey", 404),
    ("TooManyRequestsException", 429),
    ("InvalidParameterValue", 400),
    ("InternalFailure", 502),
)
CONFLICT = (
    ("ThrottlingException", 400),
    ("Throttling", 400),
    ("ProvisionedThroughputExceededException", 400),
    ("RequestTimeout", 400),
    ("ExpiredToken", 400),
    ("ExpiredTokenException", 403),
    ("NotImplemented", 501),
    ("SlowDown", 503),
    ("RequestLimitExceeded", 503),
    ("PriorRequestNotComplete", 400),
    ("BandwidthLimitExceeded", 509),
)
CHOICES = {
    "retry-slow": "retry, and slow down",
    "retry-fast": "retry after a short wait",
    "refresh": "get new credentials",
    "fix": "no retry: fix the request",
}
WHY = {
    "retry-slow": "The code is on the list of throttling errors.",
    "retry-fast": "It may pass by itself: a short wait is enough.",
    "refresh": "The session is over: the same keys get the same answer.",
    "fix": "The same request gets the same answer.",
}


def _key(code: str, status: int) -> str:
    return key_of(LAB, ASK, {"code": code, "status": status, "mode": "std-2026"})


def _make(chance: Chance, target: str) -> Drawn | None:
    """Six errors, half of them with a status that says little: what to do about each?"""
    count = int(target)
    picked = (*chance.some(CONFLICT, count), *chance.some(AGREE, 6 - count))
    rows, keys = [], []
    for code, status in picked:
        key = _key(code, status)
        by_status = _key("", status)
        wrong = {by_status: "M34"} if by_status != key else {}
        if key in ("fix", "refresh"):  # whoever retries a throttled call is right to, only too soon
            wrong.setdefault("retry-fast", "M35")
        rows.append(row(f"{status} `{code}`", {"code": code, "status": status}, wrong, WHY[key]))
        keys.append(key)
    if len(set(keys)) < 3:
        return None
    bare: dict[str, Any] = {"code": picked[0][0], "status": picked[0][1], "mode": "std-2026"}
    choices = [{"id": name, "text": text, "says": name} for name, text in CHOICES.items()]
    sheets = ({"title": "The client", "text": "profile std-2026, botocore since 1.44"},)
    body = {"rows": rows, "choices": choices}
    return Drawn(state={**bare, "service": "ec2"}, bare=bare, body=body, sheets=sheets)


G10 = Generator(
    id="G10",
    version=1,
    title="What is worth a retry",
    scenes=(Scene(id="errors", kind="match", lab=LAB, ask=ASK, classes=("3", "4"), make=_make),),
)
