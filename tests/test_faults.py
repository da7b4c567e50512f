"""docs/faults.md names a test and a control for every fault, and those tests are there."""

import ast
import re

import pytest
from django.conf import settings

TABLE = (settings.BASE_DIR / "docs" / "faults.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| F")
]
NAMES = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE)))


def test_every_fault_has_a_row():
    assert [row[0].split()[0] for row in ROWS] == [f"F{number}" for number in range(1, 18)]
    assert all(len(row) == 4 and all(row) for row in ROWS)
    assert all("`tests/" in row[2] for row in ROWS)


@pytest.mark.parametrize(("path", "name"), NAMES, ids=[name for _, name in NAMES])
def test_every_test_that_is_named_is_there_and_names_its_fault(path, name):
    tree = ast.parse((settings.BASE_DIR / path).read_text(encoding="utf-8"))
    (found,) = (one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name)
    faults = {row[0].split()[0] for row in ROWS if f"{path}::{name}`" in " ".join(row)}
    said = set(re.findall(r"F\d+", f"{ast.get_docstring(found)} {ast.get_docstring(tree)}"))
    assert faults & said


@pytest.mark.parametrize("row", ROWS, ids=[row[0].split()[0] for row in ROWS])
def test_every_fault_has_a_control_that_the_suite_runs(row):
    sources = []
    for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", " ".join(row)):
        text = (settings.BASE_DIR / path).read_text(encoding="utf-8")
        found = next(one for one in ast.parse(text).body if isinstance(one, ast.FunctionDef) and one.name == name)
        first = min([found.lineno, *(one.lineno for one in found.decorator_list)])
        sources.append("\n".join(text.splitlines()[first - 1 : found.end_lineno]))
    assert any("control" in one.lower() for one in sources)
