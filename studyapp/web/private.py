"""For views that see what only one person should: nothing cached, nothing in error reports."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """No store, and neither the body nor any local variable below the view in a report of an error."""
    wrapped: View = sensitive_variables()(sensitive_post_parameters()(view))
    return cache_control(private=True, no_store=True)(wrapped)
