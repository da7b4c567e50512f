"""The clock that a test can move."""

from datetime import UTC, datetime, timedelta

from studyapp import clock

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_a_virtual_clock_stands_still_until_it_is_moved():
    with clock.virtual(NOON) as moved:
        assert clock.now() == NOON
        before = clock.monotonic()
        moved.advance(timedelta(hours=2))
        assert (clock.now(), clock.monotonic() - before) == (NOON + timedelta(hours=2), 7200.0)


def test_setting_the_time_of_day_lets_no_time_pass():
    with clock.virtual(NOON) as moved:
        before = clock.monotonic()
        moved.jump(timedelta(hours=-1))
        assert (clock.now(), clock.monotonic()) == (NOON - timedelta(hours=1), before)


def test_afterwards_the_time_is_the_time():
    with clock.virtual(NOON):
        pass
    assert clock.now() > NOON - timedelta(days=1000)
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() <= clock.monotonic()


def test_the_machines_start_has_one_name():
    assert clock.boot() == clock.boot()
