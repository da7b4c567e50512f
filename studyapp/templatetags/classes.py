"""What the pages of a class need: bars, letters, the run line by line, words for states and beliefs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from studyapp.catalog.model import Question
from studyapp.classes.analysis import Option
from studyapp.classes.codes import spaced
from studyapp.classes.gradebook import due_for
from studyapp.classes.machine import STATE_WORDS
from studyapp.classes.tally import Bar, Standing
from studyapp.course import course
from studyapp.labs.registry import BY_SLUG, WITH_PAGE
from studyapp.labs.walk import walk
from studyapp.learners import current_learner
from studyapp.mastery import Mastery
from studyapp.questions import bank
from studyapp.questions.items import Item
from studyapp.questions.misconceptions import named
from studyapp.questions.verdict import Verdict
from studyapp.templatetags.labs import lab_styles
from studyapp.templatetags.words import inline

register = template.Library()
SURE = {1: "a guess", 2: "fairly sure", 3: "sure"}
WIDEST = 88  # in a hundred of the drawing's width; the rest is for the number


@register.inclusion_tag("labs/_styles.html")
def class_styles() -> dict[str, Any]:
    """The styles of every lab: the next question may come from any of them."""
    return lab_styles(*(lab.slug for lab in WITH_PAGE))


@register.filter
def letter(number: int) -> str:
    """0 is A."""
    return chr(65 + number)


@register.filter
def halves(code: str) -> str:
    """A code to be read out."""
    return spaced(code)


@register.filter
def minutes(seconds: int) -> str:
    """90 is 1:30."""
    return f"{seconds // 60}:{seconds % 60:02}"


@register.simple_tag
def state_word(state: str) -> str:
    return STATE_WORDS.get(state, state)


@register.simple_tag
def own_ask(ask: str) -> SafeString:
    """What everybody is asked where each has a world of their own: only as far as it names nothing of one world."""
    particular = any(char.isdigit() or char == "`" for char in ask)
    return inline("The question is on your phone" if particular else ask)


@register.simple_tag
def belief(misconception: str) -> str:
    """The name of what an option stands for."""
    return named(misconception)


@register.simple_tag
def sure(bar: Bar) -> str:
    """How sure they were who chose it, the surest first."""
    return ", ".join(f"{count} {SURE[level]}" for level, count in sorted(bar.sure.items(), reverse=True))


def _row(count: int, of: int, solid: bool, once: bool) -> SafeString:
    """One bar with its count: the first vote's above, the second's below; the only one has the drawing to itself."""
    wide = f"{WIDEST * count / of:.1f}%" if of else "0%"
    shape = 'class="solid"' if solid else 'fill="url(#hatch)"'
    top, height, base = (48, 48, 87) if solid else (4, 84, 80) if once else (2, 38, 36)
    return format_html(
        '<rect {} x="1" y="{}%" width="{}" height="{}%"/><text x="{}" y="{}%" dx="8">{}</text>',
        SafeString(shape),  # one of the two literals above
        top,
        wide,
        height,
        wide,
        base,
        count,
    )


@register.simple_tag
def bar_svg(bar: Bar, now: Standing) -> SafeString:
    """One option's votes: striped before, solid after, the counts at the ends."""
    once = not now.after
    rows = [(_row(bar.before, now.before, False, once),)]
    said = f"{bar.before} before discussion"
    if not once:
        rows.append((_row(bar.after, now.after, True, once),))
        said += f", {bar.after} after"
    return format_html(
        '<svg width="100%"{} role="img" aria-label="{}">{}</svg>',
        SafeString(' class="once"') if once else "",
        said,
        format_html_join("", "{}", rows),
    )


@register.simple_tag
def chosen_svg(options: Sequence[Option]) -> SafeString:
    """What was chosen, option by option, the right one filled; the counts stand under the bars."""
    top = max((one.count for one in options), default=0) or 1
    said = ", ".join(f"{one.letter} {one.count}" for one in options)
    key = " and ".join(one.letter for one in options if one.right)
    parts = []
    for place, one in enumerate(options):
        high, shape = 18 * one.count / top, "solid" if one.right else "hollow faint"
        parts.append((shape, f"{40 * place + 0.5}", f"{19.5 - high:.1f}", f"{high:.1f}", 40 * place + 15, one))
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="30" height="{}"/><text x="{}" y="32" text-anchor="middle">{}</text>',
        ((shape, x, y, high, middle, f"{one.letter} {one.count}") for shape, x, y, high, middle, one in parts),
    )
    wide = 40 * len(options) - 4
    return format_html(
        '<svg class="plot" viewBox="0 0 {} 34" width="{}" height="34" role="img" aria-label="{}">{}</svg>',
        wide,
        wide,
        f"{said}; the answer is {key}",
        bars,
    )


def _chain(item: Item, verdict: Verdict) -> dict[str, Any]:
    """The roll of a run of the chain; {} for every other lab."""
    lab = BY_SLUG.get(item.lab)
    if item.lab != "credential-chain" or lab is None or lab.page is None or verdict.finding is None:
        return {}
    return lab.page.present(None, verdict.finding.result, "")


def _steps(sheet: dict[str, Any]) -> int:
    """How many steps a roll takes: one for each that was asked, and one for all who never were."""
    rows = sheet["roll"].rows if sheet else ()
    asked = max((place for place, row in enumerate(rows, start=1) if row.s != "never"), default=0)
    return min(asked + 1, len(rows))


@register.simple_tag
def item_run(item: Item, verdict: Verdict, step: int) -> SafeString:
    """The run that decides as far as it has been shown, one line a step; where nothing was run, the wall says so."""
    sheet, lines = _chain(item, verdict), walk(item, verdict)
    steps = _steps(sheet)
    if sheet and step < steps:
        whole = sheet["roll"]
        running = replace(whole.outcome, status="running")
        sheet = {**sheet, "roll": replace(whole, rows=whole.rows[:step], outcome=running)}
    frame = {
        "item": item,
        "lines": lines[: max(step - steps, 0)],
        "left": max(steps + len(lines) - step, 0),
        "none": not steps and not lines,
        "parts": verdict.parts,
        "repair": verdict.said if item.kind == "fix" else "",
    }
    return render_to_string("classes/_run.html", {**sheet, **frame})


@register.simple_tag
def run_left(item: Item, verdict: Verdict, step: int) -> int:
    """How many lines of the run the wall does not show yet."""
    return max(_steps(_chain(item, verdict)) + len(walk(item, verdict)) - step, 0)


@register.simple_tag
def ask_next(misconception: str) -> Question | None:
    """A question that brings the misconception to light again: one that draws fresh worlds, if there is any."""
    found = bank.for_misconception(course(), misconception.split("+")[0])
    return next((one for one in found if bank.unlimited(one)), found[0] if found else None)


@register.filter
def rule_part(name: str) -> int:
    """One number of the rule of mastery."""
    return int(settings.MASTERY[name])


@register.filter
def warmth(cell: Mastery) -> int:
    """How dark a cell of the map is, 0 to 5: right answers against those the rule of mastery looks at."""
    return round(5 * cell.right / rule_part("of"))


@register.filter
def words(text: str) -> list[str]:
    """The words of a text, to go through in a template."""
    return text.split()


@register.filter
def sure_word(confidence: int | None) -> str:
    """How sure somebody was; a dash where they did not say."""
    return SURE.get(confidence or 0, "–")


@register.filter
def field_in(moment: datetime | None, zone: str) -> str:
    """A moment as a field for a day and hour has it, on the clocks of a class."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}" if moment else ""


@register.inclusion_tag("classes/_due.html", takes_context=True)
def homework_due(context: dict[str, Any]) -> dict[str, Any]:
    """What the learner's classes are waiting for."""
    return {"due": due_for(current_learner(context["request"]))}


@register.filter
def in_zone(moment: datetime, zone: str) -> str:
    """A moment as the clocks of a class show it."""
    return f"{moment.astimezone(ZoneInfo(zone)):%-d %B %Y, %H:%M} ({zone})"
