"""What the commands on whole databases share: which kind it is, and whether somebody uses it."""

import fcntl
import os
import shutil
import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError


def sqlite_path() -> Path | None:
    """The file of the configured SQLite database; None on another kind."""
    database = settings.DATABASES["default"]
    return Path(os.path.abspath(database["NAME"])) if database["ENGINE"] == "studyapp.database" else None


def refuse_if_serving(path: Path) -> None:
    """A running server holds a lock beside the file; replacing the file under it would lose what it writes."""
    lock = Path(f"{path}.server")
    if not lock.exists():
        return
    with lock.open("r+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError("Rolecall is running on this database. Stop it first.") from None


def sound(path: Path) -> bool:
    """Whether a file is a whole SQLite database of ours."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'studyapp_learner'").fetchone()
        connection.close()
    except sqlite3.Error:
        return False
    return whole and ours is not None


def program(name: str) -> str:
    """The path of one of PostgreSQL's own programs."""
    found = shutil.which(name)
    if found is None:
        raise CommandError(f"This needs PostgreSQL's {name}, which is not installed here.")
    return found
