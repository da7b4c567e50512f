"""`manage.py prepare`: tables, content and static files made ready, and nothing done twice."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

LOOKED_AT = ("static", "content", "studyapp", "requirements.txt")


class Command(BaseCommand):
    """Migrates always; checks and collects only when a file has changed since the last time."""

    help = "Bring the database and the static files up to date."
    # They read the whole course. Below, they run when something has changed.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        settings.STATE_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        stamp = Path(settings.STATIC_ROOT) / ".prepared"
        mark = _fingerprint(settings.BASE_DIR)
        if not stamp.exists() or stamp.read_text() != mark:
            self.check()
            call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
            stamp.write_text(mark)


def _files(root: Path) -> Iterator[Path]:
    for name in LOOKED_AT:
        place = root / name
        yield from [place] if place.is_file() else sorted(place.rglob("*.*"))


def _fingerprint(root: Path) -> str:
    """Changes whenever a file does: by size and time, because reading them all would cost more than it saves."""
    digest = hashlib.sha256()
    for path in _files(root):
        if path.is_file() and "__pycache__" not in path.parts:
            found = path.stat()
            digest.update(f"{path.relative_to(root)}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
