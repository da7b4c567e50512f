"""Every URL of the site, feature by feature."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from studyapp.labs.registry import WITH_PAGE
from studyapp.search.views import search
from studyapp.web import health, preview

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("studyapp.lessons.urls")),
    path("labs/", include("studyapp.labs.urls")),
    path("", include("studyapp.study.urls")),
    path("assess/", include("studyapp.study.assess_urls")),
    path("accounts/", include("studyapp.accounts.urls")),
    path("", include("studyapp.quizzes.urls")),
    path("search/", search, {"labs": WITH_PAGE}, name="search"),
    path("", include("studyapp.classes.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("csp", health.csp_report, name="csp"),
]
if settings.DEBUG:
    urlpatterns.append(path("preview/version", preview.version, name="preview"))
handler400 = "studyapp.web.errors.bad_request"
handler403 = "studyapp.web.errors.forbidden"
handler404 = "studyapp.web.errors.not_found"
handler500 = "studyapp.web.errors.server_error"
