"""The pages for what went wrong, in the voice of the rest."""

import pytest
from django.template.loader import get_template
from django.test import RequestFactory


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_a_broken_request_or_server_need_no_context(name):
    page = get_template(name).render()
    assert page.count("<h1>") == 1
    assert "<form" not in page


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "413.html", "429.html"])
def test_other_error_pages_keep_the_frame(name):
    request = RequestFactory().get("/somewhere/")
    page = get_template(name).render({}, request)
    assert page.count("<h1>") == 1
    assert 'href="#main"' in page
    assert 'name="robots" content="noindex"' in page


def test_a_throttled_reader_learns_how_long_to_wait():
    request = RequestFactory().get("/")
    assert "Wait 1 second, then" in get_template("429.html").render({"seconds": 1}, request)
    assert "Wait 30 seconds, then" in get_template("429.html").render({"seconds": 30}, request)


def test_an_address_nobody_knows_is_404(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert response.content.decode().count("<h1>") == 1
