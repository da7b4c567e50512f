"""Logs as JSON lines: method, path, status, time. No query string, no body, no header."""

import json
import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType

from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]
_logger = logging.getLogger("studyapp.requests")
SLOW_MS = 1_000
MOST_FRAMES = 8


class JsonFormatter(logging.Formatter):
    """One JSON object a line; line breaks and control characters come out escaped."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        request_id = getattr(getattr(record, "request", None), "id", None)
        if request_id:
            line["id"] = request_id
        if record.exc_info and record.exc_info[0] is not None:
            # The place, never the message: it may hold what somebody typed.
            line |= {"exception": record.exc_info[0].__name__, "at": _places(record.exc_info[2])}
        return json.dumps(line, ensure_ascii=True)


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[-MOST_FRAMES:]


def request_log(get_response: View) -> View:
    """Give every request an id, and write down those that failed or were slow."""

    def middleware(request: HttpRequest) -> HttpResponse:
        name, begun = os.urandom(6).hex(), time.monotonic()
        request.id = name  # type: ignore[attr-defined]
        response = get_response(request)
        response.headers["X-Request-ID"] = name
        took = round((time.monotonic() - begun) * 1000)
        if response.status_code >= 500 or took > SLOW_MS:
            fields = {"id": name, "method": request.method, "path": request.path, "status": response.status_code}
            _logger.warning("request", extra={"fields": {**fields, "ms": took}})
        return response

    return middleware
