"""Pages rendered once: when they are kept, and that nothing of one reader reaches another."""

import pytest
from django.template.loader import get_template
from django.test import RequestFactory

from studyapp.lessons import pages
from studyapp.lessons.pages import SLOT, fill, joined, pieces

TEMPLATE = "400.html"  # any page without context


@pytest.fixture(autouse=True)
def _nothing_kept():
    pages.forget()
    yield
    pages.forget()


def kept(request, of):
    made = []

    def context():
        made.append(True)
        return {}

    pieces(request, TEMPLATE, of, context)
    return not made


def request(path="/", theme="", **extra):
    found = RequestFactory().get(path, **extra)
    found.COOKIES["theme"] = theme
    return found


def test_a_page_is_rendered_once_for_the_same_content():
    content, other = object(), object()
    assert not kept(request(), content)
    assert kept(request(), content)
    assert not kept(request(), other)


@pytest.mark.parametrize(
    "differing",
    [
        request("/other/"),
        request(theme="dark"),
        request(headers={"host": "127.0.0.1:9000"}),
        request("/?w=1"),
    ],
)
def test_another_address_or_theme_is_another_page(differing):
    content = object()
    kept(request(), content)
    assert not kept(differing, content)


def test_made_up_queries_fill_no_memory():
    for number in range(5):
        kept(request(f"/?n={number}"), object())
    assert len(pages._kept) == 0


def test_the_store_is_bounded_and_forgets_the_longest_unused(monkeypatch):
    content = object()
    kept(request("/0/"), content)
    monkeypatch.setattr(pages, "MOST_BYTES", 3 * pages._size[0] + 100)
    for number in range(1, 10):
        kept(request(f"/{number}/"), content)
        assert kept(request("/0/"), content)
        assert pages._size[0] == sum(size for *_, size in pages._kept.values()) <= pages.MOST_BYTES
    assert len(pages._kept) == 3


def test_an_author_sees_changes_at_once(settings):
    settings.DEBUG = True
    content = object()
    kept(request(), content)
    assert not kept(request(), content)


def test_slots_are_filled_in_order_and_the_token_is_the_readers():
    found = pages._SLOTS.split(f"a{SLOT.format('form')}b{SLOT.format(1)}c{SLOT.format('form')}".encode())
    one, two = (fill(request(), found, {b"1": b"<1>"}) for _ in range(2))
    assert one.startswith(b"a")
    assert b"b<1>c" in one
    assert one.split(b"b<1>c")[0][1:] == one.split(b"b<1>c")[1]
    assert one != two


def test_a_part_comes_into_its_slot_and_its_own_slots_stay():
    page = [b"a", b"form", b"b", b"3", b"c", b"4", b"d"]
    whole = joined(page, {b"3": [b"<", b"sealed", b">"], b"4": [b"-"]})
    assert whole == [b"a", b"form", b"b<", b"sealed", b">c-d"]


def test_the_form_token_of_a_kept_page_is_a_slot():
    found = pieces(request(), "404.html", object(), dict)
    assert b"form" in found[1::2]
    assert "csrfmiddlewaretoken" in get_template("404.html").render({}, request())
