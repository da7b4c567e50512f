"""Drawings: SVG files that a lesson shows with `::: figure name`. Each says its finding in words too."""

import re
from collections.abc import Iterator
from html import escape
from xml.etree import ElementTree

from studyapp.catalog.problems import Problem

SVG = "{http://www.w3.org/2000/svg}"
# What a drawing may hold: shapes and words, no style, no script, nothing from elsewhere.
ELEMENTS = frozenset(
    {"svg", "title", "desc", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
)
ATTRIBUTES = frozenset(
    {"class", "d", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "width", "height"}
    | {"points", "viewBox", "transform", "text-anchor", "stroke-width", "stroke-dasharray", "fill"}
)
DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_figure(text: str, *, path: str) -> tuple[str, list[Problem]]:
    """One SVG file to the HTML of a figure: its <title> labels the drawing, its <desc> is the caption below it."""
    name = path.rpartition("/")[2].removesuffix(".svg")
    try:
        if DECLARED.search(text):
            raise ElementTree.ParseError("a document type is declared")
        root = ElementTree.fromstring(text)  # noqa: S314 (no entities, see above; and the file is ours)
    except ElementTree.ParseError as error:
        return "", [_problem(path, f"this is not SVG: {error}", "Close every element; declare no entities.")]
    problems = list(_foreign(root, path))
    title, caption = (_said(root, tag) for tag in ("title", "desc"))
    if not title or not caption:
        problems.append(_problem(path, "a drawing says its finding in words", "Begin with <title> and <desc>."))
    if problems:
        return "", problems
    box = root.get("viewBox", "")
    inner = "".join(_markup(child) for child in root if child.tag not in (f"{SVG}title", f"{SVG}desc"))
    return (
        f'<figure class="drawing wide"><div class="scroll" tabindex="0" role="region" aria-labelledby="fig-{name}">'
        f'<svg class="plot" viewBox="{escape(box)}" width="{escape(box.split()[2])}" role="img" '
        f'aria-labelledby="fig-{name}"><title id="fig-{name}">{escape(title)}</title>{inner}</svg></div>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    ), []


def _problem(path: str, message: str, remedy: str) -> Problem:
    return Problem(path=path, line=1, message=f"figure: {message}", remedy=remedy)


def _said(root: ElementTree.Element, tag: str) -> str:
    return " ".join((root.findtext(f"{SVG}{tag}") or "").split())


def _foreign(root: ElementTree.Element, path: str) -> Iterator[Problem]:
    if root.tag != f"{SVG}svg" or not re.fullmatch(r"0 0 \d+ \d+", root.get("viewBox", "")):
        yield _problem(path, "the root is an svg with a viewBox", 'Begin with <svg xmlns="…" viewBox="0 0 640 200">.')
    for element in root.iter():
        tag = str(element.tag).removeprefix(SVG)
        if tag not in ELEMENTS:
            yield _problem(path, f"<{tag}> has no place in a drawing", f"There are: {', '.join(sorted(ELEMENTS))}.")
        for attribute in sorted(set(element.keys()) - ATTRIBUTES):
            yield _problem(path, f"{attribute} has no place in a drawing", "Use the classes of the style sheet.")


def _markup(element: ElementTree.Element) -> str:
    tag = str(element.tag).removeprefix(SVG)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.items())
    inner = escape((element.text or "").strip()) + "".join(
        _markup(child) + escape((child.tail or "").strip()) for child in element
    )
    return f"<{tag}{attributes}>{inner}</{tag}>"
