"""What templates of every feature take from the reading library."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory


def render(template: str, /, **context: object) -> str:
    return Template("{% load reading %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("set `A_B` and `C`", "set <code>A_B</code> and <code>C</code>"),
        ("`<b>` & <i>", "<code>&lt;b&gt;</code> &amp; &lt;i&gt;"),
        ("one ` stays", "one ` stays"),
        ("`a` and one ` stays", "<code>a</code> and one ` stays"),
        ("", ""),
    ],
)
def test_names_between_backquotes_become_code_and_nothing_else_does(text, html):
    assert render("{{ text|code }}", text=text) == html


def test_a_mark_is_silent_for_screen_readers():
    assert render('{% mark "found" %}') == '<svg class="m " aria-hidden="true"><use href="#m-found"/></svg>'


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><script>', ""), ("", "")])
def test_only_a_known_theme_is_taken_from_the_cookie(cookie, theme):
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie
    assert render("{% theme as chosen %}{{ chosen }}", request=request) == theme


def test_the_tags_do_without_a_request():
    assert render("{% theme as chosen %}[{{ chosen }}]") == "[]"
    assert render("{% absolute_static 'img/card.png' %}") == "/static/img/card.png"


def test_a_shared_link_shows_its_picture_under_the_public_address(settings):
    request = RequestFactory().get("/")
    assert render("{% absolute_static 'img/card.png' %}", request=request) == "http://testserver/static/img/card.png"
    settings.PUBLIC_URL = "https://rolecall.example/"
    address = render("{% absolute_static 'img/card.png' %}", request=request)
    assert address == "https://rolecall.example/static/img/card.png"
