"""Commands to copy: a lab's JSON request for curl."""

import json
import shlex
from collections.abc import Mapping
from typing import Any


def curl(slug: str, data: Mapping[str, Any]) -> str:
    """The request as a command, for a site on this machine."""
    body = shlex.quote(json.dumps(data, ensure_ascii=False))
    return f"curl -sS http://127.0.0.1:8000/labs/{slug}/run.json \\\n  -H 'Content-Type: application/json' -d {body}"
