"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")

application = get_wsgi_application()


def _warm() -> None:
    """Pay once, when the worker starts: views, engines and the rendered course. Nobody's first page is slow."""
    from django.urls import get_resolver  # needs the application set up

    from studyapp.course import course

    _ = get_resolver().url_patterns
    course()


_warm()
