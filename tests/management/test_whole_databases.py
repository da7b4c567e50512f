"""Backup, restore and the move to PostgreSQL, on real databases of their own."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
import uuid

import psycopg
import pytest
from django.conf import settings

pytestmark = pytest.mark.slow  # each command is a process of its own
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgres:///test")


def postgres_answers() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


needs_postgres = pytest.mark.skipif(not postgres_answers(), reason="no PostgreSQL server answers")


@pytest.fixture
def manage(tmp_path):
    """Run manage.py on a SQLite database in a folder of its own; returns what it printed and its exit code."""

    def run(*command):
        env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3", "DEBUG": "1"}
        env.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        env["DJANGO_SETTINGS_MODULE"] = "studyapp.settings"
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, command)],
            cwd=settings.BASE_DIR,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr, done.returncode

    return run


@pytest.fixture
def site(manage, tmp_path):
    assert manage("migrate", "-v0", "--skip-checks") == ("", 0)
    path = tmp_path / "site.sqlite3"
    add(path, 3)
    return path


def add(path, count):
    """Accounts by SQL alone, as another process would leave them."""
    with sqlite3.connect(path, timeout=20) as connection:
        for _ in range(count):
            connection.execute(
                "INSERT INTO studyapp_account (email, password, is_active, signed_out, created_at) "
                "VALUES (?, '', 1, 0, '2026-11-24 09:00:00')",
                [f"{uuid.uuid4().hex}@example.com"],
            )
    connection.close()


def accounts(path):
    with sqlite3.connect(path) as connection:
        (found,) = connection.execute("SELECT count(*) FROM studyapp_account").fetchone()
    connection.close()
    return found


def test_a_backup_taken_while_somebody_writes_is_whole(manage, site, tmp_path):
    stop = threading.Event()

    def write():
        while not stop.is_set():
            add(site, 1)
            time.sleep(0.005)

    before = accounts(site)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        said, code = manage("backup", tmp_path / "copy.sqlite3")
    finally:
        stop.set()
        writer.join()
    assert code == 0, said
    assert before <= accounts(tmp_path / "copy.sqlite3") <= accounts(site)
    assert (tmp_path / "copy.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_backup_overwrites_nothing(manage, site, tmp_path):
    (tmp_path / "copy.sqlite3").write_text("mine")
    said, code = manage("backup", tmp_path / "copy.sqlite3")
    assert (code, (tmp_path / "copy.sqlite3").read_text()) == (1, "mine")
    assert "is there already" in said


def test_a_restore_brings_back_what_was_and_keeps_what_is(manage, site, tmp_path):
    manage("backup", tmp_path / "copy.sqlite3")
    add(site, 2)
    said, code = manage("restore", tmp_path / "copy.sqlite3")
    assert code == 0, said
    assert accounts(site) == 3
    (kept,) = tmp_path.glob("site.sqlite3.before-*")
    assert accounts(kept) == 5


@pytest.mark.parametrize("text", [b"not a database", b""])
def test_a_broken_copy_changes_nothing(manage, site, tmp_path, text):
    (tmp_path / "copy").write_bytes(text)
    said, code = manage("restore", tmp_path / "copy")
    assert code == 1
    assert "Nothing was changed" in said
    assert accounts(site) == 3


def test_nothing_is_replaced_under_a_running_server(manage, site, tmp_path):
    import fcntl

    manage("backup", tmp_path / "copy.sqlite3")
    with open(f"{site}.server", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        said, code = manage("restore", tmp_path / "copy.sqlite3")
    assert code == 1
    assert "Stop it first" in said


@pytest.fixture
def schema():
    """A schema of its own on the server, as an address."""
    name = f"move_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        yield f"{POSTGRES}?options=-csearch_path%3D{name}", name
        connection.execute(f"DROP SCHEMA {name} CASCADE")


@needs_postgres
def test_every_row_arrives_and_is_the_same(manage, site, schema):
    url, name = schema
    said, code = manage("move-to-postgres", url)
    assert code == 0, said
    assert "and the same" in said
    with psycopg.connect(POSTGRES) as connection:
        rows = connection.execute(f"SELECT id, created_at FROM {name}.studyapp_account").fetchall()
    assert len(rows) == 3
    assert {str(row[1].date()) for row in rows} == {"2026-11-24"}
    said, code = manage("move-to-postgres", url)
    assert code == 1
    assert "Somebody uses that database" in said


def test_only_postgres_is_moved_to(manage, site):
    said, code = manage("move-to-postgres", "mysql://localhost/x")
    assert code == 1
    assert "postgres://" in said
