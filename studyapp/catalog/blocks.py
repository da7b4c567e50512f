"""What the directives of a lesson hold: labs with a bet, checks, corrections, margin notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Annotated, Any

from pydantic import Field, ValidationError

from studyapp.catalog.directives import Directive
from studyapp.catalog.frontmatter import Document, read_yaml
from studyapp.catalog.model import Bet, BetOption, CheckPart, LabPart, Passage, Source
from studyapp.catalog.problems import Problem
from studyapp.catalog.schema import Filled, SourceText, Written, report, validate
from studyapp.catalog.worldtext import expand
from studyapp.engines.inputs import INPUTS

LABS = tuple(INPUTS)
CHAIN = "credential-chain"


class _BetOptionText(Written):
    says: Filled
    text: Filled


class _BetText(Written):
    ask: Filled | None = None
    prompt: Filled
    options: Annotated[tuple[_BetOptionText, ...], Field(min_length=2, max_length=6)]


class _LabText(Written):
    title: Filled
    state: dict[str, Any] = {}
    bet: _BetText | None = None


class _CorrectionText(Written):
    title: Filled | None = None
    notes: Filled | None = None
    fact: Filled | None = None
    exam: Filled | None = None
    source: SourceText | None = None


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A callout: what notes often say, what is so, where to check it. The texts are Markdown."""

    passage: str
    title: str
    notes: str
    fact: str
    exam: str
    source: Source | None


def read_lab(directive: Directive, *, path: str, key: str) -> tuple[LabPart | None, list[Problem]]:
    """`::: lab credential-chain` with a YAML body: title, state (the lab's own fields), bet."""
    problems = []
    if directive.argument not in LABS:
        problems.append(
            Problem(
                path=path,
                line=directive.line,
                message=f"no lab is called {directive.argument or '(nothing)'}",
                remedy=f"There are: {', '.join(LABS)}.",
            )
        )
    document, found = _yaml(directive, path)
    problems += found
    if document is None:
        return None, problems
    written, found = validate(_LabText, document, path=path, what="lab")
    problems += found
    if written is None:
        return None, problems
    state, found = read_state(directive.argument, written.state, document, path=path)
    problems += found
    if written.bet is not None:
        problems += _same_claims(written.bet, document, path)
    part = LabPart(
        key=key,
        lab=directive.argument,
        title=written.title,
        state=state,
        bet=_bet(written.bet),
        line=directive.line,
    )
    return (None if problems else part), problems


def read_state(
    lab: str, state: Mapping[str, Any], document: Document, *, path: str, what: str = "lab", under: str = "state"
) -> tuple[dict[str, Any], list[Problem]]:
    """A lab's fields as an author wrote them, a world expanded, read by the lab's own schema."""
    full = dict(state)
    if isinstance(world := full.get("world"), Mapping) or lab == CHAIN:
        full["world"] = expand(world or {})
    if lab not in INPUTS:
        return full, []
    try:
        INPUTS[lab].model_validate(full)
    except ValidationError as error:
        return full, report(error, document, path=path, what=what, under=(under,))
    return full, []


def read_check(directive: Directive, *, path: str) -> tuple[CheckPart | None, list[Problem]]:
    """`::: check Q02`."""
    if directive.argument:
        return CheckPart(question=directive.argument), []
    message = "check: no question is named"
    return None, [Problem(path=path, line=directive.line, message=message, remedy="Write `::: check Q02`.")]


def read_correction(
    directive: Directive, *, path: str, passages: Mapping[str, Passage]
) -> tuple[Correction | None, list[Problem]]:
    """`::: correction N29` with a YAML body; what it leaves out is taken from the passage itself."""
    passage = passages.get(directive.argument)
    if passage is None:
        message = f"correction: no passage is called {directive.argument or '(nothing)'}"
        problem = Problem(path=path, line=directive.line, message=message, remedy="See content/notes.yaml.")
        return None, [problem]
    written: _CorrectionText | None = _CorrectionText()
    if directive.body.strip():
        document, problems = _yaml(directive, path)
        if document is None:
            return None, problems
        written, problems = validate(_CorrectionText, document, path=path, what="correction")
        if written is None:
            return None, problems
    assert written is not None
    correction = Correction(
        passage=passage.id,
        title=written.title or f"A correction to {passage.id}",
        notes=written.notes or passage.text,
        fact=written.fact or passage.correction,
        exam=written.exam or "",
        source=written.source.frozen_source() if written.source else passage.source,
    )
    missing = [name for name in ("fact", "source") if not getattr(correction, name)]
    return correction, [
        Problem(
            path=path,
            line=directive.line,
            message=f"correction: {passage.id} has no {name}",
            remedy=f"Write `{name}:` here or in content/notes.yaml.",
        )
        for name in missing
    ]


def correction_foot(correction: Correction) -> str:
    """The last line of a callout, as HTML."""
    source = correction.source
    note = f'<a href="/notes/#{correction.passage}">{correction.passage} of the notes</a>'
    if source is None:
        return f'<p class="mut"><small>{note}</small></p>'
    checked = f"checked {day(source.checked)}"
    link = f'<a href="{escape(source.url)}">{escape(source.title)}</a>'
    return f'<p class="mut"><small>Source: {link}, {checked} · {note}</small></p>'


def day(iso: str) -> str:
    """2026-11-23 as 23 November 2026."""
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%B %Y}"


def _yaml(directive: Directive, path: str) -> tuple[Document | None, list[Problem]]:
    return read_yaml(directive.body, path=path, first_line=directive.body_line, what=directive.name)


def _bet(written: _BetText | None) -> Bet | None:
    if written is None:
        return None
    options = tuple(BetOption(says=option.says, text=option.text) for option in written.options)
    return Bet(prompt=written.prompt, options=options, ask=written.ask or "")


def _same_claims(bet: _BetText, document: Document, path: str) -> list[Problem]:
    says = [option.says for option in bet.options]
    return [
        Problem(
            path=path,
            line=document.line(("bet", "options", index)),
            message=f"lab: bet: two options say {claim}",
            remedy="Let each option predict something else.",
        )
        for index, claim in enumerate(says)
        if claim in says[:index]
    ]
