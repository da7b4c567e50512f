"""The error doctor: paste what a tool said, and be led to its cause, its lesson and a lab that shows it."""

from studyapp.labs.doctor.page import present, read, scrub, shell, show, start, states

__all__ = ["present", "read", "scrub", "shell", "show", "start", "states"]
