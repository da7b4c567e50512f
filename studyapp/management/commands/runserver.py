"""`manage.py runserver`: Django's development server, with tables made and never in public."""

from typing import Any

from django.conf import settings
from django.contrib.staticfiles.management.commands import runserver
from django.core.management import call_command
from django.core.management.base import CommandError

from studyapp.network import is_loopback


class Command(runserver.Command):
    """Refuses a public address while DEBUG is on; brings the database up to date first."""

    def inner_run(self, *args: Any, **options: Any) -> None:
        if settings.DEBUG and not is_loopback(str(self.addr)):  # type: ignore[attr-defined]
            raise CommandError(
                "DEBUG shows internals to everybody who can reach the page. Use: HOST=0.0.0.0 make run"
            )
        call_command("migrate", verbosity=0, interactive=False)
        super().inner_run(*args, **options)
