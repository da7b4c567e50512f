"""The site with the bare views that it is measured against."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
