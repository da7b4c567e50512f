"""A lesson's Markdown to its parts: prose, labs, checks; corrections and margin notes stay in the prose."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from studyapp.catalog import blocks
from studyapp.catalog.blocks import Correction
from studyapp.catalog.directives import Directive, Tokens, scan
from studyapp.catalog.model import Heading, HtmlPart, LabPart, Part, Passage
from studyapp.catalog.problems import Problem
from studyapp.catalog.render import inline_html, render


@dataclass(frozen=True, kw_only=True)
class Assembly:
    """A lesson's text, ready for a page. `checks` are the questions asked, with their lines."""

    parts: tuple[Part, ...]
    title: str
    headings: tuple[Heading, ...]
    anchors: frozenset[str]
    checks: tuple[tuple[str, int], ...]


@dataclass(kw_only=True)
class _Draft:
    """The text under way: Markdown with tokens, and what each token stands for."""

    path: str
    tokens: Tokens
    passages: Mapping[str, Passage]
    figures: Mapping[str, str]
    text: list[str] = field(default_factory=list)
    html: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    labs: int = 0

    def put(self, index: int, name: str, line: int, html: str = "") -> str:
        """Leave a token in the text; the HTML takes its place once Markdown has run."""
        word = self.tokens.word(index, name)
        self.text.append(word)
        self.lines[word] = line
        self.html[word] = html
        return word


def assemble(
    text: str, *, path: str, first_line: int, passages: Mapping[str, Passage], figures: Mapping[str, str]
) -> tuple[Assembly, list[Problem]]:
    """Render once, then split: reference links and the table of contents span the whole lesson."""
    scanned = scan(text, path=path, first_line=first_line)
    tokens = Tokens.for_source(text)
    draft = _Draft(path=path, tokens=tokens, passages=passages, figures=figures, problems=scanned.problems)
    checks = []
    for index, piece in enumerate(scanned.pieces):
        if isinstance(piece, str):
            draft.text.append(piece)
            continue
        _place(draft, index, piece)
        if piece.name == "check" and piece.argument:
            checks.append((piece.argument, piece.line))
    rendered = render("\n\n".join(draft.text), draft.tokens.pattern)
    parts = _parts(draft, rendered.pieces)
    keys = frozenset(part.key for part in parts if isinstance(part, LabPart))
    for clash in keys & rendered.anchors:
        message = f"a heading and a lab share the anchor {clash}"
        problem = Problem(path=path, line=first_line, message=message, remedy="Word the heading differently.")
        draft.problems.append(problem)
    return Assembly(
        parts=parts,
        title=rendered.title,
        headings=rendered.headings,
        anchors=rendered.anchors | keys,
        checks=tuple(checks),
    ), draft.problems


def _place(draft: _Draft, index: int, directive: Directive) -> None:
    if directive.name == "note":
        draft.put(index, "open", directive.line, '<aside class="note">')
        draft.text.append(directive.body)
        draft.put(index, "close", directive.line, "</aside>")
        return
    if directive.name == "figure":
        _place_figure(draft, index, directive)
        return
    if directive.name == "correction":
        correction, problems = blocks.read_correction(directive, path=draft.path, passages=draft.passages)
        draft.problems += problems
        if correction is not None:
            _place_correction(draft, index, directive.line, correction)
        return
    part: Part | None
    if directive.name == "lab":
        draft.labs += 1
        part, problems = blocks.read_lab(directive, path=draft.path, key=f"lab-{draft.labs}")
    else:
        part, problems = blocks.read_check(directive, path=draft.path)
    draft.problems += problems
    if part is not None:
        draft.parts[draft.put(index, "part", directive.line)] = part


def _place_figure(draft: _Draft, index: int, directive: Directive) -> None:
    drawn = draft.figures.get(directive.argument)
    if drawn:
        draft.put(index, "figure", directive.line, drawn)
        return
    known = ", ".join(draft.figures) or "none yet"
    message = f"no figure is called {directive.argument or '(nothing)'}"
    draft.problems.append(
        Problem(path=draft.path, line=directive.line, message=message, remedy=f"In content/figures: {known}.")
    )


def _place_correction(draft: _Draft, index: int, line: int, correction: Correction) -> None:
    anchor = f"correction-{correction.passage.lower()}-{index}"
    title = inline_html(correction.title)
    head = f'<aside class="callout" aria-labelledby="{anchor}"><h3 class="cap" id="{anchor}">{title}</h3>'
    draft.put(index, "open", line, f"{head}<dl><dt>Notes often say</dt><dd>")
    draft.text.append(correction.notes)
    if correction.exam:
        draft.put(index, "exam", line, "</dd><dt>On the exam</dt><dd>")
        draft.text.append(correction.exam)
    draft.put(index, "fact", line, "</dd><dt>In fact</dt><dd>")
    draft.text.append(correction.fact)
    draft.put(index, "close", line, f"</dd></dl>{blocks.correction_foot(correction)}</aside>")


def _parts(draft: _Draft, pieces: tuple[str, ...]) -> tuple[Part, ...]:
    parts: list[Part] = []
    prose: list[str] = []

    def flush() -> None:
        html = "".join(prose).strip()
        prose.clear()
        if html:
            parts.append(HtmlPart(html=html))

    left = set(draft.lines)
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            prose.append(piece)
            continue
        left.discard(piece)
        if piece in draft.parts:
            flush()
            parts.append(draft.parts[piece])
        else:
            prose.append(draft.html.get(piece, ""))
    flush()
    for word in sorted(left, key=lambda word: draft.lines[word]):
        message = "this directive stands inside an HTML element that is not closed before it"
        remedy = "Close the element, or move the directive out of it."
        draft.problems.append(Problem(path=draft.path, line=draft.lines[word], message=message, remedy=remedy))
    return tuple(parts)
