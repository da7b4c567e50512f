"""The credential chain as a lab."""

from studyapp.labs.chain.form import read, show
from studyapp.labs.chain.roll import present, start
from studyapp.labs.chain.scrub import scrub
from studyapp.labs.chain.shell import shell
from studyapp.labs.chain.states import states

__all__ = ["present", "read", "scrub", "shell", "show", "start", "states"]
