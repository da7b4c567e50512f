"""Temporary credentials with an MFA code, as STS gives them and as policies then see them."""

from studyapp.engines.sts.calls import MfaInput, Refusal, Session
from studyapp.engines.sts.session import MfaLab, MfaRun, run

__all__ = ["MfaInput", "MfaLab", "MfaRun", "Refusal", "Session", "run"]
