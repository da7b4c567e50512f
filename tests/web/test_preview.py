"""The author's open page learns of a change; a site's does not even ask."""

import pytest
from django.test import RequestFactory

from studyapp.course import reload_course
from studyapp.web.preview import version

pytestmark = pytest.mark.django_db


def seen():
    return version(RequestFactory().get("/preview/version")).content


def test_the_version_changes_when_the_content_is_read_again():
    before = seen()
    assert seen() == before
    reload_course()
    assert seen() != before


def test_a_site_neither_serves_nor_asks_for_it(client):
    assert client.get("/preview/version").status_code == 404
    assert "preview.js" not in client.get("/").content.decode()


def test_an_authors_page_asks(client, settings):
    settings.DEBUG = True
    assert "js/preview.js" in client.get("/accounts/privacy/").content.decode()
