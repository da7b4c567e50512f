"""Finding directives in Markdown."""

import pytest

from studyapp.catalog.directives import Directive, Tokens, scan


def pieces(text):
    result = scan(text, path="x.md", first_line=1)
    return result.pieces, [str(problem) for problem in result.problems]


def test_text_and_directives_alternate():
    found, problems = pieces("One.\n\n::: note\nAside.\n:::\n\nTwo.")
    assert problems == []
    assert found == [
        "One.\n",
        Directive(name="note", argument="", body="Aside.", line=3),
        "\nTwo.",
    ]


def test_a_check_may_leave_its_end_out():
    found, problems = pieces("::: check Q01\n::: check Q02\n:::\n\nEnd.")
    assert problems == []
    assert found[:2] == [
        Directive(name="check", argument="Q01", body="", line=1),
        Directive(name="check", argument="Q02", body="", line=2),
    ]


@pytest.mark.parametrize("fence", ["```", "~~~", "````markdown", "``` yaml"])
def test_directives_in_code_stay_text(fence):
    text = f"{fence}\n::: lab credential-chain\ntitle: x\n:::\n{fence.split()[0].rstrip('markdown')}\n\nAfter."
    found, problems = pieces(text)
    assert problems == []
    assert found == [text]


def test_a_longer_fence_is_not_closed_by_a_shorter_one():
    text = "````\n```\n::: note\n```\n````"
    assert pieces(text) == ([text], [])


def test_a_fence_inside_a_directive_hides_its_closing_mark():
    found, problems = pieces("::: note\n```\n:::\n```\nAfter.\n:::")
    assert problems == []
    assert found == [Directive(name="note", argument="", body="```\n:::\n```\nAfter.", line=1)]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Text.\n\n:::\n", 3, "`:::` closes nothing"),
        ("::: note\nAside.\n", 1, "note: this directive has no end"),
        ("::: note\nAside.\n\n::: check Q01\n", 1, "note: this directive has no end"),
        ("One.\n::: quiz Q01\nx\n:::\n", 2, "no directive is called quiz"),
    ],
)
def test_each_mistake_names_its_line(text, line, message):
    result = scan(text, path="x.md", first_line=1)
    assert [(problem.line, problem.message) for problem in result.problems] == [(line, message)]
    assert all(problem.remedy for problem in result.problems)


def test_tokens_lead_back_to_their_directive():
    tokens = Tokens.for_source("some text")
    assert tokens.read(tokens.word(12, "open")) == (12, "open")


def test_a_text_cannot_hold_its_own_tokens():
    text = Tokens.for_source("").word(0, "open")
    assert Tokens.for_source(text).word(0, "open") != text
