"""The server is begun anew when it ends unasked, and stays down when it was told to stop."""

import os
import signal
import subprocess
import sys
import time

from django.conf import settings

PROGRAM = """
import sys
from studyapp.management.commands import serve
serve.RESTART_SECONDS = 0.01
serve.MOST_RESTARTS = int(sys.argv[2])
child = "import os, sys, time; open(sys.argv[1], 'a').write('begun\\\\n'); {}"
sys.exit(serve.supervise([sys.executable, "-c", child.format(sys.argv[3]), sys.argv[1]]))
"""


def start(log, most, then):
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "studyapp.settings"}
    command = [sys.executable, "-c", PROGRAM, str(log), str(most), then]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=env)


def test_a_server_that_keeps_ending_is_given_up_with_its_code(tmp_path):
    log = tmp_path / "log"
    assert start(log, 3, "sys.exit(7)").wait(30) == 7
    assert log.read_text().splitlines() == ["begun"] * 4


def test_a_server_told_to_stop_is_not_begun_again(tmp_path):
    log = tmp_path / "log"
    process = start(log, 3, "time.sleep(60)")
    deadline = time.monotonic() + 30
    while not log.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert log.read_text().splitlines() == ["begun"]
