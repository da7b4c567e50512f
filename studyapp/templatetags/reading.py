"""What every page needs: marks, the chosen theme, the places of the site, the engine's version."""

from dataclasses import dataclass
from typing import Any

from botocore import __version__ as botocore_release
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from studyapp.catalog.blocks import day
from studyapp.labs.registry import WITH_PAGE
from studyapp.learners import account_of
from studyapp.lessons.pages import SLOT
from studyapp.web.look import chosen, chosen_theme

register = template.Library()

# (URL name, label); a place whose URL does not exist is left out.
PLACES = (
    ("lessons:home", "Course"),
    ("labs:index", "Labs"),
    ("quizzes:practice", "Practice"),
    ("study:review", "Review"),
    ("assess:index", "Test yourself"),
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """One link of the site's navigation."""

    url: str
    label: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Showpiece:
    """One lab of the gallery; `vignette` is a template that draws it."""

    url: str
    title: str
    line: str
    vignette: str


register.filter("day", day)


@register.simple_tag
def mark(name: str, extra: str = "") -> SafeString:
    """The symbol `name` of _marks.html; it says nothing to a screen reader, so put a word beside it."""
    return format_html('<svg class="m {}" aria-hidden="true"><use href="#m-{}"/></svg>', extra, name)


@register.simple_tag(takes_context=True)
def theme(context: dict[str, Any]) -> str:
    """Name the choice: "light", "dark" or "" for as the system has it."""
    request = context.get("request")
    return chosen_theme(request) if request else ""


@register.simple_tag(takes_context=True)
def signed_in(context: dict[str, Any]) -> bool:
    """Whether the reader has an account here and is signed in to it."""
    request = context.get("request")
    return request is not None and account_of(request) is not None


@register.simple_tag(takes_context=True)
def look(context: dict[str, Any], name: str) -> str:
    """Name a choice of the reader: "size" or "motion"; "" for as the system has it."""
    request = context.get("request")
    return chosen(request, name) if request else ""


@register.simple_tag(takes_context=True)
def site_nav(context: dict[str, Any]) -> list[Place]:
    """The places that exist; the one the reader is in is current."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.view_name if match else ""
    feature = match.app_name if match else ""
    names = [name for name, _ in PLACES]
    if here not in names:  # a page inside a feature belongs to the feature's first place
        here = next((name for name in names if name.split(":")[0] == feature), "")
    places = []
    for name, label in PLACES:
        try:
            places.append(Place(url=reverse(name), label=label, current=name == here))
        except NoReverseMatch:
            continue
    return places


@register.simple_tag
def in_development() -> bool:
    """Whether an author's server shows the page."""
    return bool(settings.DEBUG)


@register.simple_tag
def slot(name: object) -> str:
    """A place in a page rendered once that is filled in per request."""
    return SLOT.format(name)


@register.simple_tag
def botocore_version() -> str:
    """The release whose credential chain, signer and retry code the labs run."""
    return botocore_release


@register.simple_tag(takes_context=True)
def absolute_static(context: dict[str, Any], path: str) -> str:
    """A static file's full address, as readers outside the site need it."""
    public: str = getattr(settings, "PUBLIC_URL", "") or ""
    request: HttpRequest | None = context.get("request")
    address: str = static(path)
    if public:
        return public.rstrip("/") + address
    return request.build_absolute_uri(address) if request else address


@register.filter
def code(text: str) -> SafeString:
    """Plain text with `names` set as code; everything else is escaped."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:  # a lone backquote is only a backquote
        pieces[-2:] = ["`".join(pieces[-2:])]
    return format_html_join(
        "",
        "{}",
        ((format_html("<code>{}</code>", piece) if odd % 2 else piece,) for odd, piece in enumerate(pieces)),
    )


@register.simple_tag
def labs_on_show() -> list[Showpiece]:
    """The labs that exist, in the order in which they are best met."""
    return [
        Showpiece(
            url=reverse("labs:lab", args=[lab.slug]),
            title=lab.title,
            line=lab.line,
            vignette=f"vignettes/{lab.slug}.html",
        )
        for lab in WITH_PAGE
    ]
