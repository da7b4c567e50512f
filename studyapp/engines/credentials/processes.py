"""A world's credential processes: what they print is written down in the world, nothing is ever run."""

import errno
from collections.abc import Callable, Sequence
from typing import Any

from botocore.compat import compat_shell_split

from studyapp.engines.credentials.clock import Clock
from studyapp.engines.credentials.recorder import Recorder
from studyapp.engines.worlds import ProcessOutput, World


class FinishedProcess:
    """What ProcessProvider asks of a subprocess.Popen."""

    def __init__(self, output: ProcessOutput, clock: Clock) -> None:
        self.returncode = output.rc
        self._printed = (clock.shift_text(output.stdout).encode(), output.stderr.encode())

    def communicate(self) -> tuple[bytes, bytes]:
        return self._printed


def make_popen(world: World, clock: Clock, recorder: Recorder) -> Callable[..., FinishedProcess]:
    """Stands in for subprocess.Popen: the words of the command line choose the output."""

    def popen(words: Sequence[str], **_streams: Any) -> FinishedProcess:
        program = words[0]
        for line, output in world.processes.items():
            if _words(line) == list(words):
                recorder.note("process", program, f"exit code {output.rc}", repeated=True)
                return FinishedProcess(output, clock)
        recorder.note("process", program, "no such program")
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", program)

    return popen


def _words(line: str) -> list[str] | None:
    try:
        return list(compat_shell_split(line))
    except ValueError:
        return None
