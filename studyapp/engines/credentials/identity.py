"""From keys to a person or role, and from there to what the requests of a world come to."""

from collections.abc import Sequence
from typing import Any

from studyapp.engines.credentials.results import Decision, ErrorInfo, Outcome
from studyapp.engines.credentials.services import Services
from studyapp.engines.policies import decide
from studyapp.engines.worlds import World


def judge(
    world: World, services: Services, winner: str | None, keys: Any, error: ErrorInfo | None
) -> tuple[Outcome, list[str]]:
    """The outcome, and notes on requests that could not be judged."""
    if error is not None:
        return Outcome(status="error", provider=winner, error=error), []
    if keys is None:
        return Outcome(status="none"), []
    # A credential_process may print null for a key, and botocore takes it.
    key_id = None if keys.access_key is None else str(keys.access_key)
    decisions, notes = _decisions(world, key_id)
    outcome = Outcome(
        status="found",
        provider=winner,
        access_key_id=key_id,
        has_token=bool(keys.token),
        identity=services.arn_of(key_id),
        decisions=tuple(decisions),
    )
    return outcome, notes


def _decisions(world: World, key_id: str | None) -> tuple[Sequence[Decision], list[str]]:
    if not world.requests:
        return (), []
    identity = world.identities.get(key_id or "")
    if identity is None:
        return (), [f"The requests: this world does not say what {key_id or 'an empty key id'} may do."]
    try:
        return [
            Decision(
                action=request.action,
                resource=request.resource,
                decision=decide(identity.policies, request.action, request.resource),
            )
            for request in world.requests
        ], []
    except (ValueError, TypeError, LookupError):
        return (), ["The requests: a policy document of this identity cannot be read."]
