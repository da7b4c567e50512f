"""Markdown to sanitised HTML, once per text."""

import html
import re
from dataclasses import dataclass
from typing import Any

from markdown import Markdown
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension

from studyapp.catalog.model import Heading
from studyapp.catalog.sanitise import clean
from studyapp.catalog.trees import Shape, anchor

# A star opens emphasis only before a letter and after none, so that `s3:Get* on arn:*` stays as it is.
_INLINE = re.compile(r"(`+)(.+?)\1|\*\*(.+?)\*\*|(?<!\w)\*(?!\s)(.+?)(?<!\s)\*(?!\w)")
# A name such as --region or assumed-role stays on one line; what is longer may break anywhere, for narrow screens.
_SHORT_CODE = re.compile(r"<code>([^<\s]{4,24})</code>")


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """HTML fit for a page, cut at tokens: prose and tokens alternate, prose first and last."""

    pieces: tuple[str, ...]
    title: str = ""
    headings: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()

    @property
    def html(self) -> str:
        return "".join(self.pieces)


def render(text: str, tokens: str = "") -> Rendered:
    """Render Markdown once, then cut it at paragraphs that are nothing but a token.

    `tokens` is the pattern of this text's tokens. Each piece of prose is sanitised by itself, so that
    no element an author left open reaches over a token. The title is a leading first-level heading,
    which leaves the text. A Markdown instance keeps state and is not thread safe: each text gets its own.
    """
    shape = Shape()
    md = Markdown(
        extensions=[
            "abbr",
            "attr_list",
            "def_list",
            "sane_lists",
            TableExtension(use_align_attribute=True),
            TocExtension(slugify=anchor, permalink=False),
            "pymdownx.highlight",
            "pymdownx.inlinehilite",
            "pymdownx.superfences",
            "pymdownx.keys",
            "pymdownx.details",
            shape,
        ],
        extension_configs={
            "pymdownx.highlight": {"css_class": "highlight sheet", "guess_lang": False, "use_pygments": True},
            "pymdownx.inlinehilite": {"css_class": "highlight"},
        },
        output_format="html",
    )
    body = _SHORT_CODE.sub(r'<code class="nb">\1</code>', md.convert(text))
    contents: list[dict[str, Any]] = getattr(md, "toc_tokens", [])
    pieces = re.split(rf"<p>({tokens})</p>", body) if tokens else [body]
    return Rendered(
        pieces=tuple(piece if index % 2 else clean(piece) for index, piece in enumerate(pieces)),
        title=shape.title,
        headings=tuple(_headings(contents)),
        anchors=frozenset(_anchors(contents)),
    )


def _headings(tokens: list[dict[str, Any]]) -> list[Heading]:
    return [
        Heading(anchor=token["id"], text=html.unescape(token["name"]))
        for token in _flat(tokens)
        if token["level"] == 2
    ]


def _anchors(tokens: list[dict[str, Any]]) -> list[str]:
    return [token["id"] for token in _flat(tokens)]


def _flat(tokens: list[dict[str, Any]]) -> list[dict[str, Any]]:
    flat = []
    for token in tokens:
        flat += [token, *_flat(token["children"])]
    return flat


def inline_html(text: str) -> str:
    """A sentence as HTML: everything escaped, then `code`, **bold** and *italics*. Safe to put in a page."""
    parts = []
    position = 0
    for match in _INLINE.finditer(text):
        parts.append(html.escape(text[position : match.start()]))
        code, bold, italics = match.group(2), match.group(3), match.group(4)
        if code is not None:
            parts.append(f"<code>{html.escape(code.strip() or code)}</code>")
        elif bold is not None:
            parts.append(f"<b>{inline_html(bold)}</b>")
        else:
            parts.append(f"<i>{inline_html(italics)}</i>")
        position = match.end()
    parts.append(html.escape(text[position:]))
    return "".join(parts)
