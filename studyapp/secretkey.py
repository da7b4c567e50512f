"""The site's signing key, made once and kept beside the database."""

import os
import secrets
from pathlib import Path


def secret_key(path: Path) -> str:
    """Read the key at `path`; make it, readable by its owner only, when there is none yet."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        # Another worker was quicker.
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
