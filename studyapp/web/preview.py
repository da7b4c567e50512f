"""For authors, in development only: an open page reloads itself when the code or the content behind it changes."""

import os
import time

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studyapp.course import readings

BEGUN = f"{os.getpid()}-{time.time_ns()}"


@require_safe
@never_cache
def version(request: HttpRequest) -> HttpResponse:
    """A text that changes with this process and with every reading of the content."""
    return HttpResponse(f"{BEGUN}-{readings()}", content_type="text/plain")
