"""A test sat over HTTP while the real server is killed, stopped, starved and told to begin anew.

What was acknowledged is there, once, and the last value won. One server for all of it, as `serve` runs it; the
controls are requests to the same server with one protection taken away (see `faulty_server`).
"""

import http.client
import json
import os
import random
import resource
import signal
import socket
import subprocess
import threading
import time
import uuid
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection
from server_kit import NO_ANSWER, Browser, Server

pytestmark = [
    pytest.mark.django_db,  # its tables are copied
    pytest.mark.slow,
    pytest.mark.pure,  # of the suite's own database it takes the tables alone
    pytest.mark.xdist_group("server"),
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for the workers in /proc"),
]
CLIENTS, SAVES, KILLS = 4, 12, 2
DISK_MB = 12


def a_disk(folder: Path) -> bool:
    """A small disk of its own, in memory; False where only root may make one and we are not root."""
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    return made.returncode == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup, django_db_blocker):
    folder = tmp_path_factory.mktemp("disk")
    small = a_disk(folder)
    with django_db_blocker.unblock():
        started = Server(folder)
        connection.close()
    started.small = small
    yield started
    started.stop()
    if small:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def browser(server):
    return Browser(server.port).begin()


def key():
    return str(uuid.uuid4())


def of_test(server, browser):
    """The keys of the saves of one test that are in the database."""
    attempt = uuid.UUID(browser.test.split("/")[2]).hex
    found = server.rows(
        "SELECT d.id FROM studyapp_draft d JOIN studyapp_attemptitem i ON i.id = d.item_id "
        f"WHERE i.attempt_id = '{attempt}'"
    )
    return {str(uuid.UUID(one)) for (one,) in found}


@pytest.mark.parametrize("moment", ["dies_first", "dies_inside", "dies_after"])
def test_a_worker_killed_at_any_moment_of_a_save(server, browser, moment):
    """F1: before it writes, before it commits, before it answers. The same key brings the answer in, once."""
    mine = key()
    assert browser.save(1, 1, mine, moment) == 0
    browser.save_at_last(1, 1, mine)
    assert of_test(server, browser) == {mine}


def test_control_a_retry_without_the_first_key_counts_twice(server, browser):
    """F1 and F10, control: killed between commit and reply, and asked again under another key."""
    assert browser.save(1, 1, key(), "dies_after") == 0
    while browser.save(1, 2, key()) != 200:
        time.sleep(0.1)
    assert len(of_test(server, browser)) == 2


def test_control_a_reply_that_does_not_wait_for_the_commit_loses_answers(server, browser):
    """F1 and F15, control: acknowledged, the workers are killed, and the answer is nowhere."""
    kept, lost = key(), key()
    browser.save_at_last(1, 1, kept)
    assert browser.save(2, 1, lost, "answers_first") == 200
    server.kill_all()
    browser.save_at_last(3, 1, key())
    assert kept in of_test(server, browser)
    assert lost not in of_test(server, browser)


def sit(browser, place, dice, acked, failures, statuses):
    """Save one place again and again until each save is acknowledged."""
    try:
        for rev in range(1, SAVES + 1):
            mine = key()
            time.sleep(dice.random() * 0.1)
            statuses += browser.save_at_last(place, rev, mine)
            acked.append(mine)
    except Exception as error:
        failures.append(error)


def while_four_save(server, browser, trouble):
    """Run `trouble` while four places of a test are being saved; what was acknowledged is there, and nothing else.

    Returns the statuses of all requests; 0: no answer.
    """
    dice, acked, failures, statuses = random.Random(1), [], [], []
    threads = [
        threading.Thread(target=sit, args=(browser, place, dice, acked, failures, statuses))
        for place in range(1, CLIENTS + 1)
    ]
    for thread in threads:
        thread.start()
    trouble(dice, lambda: any(thread.is_alive() for thread in threads))
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(acked) == CLIENTS * SAVES
    assert of_test(server, browser) == set(acked)
    attempt = uuid.UUID(browser.test.split("/")[2]).hex
    items = server.rows(
        f"SELECT place, rev, fields FROM studyapp_attemptitem WHERE attempt_id = '{attempt}' AND rev > 0 ORDER BY 1"
    )
    last = [(place, SAVES, {"choice": [str(SAVES % 3)]}) for place in range(1, CLIENTS + 1)]
    assert [(place, rev, json.loads(fields)) for place, rev, fields in items] == last
    assert server.rows("PRAGMA integrity_check") == [("ok",)]
    return statuses


def test_workers_killed_at_random_lose_no_acknowledged_answer(server, browser):
    """F1: kill -9 by the dice, while four places are saved."""
    killed = []

    def kill(dice, running):
        while running() and len(killed) < KILLS:
            time.sleep(0.2 + dice.random() * 0.3)
            found = server.workers()
            if found:
                killed.append(dice.choice(found))
                os.kill(killed[-1], signal.SIGKILL)

    while_four_save(server, browser, kill)
    assert len(killed) == KILLS


class LossyProxy(threading.Thread):
    """Passes requests on, and forgets to bring back every second reply."""

    def __init__(self, to: int) -> None:
        super().__init__(daemon=True)
        self.to, self.passed = to, 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])

    def run(self) -> None:
        while True:
            try:
                client, _ = self.door.accept()
            except OSError:
                return
            self.passed += 1
            with client, socket.create_connection(("127.0.0.1", self.to)) as server:
                client.settimeout(5)
                server.settimeout(10)
                request = b""
                while b"\r\n\r\n" not in request or not request.rstrip().endswith(b"}"):
                    request += client.recv(65536)
                server.sendall(request)
                reply = b""
                while more := server.recv(65536):
                    reply += more
                if self.passed % 2 == 0:
                    client.sendall(reply)


@pytest.mark.parametrize("keys", [True, False], ids=["with its key", "control: each try with another"])
def test_a_reply_that_is_lost_after_the_commit_is_not_a_second_answer(server, browser, keys):
    """F10. The control sends as a form without keys would: every second try is an answer of its own."""
    browser.save_at_last(1, 1, key())
    proxy = LossyProxy(server.port)
    proxy.start()
    browser.port = proxy.port
    for rev in range(2, 12):
        mine = key()
        for _ in range(10):
            if browser.save(1, rev, mine) in (200, 409):
                break
            mine = mine if keys else key()
        else:
            raise AssertionError("never answered")
    proxy.door.close()
    assert len(of_test(server, browser)) == (11 if keys else 21)


@pytest.fixture
def full_disk(server):
    """Fill the server's disk to the last byte; free it again."""
    if not server.small:
        pytest.skip("only root can make a small disk of its own here")
    server.rows("PRAGMA wal_checkpoint(TRUNCATE)")  # the next write needs room
    ballast = server.folder / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        for size in (65_536, 512, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    yield
    ballast.unlink(missing_ok=True)


def test_on_a_full_disk_nothing_is_called_saved_and_everything_can_be_read(server, browser, full_disk):
    """F6. Nor does a log that cannot be written stop anything. With room again it goes on without a restart."""
    workers = set(server.workers())
    mine = key()
    browser.retry_after.clear()
    assert {browser.save(1, 1, mine) for _ in range(5)} == {503}
    assert all(1 <= int(one) <= 10 for one in browser.retry_after)
    paths = ("/", "/assess/", f"{browser.test}1/", "/readyz")
    assert [browser.send("GET", path)[0] for path in paths] == [200] * 4
    acknowledged = key()
    assert browser.save(2, 1, acknowledged, "answers_first") == 200  # control: said, and cannot be done
    time.sleep(5.5)
    assert of_test(server, browser) == set()
    (server.folder / "ballast").unlink()
    browser.save_at_last(1, 1, mine, tries=20)
    assert of_test(server, browser) == {mine}
    assert set(server.workers()) == workers
    assert server.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_worker_that_stands_still_is_ended_and_another_takes_its_place(server, browser):
    """F14: stopped in the middle of its work, it would take requests from the queue and never answer them."""
    stopped = server.workers()[0]
    os.kill(stopped, signal.SIGSTOP)
    browser.patience, mine = 2.0, [key() for _ in range(6)]
    for rev, one in enumerate(mine, start=1):
        browser.save_at_last(1, rev, one)
    for _ in range(300):
        if stopped not in server.workers():
            break
        time.sleep(0.1)
    assert stopped not in server.workers()
    assert of_test(server, browser) == set(mine)


def test_without_file_handles_nothing_is_acknowledged_that_is_not_there(server, browser):
    """F15: so many idle connections that no file can be opened; when they go it works again."""
    first, waiting, after = key(), key(), key()
    browser.save_at_last(1, 1, first)
    held = {one: resource.prlimit(one, resource.RLIMIT_NOFILE) for one in server.workers()}
    for one, (_, most) in held.items():
        resource.prlimit(one, resource.RLIMIT_NOFILE, (40, most))
    with ExitStack() as idle:
        for _ in range(60):
            idle.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5))
        link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=1)
        try:
            link.request("GET", "/healthz")
            answered = link.getresponse().status == 200
        except NO_ANSWER:
            answered = False
        finally:
            link.close()
    assert not answered
    for one, limits in held.items():
        resource.prlimit(one, resource.RLIMIT_NOFILE, limits)
    browser.save_at_last(2, 1, waiting)
    browser.save_at_last(3, 1, after)
    assert of_test(server, browser) == {first, waiting, after}


def test_without_memory_and_threads_a_worker_ends_and_nothing_is_lost(server, browser):
    """F15: each worker may not take a byte more than it has, so that the next thread or buffer fails."""

    def starve(dice, running):
        for one in server.workers():
            size = int(Path(f"/proc/{one}/statm").read_text().split()[0]) * resource.getpagesize()
            resource.prlimit(one, resource.RLIMIT_AS, (size, size))

    starved = set(server.workers())
    while_four_save(server, browser, starve)
    for one in starved & set(server.workers()):
        os.kill(one, signal.SIGKILL)  # it lives on what it has
    browser.save_at_last(5, 1, key())


@pytest.mark.parametrize("how", ["asked to", "killed"])
def test_workers_begun_anew_while_people_answer(server, browser, how):
    """F11: SIGHUP, as a deploy sends it, lets each request end; a connection that was in the queue is tried again.

    Killed all at once, they leave requests without an answer: the control of a client that asks only once.
    """
    before = set(server.workers())

    def deploy(dice, running):
        time.sleep(0.3)
        if how == "asked to":
            server.process.send_signal(signal.SIGHUP)
        else:
            server.kill_all()

    statuses = while_four_save(server, browser, deploy)
    for _ in range(300):
        if server.workers() and not before & set(server.workers()):
            break
        time.sleep(0.1)
    assert not before & set(server.workers())
    assert set(statuses) <= {0, 200}
    if how == "killed":
        assert len([one for one in statuses if one == 200]) < len(statuses)
