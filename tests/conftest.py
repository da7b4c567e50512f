"""What every test gets: plain static files, fresh limits, and marks by folder."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as examples

from studyapp import clock
from studyapp.web.limits import buckets

PURE = ("tests/engines", "tests/catalog", "tests/questions")


# How long an example takes says something about the machine, and nothing about the code.
examples.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    # WhiteNoise warns of a missing folder, and a fresh clone has no state folder for SQLite's test files.
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.STATE_DIR.mkdir(exist_ok=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches no database, so that a second database needs no second run of it."""
    root = str(settings.BASE_DIR) + "/"
    for item in items:
        if str(item.path).removeprefix(root).startswith(PURE):
            item.add_marker(pytest.mark.pure)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """No test is refused for what another one did."""
    buckets.clear()


@pytest.fixture
def one_minute() -> Iterator[None]:
    """No test crosses from one minute to the next while it counts tries."""
    from studyapp.classes import codes

    codes._shut.clear()
    with clock.virtual(datetime(2026, 11, 25, 9, 0, tzinfo=UTC)):
        yield
