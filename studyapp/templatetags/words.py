"""Sentences from content in a page: `code`, **bold** and *italics* marked up, everything else escaped."""

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString, mark_safe

from studyapp.catalog.render import inline_html

register = template.Library()


@register.filter
def plain(text: str) -> str:
    """A sentence of content without its marks, for places that hold no markup, such as a list to choose from."""
    return str(text).replace("`", "").replace("**", "")


@register.filter
def inline(text: str) -> SafeString:
    """A sentence of content as HTML; whatever looks like markup in it is escaped."""
    return mark_safe(inline_html(str(text)))  # noqa: S308 (inline_html escapes)


@register.filter
def sentence(text: str) -> str:
    """An option's text as a sentence of its own: with a full stop, unless it brings one."""
    text = str(text).rstrip()
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


@dataclass(frozen=True, kw_only=True)
class Stem:
    """A stem in two: what happened, and what is asked."""

    story: str
    ask: str


@register.simple_tag
def stem(text: str) -> Stem:
    """The emphasised question at a stem's end is what is asked; without one, its last sentence is."""
    text = text.strip()
    cut = text.rfind("**", 0, -2) if text.endswith("**") else max(text.rfind(". "), text.rfind(".\n")) + 1
    return Stem(story=text[: max(cut, 0)].strip(), ask=text[max(cut, 0) :].strip().strip("*"))
