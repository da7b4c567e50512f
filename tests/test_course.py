"""course() and its cache, the system check, the command."""

from io import StringIO

import pytest
from django.core.checks import Error, Warning
from django.core.management import call_command

from studyapp import course as module
from studyapp.checks import check_content
from studyapp.course import content_changed, course, problems, reload_course, watch_content

BET = """\
---
id: L05
title: "T"
summary: "S"
minutes: 5
---
::: lab credential-chain
title: "Who?"
state:
  world:
    imds: {role: app-role}
bet:
  prompt: "Who?"
  options:
    - {says: env, text: "env"}
    - {says: none, text: "none"}
:::
"""


@pytest.fixture
def content(tmp_path, settings):
    settings.CONTENT_DIR = tmp_path
    (tmp_path / "lessons").mkdir()
    yield tmp_path
    reload_course()


def write(content, text, name="050-a.md"):
    (content / "lessons" / name).write_text(text)
    reload_course()


def test_the_course_is_read_once(content, monkeypatch):
    write(content, "# A\n")
    calls = []
    real = module.load
    monkeypatch.setattr(module, "load", lambda path: calls.append(path) or real(path))
    assert course() is course()
    problems()
    assert calls == [content]


def test_another_folder_is_another_course(content, settings, tmp_path_factory):
    write(content, "# A\n")
    assert [lesson.slug for lesson in course().lessons] == ["a"]
    settings.CONTENT_DIR = tmp_path_factory.mktemp("other")
    assert course().lessons == ()


def test_a_bet_that_nobody_can_win_is_a_mistake(content):
    write(content, BET)
    assert [str(problem) for problem in problems()] == [
        "lessons/050-a.md:7: lab: bet: no option says iam-role, which is what the engine says "
        "Add that option, or correct the state."
    ]


def test_a_bet_that_can_be_won_is_none(content):
    write(content, BET.replace("says: env", "says: iam-role"))
    assert problems() == ()


def test_a_change_of_content_is_seen_without_a_restart(content):
    write(content, "# Before\n")
    assert course().lessons[0].title == "Before"
    file = content / "lessons" / "050-a.md"
    file.write_text("# After\n")
    assert content_changed(None, file_path=file) is True
    assert course().lessons[0].title == "After"


def test_a_change_elsewhere_is_left_to_the_server(content, tmp_path_factory):
    assert content_changed(None, file_path=tmp_path_factory.mktemp("code") / "x.py") is None


def test_the_development_server_watches_the_content(content):
    class Watcher:
        seen: list[tuple[object, str]] = []

        def watch_dir(self, path, pattern):
            self.seen.append((path, pattern))

    watcher = Watcher()
    watch_content(watcher)
    assert watcher.seen == [(content, f"**/*.{kind}") for kind in ("md", "yaml", "svg")]


def test_mistakes_are_system_checks_with_file_and_line(content):
    write(content, "# A\n\n:::\n")
    found = check_content()
    assert [(type(one), one.obj.partition("/")[2], one.msg) for one in found] == [
        (Warning, "lessons/050-a.md:1", "this lesson has no minutes"),
        (Warning, "lessons/050-a.md:1", "this lesson has no summary"),
        (Error, "lessons/050-a.md:3", "`:::` closes nothing"),
    ]
    assert all(one.hint for one in found)


def test_an_authors_server_starts_all_the_same(content, settings):
    settings.DEBUG = True
    write(content, "# A\n\n:::\n")
    assert {type(one) for one in check_content()} == {Warning}


def run():
    out = StringIO()
    code = 0
    try:
        call_command("checkcontent", stdout=out)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue().splitlines()


def test_the_command_prints_everything_and_exits_with_one(content):
    write(content, "# A\n\n:::\n\n::: quiz\nx\n:::\n")
    code, lines = run()
    assert code == 1
    assert [line.partition(" ")[0] for line in lines[:4]] == ["warning:", "warning:", "error:", "error:"]
    assert lines[3].endswith(
        "lessons/050-a.md:5: no directive is called quiz There are: lab, check, figure, correction, note."
    )
    assert lines[4] == "Lessons: 1, questions: 0, passages: 0, errors: 2, warnings: 2."


def test_warnings_alone_exit_with_zero(content):
    write(content, "# A\n")
    assert run()[0] == 0


def test_the_command_names_the_passages_nobody_teaches(content):
    (content / "notes.yaml").write_text('passages:\n  - {id: N01, text: "One."}\n')
    assert run()[1][-1] == "Passages in no lesson yet: N01."
