"""A mistake in the content: where it stands, what is wrong, what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One mistake. `path` is relative to the content folder, `line` counts from 1."""

    path: str
    line: int
    message: str
    remedy: str = ""
    severity: str = "error"  # or "warning"

    def __str__(self) -> str:
        text = f"{self.path}:{self.line}: {self.message}"
        return f"{text} {self.remedy}" if self.remedy else text
