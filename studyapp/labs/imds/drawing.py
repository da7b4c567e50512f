"""The last request as a drawing: who asked, what lies on the way, how far the answer came."""

from dataclasses import dataclass, field, replace
from itertools import pairwise

from studyapp.engines.metadata.instance import PLACES, Instance, Place
from studyapp.engines.metadata.session import Exchange

WIDTH, MORE, HEIGHT = 560, 130, 214
TOP, TALL = 54, 124
ASK_Y, ANSWER_Y = 100, 148
FRAME = 12
WIDE, NARROW = 170, 92
LONGEST_PATH = 23
ASKERS = {
    "host": "A process on the host",
    "container": "Container 172.17.0.2",
    "nested": "Inner container",
    "host-network": "Container, host network",
    "proxy": "Somebody outside",
    "http-proxy": "Application",
    "get-only": "Attacker",
    "get-headers": "Attacker",
}
OUTSIDE = frozenset({"proxy", "get-only", "get-headers"})


@dataclass(frozen=True, kw_only=True)
class Box:
    """A station: its name and a line or two below."""

    x: float
    w: float
    label: str
    lines: tuple[tuple[int, str], ...] = ()
    y: int = TOP
    h: int = TALL
    frame: bool = False


@dataclass(frozen=True, kw_only=True)
class Text:
    """Words at a point."""

    x: float
    y: float
    words: str
    kind: str = ""
    anchor: str = "start"


@dataclass(frozen=True, kw_only=True)
class Dot:
    """How many hops are left, as a number in a disc."""

    x: float
    y: float
    count: int
    kind: str = ""


@dataclass(kw_only=True)
class Drawing:
    """Everything the template draws; `title` says it in words."""

    title: str = ""
    boxes: list[Box] = field(default_factory=list)
    arrows: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    crosses: list[str] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT


def _arrow(start: float, end: float, y: float) -> str:
    head = 7 if end > start else -7
    return f"M{start:g} {y:g}H{end:g}m{-head} -4 {head} 4 {-head} 4"


def _width(place: Place) -> int:
    return WIDTH + MORE * len(place.way)


def _stations(place: Place, instance: Instance) -> list[Box]:
    names = [ASKERS[place.id], *place.way, "Metadata service"]
    widths = [WIDE, *[NARROW] * len(place.way), WIDE]
    gap = (_width(place) - 40 - sum(widths)) / (len(names) - 1)
    boxes, x = [], 20.0
    hops = "1 hop" if instance.hop_limit == 1 else f"{instance.hop_limit} hops"
    tokens = f"tokens {instance.http_tokens}"
    last = ("169.254.169.254", tokens, f"token answers: {hops}")
    for index, (name, width) in enumerate(zip(names, widths, strict=True)):
        bridge = name in {"docker0", "inner bridge"}
        lines = last if index == len(names) - 1 else ("one hop",) if bridge else ()
        placed = tuple((TOP + 44 + 19 * number, words) for number, words in enumerate(lines))
        boxes.append(Box(x=x, w=width, label=name, lines=placed))
        x += width + gap
    return boxes


def draw(exchange: Exchange | None, place_id: str, instance: Instance) -> Drawing:
    """The last exchange, or the way from a place where nothing was asked yet."""
    place = exchange.place if exchange else PLACES[place_id]
    boxes = _stations(place, instance)
    if exchange is not None and exchange.method:
        boxes[0] = replace(boxes[0], lines=_typed(exchange))
    drawing = Drawing(boxes=[_frame(place, boxes), *boxes], width=_width(place))
    if exchange is None:
        drawing.title = f"The way from {place.label} to the metadata service. Nothing was asked from here yet."
    elif exchange.status is None and not exchange.lost:
        _unsent(drawing, boxes, place)
    else:
        _question(drawing, boxes, exchange)
        _answer(drawing, boxes, exchange)
    return drawing


def _typed(exchange: Exchange) -> tuple[tuple[int, str], ...]:
    """What was asked, short enough for the asker's box: the method, and the end of the path."""
    path = exchange.path
    while len(path) > LONGEST_PATH and "/" in path[2:-1]:
        path = f"…{path[path.index('/', 2) :]}"
    path = path if len(path) <= LONGEST_PATH else f"{path[: LONGEST_PATH - 1]}…"
    method = "curl" if exchange.method == "GET" else f"curl -X {exchange.method[:8]}"
    return (TOP + 44, method), (TOP + 63, path)


def _frame(place: Place, boxes: list[Box]) -> Box:
    """The instance around what is inside it."""
    first = 1 if place.id in OUTSIDE else 0
    inside = boxes[first : 1 if place.elsewhere else -1]
    left, right = inside[0].x - FRAME, inside[-1].x + inside[-1].w + FRAME
    return Box(x=left, w=right - left, label="The instance", y=10, h=HEIGHT - 20, frame=True)


def _clear(drawing: Drawing, box: Box) -> float:
    """Where words behind a box begin: behind the instance's edge too, where that runs just there."""
    edges = [frame.x + side for frame in drawing.boxes if frame.frame for side in (0.0, frame.w)]
    end = box.x + box.w
    return max([end, *(edge for edge in edges if end < edge <= end + FRAME)]) + 8


def _unsent(drawing: Drawing, boxes: list[Box], place: Place) -> None:
    x = boxes[0].x + boxes[0].w
    drawing.lost.append(f"M{x:g} {ASK_Y}h28")
    drawing.crosses.append(_cross(x + 42, ASK_Y))
    drawing.texts.append(Text(x=_clear(drawing, boxes[0]), y=ASK_Y + 26, words="not sent", kind="lbl no"))
    drawing.title = f"Nothing was sent from {place.label}."


def _cross(x: float, y: float) -> str:
    return f"m{x - 6:g} {y - 6:g} 12 12m0 -12 -12 12"


def _room(boxes: list[Box]) -> bool:
    """Whether there is room for more than a word before the service."""
    return boxes[-1].x - boxes[-2].x - boxes[-2].w > 150


def _question(drawing: Drawing, boxes: list[Box], exchange: Exchange) -> None:
    for left, right in pairwise(boxes):
        drawing.arrows.append(_arrow(left.x + left.w, right.x - 2, ASK_Y))
    with_token = "with a token" if exchange.token else "no token"
    more = "asks for a token" if exchange.method == "PUT" else with_token
    words = f"{exchange.method}, {more}" if _room(boxes) else exchange.method
    if len(boxes) > 2:
        drawing.texts.append(Text(x=_clear(drawing, boxes[0]), y=ASK_Y - 8, words="asks"))
    drawing.texts.append(Text(x=_clear(drawing, boxes[-2]), y=ASK_Y - 8, words=words))


def _answer(drawing: Drawing, boxes: list[Box], exchange: Exchange) -> None:
    legs = list(zip(reversed(boxes), reversed(boxes[:-1]), strict=False))
    allowed = exchange.hops_allowed
    for number, (start, end) in enumerate(legs):
        counted = allowed is not None and number < exchange.place.hops
        if exchange.lost and allowed is not None and number >= allowed:
            _dies(drawing, start, end)
            break
        drawing.arrows.append(_arrow(start.x, end.x + end.w + 2, ANSWER_Y))
        if counted and allowed is not None:
            middle = (start.x + end.x + end.w) / 2
            drawing.dots.append(Dot(x=middle, y=ANSWER_Y, count=allowed - number))
    near = legs[0][1]
    status = f"{exchange.status} {exchange.reason}" if _room(boxes) else str(exchange.status)
    said = "a token" if exchange.lost else status
    drawing.texts.append(Text(x=_clear(drawing, near), y=ANSWER_Y + 24, words=said))
    if drawing.dots:
        dot = drawing.dots[0]
        drawing.texts.append(Text(x=dot.x, y=dot.y - 15, words="hops left", anchor="middle"))
    drawing.title = _title(exchange)


def _dies(drawing: Drawing, at: Box, towards: Box) -> None:
    middle = at.x + at.w / 2
    drawing.dots.append(Dot(x=middle, y=ANSWER_Y, count=0, kind="no"))
    drawing.lost.append(f"M{at.x:g} {ANSWER_Y}h-34")
    drawing.crosses.append(_cross(at.x - 48, ANSWER_Y))
    drawing.texts.append(Text(x=_clear(drawing, towards), y=ANSWER_Y + 24, words="lost", kind="lbl no"))


def _title(exchange: Exchange) -> str:
    place = exchange.place
    way = f" by way of {' and '.join(place.way)}" if place.way else ""
    asked = f"{exchange.method} {exchange.path} goes from {place.label}{way} to the metadata service."
    if exchange.lost:
        allowed = exchange.hops_allowed or 0
        stopped = place.way[len(place.way) - allowed] if 0 < allowed <= len(place.way) else "the first station"
        return f"{asked} The answer may travel {allowed} of the {place.hops} hops and is dropped at {stopped}."
    return f"{asked} The answer {exchange.status} {exchange.reason} comes back."
