"""How a run of a lab came out, as one word for programs and half a sentence for people; one pair a lab."""

from studyapp.engines.metadata import SessionResult
from studyapp.engines.policies import Evaluation
from studyapp.engines.regions import RegionResult
from studyapp.engines.sts import MfaRun

STATUS = {
    "200": "it answers 200",
    "400": "it answers 400: a bad request",
    "401": "it answers 401: no valid token",
    "403": "it answers 403: forbidden, or switched off",
    "404": "it answers 404: no such item",
    "405": "it answers 405: not this method",
    "time-out": "nothing comes back: a time-out",
    "nothing": "no request is sent",
}
SEARCH = {
    "v2": "botocore has the role’s keys, through version 2",
    "v1": "botocore has the role’s keys, through version 1",
    "none": "botocore finds no keys",
    "nobody": "no botocore runs there",
}
DECISIONS = {
    "allowed": "it is allowed",
    "explicitDeny": "it is denied by a statement",
    "implicitDeny": "it is not allowed, so it is denied",
}
MFA = {"session": "STS gives a session"}
CALLS = {
    "allowed": "the call is allowed",
    "denied": "the deny statement matches, and the call is denied",
    "not-allowed": "nothing allows the call",
    "rejected": "the call is rejected before any policy is asked",
    "expired": "the session has expired",
    "no-session": "there is no session to sign with",
}


def imds_status(result: SessionResult) -> str:
    """The status that the last command met: "200", "401", ..., "time-out", or "nothing" where none was sent."""
    if not result.exchanges:
        return "nothing"
    last = result.exchanges[-1]
    return "time-out" if last.lost else str(last.status or "nothing")


def imds_output(result: SessionResult) -> str:
    """What the last command printed, such as a role's name."""
    return result.exchanges[-1].output if result.exchanges else ""


def imds_hops(result: SessionResult) -> str:
    """How many hops the last command's answer has to travel, the smallest limit that lets a token arrive."""
    return str(result.exchanges[-1].hops_needed) if result.exchanges else "0"


def imds_search(result: SessionResult) -> str:
    """How botocore's own search ended: "v2", "v1", "none", "nobody"."""
    if result.search is None:
        return "nobody"
    return result.search.version if result.search.found else "none"


def decision(result: Evaluation) -> str:
    """allowed, explicitDeny or implicitDeny."""
    return result.decision


def decisive(result: Evaluation) -> str:
    """The statement that decided, as "<kind>/<document>/<statement>", or "none"."""
    first = result.matched[0] if result.matched else None
    return f"{first.kind}/{first.document}/{first.statement}" if first else "none"


def policy_goals(result: Evaluation) -> str:
    """The word "met" when every goal of the exercise is, else "missed:" and the number of the first that is not."""
    missed = next((number for number, goal in enumerate(result.goals, start=1) if not goal.met), None)
    return "met" if missed is None else f"missed:{missed}"


def mfa_result(result: MfaRun) -> str:
    """The word "session", or "error:" and the code that STS or the tool answers with."""
    return f"error:{result.refused.code}" if result.refused else "session"


def mfa_hours(result: MfaRun) -> str:
    """How many hours the session lives, "0" where there is none."""
    return f"{(result.session.lasts if result.session else 0) / 3600:g}"


def mfa_call(result: MfaRun) -> str:
    """What becomes of the call after it: allowed, denied, not-allowed, rejected, expired, no-session."""
    return result.tried.result if result.tried else "no-session"


def region(result: RegionResult) -> str:
    """Where the first service's call goes: a Region, "global", or "error:" and the error's name."""
    return result.destinations[0].key


def words(table: dict[str, str], key: str) -> str:
    """The half sentence of a key, or the key itself."""
    if key.startswith("error:"):
        return f"it ends with {key.removeprefix('error:')}"
    return table.get(key, key)


def status_words(key: str) -> str:
    return words(STATUS, key)


def output_words(key: str) -> str:
    return f"it prints {key}" if key else "it prints nothing"


def hops_words(key: str) -> str:
    return f"the answer travels {key} " + ("hop" if key == "1" else "hops")


def search_words(key: str) -> str:
    return words(SEARCH, key)


def decision_words(key: str) -> str:
    return words(DECISIONS, key)


def decisive_words(key: str) -> str:
    if key == "none":
        return "no statement decides: the request is denied because nothing allows it"
    kind, document, statement = key.split("/")
    return f"statement {int(statement) + 1} of the {kind} decides" + (
        f" (document {int(document) + 1})" if document != "0" else ""
    )


def mfa_words(key: str) -> str:
    return words(MFA, key)


def hours_words(key: str) -> str:
    return f"the session lives {key} " + ("hour" if key == "1" else "hours")


def call_words(key: str) -> str:
    return words(CALLS, key)


def region_words(key: str) -> str:
    if key == "global":
        return "it goes to the global address"
    return words({}, key) if key.startswith("error:") else f"it goes to {key}"


def goals_words(key: str) -> str:
    if key == "met":
        return "every request comes out as listed"
    return f"request {key.removeprefix('missed:')} does not come out as listed"
