"""A process that writes to a SQLite file as the site does, or without one of its protections.

`python writers.py [plain|lax] table|write|count|acknowledge`. `plain` is Django's own backend; `lax` is the site's
with synchronous=NORMAL. `write` prints how many transactions of its four threads failed; `acknowledge` says on its
standard error, after each commit, which one it was.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import django
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import OperationalError

THREADS, EACH, COMMITS = 4, 10, 12


def write(_: int) -> int:
    """Read, then write, as a save of a draft does; returns how many times that failed."""
    failed = 0
    for _ in range(EACH):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM saved")
                cursor.fetchone()
                cursor.execute("INSERT INTO saved (at) VALUES (1)")
        except OperationalError:
            failed += 1
    connection.close()
    return failed


def acknowledge() -> None:
    """Commit a row of several pages, say so, and again; what has grown is carried into the database now and then."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint=9")
        for number in range(1, COMMITS + 1):
            with transaction.atomic():
                cursor.execute("INSERT INTO saved (at, text) VALUES (%s, %s)", [number, str(number) * 5_000])
            os.write(2, b"ACK %d" % number)


def main(what: str, how: str) -> None:
    database = settings.DATABASES["default"]
    if how == "plain":
        database |= {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {"timeout": 5}}
    elif how == "lax":
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=NORMAL;"
    django.setup()
    if what == "write":
        with ThreadPoolExecutor(THREADS) as pool:
            print(sum(pool.map(write, range(THREADS))))
        return
    if what == "acknowledge":
        acknowledge()
        return
    with connection.cursor() as cursor:
        if what == "table":
            # WAL for both: a file keeps its journal mode.
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("CREATE TABLE saved (at INTEGER, text TEXT)")
        else:
            cursor.execute("SELECT count(*) FROM saved")
            print(cursor.fetchone()[0])


if __name__ == "__main__":
    main(sys.argv[-1], sys.argv[1])
