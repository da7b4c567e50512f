"""What HTML a lesson may hold. Everything else that an author types is taken out."""

import nh3
from pygments.token import STANDARD_TYPES

_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "dl", "dt", "dd"),
    *(
        "a",
        "abbr",
        "b",
        "strong",
        "i",
        "em",
        "q",
        "cite",
        "code",
        "kbd",
        "samp",
        "var",
        "sub",
        "sup",
        "mark",
        "s",
    ),
    *("small", "del", "ins", "span", "div", "pre", "details", "summary", "figure", "figcaption", "img"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "details": {"open"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "div": {"tabindex", "role", "aria-label"},
    **{tag: {"id"} for tag in _HEADINGS},
}
_PYGMENTS = {name for name in STANDARD_TYPES.values() if name}
_CLASSES = {
    "div": {"highlight", "sheet", "scroll"},
    "span": {*_PYGMENTS, "keys"},
    "code": {"highlight", "nb"},
    "th": {"num"},
    "td": {"num"},
}


def clean(html: str) -> str:
    """The HTML without anything but prose: no script, style, form, frame, event, foreign scheme or class."""
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"https", "http", "mailto"},
        link_rel=None,
        # A block of code scrolls sideways, so the keyboard must reach it.
        set_tag_attribute_values={"pre": {"tabindex": "0"}},
    )
