"""The input of every lab by its slug: one schema for form, JSON, lessons, questions and documents."""

from collections.abc import Mapping

from pydantic import BaseModel

from studyapp.engines.credentials import ChainInput
from studyapp.engines.metadata import SessionInput
from studyapp.engines.policies import PolicyQuestion
from studyapp.engines.regions import RegionInput
from studyapp.engines.signing import SigningLab
from studyapp.engines.sts import MfaLab

INPUTS: Mapping[str, type[BaseModel]] = {
    "credential-chain": ChainInput,
    "imds": SessionInput,
    "mfa-session": MfaLab,
    "policy": PolicyQuestion,
    "region": RegionInput,
    "sigv4": SigningLab,
}
