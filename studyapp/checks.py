"""Content mistakes as system checks: `manage.py check` and the development server report them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from studyapp.catalog.problems import Problem
from studyapp.course import problems


def check_content(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Every mistake below the content folder, each with its file and line."""
    return [_message(problem) for problem in problems()]


def _message(problem: Problem) -> CheckMessage:
    # An author's server starts all the same: the page itself shows what is wrong.
    grave = problem.severity == "error" and not settings.DEBUG
    kind, number = (Error, "E001") if grave else (Warning, "W001")
    place = f"{Path(settings.CONTENT_DIR).name}/{problem.path}:{problem.line}"
    return kind(problem.message, hint=problem.remedy or None, obj=place, id=f"content.{number}")
