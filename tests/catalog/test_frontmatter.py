"""YAML with lines: splitting, duplicate keys, values that stay text."""

import pytest

from studyapp.catalog.frontmatter import read_yaml, split


def test_split_gives_the_lines_of_both_halves():
    cut = split("---\nid: L05\ntitle: x\n---\n\nText\n")
    assert (cut.yaml, cut.yaml_line) == ("id: L05\ntitle: x", 2)
    assert (cut.body, cut.body_line) == ("\nText\n", 5)


def test_a_file_without_front_matter_is_all_body():
    cut = split("# Title\n\n---\n\nA rule above.\n")
    assert cut.yaml is None
    assert cut.body.startswith("# Title")
    assert cut.body_line == 1


def test_front_matter_without_an_end_is_noticed():
    assert split("---\nid: L05\n").closed is False


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 2026-11-24", "2026-11-24"),
        ("a: 1.10.2", "1.10.2"),
        ("a: yes", "yes"),
        ("a: on", "on"),
        ("a: 012345678901", "012345678901"),
        ("a: 12", 12),
        ("a: 1.5", 1.5),
        ("a: true", True),
        ("a: null", None),
        ("a:", None),
    ],
)
def test_only_plain_numbers_and_booleans_change_their_type(text, value):
    document, problems = read_yaml(text, path="x.md", first_line=1, what="front matter")
    assert problems == []
    assert document.data == {"a": value}
    assert type(document.data["a"]) is type(value)


def test_a_key_given_twice_is_refused_at_its_second_line():
    document, problems = read_yaml("minutes: 5\nid: L05\nminutes: 6", path="x.md", first_line=2, what="front matter")
    assert document is None
    assert [str(problem) for problem in problems] == [
        "x.md:4: front matter: YAML: duplicate key 'minutes' Keep one of the two."
    ]


def test_a_key_given_twice_deep_inside_is_refused_too():
    _, problems = read_yaml("world:\n  env:\n    A: x\n    A: y", path="q.md", first_line=10, what="question")
    assert [problem.line for problem in problems] == [13]


def test_broken_yaml_is_reported_at_its_line():
    _, problems = read_yaml("id: L05\ntitle: a: b\n", path="x.md", first_line=2, what="front matter")
    assert [problem.line for problem in problems] == [3]
    assert problems[0].remedy == "Often a colon inside a text; put the text in quotes."


def test_a_control_character_is_a_problem_not_a_crash():
    document, problems = read_yaml("title: a\x07b", path="x.md", first_line=2, what="front matter")
    assert document is None
    assert [problem.line for problem in problems] == [2]


def test_tags_that_build_objects_are_refused():
    document, problems = read_yaml("a: !!python/name:os.system", path="x.md", first_line=1, what="front matter")
    assert document is None
    assert len(problems) == 1


def test_a_location_leads_to_its_line_or_to_the_nearest_one_written_down():
    text = "world:\n  env:\n    A: x\n  files:\n    config: y\noptions:\n  - says: env\n    text: t"
    document, _ = read_yaml(text, path="q.md", first_line=5, what="question")
    assert document.line(("world", "env", "A")) == 7
    assert document.line(("options", 0, "text")) == 12
    assert document.line(("world", "files", "~/.aws/config")) == 8
    assert document.line(("nothing", "here")) == 5
