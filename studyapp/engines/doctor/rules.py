"""Every rule, in the order in which they are tried."""

from studyapp.engines.doctor.credentials import CREDENTIALS
from studyapp.engines.doctor.model import Rule
from studyapp.engines.doctor.service import SERVICE
from studyapp.engines.doctor.silence import LIMITS, METADATA

RULES: tuple[Rule, ...] = (*CREDENTIALS, *SERVICE, *METADATA, *LIMITS)

__all__ = ["RULES", "Rule"]
