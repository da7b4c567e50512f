"""The metadata service as a lab: a terminal, the packet's way, and botocore's own search."""

from studyapp.labs.imds.form import read, scrub, show
from studyapp.labs.imds.present import present, shell, start
from studyapp.labs.imds.states import states

__all__ = ["present", "read", "scrub", "shell", "show", "start", "states"]
