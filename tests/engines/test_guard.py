"""The guard: nothing gets out of it, and nothing outside it is held up."""

import contextlib
import gc
import os
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from studyapp.engines.guard import IsolationError, no_io


def read_something():
    return Path(os.devnull).read_text()


ESCAPES = {
    "open": lambda: read_something(),
    "listdir": lambda: os.listdir("/"),
    "socket": socket.socket,
    "lookup": lambda: socket.getaddrinfo("localhost", 80),
    "process": lambda: subprocess.Popen(["true"]),
    "system": lambda: os.system("true"),
    "putenv": lambda: os.putenv("X", "y"),
    "remove": lambda: os.remove("/nonexistent"),
    "compile": lambda: compile("1", "x", "eval"),
    "import": lambda: __import__("a_module_that_does_not_exist"),
}


@pytest.mark.parametrize("name", ESCAPES)
def test_escapes_are_refused(name):
    with pytest.raises(IsolationError), no_io():
        ESCAPES[name]()


def test_an_escape_that_the_code_swallows_is_still_told():
    def swallow():
        with no_io(), contextlib.suppress(RuntimeError):
            read_something()

    with pytest.raises(IsolationError, match=r"^An engine tried to use open\.$"):
        swallow()


def test_the_outer_guard_learns_of_the_inner_breach():
    def nested():
        with no_io(), contextlib.suppress(RuntimeError), no_io():
            read_something()

    with pytest.raises(IsolationError):
        nested()


def test_the_message_names_no_path():
    with pytest.raises(IsolationError) as caught, no_io():
        Path("/secret/path").read_text()
    assert "secret" not in str(caught.value)


def test_plain_work_and_other_threads_go_on():
    seen = []
    with no_io():
        assert sorted([3, 1, 2]) == [1, 2, 3]
    inside, done = threading.Event(), threading.Event()

    def guarded():
        with no_io():
            inside.set()
            done.wait(5)

    thread = threading.Thread(target=guarded)
    thread.start()
    inside.wait(5)
    seen.append(read_something())
    done.set()
    thread.join()
    assert seen == [""]


def test_the_guard_ends_with_its_block_even_after_an_error():
    with pytest.raises(KeyError), no_io():
        raise KeyError("x")
    read_something()


def test_other_peoples_garbage_may_be_collected_inside():
    class Noisy:
        def __del__(self):
            closed.append(os.listdir("/") != [])

    closed = []
    noisy = Noisy()
    noisy.self = noisy
    del noisy
    with no_io():
        gc.collect()
    assert closed == [True]
