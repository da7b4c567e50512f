"""The MFA session as a lab: a device, a call to STS, and what its credentials can do."""

from studyapp.labs.mfa.form import read, scrub, show
from studyapp.labs.mfa.present import present, shell, start
from studyapp.labs.mfa.states import states

__all__ = ["present", "read", "scrub", "shell", "show", "start", "states"]
