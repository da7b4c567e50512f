"""What one can ask an engine: each ask turns a lab's fields into one outcome, with the run that shows it.

A bet in a lesson names an ask, and so does a question. Its data are the fields of the lab `lab`, so whatever is
asked can be opened there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from studyapp.engines import credentials, metadata, policies, regions, retries, signing, sts
from studyapp.engines.inputs import INPUTS
from studyapp.questions import readings, signatures
from studyapp.questions import retry_readings as waiting
from studyapp.questions.outcomes import (
    caller_key,
    caller_words,
    chain_order,
    order_words,
    outcome_key,
    outcome_words,
)


class Traced(Protocol):
    """What every engine returns."""

    def to_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The outcome as one word for programs and half a sentence for people, and the run it comes from."""

    key: str
    words: str
    result: Traced


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One question to an engine. `run` takes the lab's validated input; `key` reads the outcome off its result."""

    id: str
    lab: str
    run: Callable[[Any], Traced]
    key: Callable[[Any], str]
    words: Callable[[str], str]

    def find(self, fields: Mapping[str, Any]) -> Finding:
        """Ask the engine. Raises pydantic's ValidationError for fields that the lab would refuse."""
        result = self.run(INPUTS[self.lab].model_validate(fields))
        key = self.key(result)
        return Finding(key=key, words=self.words(key), result=result)


ASKS: tuple[Ask, ...] = (
    Ask(id="signer", lab="credential-chain", run=credentials.run, key=outcome_key, words=outcome_words),
    Ask(id="caller", lab="credential-chain", run=credentials.run, key=caller_key, words=caller_words),
    Ask(id="order", lab="credential-chain", run=credentials.run, key=chain_order, words=order_words),
    Ask(id="imds-status", lab="imds", run=metadata.play, key=readings.imds_status, words=readings.status_words),
    Ask(id="imds-hops", lab="imds", run=metadata.play, key=readings.imds_hops, words=readings.hops_words),
    Ask(id="imds-output", lab="imds", run=metadata.play, key=readings.imds_output, words=readings.output_words),
    Ask(id="imds-search", lab="imds", run=metadata.play, key=readings.imds_search, words=readings.search_words),
    Ask(id="decision", lab="policy", run=policies.evaluate, key=readings.decision, words=readings.decision_words),
    Ask(id="decisive", lab="policy", run=policies.evaluate, key=readings.decisive, words=readings.decisive_words),
    Ask(
        id="policy-goals", lab="policy", run=policies.evaluate, key=readings.policy_goals, words=readings.goals_words
    ),
    Ask(id="region", lab="region", run=regions.run, key=readings.region, words=readings.region_words),
    Ask(id="mfa-result", lab="mfa-session", run=sts.run, key=readings.mfa_result, words=readings.mfa_words),
    Ask(id="mfa-hours", lab="mfa-session", run=sts.run, key=readings.mfa_hours, words=readings.hours_words),
    Ask(id="mfa-call", lab="mfa-session", run=sts.run, key=readings.mfa_call, words=readings.call_words),
    Ask(id="sigv4-same", lab="sigv4", run=signing.run, key=signatures.same_key, words=signatures.same_words),
    Ask(id="sigv4-stage", lab="sigv4", run=signing.run, key=signatures.stage_key, words=signatures.stage_words),
    Ask(id="sigv4-cause", lab="sigv4", run=signing.run, key=signatures.cause_key, words=signatures.cause_words),
    Ask(id="sigv4-verdict", lab="sigv4", run=signing.run, key=signatures.verdict_key, words=signatures.verdict_words),
    Ask(id="sigv4-skew", lab="sigv4", run=signing.run, key=signatures.skew_key, words=signatures.skew_words),
    Ask(id="sigv4-path", lab="sigv4", run=signing.run, key=signatures.path_key, words=signatures.as_it_is),
    Ask(id="sigv4-query", lab="sigv4", run=signing.run, key=signatures.query_key, words=signatures.as_it_is),
    Ask(id="sigv4-headers", lab="sigv4", run=signing.run, key=signatures.headers_key, words=signatures.as_it_is),
    Ask(id="sigv4-scope", lab="sigv4", run=signing.run, key=signatures.scope_key, words=signatures.as_it_is),
    Ask(
        id="sigv4-signature",
        lab="sigv4",
        run=signing.run,
        key=signatures.signature_key,
        words=signatures.signature_words,
    ),
    Ask(
        id="jitter-effect",
        lab="backoff",
        run=retries.with_rival,
        key=waiting.jitter_effect,
        words=waiting.effect_words,
    ),
    Ask(id="fewest-calls", lab="backoff", run=retries.all_strategies, key=waiting.fewest, words=waiting.name_words),
    Ask(id="soonest-done", lab="backoff", run=retries.all_strategies, key=waiting.soonest, words=waiting.name_words),
    Ask(id="max-wait", lab="backoff", run=retries.alone, key=waiting.max_wait, words=waiting.wait_words),
    Ask(id="total-wait-most", lab="backoff", run=retries.alone, key=waiting.total_most, words=waiting.wait_words),
    Ask(id="total-wait-mean", lab="backoff", run=retries.alone, key=waiting.total_mean, words=waiting.wait_words),
    Ask(id="cap-binds", lab="backoff", run=retries.alone, key=waiting.cap_binds, words=waiting.cap_words),
    Ask(id="calls-made", lab="backoff", run=retries.alone, key=waiting.calls_made, words=waiting.calls_words),
    Ask(id="retries-made", lab="backoff", run=retries.alone, key=waiting.retries_made, words=waiting.retries_words),
    Ask(id="tuned", lab="backoff", run=retries.alone, key=waiting.tuned, words=waiting.tuned_words),
    Ask(
        id="retryable", lab="retry-classifier", run=retries.classify, key=waiting.retryable, words=waiting.retry_words
    ),
    Ask(
        id="retry-class", lab="retry-classifier", run=retries.classify, key=waiting.remedy, words=waiting.retry_words
    ),
    Ask(
        id="throttling",
        lab="retry-classifier",
        run=retries.classify,
        key=waiting.throttling,
        words=waiting.throttle_words,
    ),
    Ask(id="bucket-accepted", lab="token-bucket", run=retries.fill, key=waiting.accepted, words=waiting.pass_words),
    Ask(id="bucket-refused", lab="token-bucket", run=retries.fill, key=waiting.refused, words=waiting.refuse_words),
    Ask(
        id="bucket-remedy",
        lab="token-bucket",
        run=retries.fill,
        key=waiting.bucket_remedy,
        words=waiting.remedy_words,
    ),
)
BY_ID = {ask.id: ask for ask in ASKS}


def ask_of(lab: str, name: str = "") -> Ask | None:
    """The ask of a lab by its name, or the lab's first; None where there is none."""
    fitting = (ask for ask in ASKS if ask.lab == lab and name in ("", ask.id))
    return next(fitting, None)


def words_of(name: str, key: str) -> str:
    """An outcome of a kept bet or answer in words; the key itself if its ask is gone."""
    ask = BY_ID.get(name)
    return ask.words(key) if ask else key
