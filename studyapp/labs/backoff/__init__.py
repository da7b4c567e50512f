"""Backoff as a lab: a crowd, what stands in its way, and what each client does after a "no"."""

from studyapp.labs.backoff.form import read, scrub, show
from studyapp.labs.backoff.present import present, shell, start
from studyapp.labs.backoff.states import states

__all__ = ["present", "read", "scrub", "shell", "show", "start", "states"]
