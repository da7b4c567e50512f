"""Work done by a process of its own, which is killed at a statement of one's choice."""

import os
import signal
import warnings
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

FINISHED, FAILED = 0, 1


def killed_at(statement: int, work: Callable[[], Any]) -> int | None:
    """Do `work` in a forked process that ends itself by kill -9 before its n-th statement; 0: never.

    Returns FINISHED or FAILED, or None when it was killed.
    """
    connections.close_all()  # no connection crosses a fork
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons advise against forking beside threads; the child has none
        child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    count = 0

    def execute(run: Callable[..., Any], *more: Any) -> Any:
        nonlocal count
        count += 1
        if count == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return run(*more)

    try:
        with connection.execute_wrapper(execute):
            work()
        connections.close_all()
        os._exit(FINISHED)
    except BaseException:
        os._exit(FAILED)
