"""`manage.py senddigests`: mail to those who asked for it and have something due. For cron, once a day."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studyapp.study.reminders import remind


class Command(BaseCommand):
    """Safe to run more than once a day: nobody gets a second mail."""

    help = "Mail what is due to those who asked for it."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAIL_WORKS or not settings.PUBLIC_URL:
            raise CommandError("Mail needs EMAIL_URL, and PUBLIC_URL for the links in it.")
        sent, failed = remind()
        self.stdout.write(f"Sent {sent}." + (f" {failed} could not be sent; run it again." if failed else ""))
