"""The labs of worlds in a browser: the metadata terminal, the MFA session, policies and the doctor."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_terminal_looks_like_a_terminal(visit):
    """The glossary underlines its words; a terminal is no word of a glossary."""
    page = visit("/labs/imds/")
    line = page.locator(".term li code").first
    assert line.evaluate("one => getComputedStyle(one).textDecorationLine") == "none"
    assert page.locator(".term").evaluate("one => getComputedStyle(one).textDecorationLine") == "none"
