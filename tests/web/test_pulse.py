"""F14: a worker that stands still is found and ended; nobody else is."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from studyapp.web.pulse import LATE_SECONDS, Watch

pytestmark = pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="nothing is watched without /proc")
SERVER = "import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', sys.argv[1]]).returncode)"
WORKER = (
    "import os, time; from studyapp.web import pulse; pulse.beat(); print(os.getpid(), flush=True); time.sleep(600)"
)


@pytest.fixture
def worker():
    """A worker of a server of ours, that gives signs of life; returns its number once it does."""
    begun = []

    def begin():
        command = [sys.executable, "-c", SERVER, WORKER]
        begun.append(subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True))
        return int(begun[-1].stdout.readline())

    yield begin
    for one in begun:
        for child in Path(f"/proc/{one.pid}/task/{one.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)
        one.kill()
        one.wait()
        one.stdout.close()


@pytest.fixture
def watch():
    made = []

    def begin(patience):
        made.append(Watch(patience))
        made[-1].start()
        return made[-1]

    yield begin
    for one in made:
        one.close()
        one.join()


def heard(watch, process):
    for _ in range(300):
        if process in watch._heard:
            return
        time.sleep(0.1)
    raise AssertionError("no sign of life")


def alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("patience", [2.0, 10_000.0], ids=["watched", "control: never out of patience"])
def test_a_worker_that_stands_still_is_ended(worker, watch, patience):
    """F14. The control goes on taking requests that nobody answers."""
    listening, stopped = watch(patience), worker()
    heard(listening, stopped)
    os.kill(stopped, signal.SIGSTOP)
    for _ in range(300 if patience < 10 else 40):
        if not alive(stopped):
            break
        time.sleep(0.1)
    assert alive(stopped) == (patience > 10)


def test_one_that_gives_signs_of_life_is_left_alone(worker, watch):
    listening, busy = watch(2.5), worker()
    heard(listening, busy)
    time.sleep(4)
    assert alive(busy)


def test_a_watch_that_was_asleep_itself_blames_nobody(watch):
    listening = Watch(10.0)
    try:
        listening._look(os.getpid(), 0.0, 0.1)
        listening._look(0, 0.2, 3_600.0)
        assert listening._heard == {os.getpid(): 3_600.0}
        assert LATE_SECONDS < 10.0
    finally:
        listening.close()


def test_a_number_that_belongs_to_somebody_else_by_now_is_not_ended():
    listening = Watch(10.0)
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        for now in (0.0, 4.0, 8.0, 12.0):
            listening._look(stranger.pid if not now else 0, max(0.0, now - 4), now)
        assert listening._heard == {}
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
        listening.close()


def test_without_somebody_who_listens_nothing_is_begun(monkeypatch):
    import threading

    from studyapp.web import pulse

    monkeypatch.delenv(pulse.VARIABLE, raising=False)
    pulse.beat()
    assert "pulse" not in {one.name for one in threading.enumerate()}
