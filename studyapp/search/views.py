"""The search page, and the part of it that the dialog asks for while somebody types."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from studyapp.catalog.model import Catalog
from studyapp.course import course
from studyapp.search.entries import entries
from studyapp.search.index import Index, build
from studyapp.web.limits import limited

_kept: list[tuple[Catalog, Index]] = []  # the course that was indexed last, and its index


def index_of(catalog: Catalog, labs: Iterable[Any]) -> Index:
    """The index of this course, built at its first use and again when the content changes."""
    if not _kept or _kept[0][0] is not catalog:
        known = {lab.slug: (lab.title, lab.line) for lab in labs}
        _kept[:] = [(catalog, build(entries(catalog, known)))]
    return _kept[0][1]


@require_safe
@limited("search", 240, reads=True)
@vary_on_headers("HX-Request")
def search(request: HttpRequest, labs: Iterable[Any]) -> HttpResponse:
    """Everything that fits the words of `q`, the best first; if nothing does, the words that come nearest."""
    query = " ".join(request.GET.get("q", "").split())[:100]
    index = index_of(course(), labs)
    found = index.find(query)
    near = index.near(query) if query and not found else ()
    template = "search/_finds.html" if request.htmx else "search/search.html"  # type: ignore[attr-defined]
    return render(request, template, {"query": query, "found": found, "near": near})
