"""The one Django app."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.autoreload import autoreload_started, file_changed


class StudyAppConfig(AppConfig):
    name = "studyapp"
    verbose_name = "Rolecall"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Here, because these modules need the settings and the registry of apps.
        from studyapp.checks import check_content
        from studyapp.course import content_changed, watch_content

        register(check_content, "content")
        autoreload_started.connect(watch_content, dispatch_uid="watch content")
        file_changed.connect(content_changed, dispatch_uid="reload content")
