"""The retry classifier as a lab: one answer, and what every retry profile makes of it."""

from studyapp.labs.classifier.form import read, scrub, show
from studyapp.labs.classifier.present import present, shell, start
from studyapp.labs.classifier.states import states

__all__ = ["present", "read", "scrub", "shell", "show", "start", "states"]
