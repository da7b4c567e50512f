"""A lab's fields as an address: compressed JSON without secrets, and small enough for a link."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any

LONGEST = 3_500
LARGEST = 128 * 1024


def encode(data: Mapping[str, Any]) -> str:
    """The fields as URL-safe text. Scrub them first."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False, default=str)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def decode(text: str) -> dict[str, Any] | None:
    """The fields of a link; None for one that is damaged, too large or something else."""
    if not 0 < len(text) <= LONGEST:
        return None
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        # Bounded before it grows: a small text can unfold into gigabytes.
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(packed, LARGEST)
        data = json.loads(plain) if unpacker.eof else None
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return None
    return data if isinstance(data, dict) else None
