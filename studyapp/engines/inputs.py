"""The input of every lab by its slug: one schema for form, JSON, lessons, questions and documents."""

from collections.abc import Mapping

from pydantic import BaseModel

from studyapp.engines.credentials import ChainInput
from studyapp.engines.doctor import DoctorInput
from studyapp.engines.metadata import SessionInput
from studyapp.engines.policies import PolicyQuestion
from studyapp.engines.regions import RegionInput
from studyapp.engines.retries import BackoffInput, BucketInput, ClassifierInput
from studyapp.engines.signing import SigningLab
from studyapp.engines.sts import MfaLab

INPUTS: Mapping[str, type[BaseModel]] = {
    "backoff": BackoffInput,
    "credential-chain": ChainInput,
    "imds": SessionInput,
    "mfa-session": MfaLab,
    "policy": PolicyQuestion,
    "region": RegionInput,
    "doctor": DoctorInput,
    "retry-classifier": ClassifierInput,
    "sigv4": SigningLab,
    "token-bucket": BucketInput,
}
