"""Which questions a test holds: so many of each topic, kinds and difficulty in fair shares, drawn by a seed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from studyapp.questions.items import Chance

LARGEST_SEED = 10**9


@dataclass(frozen=True, kw_only=True)
class Form:
    """One kind of test. `minutes` None: no clock. `levels`: shares of difficulty, in parts."""

    id: str
    title: str
    line: str
    count: int
    minutes: int | None
    levels: Mapping[str, int] = field(default_factory=lambda: {"exam": 5, "practice": 4, "deep": 1})


FORMS = (
    Form(
        id="pretest",
        title="Find out where you stand",
        line="Before the course. No clock, and no mark: it finds which ideas to look at first.",
        count=10,
        minutes=None,
    ),
    Form(
        id="posttest",
        title="The same ground again",
        line="After the course: what the first test asked, in other worlds, so that the two compare.",
        count=10,
        minutes=None,
    ),
    Form(id="ten", title="Ten questions", line="A quick look.", count=10, minutes=20),
    Form(
        id="exam-twenty",
        title="Twenty questions as on an exam",
        line="What an exam on this subject asks first, and as fast as it asks it.",
        count=20,
        minutes=40,
        levels={"exam": 20, "practice": 2, "deep": 1},
    ),
    Form(id="twenty-five", title="Twenty-five questions", line="Every topic in its share.", count=25, minutes=50),
    Form(
        id="sixty-five",
        title="Sixty-five questions",
        line="As many, and as long, as AWS gives for its developer exam.",
        count=65,
        minutes=130,
    ),
)
BY_ID = {form.id: form for form in FORMS}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A question of the pool. An `unlimited` one may be drawn again: each seed gives another world."""

    question: str
    objective: str
    topic: str
    kind: str
    level: str
    unlimited: bool


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One place of a test."""

    entry: Entry
    seed: int


def draw(entries: Sequence[Entry], form: Form, seed: int) -> tuple[Drawn, ...]:
    """A test of `form.count` items, or fewer when the pool holds fewer different ones. Same seed, same test."""
    chance = Chance("test", form.id, seed)
    uses: Counter[tuple[str, str]] = Counter()
    pool = {topic: [one for one in entries if one.topic == topic] for topic in sorted({one.topic for one in entries})}
    drawn: list[Drawn] = []
    for topic in _turns(pool, form.count):
        open_ = [one for one in pool[topic] if one.unlimited or not uses["question", one.question]]
        if not open_:
            continue
        ranked = [
            (_cost(one, uses, form.levels), chance.below(LARGEST_SEED), number) for number, one in enumerate(open_)
        ]
        entry = open_[min(ranked)[2]]
        for name in ("question", "objective", "kind", "level"):
            uses[name, getattr(entry, name)] += 1
        drawn.append(Drawn(entry=entry, seed=chance.below(LARGEST_SEED)))
        if len(drawn) == form.count:
            break
    return spread(chance.shuffled(drawn))


def _turns(pool: Mapping[str, Sequence[Entry]], count: int) -> Iterable[str]:
    """Topics in turn, each as often as it has objectives; long enough to fill the test from whatever is left."""
    weights = {topic: len({one.objective for one in entries}) for topic, entries in pool.items()}
    given: Counter[str] = Counter()
    left = {
        topic: len(entries) if not any(one.unlimited for one in entries) else count for topic, entries in pool.items()
    }
    for _ in range(count):
        able = [topic for topic in pool if given[topic] < left[topic]]
        if not able:
            return
        topic = min(able, key=lambda name: ((given[name] + 1) / weights[name], name))
        given[topic] += 1
        yield topic


def _cost(one: Entry, uses: Counter[tuple[str, str]], levels: Mapping[str, int]) -> tuple[float, ...]:
    """What has been asked least comes next: the objective, then the level by its share, then the kind."""
    share = levels.get(one.level, 1)
    return (
        uses["objective", one.objective],
        uses["question", one.question],
        (uses["level", one.level] + 1) / share,
        uses["kind", one.kind],
    )


def spread(drawn: Sequence[Drawn]) -> tuple[Drawn, ...]:
    """Neighbours from two topics, as long as there are two."""
    left, out = list(drawn), []
    while left:
        counts = Counter(one.entry.topic for one in left)
        before = out[-1].entry.topic if out else ""
        others = [one for one in left if one.entry.topic != before] or left
        chosen = max(others, key=lambda one: counts[one.entry.topic])
        left.remove(chosen)
        out.append(chosen)
    return tuple(out)
