"""The credential chain: botocore's own providers, run over a world that is given, never looked up."""

from studyapp.engines.credentials.asked import ChainInput, run
from studyapp.engines.credentials.flavours import FLAVOURS
from studyapp.engines.credentials.resolve import resolve
from studyapp.engines.credentials.results import (
    Decision,
    Engine,
    ErrorInfo,
    Event,
    Outcome,
    Resolution,
    Step,
)

__all__ = [
    "FLAVOURS",
    "ChainInput",
    "Decision",
    "Engine",
    "ErrorInfo",
    "Event",
    "Outcome",
    "Resolution",
    "Step",
    "resolve",
    "run",
]
