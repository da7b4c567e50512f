import pytest
from django.urls import reverse

from studyapp.course import course
from studyapp.labs.registry import WITH_PAGE
from studyapp.search.views import index_of

pytestmark = pytest.mark.django_db


def first(query):
    return index_of(course(), WITH_PAGE).find(query)[0].entry


@pytest.mark.parametrize(
    ("query", "kind", "url"),
    [
        ("hop limit", "Word", "/glossary/#hop-limit"),
        ("What a run is, in the eight traps", "Lesson", "/lessons/eight-traps/"),
        ("N29", "Note", "/notes/#N29"),
    ],
)
def test_the_course_is_found(query, kind, url):
    found = first(query)
    assert (found.kind, found.url[: len(url)]) == (kind, url)


def test_a_slip_of_the_finger_finds_it_all_the_same():
    found = index_of(course(), WITH_PAGE).find("instnce profle")
    assert "/glossary/#instance-profile" in [one.entry.url for one in found[:5]]


def test_every_address_that_can_be_found_opens(client):
    addresses = {entry.url.partition("#")[0] for entry in index_of(course(), WITH_PAGE).entries}
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_every_anchor_that_can_be_found_is_on_its_page(client):
    entries = [entry for entry in index_of(course(), WITH_PAGE).entries if "#" in entry.url]
    pages = {}
    for entry in entries:
        address, _, anchor = entry.url.partition("#")
        page = pages.setdefault(address, client.get(address).content.decode())
        assert f'id="{anchor}"' in page, entry.url


def test_the_same_course_is_indexed_once():
    assert index_of(course(), WITH_PAGE) is index_of(course(), ())


def test_the_page_shows_what_was_found_and_keeps_the_words(client):
    page = client.get(reverse("search"), {"q": "  hop   limit "}).content.decode()
    assert 'value="hop limit"' in page
    assert 'href="/glossary/#hop-limit"' in page


def test_what_was_typed_is_text(client):
    page = client.get(reverse("search"), {"q": "<zzzzzz>"}).content.decode()
    assert "Nothing fits “&lt;zzzzzz&gt;”" in page


def test_nothing_found_offers_the_nearest_words(client):
    page = client.get(reverse("search"), {"q": "qvedintiols"}).content.decode()
    assert 'href="/search/?q=credentials"' in page


def test_the_dialog_gets_the_finds_alone(client):
    answer = client.get(reverse("search"), {"q": "hop limit"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert 'href="/glossary/#hop-limit"' in page
    assert "<html" not in page
    assert "HX-Request" in answer.headers["Vary"]


def test_without_words_there_is_only_the_field(client):
    page = client.get(reverse("search")).content.decode()
    assert "autofocus" in page
    assert 'class="finds"' not in page
