"""Drawings: what they may hold, and what they must say."""

import re

import pytest

from studyapp.catalog.figures import read_figure

GOOD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200"><title>A &amp; B</title><desc>Two things.</desc>'
    '<g class="no"><path d="M0 0h1"/></g><text x="1" y="2">a <tspan>b</tspan> c</text></svg>'
)


def test_a_drawing_becomes_a_figure_with_words():
    html, problems = read_figure(GOOD, path="figures/chain.svg")
    assert problems == []
    assert html == (
        '<figure class="drawing wide"><div class="scroll" tabindex="0" role="region" aria-labelledby="fig-chain">'
        '<svg class="plot" viewBox="0 0 640 200" width="640" role="img" aria-labelledby="fig-chain">'
        '<title id="fig-chain">A &amp; B</title><g class="no"><path d="M0 0h1"></path></g>'
        '<text x="1" y="2">a<tspan>b</tspan>c</text></svg></div><figcaption>Two things.</figcaption></figure>'
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<title>A &amp; B</title>", "", "a drawing says its finding in words"),
        ("<desc>Two things.</desc>", "", "a drawing says its finding in words"),
        ('<path d="M0 0h1"/>', '<path d="M0 0h1" style="color:red"/>', "style has no place in a drawing"),
        ('<path d="M0 0h1"/>', '<path d="M0 0h1" onclick="x()"/>', "onclick has no place in a drawing"),
        ('<path d="M0 0h1"/>', "<script>x()</script>", "<script> has no place in a drawing"),
        ('<path d="M0 0h1"/>', '<image width="1"/>', "<image> has no place in a drawing"),
        ("0 0 640 200", "0 0 a b", "the root is an svg with a viewBox"),
        ("</g>", "", "this is not SVG"),
        ("<svg", '<!DOCTYPE x [<!ENTITY a "b">]><svg', "this is not SVG"),
    ],
)
def test_what_has_no_place_in_a_drawing_is_reported(old, new, message):
    html, problems = read_figure(GOOD.replace(old, new, 1), path="figures/chain.svg")
    assert html == ""
    assert re.search(re.escape(message), " ".join(problem.message for problem in problems))
