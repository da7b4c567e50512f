"""Sentences of content on a page."""

import pytest

from studyapp.templatetags.words import inline, sentence, stem


@pytest.mark.parametrize(
    ("text", "story", "ask"),
    [
        ("A job starts. **Who signs?**", "A job starts.", "Who signs?"),
        ("A job starts. Who signs?", "A job starts.", "Who signs?"),
        ("Who signs?", "", "Who signs?"),
        ("**Who signs?**", "", "Who signs?"),
        ("A **bold** word. Who signs?", "A **bold** word.", "Who signs?"),
        ("Line.\nWho?", "Line.", "Who?"),
    ],
)
def test_a_stem_falls_into_story_and_question(text, story, ask):
    found = stem(text)
    assert (found.story, found.ask) == (story, ask)


def test_markup_in_a_sentence_is_text():
    assert inline("`<b>` & **x**") == "<code>&lt;b&gt;</code> &amp; <b>x</b>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The role, which may not list", "The role, which may not list."),
        ("It stops.", "It stops."),
        ("`ana`", "`ana`."),
    ],
)
def test_an_option_is_repeated_as_a_sentence(text, said):
    assert sentence(text) == said
