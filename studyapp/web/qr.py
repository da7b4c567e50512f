"""An address as a QR code: the path of an SVG, so that no markup has to be trusted."""

from dataclasses import dataclass

import segno

QUIET = 4  # modules of white around it, which a reader needs


@dataclass(frozen=True, kw_only=True)
class Code:
    """A square of `size` modules; `path` draws the dark ones."""

    size: int
    path: str


def qr(text: str) -> Code:
    """The code of a text, as small as it goes with medium error correction."""
    rows = list(segno.make(text, error="m", micro=False).matrix)
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = next((n for n, module in enumerate(row[x:]) if not module), len(row) - x)
            if length:
                runs.append(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z")
            x += max(length, 1)
    return Code(size=len(rows) + 2 * QUIET, path="".join(runs))
