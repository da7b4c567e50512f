"""Many writers on one SQLite file: none fails, none is lost."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from database_kit import writers
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


def written(tmp_path, how="as it is"):
    """Rows that four processes of four threads wrote, and the transactions that failed."""
    run, done = writers(tmp_path / "db.sqlite3", how)
    subprocess.run([*run, "table"], **done, check=True)
    processes = [subprocess.Popen([*run, "write"], **done) for _ in range(4)]
    failed = sum(int(one.communicate(timeout=120)[0]) for one in processes)
    return int(subprocess.run([*run, "count"], **done, check=True).stdout), failed


def test_processes_and_threads_together_find_no_database_locked(tmp_path):
    """F2: sixteen writers that read first and then write, as a save does."""
    assert written(tmp_path) == (4 * 4 * 10, 0)


def test_control_with_sqlite_as_django_comes_the_same_writers_fail(tmp_path):
    """F2, control: without IMMEDIATE and without the queue a transaction that has read may not write any more."""
    rows, failed = written(tmp_path, "plain")
    assert failed > 0
    assert rows == 4 * 4 * 10 - failed


@sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("handled", [True, False], ids=["as it is", "control: without the page for it"])
def test_a_database_that_stays_locked_is_a_503_that_says_when_to_come_back(client, monkeypatch, handled):
    """F2: the worst case is “not saved, send it again”, and never a 500. A JSON caller gets it as JSON."""
    if not handled:
        monkeypatch.setattr("studyapp.web.errors.OperationalError", KeyError)
        monkeypatch.setattr("studyapp.web.errors.InterfaceError", KeyError)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    client.raise_request_exception = False
    name = connection.settings_dict["NAME"]
    held = WriteLock(os.path.abspath(name))
    assert held.acquire(5)
    try:
        refused = client.post("/assess/start/", {"form": "ten"})
    finally:
        held.release()
    assert refused.status_code == (503 if handled else 500)
    if handled:
        assert 1 <= int(refused.headers["Retry-After"]) <= 10
        assert b"not saved" in refused.content
    assert client.post("/assess/start/", {"form": "ten"}).status_code == 302
