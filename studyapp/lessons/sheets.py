"""The course on other sheets: its words, what to keep of each lesson, and all of it to print."""

import re
from collections.abc import Iterator
from dataclasses import replace

from studyapp.catalog.model import Catalog, HtmlPart, Lesson, Part, Term

KEEP = "what-to-keep"
ABOUT_THE_COURSE = "where-you-stand"  # its lines are about learning, not about AWS
# What one looks up: the number, what it is, and the lesson that has it, with its source and the day it was checked.
NUMBERS: tuple[tuple[str, str, str], ...] = (
    ("169.254.169.254", "the metadata service of an instance", "two-doors"),
    ("169.254.170.2", "the keys of an ECS task", "right-source"),
    ("169.254.170.23", "the keys of a pod, by Pod Identity", "right-source"),
    ("1–21,600 s", "life of an IMDSv2 token", "two-doors"),
    ("1–64", "hop limit of the token’s answer", "two-doors"),
    ("16 KB", "user data at most", "knows-itself"),
    ("15 min · 12 h · 36 h", "GetSessionToken: least, default, most", "mfa"),
    ("15 min · 1 h · 12 h", "AssumeRole: least, default, most a role may allow", "mfa"),
    ("1 h", "a role assumed from a role, at most", "assume-role"),
    ("5 min · S3 15 min", "how far a clock may be off", "sigv4-mismatch"),
    ("7 days", "a presigned URL at most, and never longer than its key", "sigv4-mismatch"),
    ("100 + 20/s · 50 + 10/s", "EC2 reads: filtered or paged · all at once", "limits-and-buckets"),
    ("3,500 · 5,500 a second", "S3 writes · reads for each partitioned prefix, at least", "limits-and-buckets"),
    ("3 calls · cap 20 s", "botocore 1.44, standard; the base is 50 ms, or 1 s if throttled", "backoff"),
    ("500 − 14 · − 5", "its budget of retries, and what one costs: other · throttled", "backoff"),
)
_KEPT = re.compile(rf'<h2 id="{KEEP}">.*?</h2>(.*)', re.DOTALL)
_LINKED = re.compile(r'<a class="term"[^>]*>(.*?)</a>')
_NAMED = re.compile(r'\b(id|aria-labelledby|href)="(#?)([^"/]+)"')


def terms_of(catalog: Catalog) -> list[tuple[Term, Lesson | None]]:
    """Each word with the lesson that explains it."""
    by_id = {lesson.id: lesson for lesson in catalog.lessons}
    return [(term, by_id.get(term.lesson)) for term in catalog.glossary]


def numbers_of(catalog: Catalog) -> list[tuple[str, str, Lesson]]:
    """The numbers to look up, each with its lesson."""
    known = {lesson.slug: lesson for lesson in catalog.lessons}
    return [(number, words, known[slug]) for number, words, slug in NUMBERS if slug in known]


def keeps_of(catalog: Catalog) -> list[tuple[Lesson, HtmlPart]]:
    """What stands under “What to keep”, lesson by lesson; a lesson without it is left out."""
    found = []
    for lesson in (lesson for lesson in catalog.lessons if lesson.slug != ABOUT_THE_COURSE):
        texts = (_KEPT.search(part.html) for part in lesson.parts if isinstance(part, HtmlPart))
        if kept := next((text for text in texts if text), None):
            found.append((lesson, HtmlPart(html=_LINKED.sub(r"\1", kept[1]).partition("<h2")[0])))
    return found


def whole_course(catalog: Catalog) -> list[Lesson]:
    """Every lesson with anchors of its own, so that they can stand on one page."""
    return [replace(lesson, parts=tuple(_parts(lesson))) for lesson in catalog.lessons]


def _parts(lesson: Lesson) -> Iterator[Part]:
    for part in lesson.parts:
        if not isinstance(part, HtmlPart):
            yield part
            continue
        named = _NAMED.sub(lambda match: _own(match, lesson.slug), part.html)
        yield replace(part, html=named)


def _own(match: re.Match[str], slug: str) -> str:
    name, mark, value = match.groups()
    if name == "href" and not mark:
        return match[0]
    return f'{name}="{mark}{slug}-{value}"'
