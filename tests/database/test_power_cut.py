"""F3: the power goes at every moment of a process that commits. What it had acknowledged is there afterwards.

A real process runs under `strace`. From its system calls the files are put together as a disk may hold them when the
power goes: what was synced is there; of what was only written, each sector of 512 bytes is there or is not. The disk
is taken to keep what it was told to sync, which no program can prove.
"""

import random
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from database_kit import writers

SECTOR, STATES_A_MOMENT = 512, 2
CALL = re.compile(r"^(\w+)\((\d+)<(.*?)>(?:, (.*))?\) += (-?\d+)")
FILES = ("db.sqlite3", "db.sqlite3-wal")

pytestmark = [
    pytest.mark.pure,  # its files are its own
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed"),
]


class Disk:
    """Files as they are surely on the disk, and what was written to each since the last sync."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.sure = {name: bytearray(data) for name, data in files.items()}
        self.waiting: dict[str, list[tuple[int, bytes | None]]] = {name: [] for name in files}

    def do(self, call: str, name: str, at: int, data: bytes | None) -> None:
        if call in ("fsync", "fdatasync"):
            for one in self.waiting[name]:
                put(self.sure[name], *one)
            self.waiting[name] = []
        else:
            self.waiting[name].append((at, data))

    def after_a_power_cut(self, dice: random.Random) -> dict[str, bytearray]:
        """The files with a part of what was waiting: all of it, nothing, or sectors by chance."""
        share = dice.choice((0.0, 0.3, 0.7, 1.0))
        found = {name: bytearray(data) for name, data in self.sure.items()}
        for name, writes in self.waiting.items():
            for at, data in writes:
                if data is None:
                    if dice.random() < share:
                        put(found[name], at, None)
                    continue
                for start in range(0, len(data), SECTOR):
                    if dice.random() < share:
                        put(found[name], at + start, data[start : start + SECTOR])
        return found


def put(file: bytearray, at: int, data: bytes | None) -> None:
    """Write at a place, or cut the file there."""
    if data is None:
        del file[at:]
        return
    file.extend(bytes(max(0, at - len(file))))
    file[at : at + len(data)] = data


def moments(trace: Path) -> list[tuple[str, str, int, bytes | None]]:
    """(call, file, place, data) of every write, cut and sync; ("ack", "", number, None) of every acknowledgement."""
    found = []
    for line in trace.read_text().splitlines():
        match = CALL.match(line)
        if match is None:
            continue
        call, number, path, more, _ = match.groups()
        texts = re.findall(r'"((?:\\x[0-9a-f]{2})*)"', more or "")
        data = bytes.fromhex(texts[0].replace("\\x", "")) if texts else None
        name = Path(bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path).name
        if call == "write" and number == "2" and data and data.startswith(b"ACK "):
            found.append(("ack", "", int(data[4:]), None))
        elif name in FILES and call == "pwrite64":
            found.append((call, name, int(more.rsplit(", ", 1)[1]), data))
        elif name in FILES and call == "ftruncate":
            found.append((call, name, int(more), None))
        elif name in FILES and call in ("fsync", "fdatasync"):
            found.append((call, name, 0, None))
    return found


def opened(folder: Path, files: dict[str, bytearray]) -> tuple[str, set[int]]:
    """What SQLite finds when it opens the files: the check of the whole database, and the commits that are in it."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "db.sqlite3-shm").unlink(missing_ok=True)
    database = sqlite3.connect(folder / FILES[0])
    try:
        rows = database.execute("SELECT at, text FROM saved").fetchall()
        assert all(text == str(at) * 5_000 for at, text in rows), "a torn row"
        return database.execute("PRAGMA integrity_check").fetchone()[0], {at for at, _ in rows}
    finally:
        database.close()


@pytest.mark.parametrize("how", ["as it is", "lax"], ids=["synchronous=FULL", "control: synchronous=NORMAL"])
def test_what_was_acknowledged_outlives_the_power(tmp_path, how):
    """F3. The control never breaks the database, and loses commits that it had acknowledged."""
    (tmp_path / "live").mkdir()
    run, options = writers(tmp_path / "live" / FILES[0], how)
    subprocess.run([*run, "table"], **options, check=True)
    before = {name: (tmp_path / "live" / name).read_bytes() for name in FILES if (tmp_path / "live" / name).exists()}
    disk, trace = Disk(dict.fromkeys(FILES, b"") | before), tmp_path / "trace"
    calls = "trace=pwrite64,write,fsync,fdatasync,ftruncate"
    watch = ["strace", "-o", str(trace), "-e", calls, "-y", "-xx", "-s", "100000"]
    subprocess.run([*watch, *run, "acknowledge"], **options, stderr=subprocess.DEVNULL, check=True)
    dice, acknowledged, states, lost = random.Random(3), 0, 0, 0
    for call, name, at, data in moments(trace):
        if call == "ack":
            acknowledged = at
        else:
            disk.do(call, name, at, data)
        for _ in range(STATES_A_MOMENT):
            states += 1
            verdict, there = opened(tmp_path, disk.after_a_power_cut(dice))
            assert verdict == "ok"
            lost += not there >= set(range(1, acknowledged + 1))
    assert acknowledged == 12
    assert states >= 100
    assert (lost == 0) == (how == "as it is")
