"""How `writers.py` is begun on a database file."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings


def writers(database: Path, how: str) -> tuple[list[str], dict[str, Any]]:
    """The start of its command line, and the options for `subprocess`."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "studyapp.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    command = [sys.executable, str(Path(__file__).with_name("writers.py")), how]
    return command, {"env": environment, "text": True, "stdout": subprocess.PIPE}
