"""Imports point down, the core knows nothing of Django, and nothing grows past its budget."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CODE = ROOT / "studyapp"
# The layer of each package or module below studyapp/. A module imports its own package and lower numbers only.
LAYERS = {
    "engines": 0,
    "catalog": 1,
    "questions": 2,
    "hints": 1,
    "network": 2,
    "evidence": 2,
    "secretkey": 2,
    "database": 2,
    "models": 3,
    "course": 3,
    "mastery": 3,
    "clock": 2,
    "web": 4,
    "learners": 4,
    "answers": 4,
    "lessons": 5,
    "labs": 5,
    "quizzes": 5,
    "study": 5,
    "classes": 5,
    "accounts": 5,
    "search": 5,
    "templatetags": 6,
    "checks": 6,
    "management": 6,
    "apps": 7,
    "settings": 7,
    "urls": 7,
    "wsgi": 7,
    "migrations": 7,
}
PURE = ("engines", "catalog", "questions")
MOST_LINES, MOST_FUNCTION_LINES, MOST_TEMPLATE_LINES = 400, 50, 120
MODULES = sorted(path for path in CODE.rglob("*.py") if "migrations" not in path.parts)


def place(path: Path) -> str:
    """The name in LAYERS of a file's package or module."""
    return path.relative_to(CODE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def wrong_way(path: Path) -> list[str]:
    here = place(path)
    found = []
    for line, name in imported(path):
        parts = name.split(".")
        there = parts[1] if parts[0] == "studyapp" and len(parts) > 1 else ""
        if there and there != here and LAYERS[there] >= LAYERS[here]:
            found.append(f"{path.relative_to(ROOT)}:{line}: {here} may not import {name}")
    return found


def test_every_part_has_a_layer():
    assert {place(path) for path in MODULES} - {"__init__"} - LAYERS.keys() == set()


def test_imports_point_down():
    assert [problem for path in MODULES if place(path) != "__init__" for problem in wrong_way(path)] == []


def test_the_rule_catches_an_import_that_points_up(tmp_path, monkeypatch):
    bad = tmp_path / "engines" / "x.py"
    bad.parent.mkdir()
    bad.write_text("from studyapp.answers import record_answer\n")
    monkeypatch.setitem(globals(), "CODE", tmp_path)
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    assert wrong_way(bad) == ["engines/x.py:1: engines may not import studyapp.answers.record_answer"]


def test_the_core_does_without_django():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in MODULES
        if place(path) in PURE
        for line, name in imported(path)
        if name.split(".")[0] in ("django", "allauth", "studyapp.models")
    ]
    assert found == []


# Modules through which a process reaches the world outside its arguments.
OUTSIDE = {"os", "socket", "subprocess", "tempfile", "shutil", "http", "requests", "pathlib", "time"}


def test_engines_reach_nothing_outside():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in MODULES
        if place(path) == "engines"
        for line, name in imported(path)
        if name.split(".")[0] in OUTSIDE
    ]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CODE)))
def test_a_module_keeps_its_budget(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_FUNCTION_LINES} == {}


def test_every_module_says_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_templates_keep_their_budget():
    templates = (ROOT / "templates").rglob("*.html")
    long = {str(path.relative_to(ROOT)): path.read_text().count("\n") for path in templates}
    assert {name: lines for name, lines in long.items() if lines > MOST_TEMPLATE_LINES} == {}


def test_safe_stands_in_one_place():
    """Only lesson parts, sanitised when they were loaded, reach a page as they are."""
    users = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "|safe" in path.read_text() or "{% autoescape off" in path.read_text()
    ]
    assert users == ["templates/lessons/_html.html"]


def test_markup_is_trusted_in_one_module():
    """Sentences of content, which it escapes itself; everything else goes through format_html."""
    found = {
        str(path.relative_to(CODE)) for path in MODULES for _, name in imported(path) if name.endswith(".mark_safe")
    }
    assert found == {"templatetags/words.py"}
