"""Plots as plain drawings: shapes with a meaning for their class, a label that says the finding, a table behind.

Nothing here is colour alone: what was served is solid, what was refused is struck or striped, and every line is named
at its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log10

LEFT, RIGHT, TOP = 62.0, 800.0, 14.0


@dataclass(frozen=True, kw_only=True)
class Path:
    """A line or several: its data, its class, and how it is drawn."""

    d: str
    kind: str = ""
    width: str = "1"
    dash: str = ""


@dataclass(frozen=True, kw_only=True)
class Rect:
    """A bar; `striped` for what was refused."""

    x: str
    y: str
    w: str
    h: str
    striped: bool = False


@dataclass(frozen=True, kw_only=True)
class Disc:
    """A point."""

    x: str
    y: str
    r: str
    kind: str = "solid"


@dataclass(frozen=True, kw_only=True)
class Words:
    """Text at a point."""

    x: str
    y: str
    words: str
    kind: str = ""
    anchor: str = "start"


@dataclass(kw_only=True)
class Plot:
    """A drawing. `label` says what it shows in a sentence; `head` and `rows` are its table."""

    key: str
    title: str
    caption: str
    label: str
    height: float
    width: float = 820.0
    paths: list[Path] = field(default_factory=list)
    rects: list[Rect] = field(default_factory=list)
    discs: list[Disc] = field(default_factory=list)
    texts: list[Words] = field(default_factory=list)
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def striped(self) -> bool:
        return any(rect.striped for rect in self.rects)


def at(value: float) -> str:
    """A coordinate."""
    return f"{value:.1f}".removesuffix(".0")


def seconds(milliseconds: float) -> str:
    """A time as one says it: 85 ms, 1.9 s, 37 s, 2 min 5 s."""
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    if milliseconds < 20_000:
        return f"{milliseconds / 1000:.1f} s"
    whole = round(milliseconds / 1000)
    return f"{whole} s" if whole < 120 else f"{whole // 60} min {whole % 60} s"


def steps(most: float, wanted: int = 5) -> list[float]:
    """Round numbers from 0 to at least `most`."""
    most = max(most, 1e-9)
    power = 10.0 ** int(log10(most / wanted) // 1)
    step = next(power * part for part in (1, 2, 2.5, 5, 10) if power * part * wanted >= most * (1 - 1e-9))
    count = int(-(-most // step)) or 1
    return [round(step * number, 9) for number in range(count + 1)]


@dataclass(frozen=True, kw_only=True)
class Scale:
    """From a value to a coordinate."""

    start: float
    end: float
    most: float

    def __call__(self, value: float) -> float:
        return self.start + (self.end - self.start) * value / (self.most or 1)


def time_axis(plot: Plot, most: float, bottom: float, top: float, right: float = RIGHT) -> Scale:
    """Seconds along the bottom, with hairlines up to `top`."""
    marks = steps(most / 1000)
    scale = Scale(start=LEFT, end=right, most=marks[-1] * 1000)
    for number, mark in enumerate(marks):
        x = at(scale(mark * 1000))
        plot.paths.append(Path(d=f"M{x} {at(top)}V{at(bottom)}", kind="line"))
        words = f"{mark:g} s" if number == 0 else f"{mark:g}"
        plot.texts.append(Words(x=x, y=at(bottom + 18), words=words, anchor="middle"))
    return scale


def value_axis(
    plot: Plot, most: float, bottom: float, top: float, *, left: float = LEFT, right: float = RIGHT, unit: str = ""
) -> Scale:
    """Numbers up the left side, with hairlines across."""
    marks = steps(most, 4)
    scale = Scale(start=bottom, end=top, most=marks[-1])
    for number, mark in enumerate(marks):
        y = at(scale(mark))
        plot.paths.append(Path(d=f"M{at(left)} {y}H{at(right)}", kind="line"))
        words = f"{mark:,g}" + (unit if number == len(marks) - 1 else "")
        plot.texts.append(Words(x=at(left - 10), y=at(scale(mark) + 4), words=words, anchor="end"))
    return scale


def polyline(points: Sequence[tuple[float, float]]) -> str:
    """Path data through the points."""
    return "M" + "L".join(f"{at(x)} {at(y)}" for x, y in points)
