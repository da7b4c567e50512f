"""Policy evaluation as a lab: documents, a request, the statement that decides, and exercises."""

from studyapp.labs.policy.form import read, scrub, show
from studyapp.labs.policy.present import present, shell, start
from studyapp.labs.policy.states import states

__all__ = ["present", "read", "scrub", "shell", "show", "start", "states"]
