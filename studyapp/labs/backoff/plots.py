"""The plots of the backoff lab: every attempt, calls over time, growth with the clients, when clients are done."""

from collections.abc import Callable

from studyapp.engines.retries import BackoffResult
from studyapp.engines.retries.results import Line, bars, histogram
from studyapp.labs.backoff.words import SHORT, rival_name
from studyapp.labs.plot import (
    LEFT,
    RIGHT,
    TOP,
    Disc,
    Path,
    Plot,
    Rect,
    Words,
    at,
    polyline,
    seconds,
    time_axis,
    value_axis,
)

MOST_ROWS = 60
# So many refusals of a client are given their times in the table.
MOST_TIMES = 12
# Fewer rows need no remark; a remark takes so much room beside the last mark.
FEW_ROWS = 8
WORDS_WIDE = 110.0
ROW = 8.6
LOW, TALL = 232.0, 198.0
Call = tuple[float, bool]


def _by_client(result: BackoffResult) -> list[tuple[int, list[Call]]]:
    """Each client's calls in the first run, the first to finish at the top; some of them where there are many."""
    found: dict[int, list[Call]] = {}
    events = result.sample.events.ordered() if result.sample.events else []
    for time, client, served in events:
        found.setdefault(client, []).append((time, served))
    ordered = sorted(found.items(), key=lambda item: (not item[1][-1][1], item[1][-1][0]))
    if len(ordered) <= MOST_ROWS:
        return ordered
    return [ordered[round(number * (len(ordered) - 1) / (MOST_ROWS - 1))] for number in range(MOST_ROWS)]


def attempts(result: BackoffResult) -> Plot:
    """One row a client: a stroke for every refusal, a disc for being served."""
    clients = _by_client(result)
    most = max((calls[-1][0] for _, calls in clients), default=1.0)
    height = TOP + len(clients) * ROW
    served = [calls[-1][0] for _, calls in clients if calls[-1][1]]
    lost = len(clients) - len(served)
    plot = Plot(
        key="attempts",
        title="Every attempt.",
        caption="The first run, one row a client, first to finish at the top. A stroke is a refusal, a disc is a "
        "call that was served, a cross is giving up."
        + (f" Every row stands for {result.asked.clients / MOST_ROWS:.1f} clients." if _thinned(result) else ""),
        label=f"{len(clients)} rows of attempts. "
        + (
            f"Half are served by {seconds(served[len(served) // 2])}, the last at {seconds(max(served))}. "
            if served
            else ""
        )
        + (f"{lost} give up." if lost else "Nobody gives up."),
        height=height + 34,
    )
    scale = time_axis(plot, most, height + 4, TOP - 6, RIGHT - WORDS_WIDE)
    strokes: list[str] = []
    for number, (_, calls) in enumerate(clients):
        y = TOP + number * ROW + ROW / 2
        plot.paths.append(
            Path(d=f"M{at(scale(calls[0][0]))} {at(y)}H{at(scale(calls[-1][0]))}", kind="edge", width=".75")
        )
        strokes += _row(plot, calls, y, scale)
    if strokes:
        plot.paths.append(Path(d="".join(strokes), kind="faint", width="1.25"))
    plot.texts += [
        Words(x=at(LEFT - 14), y=at(TOP + 8), words="first", anchor="end"),
        Words(x=at(LEFT - 14), y=at(height), words="last", anchor="end"),
    ]
    if result.asked.calls_each == 1:
        _remarks(plot, clients, scale)
    plot.head = ("Client", "Attempts", "Refused at", "Last attempt", "How it ended")
    plot.rows = tuple(
        (
            str(client + 1),
            str(len(calls)),
            _refusals(calls),
            seconds(calls[-1][0]),
            "served" if calls[-1][1] else "gave up",
        )
        for client, calls in clients
    )
    return plot


def _refusals(calls: list[Call]) -> str:
    """When a client was refused; only the first times where there are many."""
    times = [seconds(time) for time, served in calls if not served]
    more = f" and {len(times) - MOST_TIMES} times more" if len(times) > MOST_TIMES else ""
    return ", ".join(times[:MOST_TIMES]) + more or "never"


def _remarks(plot: Plot, clients: list[tuple[int, list[Call]]], scale: Callable[[float], float]) -> None:
    """What to notice, said at the row: who stands for the half, and the last to be served."""
    served = [(number, calls) for number, (_, calls) in enumerate(clients) if calls[-1][1]]
    if len(served) < FEW_ROWS:
        return
    half, last = served[len(served) // 2], served[-1]
    tries = len(last[1])
    for (number, calls), words in (
        (half, f"half are served by {seconds(half[1][-1][0])}"),
        (last, f"the last: {tries:,} attempt" + "s" * (tries > 1)),
    ):
        x, y = scale(calls[-1][0]), TOP + number * ROW + ROW / 2
        plot.texts.append(Words(x=at(x + 10), y=at(y + 4), words=words, kind="lbl"))


def _thinned(result: BackoffResult) -> bool:
    return result.asked.clients > MOST_ROWS


def _row(plot: Plot, calls: list[Call], y: float, scale: Callable[[float], float]) -> list[str]:
    """The marks of a row. Strokes that would lie on one another are drawn once."""
    strokes, seen = [], set()
    for number, (time, served) in enumerate(calls):
        x = scale(time)
        if served:
            plot.discs.append(Disc(x=at(x), y=at(y), r="3.4"))
        elif number == len(calls) - 1:
            plot.paths.append(Path(d=f"M{at(x - 3)} {at(y - 3)}l6 6m0 -6l-6 6", width="1.5"))
        elif x // 3 not in seen:
            seen.add(x // 3)
            strokes.append(f"M{at(x)} {at(y - 2.5)}v5")
    return strokes


def arrivals(result: BackoffResult) -> Plot:
    """Calls over time: served below, refused on top of them."""
    shown = bars(result.sample)
    total = [yes + no for yes, no in zip(shown.served, shown.refused, strict=True)]
    peak = max(total)
    at_peak = total.index(peak) * shown.step_ms
    step = seconds(shown.step_ms)
    plot = Plot(
        key="arrivals",
        title=f"Calls arriving, each {step}.",
        caption="The first run. Solid were served, striped were refused.",
        label=f"{sum(total)} calls over {seconds(len(total) * shown.step_ms)}. The highest bar holds {peak}, "
        f"at {seconds(at_peak)}.",
        height=LOW,
    )
    x = time_axis(plot, len(total) * shown.step_ms, TALL, TOP - 4)
    y = value_axis(plot, peak, TALL, TOP)
    wide = x(shown.step_ms) - x(0)
    for number, (yes, no) in enumerate(zip(shown.served, shown.refused, strict=True)):
        left, width = at(x(number * shown.step_ms) + wide * 0.1), at(wide * 0.8)
        if yes:
            plot.rects.append(Rect(x=left, y=at(y(yes)), w=width, h=at(TALL - y(yes))))
        if no:
            top = y(yes + no)
            plot.rects.append(Rect(x=left, y=at(top), w=width, h=at(y(yes) - top), striped=True))
    highest = at(x(at_peak) + wide * 0.1)
    plot.texts.append(Words(x=highest, y=at(y(peak) - 5), words=f"{peak:,} calls", kind="lbl"))
    _door(plot, result, shown.step_ms, y)
    plot.head = ("From", "Served", "Refused")
    plot.rows = tuple(
        (seconds(number * shown.step_ms), str(yes), str(no))
        for number, (yes, no) in enumerate(zip(shown.served, shown.refused, strict=True))
    )
    return plot


def _door(plot: Plot, result: BackoffResult, step_ms: float, y: Callable[[float], float]) -> None:
    """What the bucket lets through in the long run."""
    rate = result.asked.rate_per_second
    if result.asked.model == "occ" or not rate:
        return
    level = y(rate * step_ms / 1000)
    if level < TOP:
        return
    plot.paths.append(Path(d=f"M{at(LEFT)} {at(level)}H{at(RIGHT)}", width="1.5", dash="5 3"))
    words = f"the refill: {rate * step_ms / 1000:g} each {seconds(step_ms)}"
    plot.texts.append(Words(x=at(RIGHT), y=at(level - 7), words=words, kind="lbl", anchor="end"))


def completion(result: BackoffResult) -> Plot:
    """When calls are done, over all runs."""
    step, counts = histogram(result.sample.done.ravel())
    times = result.line.client_ms
    plot = Plot(
        key="completion",
        title=f"When a call is done, each {seconds(step)}.",
        caption=f"All {result.line.runs} runs together." if result.line.runs > 1 else "One run.",
        label=f"Half of the calls are done by {seconds(times['p50'])}, 99 of 100 by {seconds(times['p99'])}."
        if counts
        else "No call is served.",
        height=LOW,
    )
    x = time_axis(plot, max(len(counts), 1) * step, TALL, TOP - 4)
    y = value_axis(plot, max(counts, default=1), TALL, TOP)
    wide = x(step) - x(0)
    for number, count in enumerate(counts):
        if count:
            left = at(x(number * step) + wide * 0.1)
            plot.rects.append(Rect(x=left, y=at(y(count)), w=at(wide * 0.8), h=at(TALL - y(count))))
    for name, words in (("p50", "half"), ("p99", "99 of 100")) if counts else ():
        place = x(times[name])
        plot.paths.append(Path(d=f"M{at(place)} {at(TOP - 4)}V{at(TALL)}", width="1.5", dash="5 3"))
        end = place > RIGHT - 140
        near = place - 5 if end else place + 5
        said = f"{words} by {seconds(times[name])}"
        plot.texts.append(Words(x=at(near), y=at(TOP + 6), words=said, kind="lbl", anchor="end" if end else "start"))
    plot.head = ("From", "Calls done")
    plot.rows = tuple((seconds(number * step), str(count)) for number, count in enumerate(counts))
    return plot


def growth(result: BackoffResult, *, time: bool) -> Plot:
    """Calls, or the time until the last client is done, against the number of clients."""

    def value(line: Line) -> float:
        return line.completion_ms["mean"] / 1000 if time else line.calls["mean"]

    own, other = result.sweep, result.against
    mine, theirs = SHORT[result.line.name], rival_name(result.asked)
    what = "Seconds until the last client is done" if time else "Calls made"
    shown = (lambda number: f"{number:.1f} s") if time else (lambda number: f"{number:,.0f}")
    plot = Plot(
        key="growth-time" if time else "growth-calls",
        title=f"{what}, by the number of clients.",
        caption=f"Mean of {own[-1].runs} runs. Solid: {mine}. Dashed: {theirs}.",
        label=f"With {own[-1].clients} clients: {mine} {shown(value(own[-1]))}, {theirs} {shown(value(other[-1]))}.",
        height=LOW,
    )
    right = RIGHT - 150
    y = value_axis(plot, max(value(line) for line in (*own, *other)), TALL, TOP, right=right)
    x = _client_axis(plot, [line.clients for line in own], right)
    ends = [y(value(own[-1])), y(value(other[-1]))]
    if abs(ends[0] - ends[1]) < 14:
        ends[1] = ends[0] + (14 if ends[1] >= ends[0] else -14)
    for lines, name, dash, end in ((own, mine, "", ends[0]), (other, theirs, "5 3", ends[1])):
        points = [(x(line.clients), y(value(line))) for line in lines]
        plot.paths.append(Path(d=polyline(points), width="1.75", dash=dash))
        kind = "hollow" if dash else "solid"
        plot.discs += [Disc(x=at(a), y=at(b), r="3.4", kind=kind) for a, b in points]
        plot.texts.append(Words(x=at(right + 10), y=at(end + 4), words=name, kind="lbl"))
    plot.head = ("Clients", mine, theirs)
    plot.rows = tuple((str(a.clients), shown(value(a)), shown(value(b))) for a, b in zip(own, other, strict=True))
    return plot


def _client_axis(plot: Plot, sizes: list[int], right: float) -> Callable[[float], float]:
    def x(clients: float) -> float:
        return LEFT + (right - LEFT) * clients / sizes[-1]

    for size in sizes:
        plot.texts.append(Words(x=at(x(size)), y=at(TALL + 18), words=str(size), anchor="middle"))
    return x


def all_plots(result: BackoffResult) -> tuple[Plot, ...]:
    """In the order of the page; growth where there is anything to draw it from."""
    found = (attempts(result), arrivals(result), completion(result))
    if not result.sweep:
        return found
    return (*found, growth(result, time=False), growth(result, time=True))
