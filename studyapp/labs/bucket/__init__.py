"""The token bucket as a lab: its size, its refill, and the calls that come to it second by second."""

from studyapp.labs.bucket.form import read, scrub, show
from studyapp.labs.bucket.present import present, shell, start
from studyapp.labs.bucket.states import states

__all__ = ["present", "read", "scrub", "shell", "show", "start", "states"]
