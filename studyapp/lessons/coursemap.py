"""The course map: which lane each lesson stands in, and the lines that say what leans on what.

One row a lesson, in the course's order. A lesson's line starts below its mark and runs down its lane to the
last lesson that leans on it; where another leans on it earlier, a curve leaves the line. So every piece of a
line belongs to exactly one lesson, and two lessons never share a lane on the same row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

WIDTH = 86  # of a slice, in CSS pixels
MARK_Y = 24  # of a mark's middle below the row's upper edge
MARK_R = 9
MARGIN = 10
WIDEST_GAP = 20


@dataclass(frozen=True, kw_only=True)
class Line:
    """A vertical line at `x`, from `y1` to `y2` (pixels, or "100%" for the row's lower edge)."""

    x: int
    y1: int
    y2: str
    source: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A branch from the lane at `x`, entering at the row's upper edge, to the row's mark; `d` is an SVG path."""

    x: int
    d: str
    source: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class Slice:
    """One row of the map."""

    lesson: str
    lane: int
    x: int
    lines: tuple[Line, ...]
    curves: tuple[Curve, ...]

    @property
    def mark_x(self) -> int:
        """Left edge of the mark."""
        return self.x - MARK_R


def draw(needs: Mapping[str, Sequence[str]], done: Collection[str] = ()) -> tuple[Slice, ...]:
    """The map of lessons in their order.

    `needs` gives the ids each lesson leans on; ids that do not come earlier are left out. Lines that start at a
    lesson in `done` are done.
    """
    earlier = _only_earlier(needs)
    last_use = {need: lesson for lesson, wanted in earlier.items() for need in wanted}
    lanes = _lanes(earlier, last_use)
    at = _columns(max(lanes.values(), default=0) + 1)
    slices = []
    running: dict[str, str] = {}  # lessons whose line is being drawn, and where it ends
    for lesson, wanted in earlier.items():
        slices.append(_slice(lesson, wanted, running, lesson in last_use, lanes, at, done))
        running = {source: end for source, end in running.items() if end != lesson}
        if lesson in last_use:
            running[lesson] = last_use[lesson]
    return tuple(slices)


def _only_earlier(needs: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    seen: set[str] = set()
    earlier = {}
    for lesson, wanted in needs.items():
        earlier[lesson] = tuple(dict.fromkeys(need for need in wanted if need in seen))
        seen.add(lesson)
    return earlier


def _lanes(needs: Mapping[str, tuple[str, ...]], last_use: Mapping[str, str]) -> dict[str, int]:
    """Each lesson's lane: that of a line which ends at it, otherwise the first free one."""
    lanes: dict[str, int] = {}
    taken: dict[int, str] = {}  # lane -> the lesson at which it becomes free
    for lesson, wanted in needs.items():
        ending = [lanes[need] for need in wanted if last_use[need] == lesson]
        lane = min(ending) if ending else next(n for n in range(len(needs)) if n not in taken)
        lanes[lesson] = lane
        taken = {number: end for number, end in taken.items() if end != lesson}
        if lesson in last_use:
            taken[lane] = last_use[lesson]
    return lanes


def _columns(count: int) -> tuple[int, ...]:
    gap = min(float(WIDEST_GAP), (WIDTH - 2 * MARGIN) / max(count - 1, 1))
    return tuple(round(MARGIN + gap * lane) for lane in range(count))


def _slice(
    lesson: str,
    wanted: tuple[str, ...],
    running: Mapping[str, str],
    is_needed: bool,
    lanes: Mapping[str, int],
    at: tuple[int, ...],
    done: Collection[str],
) -> Slice:
    x = at[lanes[lesson]]
    lines = []
    for source, end in running.items():
        if end != lesson:
            lines.append(Line(x=at[lanes[source]], y1=0, y2="100%", source=source, done=source in done))
        elif lanes[source] == lanes[lesson]:
            lines.append(Line(x=x, y1=0, y2=str(MARK_Y - MARK_R), source=source, done=source in done))
    if is_needed:
        lines.append(Line(x=x, y1=MARK_Y + MARK_R, y2="100%", source=lesson, done=lesson in done))
    curves = [
        Curve(x=at[lanes[need]], d=_bend(at[lanes[need]], x), source=need, done=need in done)
        for need in wanted
        if lanes[need] != lanes[lesson]
    ]
    return Slice(lesson=lesson, lane=lanes[lesson], x=x, lines=tuple(lines), curves=tuple(curves))


def _bend(start: int, mark: int) -> str:
    """From the row's upper edge at `start` to the side of the mark that faces it."""
    side = 1 if start > mark else -1
    end = mark + side * MARK_R
    return f"M{start} 0C{start} {MARK_Y * 2 // 3} {start - side * 4} {MARK_Y} {end} {MARK_Y}"
