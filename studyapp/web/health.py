"""Is the process up, and could it answer?"""

import logging
from functools import lru_cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from studyapp.course import course
from studyapp.web.limits import limited

REPORTS_A_MINUTE = 60
_logger = logging.getLogger("studyapp.health")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, its tables are up to date and the course is there; otherwise 503."""
    try:
        version = _database_version()
        ready = _migrated() and bool(course().lessons)
    except (DatabaseError, _Pending):
        _logger.exception("not ready")
        ready = False
    words = f"ok\n{connection.vendor} {version}\n" if ready else "not ready\n"
    return HttpResponse(words, content_type="text/plain", status=200 if ready else 503)


class _Pending(Exception):
    """Tables are not up to date."""


def _database_version() -> str:
    query = "select sqlite_version()" if connection.vendor == "sqlite" else "show server_version"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])


@lru_cache(maxsize=1)
def _migrated() -> bool:
    """True once all migrations are applied. Only that is remembered: an exception is not cached."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Pending
    return True


@csrf_exempt
@require_POST
@limited("csp", REPORTS_A_MINUTE)
def csp_report(request: HttpRequest) -> HttpResponse:
    """A browser met something the policy forbids. The report is not read and not kept."""
    return HttpResponse(status=204)
