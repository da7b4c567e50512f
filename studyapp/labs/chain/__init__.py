"""The credential chain as a lab."""

from studyapp.labs.chain.form import read, show
from studyapp.labs.chain.model import ChainInput, run
from studyapp.labs.chain.roll import present
from studyapp.labs.chain.scrub import scrub
from studyapp.labs.chain.shell import shell
from studyapp.labs.chain.states import states

__all__ = ["ChainInput", "present", "read", "run", "scrub", "shell", "show", "states"]
