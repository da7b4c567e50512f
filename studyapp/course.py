"""The course as the site serves it: the content folder, read once and checked completely."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from studyapp.catalog.load import load
from studyapp.catalog.model import Catalog, LabPart, Lesson
from studyapp.catalog.problems import Problem
from studyapp.questions.asks import ASKS, ask_of
from studyapp.questions.check import check_bank, check_question


@lru_cache(maxsize=4)
def _loaded(content_dir: Path) -> tuple[Catalog, tuple[Problem, ...]]:
    return load(content_dir)


@lru_cache(maxsize=4)
def _checked(content_dir: Path) -> tuple[Problem, ...]:
    """The mistakes of the files, and those that only a run of the engine shows."""
    catalog, found = _loaded(content_dir)
    computed = [problem for question in catalog.questions for problem in check_question(question)]
    computed += check_bank(catalog.questions)
    for lesson in catalog.lessons:
        computed += _lost_bets(lesson)
    return tuple(sorted({*found, *computed}))


def _lost_bets(lesson: Lesson) -> Iterator[Problem]:
    """Bets that name no ask of their lab, and those that nobody can win: no option says what the engine says."""
    for part in lesson.parts:
        if not isinstance(part, LabPart) or part.bet is None:
            continue
        ask = ask_of(part.lab, part.bet.ask)
        if ask is None:
            known = ", ".join(one.id for one in ASKS if one.lab == part.lab) or "none yet"
            message, remedy = f"lab: bet: {part.lab} has no ask “{part.bet.ask}”", f"There are: {known}."
        else:
            outcome = ask.find(part.state).key
            if outcome in {option.says for option in part.bet.options}:
                continue
            message = f"lab: bet: no option says {outcome}, which is what the engine says"
            remedy = "Add that option, or correct the state."
        yield Problem(path=lesson.path, line=part.line, message=message, remedy=remedy)


def course() -> Catalog:
    """Everything the course holds. Reading happens once per process and content folder."""
    return _loaded(settings.CONTENT_DIR)[0]


def problems() -> tuple[Problem, ...]:
    """Every mistake in the content, in the order of files and lines. The first call runs every question's world."""
    return _checked(settings.CONTENT_DIR)


_readings = 0


def readings() -> int:
    """How often the content was read anew since the process began."""
    return _readings


def reload_course() -> None:
    """Forget what was read; the next call reads the files again."""
    global _readings
    _readings += 1
    _loaded.cache_clear()
    _checked.cache_clear()


def watch_content(sender: Any, **kwargs: Any) -> None:
    """Let the development server look at the content too (signal autoreload_started)."""
    for pattern in ("**/*.md", "**/*.yaml", "**/*.svg"):
        sender.watch_dir(Path(settings.CONTENT_DIR), pattern)


def content_changed(sender: Any, file_path: Path, **kwargs: Any) -> bool | None:
    """Read the course again when its files change; true tells the server that no restart is needed."""
    if not Path(file_path).is_relative_to(Path(settings.CONTENT_DIR)):
        return None
    reload_course()
    return True
