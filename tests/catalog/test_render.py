"""Markdown to HTML: what is allowed, and how tables, headings and code come out."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.catalog.model import Heading
from studyapp.catalog.render import inline_html, render


def test_the_first_heading_becomes_the_title_and_leaves_the_text():
    rendered = render("# A title\n\nText.")
    assert rendered.title == "A title"
    assert rendered.html == "<p>Text.</p>"


def test_notes_with_many_first_level_headings_move_down_a_level():
    rendered = render("# Title\n\n# One\n\n## Two\n\n# Three\n")
    assert rendered.title == "Title"
    assert re.findall(r"<(h\d)", rendered.html) == ["h2", "h3", "h2"]
    assert rendered.headings == (Heading(anchor="one", text="One"), Heading(anchor="three", text="Three"))


def test_headings_list_plain_text_and_unique_anchors():
    rendered = render("## A `code` & more\n\n## Same\n\n## Same\n")
    assert rendered.headings == (
        Heading(anchor="a-code-more", text="A code & more"),
        Heading(anchor="same", text="Same"),
        Heading(anchor="same_1", text="Same"),
    )


def test_an_anchor_never_takes_an_id_of_the_page():
    assert render("## Main\n").anchors == {"the-main"}
    assert render("## ???\n").anchors == {"part"}


def test_an_author_may_choose_an_anchor():
    assert render("## Half a key {#half}\n").anchors == {"half"}


def test_a_table_has_a_caption_and_headings_with_a_scope():
    html = render("Table: Who is asked\n\n| Step | Looks in |\n|---|--:|\n| env | `A` |\n").html
    assert "<caption>Who is asked</caption>" in html
    assert html.count('scope="col"') == 2
    assert '<th scope="row">env</th>' in html
    assert '<td class="num"><code>A</code></td>' in html
    assert "style=" not in html
    assert "<p>" not in html


def test_a_wide_table_stands_in_a_named_region_for_the_keyboard():
    html = render("Table: Four columns\n\n| a | b | c | d |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |\n").html
    opening = re.match(r"<div ([^>]*)>", html).group(1)
    assert set(re.findall(r'[\w-]+="[^"]*"', opening)) == {
        'class="scroll"',
        'tabindex="0"',
        'role="region"',
        'aria-label="Four columns"',
    }


def test_a_narrow_table_needs_no_region():
    assert "scroll" not in render("| a | b |\n|---|---|\n| 1 | 2 |\n").html


def test_options_keep_both_hyphens():
    assert render("Use --profile.").html == "<p>Use --profile.</p>"


def test_code_is_coloured_by_class_and_reached_by_keyboard():
    html = render('```json\n{"a": 1}\n```\n').html
    assert html.startswith('<div class="highlight sheet"><pre tabindex="0">')
    assert '<span class="nt">' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>p{color:red}</style>",
        "<img src=x onerror=alert(1)>",
        "<p style='color:red' onclick='x()'>a</p>",
        "<iframe src=https://a.test></iframe>",
        "<form action=/x><input name=a><button>b</button></form>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "<svg onload=alert(1)>",
        "<p hx-get=/x hx-on:click=x()>a</p>",
        "<div id=main class=lab>a</div>",
        "<base href=//evil.test>",
        "<a href='java&#115;cript:x'>a</a>",
    ],
)
def test_nothing_but_prose_survives(text):
    html = render(text).html
    assert not re.search(
        r"<script|<style|<iframe|<form|<input|<button|<svg|<base|javascript:|data:|hx-| on\w+=| style=|<div id|lab",
        html,
    )


@given(st.text(alphabet="<>/ab\"'=`*_[]()!#|:-\n &;", max_size=80))
@settings(max_examples=80, deadline=None)
def test_any_text_renders_without_dangerous_markup(text):
    html = render(text).html
    assert not re.search(r"<(script|style|iframe|form|input)|<[^>]*\son\w+=", html)


def test_an_open_element_cannot_reach_over_a_token():
    rendered = render("<div>\n\nrolecallxx1\n\n</div>\n\nrolecallxx2\n\nEnd.", r"rolecallxx\d")
    for prose in rendered.pieces[::2]:
        assert prose.count("<div") == prose.count("</div")


def test_inline_escapes_everything_but_its_own_marks():
    assert inline_html("Set `A<b>` **now**, *then* <i>x</i>") == (
        "Set <code>A&lt;b&gt;</code> <b>now</b>, <i>then</i> &lt;i&gt;x&lt;/i&gt;"
    )


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_inline_never_opens_a_foreign_element(text):
    assert re.sub(r"</?(code|b|i)>", "", inline_html(text)).count("<") == 0


@pytest.mark.parametrize("text", ["Allow s3:Get* on arn:aws:s3:::a/*", "Deny s3:* on *", "2 * 3 * 4", "a*b*c"])
def test_a_star_that_is_a_wildcard_stays_one(text):
    assert inline_html(text) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Name it with `--profile`.", '<p>Name it with <code class="nb">--profile</code>.</p>'),
        ("`aws s3 ls` lists.", "<p><code>aws s3 ls</code> lists.</p>"),
        (f"`{'a' * 25}` may break.", f"<p><code>{'a' * 25}</code> may break.</p>"),
    ],
)
def test_a_short_name_in_code_stays_on_one_line(text, html):
    assert render(text).html.strip() == html
