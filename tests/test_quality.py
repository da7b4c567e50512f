"""The tools that read the code: lint, types, templates, vendored files, deployment settings."""

import hashlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def run(*command: str, **variables: str) -> str:
    """What a command prints; "" when it ends well."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        # The browser tests set a variable that the deployment check objects to.
        env={**os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE": "", **variables},
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_ruff_finds_nothing():
    assert run("-m", "ruff", "check", "--quiet", ".") == ""
    assert run("-m", "ruff", "format", "--check", "--quiet", ".") == ""


def test_the_core_is_typed():
    assert run("-m", "mypy", "studyapp/engines", "studyapp/catalog", "studyapp/questions") == ""


def test_the_templates_are_clean():
    assert run("-m", "djlint", "templates", "--lint", "--quiet") == ""


def test_nothing_is_left_to_migrate():
    assert run("manage.py", "makemigrations", "--check", "--dry-run", DEBUG="1") == ""


def test_production_settings_pass_the_deployment_check():
    settings_of_a_site = {
        "DEBUG": "",
        "PUBLIC_URL": "https://rolecall.example",
        "TRUSTED_PROXIES": "1",
        "SECRET_KEY": "only-for-this-check-" + hashlib.sha256(b"check").hexdigest(),
    }
    assert run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **settings_of_a_site) == ""


def test_vendored_files_are_what_they_were():
    listed = tomllib.loads((ROOT / "static/vendor/VENDOR.toml").read_text())["file"]
    assert {one["path"] for one in listed} == {
        path.name for path in (ROOT / "static/vendor").iterdir() if path.suffix == ".js"
    }
    for one in listed:
        assert hashlib.sha256((ROOT / "static/vendor" / one["path"]).read_bytes()).hexdigest() == one["sha256"]


def test_no_page_and_no_script_asks_another_host():
    """Links may lead elsewhere; nothing is loaded from there."""
    loads = re.compile(r'(?:src|href)="https?://[^"]*\.(?:js|css|woff2?|png|svg)"|url\(\s*["\']?https?:')
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/css").glob("*.css")]
    assert [str(path) for path in files if loads.search(path.read_text())] == []


def test_no_key_in_the_tree_looks_real():
    key = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    found = [
        f"{name}: {match}"
        for name in listed
        if Path(name).suffix in (".py", ".md", ".html", ".yaml", ".json", ".js", ".toml")
        for match in key.findall((ROOT / name).read_text(encoding="utf-8", errors="replace"))
        if not match.endswith("EXAMPLE")
    ]
    assert found == []
