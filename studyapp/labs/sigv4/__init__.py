"""SigV4 as a lab: the four steps of a signature, its pieces followed through them, and the doctor."""

from studyapp.labs.sigv4.form import read, show
from studyapp.labs.sigv4.present import present, start
from studyapp.labs.sigv4.scrub import scrub
from studyapp.labs.sigv4.shell import shell
from studyapp.labs.sigv4.states import states

__all__ = ["present", "read", "scrub", "shell", "show", "start", "states"]
