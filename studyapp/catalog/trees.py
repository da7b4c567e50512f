"""Shape the parsed Markdown: one title, headings from level two, tables with captions and row headings."""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor

WIDE_COLUMNS = 4
_CAPTION = "Table:"
# The page around a lesson uses these ids itself.
_RESERVED = {"main", "theme", "toc", "toch", "after", "ending", "draft"}


def anchor(text: str, separator: str) -> str:
    """A heading's id; never one that the page around the lesson uses."""
    slug = slugify(text, separator) or "part"
    return f"the{separator}{slug}" if slug in _RESERVED else slug


class Shape(Extension):
    """Markdown extension: `title` holds the text of a leading first-level heading, which leaves the document."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""

    def extendMarkdown(self, md: Markdown) -> None:
        # After inline patterns (20), before the table of contents gives ids (5).
        md.treeprocessors.register(_Headings(md, self), "rolecall_headings", 15)
        md.treeprocessors.register(_Tables(md), "rolecall_tables", 14)


class _Headings(Treeprocessor):
    def __init__(self, md: Markdown, shape: Shape) -> None:
        super().__init__(md)
        self.shape = shape

    def run(self, root: etree.Element) -> None:
        if len(root) and root[0].tag == "h1":
            self.shape.title = " ".join("".join(root[0].itertext()).split())
            root.remove(root[0])
        if root.find("h1") is not None:
            # Notes written with one # per section: every heading moves down a level.
            for element in root.iter():
                level = re.fullmatch(r"h([1-5])", element.tag if isinstance(element.tag, str) else "")
                if level:
                    element.tag = f"h{int(level.group(1)) + 1}"


class _Tables(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for table in [child for child in parent if child.tag == "table"]:
                self._dress(parent, table)

    def _dress(self, parent: etree.Element, table: etree.Element) -> None:
        caption = _take_caption(parent, table)
        columns = table.findall("./thead/tr/th")
        for cell in columns:
            cell.set("scope", "col")
        for cell in table.iter():
            if cell.attrib.pop("align", "") == "right":
                cell.set("class", "num")
        if caption is not None:
            table.insert(0, caption)
            for row in table.findall("./tbody/tr"):
                row[0].tag = "th"
                row[0].set("scope", "row")
        if len(columns) >= WIDE_COLUMNS:
            _scroll(parent, table, "".join(caption.itertext()) if caption is not None else "Table")


def _take_caption(parent: etree.Element, table: etree.Element) -> etree.Element | None:
    """The paragraph right before the table, if it begins with `Table:`, as a caption."""
    index = list(parent).index(table)
    if index == 0:
        return None
    before = parent[index - 1]
    if before.tag != "p" or not (before.text or "").startswith(_CAPTION):
        return None
    parent.remove(before)
    before.tag = "caption"
    before.text = (before.text or "").removeprefix(_CAPTION).lstrip()
    return before


def _scroll(parent: etree.Element, table: etree.Element, name: str) -> None:
    """Put a wide table into a region that has a name and can be reached by keyboard."""
    index = list(parent).index(table)
    region = etree.Element("div", {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": name})
    parent.remove(table)
    region.tail, table.tail = table.tail, None
    region.append(table)
    parent.insert(index, region)
