"""A whole content folder: what is read, and every class of mistake with its file and line."""

from textwrap import dedent

import pytest

from studyapp.catalog.load import load
from studyapp.catalog.model import BetOption, CheckPart, HtmlPart, LabPart

NOTES = """\
passages:
  - id: N01
    text: "One."
  - id: N02
    text: "Two."
    correction: "Not two."
    source: {title: A page, url: "https://docs.aws.amazon.com/x", checked: 2026-11-24}
"""
LESSON = """\
---
id: L05
title: "The chain"
summary: "Who answers."
minutes: 10
objectives:
  - {id: L05.order, text: "Order them."}
passages: [N01]
---

Text with [a link](/lessons/chain/#end).

::: lab credential-chain
title: "Who?"
state:
  flavour: notes
  world:
    env: {AWS_PROFILE: dev}
bet:
  prompt: "Who?"
  options:
    - {says: env, text: "env"}
    - {says: none, text: "none"}
:::

::: correction N02
:::

::: check Q01

## End

::: note
Aside.
:::
"""
QUESTION = """\
---
id: Q01
kind: single
title: "A title"
objective: L05.order
passages: [N01]
world:
  env: {AWS_PROFILE: dev}
ask: signer
options:
  - {says: env, text: "One"}
  - {says: none, text: "Two", misconception: M01}
  - {says: iam-role, text: "Three", misconception: M02}
rule: "The rule."
---
A stem. **Who signs?**
"""

REAL = "AKIA" + "ABCDEFGHIJKLMNOP"  # looks real, and so stands in no file whole


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lessons").mkdir()
    (tmp_path / "questions" / "chain").mkdir(parents=True)
    (tmp_path / "notes.yaml").write_text(NOTES)
    (tmp_path / "lessons" / "050-chain.md").write_text(LESSON)
    (tmp_path / "questions" / "chain" / "Q01-a.md").write_text(QUESTION)
    return tmp_path


def messages(folder):
    return [str(problem) for problem in load(folder)[1]]


def test_a_sound_folder_has_no_problems(folder):
    assert messages(folder) == []


def test_a_lesson_is_cut_into_parts_in_their_order(folder):
    lesson = load(folder)[0].lesson("chain")
    assert [type(part) for part in lesson.parts] == [HtmlPart, LabPart, HtmlPart, CheckPart, HtmlPart]
    lab = lesson.parts[1]
    assert (lab.key, lab.lab, lab.state["flavour"]) == ("lab-1", "credential-chain", "notes")
    assert lab.bet.options == (BetOption(says="env", text="env"), BetOption(says="none", text="none"))
    assert [heading.anchor for heading in lesson.headings] == ["lab-1", "end"]
    assert (lesson.number, lesson.id) == (5, "L05")


def test_a_correction_is_a_callout_with_its_source(folder):
    html = load(folder)[0].lesson("chain").parts[2].html
    assert html.startswith('<aside class="callout" aria-labelledby="correction-n02-')
    assert ">A correction to N02</h3>" in html
    assert "<dt>Notes often say</dt><dd>" in html
    assert "<p>Two.</p>" in html
    assert "<p>Not two.</p>" in html
    assert '<a href="https://docs.aws.amazon.com/x">A page</a>, checked 24 November 2026' in html


def test_a_margin_note_is_an_aside(folder):
    html = load(folder)[0].lesson("chain").parts[-1].html
    assert html == '<h2 id="end">End</h2>\n<aside class="note">\n<p>Aside.</p>\n</aside>'


def test_a_question_keeps_its_claims_and_says_nothing_of_the_key(folder):
    question = load(folder)[0].question("Q01")
    assert [option.says for option in question.options] == ["env", "none", "iam-role"]
    assert (question.path, question.line, question.lesson) == ("questions/chain/Q01-a.md", 2, "L05")
    assert question.stem == "A stem. **Who signs?**"


def test_a_bare_file_with_a_title_is_a_lesson(folder):
    (folder / "lessons" / "My own notes.md").write_text("# What I learnt\n\nText.\n\n## More\n")
    catalog, problems = load(folder)
    lesson = catalog.lesson("my-own-notes")
    assert (lesson.title, lesson.id, lesson.number) == ("What I learnt", "my-own-notes", 6)
    assert lesson.parts == (HtmlPart(html='<p>Text.</p>\n<h2 id="more">More</h2>'),)
    assert {problem.severity for problem in problems} == {"warning"}
    assert [problem.message for problem in problems] == [
        "this lesson has no minutes",
        "this lesson has no summary",
    ]


def test_lessons_stand_in_the_order_of_their_files(folder):
    (folder / "lessons" / "045-before.md").write_text("# Before\n")
    (folder / "lessons" / "after.md").write_text("# After\n")
    assert [lesson.slug for lesson in load(folder)[0].lessons] == ["before", "chain", "after"]


def test_hidden_files_and_drafts_are_left_out(folder):
    (folder / "lessons" / "_draft.md").write_text("---\nbroken")
    (folder / "lessons" / ".050-chain.md.swp.md").write_text("---\nbroken")
    assert messages(folder) == []


def test_an_empty_or_missing_folder_gives_an_empty_course(tmp_path):
    catalog, problems = load(tmp_path / "nowhere")
    assert (catalog.lessons, catalog.questions, catalog.passages, problems) == ((), (), (), ())


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(folder):
    file = folder / "lessons" / "050-chain.md"
    file.write_bytes(b"\xef\xbb\xbf" + LESSON.replace("\n", "\r\n").encode())
    assert messages(folder) == []


def test_broken_front_matter_still_shows_the_text(folder):
    (folder / "lessons" / "050-chain.md").write_text(LESSON.replace("minutes: 10", "minutes: 999"))
    catalog, problems = load(folder)
    assert catalog.lesson("chain").title == "The chain"
    assert [problem.line for problem in problems] == [5]


LESSON_MISTAKES = [
    ("minutes: 10", "minutes: 5\nminutes: 6", 6, "front matter: YAML: duplicate key 'minutes'"),
    ("minutes: 10", "minutes: many", 5, "front matter: minutes: Input should be a valid integer"),
    ("minutes: 10", "colour: red", 5, "front matter: colour: Extra inputs are not permitted"),
    ('title: "The chain"', "", 2, "front matter: title: Field required"),
    ("id: L05\n", "id: five\n", 2, "front matter: id: String should match"),
    ("id: L05.order", "id: L06.order", 7, "objective L06.order does not belong to L05"),
    ("passages: [N01]", "passages: [N99]", 8, "no passage is called N99"),
    ("passages: [N01]", "passages: [N01]\nprerequisites: [L99]", 9, "no lesson is called L99"),
    (
        "passages: [N01]",
        "passages: [N01]\nprerequisites: [L05]",
        9,
        "lessons lean on each other in a circle: L05",
    ),
    ("---\n\nText", "\nText", 1, "the front matter has no end"),
    ("::: check Q01", "::: check Q99", 29, "no question is called Q99"),
    ("::: check Q01", "::: check", 29, "check: no question is named"),
    ("::: correction N02", "::: correction N99", 26, "correction: no passage is called N99"),
    ("::: correction N02", "::: correction N01", 26, "correction: N01 has no fact"),
    ("::: lab credential-chain", "::: lab chains", 13, "no lab is called chains"),
    (
        "flavour: notes",
        "flavour: sweet",
        16,
        "lab: state.flavour: Input should be 'botocore', 'notes', 'cli-2' or 'js-3'",
    ),
    ("flavour: notes", "speed: 3", 16, "lab: state.speed: Extra inputs are not permitted"),
    ("env: {AWS_PROFILE: dev}", "envy: {A: b}", 18, "lab: state.world.envy: Extra inputs are not permitted"),
    ("env: {AWS_PROFILE: dev}", "env: {A: 7}", 18, "lab: state.world.env.A: Input should be a valid string"),
    ("says: none", "says: env", 23, "lab: bet: two options say env"),
    ('    - {says: none, text: "none"}\n', "", 21, "lab: bet.options: Tuple should have at least 2 items"),
    ("::: note\nAside.\n:::", "::: note\nAside.", 33, "note: this directive has no end"),
    ("::: note", "::: remark", 33, "no directive is called remark"),
    ("::: note", "<div>\n::: note", 34, "this directive stands inside an HTML element"),
    ("/lessons/chain/#end", "/lessons/chain/#start", 11, "that lesson has no heading #start"),
    ("/lessons/chain/#end", "/lessons/other/", 11, "no lesson has the slug other"),
    ("/lessons/chain/#end", "/lessons/chain", 11, "addresses end with a slash"),
    ("/lessons/chain/#end", "#nowhere", 11, "this lesson has no heading #nowhere"),
    ("/lessons/chain/#end", "/labs/none/", 11, "no lab is called none"),
    ("/lessons/chain/#end", "/questions/Q77/", 11, "no question is called Q77"),
    ("/lessons/chain/#end", "/notes/#N77", 11, "no passage is called N77"),
    ("/lessons/chain/#end", "/shop/", 11, "the site has no such page"),
    ("Text with", f"{REAL} with", 11, "this line holds an access key id that looks real"),
    ("## End", "# The end\n\n## End", 0, ""),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), LESSON_MISTAKES)
def test_each_mistake_in_a_lesson_has_its_line(folder, old, new, line, message):
    assert old in LESSON
    (folder / "lessons" / "050-chain.md").write_text(LESSON.replace(old, new, 1))
    found = load(folder)[1]
    if not line:
        assert found == ()
        return
    places = {(problem.path, problem.line) for problem in found if message in problem.message}
    assert places == {("lessons/050-chain.md", line)}, [str(problem) for problem in found]
    assert all(problem.remedy or "Input should" in problem.message for problem in found)


QUESTION_MISTAKES = [
    ("kind: single", "kind: essay", 3, "question: kind: Input should be 'single', 'multiple'"),
    ("passages: [N01]", "passages: []", 2, "no passage of the notes is named"),
    ("passages: [N01]", "passages: [N44]", 6, "no passage is called N44"),
    ("objective: L05.order", "objective: L05.speed", 5, "lesson L05 has no objective L05.speed"),
    ("passages: [N01]", "passages: [N01]\nlesson: L44", 7, "no lesson is called L44"),
    ("passages: [N01]", "passages: [N01]\ncontrast: Q44", 7, "no question is called Q44"),
    ("passages: [N01]", "passages: [N01]\nflavour: sweet", 7, "no flavour is called sweet"),
    ("env: {AWS_PROFILE: dev}", "imds: {role: r, http_tokens: never}", 8, "world.imds.http_tokens"),
    ("says: none, ", "", 12, "this option makes no claim that can be tested"),
    ("says: none", "because: wait", 12, "this option makes no claim that can be tested"),
    ('text: "Two"', 'text: "One"', 12, "two options have the same text"),
    ("misconception: M01", "misconception: wrong", 12, "misconception: String should match"),
    ("misconception: M01", "key: true", 12, "Extra inputs are not permitted"),
    ("**Who signs?**", "Think about it.", 16, "the stem does not end with a question"),
    ("AWS_PROFILE: dev", f"AWS_ACCESS_KEY_ID: {REAL}", 8, "looks real"),
    ("---\nid: Q01", "id: Q01", 1, "a question needs front matter"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), QUESTION_MISTAKES)
def test_each_mistake_in_a_question_has_its_line(folder, old, new, line, message):
    assert old in QUESTION
    (folder / "questions" / "chain" / "Q01-a.md").write_text(QUESTION.replace(old, new, 1))
    found = load(folder)[1]
    places = {(problem.path, problem.line) for problem in found if message in problem.message}
    assert places == {("questions/chain/Q01-a.md", line)}, [str(problem) for problem in found]


NOTES_MISTAKES = [
    ("id: N02", "id: N01", 4, "two passages are called N01"),
    (
        '    source: {title: A page, url: "https://docs.aws.amazon.com/x", checked: 2026-11-24}\n',
        "",
        4,
        "without a source",
    ),
    ("checked: 2026-11-24", "checked: lately", 7, "notes: passages.1.source.checked: String should match"),
    ("https://", "http://", 7, "notes: passages.1.source.url: String should match"),
    ("checked: 2026-11-24", "on: 2026-11-24", 7, "notes: passages.1.source.checked: Field required"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), NOTES_MISTAKES)
def test_each_mistake_in_the_notes_has_its_line(folder, old, new, line, message):
    assert old in NOTES
    (folder / "notes.yaml").write_text(NOTES.replace(old, new, 1))
    found = load(folder)[1]
    places = {(problem.path, problem.line) for problem in found if message in problem.message}
    assert places == {("notes.yaml", line)}, [str(problem) for problem in found]


def test_ids_and_slugs_are_given_once(folder):
    (folder / "lessons" / "060-chain.md").write_text(LESSON)
    (folder / "questions" / "Q01-b.md").write_text(QUESTION)
    assert messages(folder) == [
        "lessons/060-chain.md:1: the slug chain is taken by lessons/050-chain.md Choose another.",
        "lessons/060-chain.md:2: the id L05 is taken by lessons/050-chain.md Choose another.",
        "questions/chain/Q01-a.md:2: the id Q01 is taken by questions/Q01-b.md Choose another.",
    ]


def test_a_circle_names_its_lessons_and_nobody_else(folder):
    def lesson(number, needs):
        text = f"""\
            ---
            id: L{number:02}
            title: "T"
            summary: "S"
            minutes: 5
            prerequisites: [{needs}]
            ---
            Text.
            """
        (folder / "lessons" / f"{number:02}0-l{number}.md").write_text(dedent(text))

    lesson(6, "L07")
    lesson(7, "L06")
    lesson(8, "L07")
    assert messages(folder) == [
        f"lessons/0{n}0-l{n}.md:6: lessons lean on each other in a circle: L06, L07 Take one prerequisite out."
        for n in (6, 7)
    ]


def test_all_problems_come_at_once(folder):
    (folder / "lessons" / "050-chain.md").write_text(
        LESSON.replace("minutes: 10", "minutes: 0").replace("flavour: notes", "flavour: sweet").replace("Q01", "Q99")
    )
    assert [problem.line for problem in load(folder)[1]] == [5, 16, 29]


def test_a_file_that_is_no_text_is_reported(folder):
    (folder / "lessons" / "060-x.md").write_bytes(b"# \xff\xfe")
    assert messages(folder) == ["lessons/060-x.md:1: this file is not UTF-8 text Save it as a UTF-8 text file."]
