"""Signature Version 4: botocore's own signers at a given time, every stage a field, and a doctor for mismatches."""

from studyapp.engines.signing.compare import Comparison, ComparisonInput, compare
from studyapp.engines.signing.lab import LabRun, SigningLab, run
from studyapp.engines.signing.request import SigningInput
from studyapp.engines.signing.results import Canonical, Keys, Signed, Stages
from studyapp.engines.signing.sign import sign

__all__ = [
    "Canonical",
    "Comparison",
    "ComparisonInput",
    "Keys",
    "LabRun",
    "Signed",
    "SigningInput",
    "SigningLab",
    "Stages",
    "compare",
    "run",
    "sign",
]
