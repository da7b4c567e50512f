"""Pages, answers and lab runs through the whole middleware, against bare views with the same middleware."""

import io
import json
import uuid
from collections.abc import Callable, Iterator
from unittest import mock
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.core.wsgi import get_wsgi_application
from django.test.utils import override_settings

from studyapp import learners
from studyapp.answers import record_answer
from studyapp.catalog.model import CheckPart, Question
from studyapp.course import course
from studyapp.engines.credentials import ChainInput, run
from studyapp.labs.registry import BY_SLUG
from studyapp.models import Learner
from studyapp.questions.issue import issue
from studyapp.quizzes.sheets import issue_token
from studyapp.web.limits import Buckets
from tests.bench.measure import Row, median_seconds

ANSWERS = 4_000


class Browser:
    """Requests straight into the WSGI application."""

    def __init__(self, cookie: str = "") -> None:
        self.app = get_wsgi_application()
        self.cookie = cookie

    def ask(
        self,
        path: str,
        body: bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
        query: str = "",
    ) -> int:
        environ = {
            "REQUEST_METHOD": "GET" if body is None else "POST",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": self.cookie,
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body or b"")),
            "wsgi.input": io.BytesIO(body or b""),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
        }
        status: list[int] = []
        response = self.app(environ, lambda line, headers: status.append(int(line.split()[0])))
        b"".join(response)
        response.close()
        return status[0]


def must(browser: Browser, expected: int, *args: object) -> Callable[[], None]:
    """A call that checks what came back: an error page is quick, and no measurement."""

    def call() -> None:
        got = browser.ask(*args)  # type: ignore[arg-type]
        if got != expected:
            raise RuntimeError(f"{args[0]}: {got} instead of {expected}")

    return call


def tokens(count: int) -> Iterator[bytes]:
    """Bodies of forms that each answer a question once."""
    question = course().question("PUZZLE")
    assert question is not None
    for _ in range(count):
        fields = {"token": issue_token(question, 1), "choice": 0, "confidence": 2, "csrfmiddlewaretoken": CSRF}
        yield urlencode(fields).encode()


CSRF = "a" * 32


def rows() -> Iterator[Row]:
    """Every page target of the performance goals that one process can show."""
    # One reader answers thousands of times: the limit on that is not what is measured.
    unlimited = mock.patch.object(Buckets, "take", return_value=0.0)
    with unlimited, override_settings(ROOT_URLCONF="tests.bench.urls", ALLOWED_HOSTS=["127.0.0.1"]):
        learner = Learner.objects.create()
        _work(learner)
        cookie = f"{settings.LEARNER_COOKIE_NAME}={signing.dumps(str(learner.pk), salt=learners.SALT)}"
        yield from _reading(cookie)
        yield from _writing(f"{cookie}; {settings.CSRF_COOKIE_NAME}={CSRF}")
        yield from _labs()


def _work(learner: Learner) -> None:
    """What a learner has done in the lesson that is measured, and a hundred answers elsewhere."""
    lesson = course().lesson("puzzle")
    assert lesson is not None
    for part in lesson.parts:
        if isinstance(part, CheckPart) and (question := course().question(part.question)):
            _answer(learner, question, 1, lesson.slug)
    for seed in range(100):
        question = course().questions[seed % 40]
        _answer(learner, question, seed, "")


def _answer(learner: Learner, question: Question, seed: int, lesson: str) -> None:
    item, nonce = issue(question, seed), uuid.uuid4()
    record_answer(learner=learner, nonce=nonce, item=item, response=None, confidence=None, lesson=lesson)


def _reading(cookie: str) -> Iterator[Row]:
    # Warm: whoever reads a second page has the form's cookie from the first.
    forms = f"{settings.CSRF_COOKIE_NAME}={CSRF}"
    guest, known = Browser(forms), Browser(f"{cookie}; {forms}")
    hello = must(guest, 200, "/hello/")
    for name, browser, path, limit in (
        ("home, a stranger", guest, "/", 0.5),
        ("lesson, a guest", guest, "/lessons/puzzle/", 0.5),
        ("lesson, a learner", known, "/lessons/puzzle/", 0.2),
    ):
        ours, theirs = median_seconds(must(browser, 200, path), hello)
        yield Row(name=name, ours=ours, baseline=theirs, against="Django hello", reach=("at least", limit))
    ours, theirs = median_seconds(must(known, 200, "/"), hello)
    yield Row(name="home, a learner", ours=ours, baseline=theirs, against="Django hello")


def _writing(cookie: str) -> Iterator[Row]:
    browser, bodies = Browser(cookie), tokens(ANSWERS)

    def answer() -> None:
        status = browser.ask("/questions/PUZZLE/", next(bodies))
        if status != 302:
            raise RuntimeError(f"an answer gave {status}")

    ours, theirs = median_seconds(answer, must(browser, 200, "/insert/"))
    yield Row(
        name="an answer recorded and graded",
        ours=ours,
        baseline=theirs,
        against="a view with one insert",
        reach=("at least", 0.5),
    )


def _labs() -> Iterator[Row]:
    browser = Browser()
    page = BY_SLUG["credential-chain"].page
    assert page is not None
    state = page.states[2].data
    asked = ChainInput.model_validate(state)
    lab = must(browser, 200, "/labs/credential-chain/run.json", json.dumps(state).encode(), "application/json")
    ours, engine, hello = median_seconds(lab, lambda: run(asked), must(browser, 200, "/hello/"))
    yield Row(
        name="chain lab over HTTP (JSON)",
        ours=ours,
        baseline=engine + hello,
        against="engine + hello",
        reach=("at most", 3),
    )
