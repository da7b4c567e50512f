"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")

application = get_wsgi_application()


def _warm() -> None:
    """Pay once, when the worker starts: views, engines and the rendered course. Then it is up, and says so."""
    from django.urls import get_resolver  # needs the application set up

    from studyapp.course import course
    from studyapp.web.pulse import beat

    _ = get_resolver().url_patterns
    course()
    beat()


_warm()
