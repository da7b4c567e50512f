"""The doctor's page. What is pasted is treated as a secret: looked at once, never kept, linked or shown back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from studyapp.course import course
from studyapp.engines.doctor import RULES, Diagnosis, DoctorInput, Placed

SAMPLES = (
    (
        "no-credentials",
        "Nobody answered",
        "The CLI on an instance with a role.",
        'Unable to locate credentials. You can configure credentials by running "aws login".',
    ),
    (
        "two-of-three",
        "A token is missing",
        "Two values of three were copied.",
        "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token "
        "included in the request is invalid.",
    ),
    (
        "slow-clock",
        "A clock",
        "The message holds the answer.",
        "An error occurred (SignatureDoesNotMatch) when calling the GetCallerIdentity operation: Signature expired: "
        "20260302T195522Z is now earlier than 20260302T195940Z (20260302T200440Z - 5 min.)",
    ),
    (
        "configure-list",
        "aws configure list",
        "A role was expected.",
        "NAME       : VALUE                    : TYPE             : LOCATION\n"
        "profile    : dev                      : env              : ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']\n"
        "access_key : ****************MPLE     : env              : \n"
        "secret_key : ****************EKEY     : env              : \n"
        "region     : <not set>                : None             : None",
    ),
    (
        "denied",
        "Denied",
        "By which kind of policy?",
        "An error occurred (AccessDenied) when calling the GetObject operation: User: "
        "arn:aws:iam::111122223333:user/ana "
        'is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme-payroll/march.csv" with an '
        "explicit deny in an identity-based policy",
    ),
    (
        "no-region",
        "No Region",
        "It worked for S3.",
        "botocore.exceptions.NoRegionError: You must specify a region.",
    ),
)
TEXTS = frozenset(text for *_, text in SAMPLES)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was placed, with the lesson and the lab that exist for it."""

    placed: Placed
    lesson: Any
    lab: Any


def states() -> tuple[dict[str, Any], ...]:
    """Sample texts: the only ones that are ever shown back."""
    return tuple(
        {"slug": slug, "title": title, "line": line, "data": {"text": text}} for slug, title, line, text in SAMPLES
    )


def read(post: QueryDict) -> dict[str, Any]:
    """The pasted text."""
    return {"text": post.get("text", "").replace("\r\n", "\n")}


def scrub(data: Mapping[str, Any]) -> dict[str, Any]:
    """The text if it is one of ours, and nothing of any other."""
    text = data.get("text")
    return {"text": text if text in TEXTS else ""}


def show(data: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the form."""
    return {"text": data.get("text", "")}


def _lab(placed: Placed) -> Any:
    # The registry names this module among its labs, so it can only be asked once both are loaded.
    from studyapp.labs.registry import BY_SLUG

    found = BY_SLUG.get(placed.lab)
    if found is None or found.page is None:
        return None
    known = any(state.slug == placed.state for state in found.page.states)
    return {"slug": found.slug, "title": found.title, "state": placed.state if known else ""}


def present(_asked: DoctorInput, result: Diagnosis, _before: str) -> dict[str, Any]:
    """What the result's template gets."""
    lessons = {lesson.id: lesson for lesson in course().lessons}
    found = [Finding(placed=one, lesson=lessons.get(one.lesson), lab=_lab(one)) for one in result.found]
    return {"diagnosis": result, "found": found, "rules": len(RULES)}


def start(_asked: DoctorInput) -> dict[str, Any]:
    """The doctor stands in no lesson."""
    return {}


def shell(_asked: DoctorInput) -> str:
    """There is nothing to copy."""
    return ""
