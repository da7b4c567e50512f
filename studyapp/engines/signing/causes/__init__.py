"""Why two sums part: named rules, tried in order, each with a sentence, a repair and the lesson to read."""

from studyapp.engines.signing.causes.headers import other_header, special_header
from studyapp.engines.signing.causes.model import Case, Cause, Rule, Side
from studyapp.engines.signing.causes.sums import body, scope, secret, signed_headers
from studyapp.engines.signing.causes.urls import escapes, method, path, query
from studyapp.engines.signing.parting import Parting

RULES: tuple[Rule, ...] = (
    method,
    escapes,
    path,
    query,
    special_header,
    other_header,
    body,
    signed_headers,
    scope,
    secret,
)

__all__ = ["RULES", "Case", "Cause", "Side", "cause_of"]


def cause_of(ours: Side, theirs: Side, at: Parting) -> Cause:
    """The first rule that fits; the rules cover every piece."""
    case = Case(ours=ours, theirs=theirs, at=at)
    return next(cause for rule in RULES if (cause := rule(case)) is not None)
