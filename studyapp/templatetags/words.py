"""Sentences from content in a page: `code`, **bold** and *italics* marked up, everything else escaped."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from studyapp.catalog.render import inline_html

register = template.Library()


@register.filter
def inline(text: str) -> SafeString:
    """A sentence of content as HTML; whatever looks like markup in it is escaped."""
    return mark_safe(inline_html(str(text)))  # noqa: S308 (inline_html escapes)
