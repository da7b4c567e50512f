"""`manage.py backup FILE`: a whole copy of the database, also while it is being written to."""

import os
import subprocess
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from studyapp.management.database import program, sound, sqlite_path


class Command(BaseCommand):
    """SQLite by VACUUM INTO, which sees one moment of the database; PostgreSQL by pg_dump."""

    help = "Copy the database into FILE, which must not exist yet."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"]
        if target.exists():
            raise CommandError(f"{target} is there already. A backup overwrites nothing.")
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}.")
        if sqlite_path() is not None:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(target)])
            if not sound(target):
                raise CommandError("The copy is not sound. The disk may be full; the database itself is as it was.")
        else:
            _dump(target)
        os.chmod(target, 0o600)
        self.stdout.write(f"{target}: {target.stat().st_size:,} bytes")


def _dump(target: Path) -> None:
    settings = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    login = {names[key]: str(value) for key, value in settings.items() if key in names and value}
    command = [program("pg_dump"), "--format=custom", "--no-owner", f"--file={target}"]
    done = subprocess.run(command, env={**os.environ, **login}, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        target.unlink(missing_ok=True)
        raise CommandError(f"pg_dump: {done.stderr.strip()}")
