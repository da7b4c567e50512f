"""The timer suggests: the same words for everybody, no clock of a phone's in it, and nothing ends by it."""

import re
from datetime import timedelta

import pytest
from class_kit import a_session, browser, cast, go, phones, state

from studyapp import clock
from studyapp.classes import machine
from studyapp.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_minute")]


def timers(page):
    """What a page's timers say: seconds, and when they began."""
    found = re.findall(r'data-seconds="(\d+)" data-began="([\d.]+)"', page.content.decode())
    return [(int(seconds), float(began)) for seconds, began in found]


def test_the_wall_and_the_teacher_have_it_and_a_phone_does_not():
    session = a_session()
    (phone,) = phones(session, 1)
    round = go(session, "open")
    teacher = browser(session.classroom.teachers.get().learner)
    wanted = [(90, round.moved_at.timestamp())]
    assert timers(phone.get(f"/c/{session.code}/screen/")) == wanted
    assert timers(teacher.get(f"/c/{session.code}/present/")) == wanted
    assert timers(phone.get(f"/c/{session.code}/")) == []


def test_the_document_says_when_it_began_and_stays_the_same_while_time_passes():
    session = a_session()
    round = go(session, "open")
    first = state(session)
    assert timers(first) == [(90, round.moved_at.timestamp())]
    clock._virtual.advance(timedelta(seconds=200))
    assert state(session).content == first.content


def test_it_closes_nothing():
    session = a_session()
    (phone,) = phones(session, 1)
    go(session, "open")
    clock._virtual.advance(timedelta(hours=1))
    assert cast(phone, session, "right").status_code == 302
    assert Answer.objects.count() == 1


def test_a_page_carries_the_time_of_the_server():
    session = a_session()
    page = state(session)
    wall = phones(session, 1)[0].get(f"/c/{session.code}/screen/").content.decode()
    assert f'data-now="{clock.now().timestamp():.3f}"' in wall
    assert b"data-now" not in page.content


def test_the_teacher_hides_it_and_brings_it_back():
    session = a_session()
    go(session, "open")
    teacher = browser(session.classroom.teachers.get().learner)
    for shown in (False, True):
        teacher.post(f"/c/{session.code}/move/", {"move": "timer"})
        assert bool(timers(state(session))) == shown
        assert bool(timers(teacher.get(f"/c/{session.code}/present/"))) == shown


def test_it_is_not_read_out_every_second():
    session = a_session()
    go(session, "open")
    assert re.search(r'<p class="timer" role="timer" aria-label="Suggested time"', state(session).content.decode())


@pytest.mark.parametrize(
    ("stage", "state", "seconds"),
    [
        ("cycle", "open1", 90),
        ("cycle", "discuss", 180),
        ("cycle", "open2", 60),
        ("fix", "open1", 480),
        ("exit", "open1", 120),
        ("warmup", "open1", 90),
        ("cycle", "closed1", 0),
        ("cycle", "reveal", 0),
        ("cycle", "draft", 0),
    ],
)
def test_how_long_a_phase_takes_as_a_rule(stage, state, seconds):
    assert machine.pace(state, stage) == seconds
