"""Exceptions as results: what the tool would print, where that is safe to show."""

from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from studyapp.engines.credentials.results import ErrorInfo

UNEXPECTED = "The tool stops with an unexpected error."
# Kinds whose messages botocore lets through to the terminal. Any other kind gets a fixed text.
_SHOWN = (
    BotoCoreError,
    ClientError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    OSError,
    EOFError,
    RuntimeError,
)


def describe(error: Exception, clean: Callable[[str], str]) -> ErrorInfo:
    """An exception's class name and message, the message without the world's secrets."""
    message = str(error) if isinstance(error, _SHOWN) else UNEXPECTED
    return ErrorInfo(type=type(error).__name__, message=clean(message))
