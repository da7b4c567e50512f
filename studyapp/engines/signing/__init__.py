"""Signature Version 4: botocore's own signers at a given time, every stage a field."""

from studyapp.engines.signing.request import SigningInput
from studyapp.engines.signing.results import Canonical, Keys, Signed, Stages
from studyapp.engines.signing.sign import sign

__all__ = ["Canonical", "Keys", "Signed", "SigningInput", "Stages", "sign"]
