"""The one line of a run that decided, for people."""

from studyapp.engines.credentials import Resolution
from studyapp.engines.metadata import SessionResult
from studyapp.questions.asks import Finding


def deciding_line(finding: Finding | None) -> str:
    """What the engine saw at the point where the outcome was settled; "" where nothing was run."""
    if finding is None:
        return ""
    result = finding.result
    if isinstance(result, Resolution):
        ends = [step for step in result.trace if step.status in ("found", "error")]
        if ends:
            return f"{ends[0].label}: {ends[0].why}"
        # An error before the first link, such as a profile that does not exist, has no step of its own.
        error = result.outcome.error
        return error.message if error else "Every link was asked, and none had anything."
    if isinstance(result, SessionResult):
        return result.exchanges[-1].why if result.exchanges else ""
    return str(getattr(result, "why", "")) or f"{finding.words[:1].upper()}{finding.words[1:]}."
