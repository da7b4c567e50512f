"""The Region as a lab: where a tool looks, and where each call then goes."""

from studyapp.labs.region.form import read, scrub, show
from studyapp.labs.region.present import present, shell, start
from studyapp.labs.region.states import states

__all__ = ["present", "read", "scrub", "shell", "show", "start", "states"]
