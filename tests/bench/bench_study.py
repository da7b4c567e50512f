"""A learner with a thousand answers: their pages, a draft saved, a test begun and graded."""

import random
import uuid
from collections.abc import Iterator
from datetime import timedelta
from unittest import mock
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.test.utils import override_settings

from studyapp import clock, learners
from studyapp.course import course
from studyapp.models import Answer, Attempt, Learner
from studyapp.study.blueprint import BY_ID
from studyapp.study.sitting import begin, finish, settle
from studyapp.web.limits import Buckets
from tests.bench.bench_pages import CSRF, Browser, must
from tests.bench.measure import Row, median_seconds

ANSWERS = 1_000


def history(learner: Learner) -> None:
    """A thousand answers, one an hour."""
    dice, names = random.Random(1), [one.id for one in course().questions]
    now = clock.now()
    Answer.objects.bulk_create(
        Answer(
            id=uuid.uuid4(),
            learner=learner,
            question=dice.choice(names),
            kind="single",
            seed=number,
            content_hash="",
            issued={},
            engine="",
            response={"choice": 0},
            correct=dice.random() < 0.7,
            score=0,
            confidence=dice.randint(1, 3),
            answered_at=now - timedelta(hours=number),
        )
        for number in range(ANSWERS)
    )


def rows() -> Iterator[Row]:
    """Against the same bare views as the other pages."""
    unlimited = mock.patch.object(Buckets, "take", return_value=0.0)
    with unlimited, override_settings(ROOT_URLCONF="tests.bench.urls", ALLOWED_HOSTS=["127.0.0.1"]):
        learner = Learner.objects.create()
        history(learner)
        cookie = f"{settings.LEARNER_COOKIE_NAME}={signing.dumps(str(learner.pk), salt=learners.SALT)}"
        browser = Browser(f"{cookie}; {settings.CSRF_COOKIE_NAME}={CSRF}")
        for name, path in (("home", "/"), ("progress", "/progress/"), ("review", "/review/")):
            (ours,) = median_seconds(must(browser, 200, path))
            yield Row(name=f"{name}, {ANSWERS} answers", ours=ours, target=0.1)
        yield from _sitting(browser, learner)


def _sitting(browser: Browser, learner: Learner) -> Iterator[Row]:
    def start() -> Attempt:
        return begin(learner=learner, key=uuid.uuid4(), form=BY_ID["sixty-five"], seed=1, catalog=course())

    attempt = start()
    path, rev = f"/assess/{attempt.pk}/1/", iter(range(1, 1_000_000))

    def save() -> None:
        body = {"csrfmiddlewaretoken": CSRF, "key": uuid.uuid4(), "rev": next(rev), "choice": 0, "go": "next"}
        status = browser.ask(path, urlencode(body).encode())
        if status != 302:
            raise RuntimeError(f"a draft gave {status}")

    ours, theirs = median_seconds(save, must(browser, 200, "/insert/"))
    yield Row(
        name="a draft saved", ours=ours, baseline=theirs, against="a view with one insert", reach=("at least", 0.2)
    )
    (page,) = median_seconds(must(browser, 200, f"/assess/{attempt.pk}/1/"))
    yield Row(name="a question of 65", ours=page, target=0.1)

    def whole() -> None:
        one = start()
        finish(attempt=one)
        settle(Attempt.objects.get(pk=one.pk))

    (all_,) = median_seconds(whole)
    yield Row(name="65 questions drawn, frozen and graded", ours=all_, target=3.0)
