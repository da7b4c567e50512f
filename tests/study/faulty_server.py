"""The site over WSGI, and on request without one of its protections: what the fault tests hold against it.

The header `X-Fault` of a request says which; without it this is the site as it is.
"""

import json
import os
import signal
import threading
import uuid
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.db import connection

from studyapp.wsgi import application as site

LATER = 5.0  # seconds after its reply that a site which answers first would write
Reply = Iterable[bytes]


def die() -> None:
    """As `kill -9` from outside, at a moment of one's own choice."""
    os.kill(os.getpid(), signal.SIGKILL)


def dies_first(environ: dict[str, Any], start: Callable[..., Any]) -> Reply:
    """Nothing is written."""
    die()
    return []


def dies_inside(environ: dict[str, Any], start: Callable[..., Any]) -> Reply:
    """The row is written, and not committed."""

    def execute(run: Callable[..., Any], sql: str, *more: Any) -> Any:
        done = run(sql, *more)
        if sql.startswith('INSERT INTO "studyapp_draft"'):
            die()
        return done

    with connection.execute_wrapper(execute):
        return list(site(environ, start))


def dies_after(environ: dict[str, Any], start: Callable[..., Any]) -> Reply:
    """Committed, and nobody hears of it."""
    list(site(environ, lambda *_: None))
    die()
    return []


def answers_first(environ: dict[str, Any], start: Callable[..., Any]) -> Reply:
    """Control: the reply does not wait for the commit."""
    environ |= {"wsgi.input": BytesIO(environ["wsgi.input"].read())}
    late = threading.Timer(LATER, lambda: list(site(environ, lambda *_: None)))
    late.daemon = True
    late.start()
    start("200 OK", [("Content-Type", "application/json")])
    return [b"{}"]


def forgets_keys(environ: dict[str, Any], start: Callable[..., Any]) -> Reply:
    """Control: a save has no key of its own, so that sending it twice is two saves."""
    body = json.loads(environ["wsgi.input"].read()) | {"key": str(uuid.uuid4())}
    text = json.dumps(body).encode()
    return list(site(environ | {"wsgi.input": BytesIO(text), "CONTENT_LENGTH": str(len(text))}, start))


FAULTS = {one.__name__: one for one in (dies_first, dies_inside, dies_after, answers_first, forgets_keys)}


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Reply:
    """The site, or the site with a fault."""
    fault = FAULTS.get(environ.get("HTTP_X_FAULT", ""))
    return fault(environ, start) if fault else site(environ, start)
