"""Retries: who waits how long, what a crowd of clients does to a service, and which answers are retried at all."""

from studyapp.engines.retries.asked import BackoffInput
from studyapp.engines.retries.backoff import all_strategies, alone, run, with_rival
from studyapp.engines.retries.bucket import BucketInput, BucketResult, fill
from studyapp.engines.retries.classify import Classified, ClassifierInput, classify
from studyapp.engines.retries.results import BackoffResult

__all__ = [
    "BackoffInput",
    "BackoffResult",
    "BucketInput",
    "BucketResult",
    "Classified",
    "ClassifierInput",
    "all_strategies",
    "alone",
    "classify",
    "fill",
    "run",
    "with_rival",
]
