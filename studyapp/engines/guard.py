"""The wall around the engines: while it stands, this thread can touch nothing outside its own memory."""

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Events that an honest run raises; they reach nothing outside the interpreter. All others fail.
ALLOWED = frozenset({"builtins.id", "sys._getframe", "object.__getattr__", "object.__setattr__"})


class IsolationError(RuntimeError):
    """An engine tried to reach outside its world. It names the kind of event only, never its arguments."""


class _State(threading.local):
    depth = 0
    collecting = False
    breaches: tuple[str, ...] = ()


_state = _State()


def _hook(event: str, _arguments: object) -> None:
    if not _state.depth or event in ALLOWED or _state.collecting:
        return
    _state.breaches += (event,)
    raise IsolationError(f"An engine tried to use {event}.")


def _note_collection(phase: str, _info: object) -> None:
    # The garbage collector may finish other people's objects (temporary files, say) in the middle of a run.
    _state.collecting = phase == "start"


@contextmanager
def no_io() -> Iterator[None]:
    """Refuse every file, network, process, environment and import event of this thread (PEP 578 audit events).

    Raises IsolationError, also where the code inside swallowed it. Reads of os.environ and stat() raise no
    audit event: the tests cover those with tripwires.
    """
    outer, _state.breaches = _state.breaches, ()
    _state.depth += 1
    try:
        yield
    finally:
        _state.depth -= 1
        breaches = _state.breaches
        # A guard inside a guard: the outer one must learn of it too.
        _state.breaches = outer + breaches if _state.depth else ()
    if breaches:
        raise IsolationError(f"An engine tried to use {', '.join(dict.fromkeys(breaches))}.")


sys.addaudithook(_hook)
gc.callbacks.append(_note_collection)
