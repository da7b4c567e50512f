"""Many writers on one SQLite file: none fails, none is lost."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection, transaction

from studyapp.database.lock import WriteLock
from studyapp.models import Learner

sqlite = pytest.mark.skipif(settings.DATABASES["default"]["ENGINE"] != "studyapp.database", reason="SQLite only")


def read_then_write(count):
    """The kind of transaction that fails at once when it upgrades from reading to writing."""
    try:
        for _ in range(count):
            with transaction.atomic():
                Learner.objects.count()
                Learner.objects.create()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_read_and_write_and_none_fails():
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(read_then_write, [10] * 20))
    assert Learner.objects.count() == 200


@sqlite
@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_frees_the_lock():
    def fail():
        with transaction.atomic():
            Learner.objects.create()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    read_then_write(1)
    assert Learner.objects.count() == 1


@sqlite
@pytest.mark.django_db(transaction=True)
def test_the_settings_that_keep_an_acknowledged_row():
    with connection.cursor() as cursor:
        values = {}
        for name in ("journal_mode", "synchronous", "foreign_keys"):
            cursor.execute(f"PRAGMA {name}")
            values[name] = cursor.fetchone()[0]
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_second_holder_waits_no_longer_than_it_said(tmp_path):
    lock = WriteLock(str(tmp_path / "db"))
    assert lock.acquire(1)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(1)
    lock.release()


def test_the_lock_of_a_process_that_dies_is_free(tmp_path):
    program = (
        "import os, signal; from studyapp.database.lock import WriteLock; "
        f"WriteLock({str(tmp_path / 'db')!r}).acquire(1); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=settings.BASE_DIR, env=os.environ, check=False)
    assert done.returncode == -9
    lock = WriteLock(str(tmp_path / "db"))
    assert lock.acquire(1)
    lock.release()
