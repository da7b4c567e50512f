"""`manage.py restore FILE`: the database as a backup has it. What was there before is kept beside it."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from studyapp.management.database import program, refuse_if_serving, sound, sqlite_path


class Command(BaseCommand):
    """Checks the copy before it touches anything, and brings its tables up to date afterwards."""

    help = "Replace the database by the copy in FILE."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        source: Path = options["file"]
        if not source.is_file():
            raise CommandError(f"There is no file {source}.")
        path = sqlite_path()
        if path is None:
            _load(source)
        else:
            self._replace(source, path)
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        self.stdout.write("Restored.")

    def _replace(self, source: Path, path: Path) -> None:
        if not sound(source):
            raise CommandError(f"{source} is not a whole copy of a Rolecall database. Nothing was changed.")
        refuse_if_serving(path)
        connection.close()
        fresh = path.with_suffix(".restoring")
        shutil.copyfile(source, fresh)
        if path.exists():
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            before = path.with_name(f"{path.name}.before-{stamp}")
            _whole(path)
            path.rename(before)
            self.stdout.write(f"What was there is kept in {before}.")
        for rest in ("-wal", "-shm"):
            Path(f"{path}{rest}").unlink(missing_ok=True)
        os.replace(fresh, path)


def _whole(path: Path) -> None:
    """Bring what is still in the write-ahead log into the file, which is about to stand alone."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _load(source: Path) -> None:
    settings = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    login = {names[key]: str(value) for key, value in settings.items() if key in names and value}
    command = [program("pg_restore"), "--clean", "--if-exists", "--no-owner", "--single-transaction"]
    done = subprocess.run(  # noqa: S603
        [*command, f"--dbname={settings['dbname']}", str(source)],
        env={**os.environ, **login},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"pg_restore: {done.stderr.strip()}")
