"""From an error text to its cause: a table of named rules, and what none of them places is said."""

from studyapp.engines.doctor.diagnose import Diagnosis, DoctorInput, Placed, diagnose
from studyapp.engines.doctor.rules import RULES, Rule

__all__ = ["RULES", "Diagnosis", "DoctorInput", "Placed", "Rule", "diagnose"]
