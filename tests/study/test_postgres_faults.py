"""F4 and F14 on PostgreSQL: restarted, crashed and blocked while a test is being sat over HTTP.

A cluster of its own on loopback. What was acknowledged is there; what could not be saved is a 503 that says when to
come back, and never a page of an error.
"""

import os
import shutil
import subprocess
import tempfile
import threading
import time
import uuid
from pathlib import Path

import psycopg
import pytest
from server_kit import Browser, Server, free_port

from studyapp.settings import POSTGRESQL_LIMITS

PROGRAMS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin")), *map(Path, os.environ["PATH"].split(":"))]
PROGRAM = next((one for one in reversed(PROGRAMS) if (one / "initdb").exists()), None)
ROOT = os.geteuid() == 0  # the server does not run as root
pytestmark = [
    pytest.mark.slow,
    pytest.mark.pure,
    pytest.mark.xdist_group("server"),
    pytest.mark.skipif(PROGRAM is None, reason="PostgreSQL's own programs are not installed"),
    pytest.mark.skipif(ROOT and not shutil.which("runuser"), reason="root cannot start PostgreSQL here"),
]
PLACES, SAVES = 4, 12
LIMITS = {"statement_timeout": "5s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "10s"}


class Cluster:
    """A PostgreSQL server of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rolecall-postgres-"))
        if ROOT:
            shutil.chown(self.folder, "postgres")
        self.port = free_port()
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "rolecall", "--no-sync")
        with open(self.folder / "data" / "postgresql.conf", "a") as file:
            file.write(f"port = {self.port}\nlisten_addresses = '127.0.0.1'\n")
            file.write(f"unix_socket_directories = '{self.folder}'\nwal_writer_delay = '10s'\n")
        self.url = f"postgres://rolecall@127.0.0.1:{self.port}/postgres"
        self.control("start")

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def run(self, program: str, *more: str) -> None:
        """One of PostgreSQL's programs, as whoever may run it."""
        before = ["runuser", "-u", "postgres", "--"] if ROOT else []
        command = [*before, str(PROGRAM / program), *more]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def control(self, verb: str, *more: str) -> None:
        self.run("pg_ctl", "-D", self.data, "-w", "-l", str(self.folder / "log"), verb, *more)

    def ask(self, query: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.url, autocommit=True) as link:
            found = link.execute(query, values)
            return found.fetchall() if found.description else []


@pytest.fixture(scope="module")
def cluster():
    made = Cluster()
    yield made
    made.control("stop", "-m", "immediate")
    shutil.rmtree(made.folder)


@pytest.fixture(scope="module")
def server(cluster, tmp_path_factory):
    started = Server(tmp_path_factory.mktemp("site"), cluster.url)
    yield started
    started.stop()


def kept(cluster, browser):
    """The keys of the saves of one test that are in the database."""
    query = (
        "SELECT d.id FROM studyapp_draft d JOIN studyapp_attemptitem i ON i.id = d.item_id WHERE i.attempt_id = %s"
    )
    return {str(one) for (one,) in cluster.ask(query, browser.test.split("/")[2])}


def end_all(cluster):
    cluster.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


TROUBLE = {
    "its connections ended": end_all,
    "restarted": lambda cluster: cluster.control("restart", "-m", "fast"),
    "crashed": lambda cluster: cluster.control("restart", "-m", "immediate"),
}


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
def test_what_was_acknowledged_is_there_whatever_becomes_of_the_database(server, cluster, trouble):
    """F4. Four places are saved meanwhile; an error is a 503 with Retry-After, and the same key is sent again."""
    browser = Browser(server.port).begin()
    acked, statuses, failures = [], set(), []

    def sit(place):
        try:
            for rev in range(1, SAVES + 1):
                mine = str(uuid.uuid4())
                statuses.update(browser.save_at_last(place, rev, mine))
                acked.append(mine)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=sit, args=(place,)) for place in range(1, PLACES + 1)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    trouble(cluster)
    for thread in threads:
        thread.join()
    assert failures == []
    assert statuses <= {200, 503}
    assert all(1 <= int(one) <= 10 for one in browser.retry_after)
    assert len(acked) == PLACES * SAVES
    assert kept(cluster, browser) == set(acked)


@pytest.mark.parametrize("waits", ["on", "off"], ids=["commits wait for the log", "control: they do not"])
def test_a_crash_right_after_the_acknowledgement(server, cluster, waits):
    """F4. The control is what speed guides recommend: commits are acknowledged before they are written."""
    browser = Browser(server.port).begin()
    cluster.ask(f"ALTER SYSTEM SET synchronous_commit = {waits}")
    cluster.control("reload")
    end_all(cluster)  # each connection begins with the setting
    acked = [str(uuid.uuid4()) for _ in range(8)]
    for rev, one in enumerate(acked, start=1):
        browser.save_at_last(1, rev, one)
    cluster.control("stop", "-m", "immediate")
    cluster.control("start")
    lost = set(acked) - kept(cluster, browser)
    assert bool(lost) == (waits == "off")
    cluster.ask("ALTER SYSTEM RESET synchronous_commit")
    cluster.control("reload")


def test_a_save_that_is_kept_waiting_is_told_to_come_back(server, cluster):
    """F14: somebody holds the row. After three seconds the save is a 503; a statement without that limit waits on."""
    browser, other = Browser(server.port).begin(), Browser(server.port).begin()
    attempt, mine = browser.test.split("/")[2], str(uuid.uuid4())
    update = "UPDATE studyapp_attempt SET pauses = pauses WHERE id = %s"
    unlimited = threading.Thread(target=cluster.ask, args=(update, attempt), daemon=True)
    with psycopg.connect(cluster.url) as holder:
        holder.execute(update, [attempt])
        unlimited.start()
        assert browser.save(1, 1, mine) == 503
        assert unlimited.is_alive()
        assert other.save(1, 1, str(uuid.uuid4())) == 200
        holder.rollback()
    unlimited.join(30)
    assert not unlimited.is_alive()
    browser.save_at_last(1, 1, mine)
    assert kept(cluster, browser) == {mine}


def test_nothing_runs_for_ever(server, cluster):
    """F14: what the site asks of PostgreSQL ends by itself; so does a transaction that somebody forgot."""
    with psycopg.connect(cluster.url, options=POSTGRESQL_LIMITS) as link:
        found = [link.execute(f"SHOW {name}").fetchone()[0] for name in LIMITS]
        assert found == list(LIMITS.values())
        link.rollback()
        link.execute("SET statement_timeout = '50ms'")
        with pytest.raises(psycopg.errors.QueryCanceled):
            link.execute("SELECT pg_sleep(20)")
