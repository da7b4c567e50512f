"""Random histories of a test against a small model of it: saves new, old and repeated, pauses, ends, clocks set."""

import random
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from exam import begun, save

from studyapp import clock
from studyapp.models import Answer, Attempt, Draft
from studyapp.study.sitting import finish, pause, resume, settle
from studyapp.study.timing import GRACE, LONGEST_PAUSE, MOST_PAUSES

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTES, PLACES, STEPS = 20, 5, 60
CHANCES = {"save": 30, "old": 8, "again": 8, "wait": 12, "jump": 4, "pause": 5, "resume": 6, "end": 0.4}


class Model:
    """What a test is: time that runs, newest drafts, and an end that comes once."""

    def __init__(self) -> None:
        self.ran = self.left = 0.0
        self.left = MINUTES * 60.0
        self.paused: float | None = None  # how long, in seconds
        self.pauses, self.over = 0, False
        self.drafts = dict.fromkeys(range(1, PLACES + 1), (0, None))
        self.sent: dict[uuid.UUID, tuple] = {}

    def tick(self, seconds: float) -> None:
        if self.over:
            return
        if self.paused is None:
            self.left -= seconds
            return
        rest = max(0.0, LONGEST_PAUSE.total_seconds() - self.paused)
        self.paused += seconds
        self.left -= max(0.0, seconds - rest)

    def look(self) -> None:
        """A read ends what time has ended."""
        if self.left < -GRACE.total_seconds():
            self.over, self.paused = True, None

    def save(self, key: uuid.UUID, place: int, rev: int, value: str) -> str:
        if key in self.sent:
            became = self.sent[key][3]
            return "over" if became == "paused" else became
        newer = rev > self.drafts[place][0]
        state = "over" if self.over else "paused" if self.paused is not None else "saved" if newer else "stale"
        self.sent[key] = (place, rev, value, state)
        if state == "saved":
            self.drafts[place] = (rev, value)
        return state


def step(dice: random.Random, model: Model, attempt: Attempt, moved: clock.VirtualClock) -> None:
    """One random thing that may happen, to the test and to its model."""
    what = dice.choices(
        ("save", "old", "again", "wait", "jump", "pause", "resume", "end"), (30, 8, 8, 12, 4, 5, 6, 0.4)
    )[0]
    attempt = settle(Attempt.objects.get(pk=attempt.pk))
    model.look()
    place = dice.randint(1, PLACES)
    rev = model.drafts[place][0]
    if what in ("save", "old"):
        rev, value, key = (rev + 1 if what == "save" else max(1, rev)), str(dice.randint(0, 2)), uuid.uuid4()
        kept = save(attempt, place, value, rev, key=key)
        assert kept.status == model.save(key, place, rev, value)
    elif what == "again" and model.sent:
        key = dice.choice(list(model.sent))
        place, rev, value, _ = model.sent[key]
        assert save(attempt, place, value, rev, key=key).status == model.save(key, place, rev, value)
    elif what == "wait":
        seconds = dice.choice((1, 30, 120, 600))
        moved.advance(timedelta(seconds=seconds))
        model.tick(seconds)
    elif what == "jump":
        moved.jump(timedelta(hours=dice.choice((-1, 1))))
    elif what == "pause":
        able = not model.over and model.paused is None and model.pauses < MOST_PAUSES
        assert pause(attempt=attempt) == able
        model.paused = 0.0 if able else model.paused
    elif what == "resume":
        able = model.paused is not None
        assert resume(attempt=attempt) == able
        model.pauses += able
        model.paused = None
    elif what == "end":
        assert finish(attempt=attempt) == (not model.over)
        model.over, model.paused = True, None


@pytest.mark.parametrize("seed", range(20))
def test_a_test_and_its_model_never_part(seed):
    dice, model = random.Random(seed), Model()
    with clock.virtual(MONDAY) as moved:
        attempt = begun()
        for _ in range(STEPS):
            step(dice, model, attempt, moved)
        model.look()
        settle(Attempt.objects.get(pk=attempt.pk))
        finish(attempt=attempt)
        settle(Attempt.objects.get(pk=attempt.pk))
    kept = {one.place: (one.rev, one.fields.get("choice", [None])[0]) for one in attempt.items.all()}
    assert kept == model.drafts
    assert Draft.objects.count() == len(model.sent)
    became = [state for *_, state in model.sent.values()]
    assert Draft.objects.filter(late=True).count() == sum(state in ("over", "paused") for state in became)
    assert Draft.objects.filter(stale=True).count() == became.count("stale")
    given = {str(key): response for key, response in Answer.objects.values_list("pk", "response")}
    nonces = {one.place: str(one.nonce) for one in attempt.items.all()}
    said = {place: value and {"choice": int(value)} for place, (_, value) in model.drafts.items()}
    assert {place: given[nonce] for place, nonce in nonces.items()} == said
