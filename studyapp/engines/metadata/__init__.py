"""The EC2 instance metadata service: what it serves, to whom, and how its two versions differ."""

from studyapp.engines.metadata.instance import Instance, Place
from studyapp.engines.metadata.service import Answer, Request, Service
from studyapp.engines.metadata.session import Line, SessionInput, SessionResult, play

__all__ = [
    "Answer",
    "Instance",
    "Line",
    "Place",
    "Request",
    "Service",
    "SessionInput",
    "SessionResult",
    "play",
]
